# SPDX-License-Identifier: MIT
"""Dates in workbooks: days since 1900 or 1904, shown by a format of numbers.

The format says how precise the date is: a cell shown as `yyyy-mm-dd` holds a day,
one shown as `mmm yyyy` a month.  Which numbers are built in and what they mean
is in ECMA-376, part 1, section 18.8.30.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

DAY, MONTH, YEAR, MINUTE, SECOND, CLOCK = (
    "day",
    "month",
    "year",
    "minute",
    "second",
    "clock",
)

_BUILT_IN: Final[Mapping[int, str]] = {
    **dict.fromkeys((14, 15, 16, *range(27, 37), *range(50, 59)), DAY),
    17: MONTH,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), CLOCK),
    22: MINUTE,
}
#: What in a format is no letter of a date: quoted and escaped text, colours.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general', re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


def precision(number: int, codes: Mapping[int, str]) -> str | None:
    """How precise a date of that format is; None where it is no date.

    `codes` are the formats that the workbook defines.
    """
    if number not in codes:
        return _BUILT_IN.get(number)
    code = codes[number].split(";")[0]
    if _ELAPSED.search(code):
        return None
    letters = _LITERAL.sub("", code).lower().replace("am/pm", "").replace("a/p", "")
    if re.search("[0#?]", letters.replace(".0", "")):
        return None
    clock = "h" in letters or "s" in letters
    if "y" not in letters and "d" not in letters:
        return CLOCK if clock else MONTH if "mmm" in letters else None
    if clock:
        return SECOND if "s" in letters else MINUTE
    if "d" in letters:
        return DAY
    return MONTH if "m" in letters else YEAR


_FORMS: Final = {
    DAY: "%Y-%m-%d",
    MONTH: "%Y-%m",
    YEAR: "%Y",
    MINUTE: "%Y-%m-%dT%H:%M",
    SECOND: "%Y-%m-%dT%H:%M:%S",
}


def iso(serial: str, precise: str, since_1904: bool) -> str | None:
    """ISO text of a cell's number; None where it is no date after all."""
    try:
        days = float(serial)
        if not days >= 0:
            return None
        if since_1904:
            base = datetime(1904, 1, 1)
        else:
            # A day is counted in February 1900 that never was.
            base = datetime(1899, 12, 31 if days < 60 else 30)
        found = base + timedelta(seconds=round(days * 86400))
    except (ValueError, OverflowError):
        return None
    if precise == CLOCK:
        # A date may be shown by its time alone.
        return found.strftime("%H:%M:%S") if days < 1 else _full(found)
    if precise == DAY and found.hour + found.minute + found.second:
        return _full(found)
    return found.strftime(_FORMS[precise])


def _full(found: datetime) -> str:
    return found.strftime(_FORMS[SECOND if found.second else MINUTE])
