# SPDX-License-Identifier: MIT
"""Metadata from the name of a file, by a pattern the user gives.

`{published}_{source}_{title}` names the slots of names such as
`2025-01-15_Reuters_Troops.txt`; a pattern with `(?P<…>` is a regular expression
with named groups.
"""

from __future__ import annotations

import re
from typing import Any, Final

from annotator.formats.headers import metadata_of
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_SLOT: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def compile_name_pattern(pattern: str | None) -> re.Pattern[str] | None:
    """The pattern for file names without their suffix; None for none."""
    if not pattern:
        return None
    source = pattern if "(?P<" in pattern else _from_slots(pattern)
    try:
        compiled = re.compile(source)
    except (re.error, OverflowError, RecursionError) as error:
        reason = Sentence(
            "the pattern for file names “{pattern}” cannot be used: {error}.",
            pattern=pattern,
            error=error,
        )
        raise InputError(reason) from None
    if not compiled.groupindex:
        raise InputError(
            "the pattern for file names “{pattern}” has no slots.",
            remedy="Write, for instance, {example}.",
            pattern=pattern,
            example="{published}_{source}_{title}",
        )
    return compiled


def _from_slots(pattern: str) -> str:
    parts = _SLOT.split(pattern)
    names = parts[1::2]
    # Each slot takes as little as it can, the last one the rest.
    slots = [f"(?P<{name}>.+?)" for name in names]
    literal = [re.escape(part) for part in parts[0::2]]
    return "".join(a + b for a, b in zip(literal, [*slots, ""], strict=True))


def read_name(stem: str, pattern: re.Pattern[str] | None) -> dict[str, Any]:
    """The metadata in a file's name without suffix; {} where it does not fit."""
    found = pattern.fullmatch(stem) if pattern else None
    return metadata_of(found.groupdict()) if found else {}
