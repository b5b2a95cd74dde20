# SPDX-License-Identifier: MIT
"""Metadata from the first lines of an article: source, date, time, author.

Agencies and portals print a line such as `Reuters, 15 January 2025, 11:20 - Jane
Roe` below the headline.  A slot that is empty is null: nothing is guessed.
"""

from __future__ import annotations

import re
from typing import Any, Final

from annotator.formats.dates import published
from annotator.formats.titles import title_of
from annotator.model.errors import InputError

_DATE: Final = (
    r"\d{1,2} [A-Za-z]+ \d{4}|[A-Za-z]+ \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}"
)

#: The usual header line.  The time may be missing, and with it the author.
USUAL: Final = re.compile(
    rf"(?P<source>[^,]*), (?P<date>{_DATE})"
    r"(?:, (?P<time>\d{1,2}:\d{2}))?(?: [-–—] (?P<author>.+))?"
)

#: Lines at the start of a text in which a header is looked for.
LOOKED_AT: Final = 6
_LONGEST: Final = 400
_NAME: Final = 60
_BLANK: Final = " \t\u00a0"

#: What the groups of a pattern without names are, in this order.
_ORDER: Final = ("source", "date", "time", "author")


def compile_pattern(pattern: str | None) -> re.Pattern[str] | None:
    """The pattern to look for: the usual one for None, none at all for "".

    Raises InputError where it is no regular expression, or has no groups.
    """
    if pattern is None:
        return USUAL
    if not pattern:
        return None
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(
            "the metadata pattern “{pattern}” is no regular expression: {error}.",
            pattern=pattern,
            error=error,
        ) from None
    if not compiled.groups:
        raise InputError(
            "the metadata pattern “{pattern}” has no groups.",
            remedy="Name what it finds: (?P<source>…), (?P<date>…), (?P<author>…).",
            pattern=pattern,
        )
    return compiled


def read_header(
    text: str, pattern: re.Pattern[str] | None
) -> tuple[str, dict[str, Any]]:
    """The title and the metadata of a text.

    A header line stands alone on its line.  Without one the title is the first
    line, and the metadata are empty.
    """
    lines = _first_lines(text)
    for number, line in enumerate(lines if pattern else []):
        assert pattern is not None
        found = _find(pattern, line, number)
        if found:
            rest = lines[:number] + lines[number + 1 :]
            metadata = metadata_of(_slots(found))
            title = title_of(text) if number else title_of("\n".join(rest))
            return metadata.pop("title", None) or title, metadata
    return title_of(text), {}


def _first_lines(text: str) -> list[str]:
    start = text[: LOOKED_AT * _LONGEST * 4]
    lines = [line.strip(_BLANK) for line in start.split("\n")]
    return [line for line in lines if line and len(line) <= _LONGEST][:LOOKED_AT]


def _find(pattern: re.Pattern[str], line: str, number: int) -> re.Match[str] | None:
    """The header in a line; with a pattern of one's own, the line may hold more."""
    if pattern is not USUAL:
        return pattern.search(line)
    found = USUAL.fullmatch(line)
    # “The war began on Thursday, 24 February 2022” is a headline, not a header.
    if found and not found["time"] and (number == 0 or len(found["source"]) > _NAME):
        return None
    return found


def _slots(found: re.Match[str]) -> dict[str, str | None]:
    named: dict[str, str | None] = found.groupdict()
    return named or dict(zip(_ORDER, found.groups(), strict=False))


def metadata_of(slots: dict[str, str | None]) -> dict[str, Any]:
    """Metadata of what a pattern found: date and time become `published`.

    A slot that is there and empty is None.
    """
    slots = {key: _filled(value) for key, value in slots.items()}
    metadata: dict[str, Any] = {}
    for key, value in slots.items():
        if key not in ("date", "time", "published"):
            metadata[key] = value
    if "date" in slots or "published" in slots:
        day = slots.get("published") or slots.get("date")
        metadata["published"] = published(day, slots.get("time"))
    return metadata


def _filled(value: str | None) -> str | None:
    return (value or "").strip(_BLANK) or None
