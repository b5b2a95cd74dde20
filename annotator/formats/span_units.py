# SPDX-License-Identifier: MIT
"""Says why a span does not fit its text: in which other unit it would.

Offsets count code points.  Other programs count UTF-16 units, bytes, or line
ends as two characters; a wrong span is refused, with the likely reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_SHOWN: Final = 80


def _utf16(text: str, start: int, end: int) -> str:
    units = text.encode("utf-16-le")[2 * start : 2 * end]
    return units.decode("utf-16-le", "replace")


def _bytes(text: str, start: int, end: int) -> str:
    return text.encode("utf-8")[start:end].decode("utf-8", "replace")


def _crlf(text: str, start: int, end: int) -> str:
    return text.replace("\n", "\r\n")[start:end].replace("\r\n", "\n")


_UNITS: Final[tuple[tuple[str, Callable[[str, int, int], str]], ...]] = (
    (Sentence("UTF-16 units"), _utf16),
    (Sentence("UTF-8 bytes"), _bytes),
    (Sentence("line ends as two characters"), _crlf),
)


def mismatch(text: str, start: int, end: int, quote: str) -> InputError:
    """The error for a span whose quote is not the text at its place."""
    found = text[start:end]
    reason = Sentence(
        "the text at {start}–{end} is “{found}”, not “{wanted}”.",
        start=start,
        end=end,
        found=_cut(found),
        wanted=_cut(quote),
    )
    unit = likely_unit(text, start, end, quote)
    hint = Sentence(
        "The offsets seem to count {unit}; they must count code points.", unit=unit
    )
    return InputError(reason, field="text", remedy=hint if unit else "")


def out_of_range(text: str, start: int, end: int, quote: str) -> InputError:
    """The error for a span that is empty, reversed, or ends behind the text."""
    if start >= end:
        reason = Sentence(
            "the span {start}–{end} is empty: its start must come before its end.",
            start=start,
            end=end,
        )
    else:
        reason = Sentence(
            "the span {start}–{end} ends behind the text of {length} characters.",
            start=start,
            end=end,
            length=len(text),
        )
    unit = likely_unit(text, start, end, quote) if quote else ""
    hint = Sentence(
        "The offsets seem to count {unit}; they must count code points.", unit=unit
    )
    return InputError(reason, field="end", remedy=hint if unit else "")


def likely_unit(text: str, start: int, end: int, quote: str) -> str:
    """The unit in which [start, end) is `quote`, in words; "" where none fits."""
    for name, cut in _UNITS:
        if cut(text, start, end) == quote:
            return name
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
