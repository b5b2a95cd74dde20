# SPDX-License-Identifier: MIT
"""Dates as news writes them, to ISO text exactly as precise as they are.

English months are looked up in a table: what the system's language calls them
must not matter.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_MONTH: Final = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})"

_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}",  # 15 January 2025
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",  # January 15, 2025
        rf"{_YEAR}-(?P<number>\d{{1,2}})-{_DAY}",  # 2025-01-15
        rf"{_YEAR}/(?P<number>\d{{1,2}})/{_DAY}",  # 2025/01/15
        rf"{_DAY}\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",  # 15.01.2025
        rf"{_YEAR}(?P<number>\d{{2}})(?P<day>\d{{2}})",  # 20250115
        rf"{_MONTH}\s+{_YEAR}",  # January 2025
        rf"{_YEAR}-(?P<number>\d{{2}})",  # 2025-01
        _YEAR,
    )
)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def iso_date(text: str) -> str | None:
    """`2025-01-15`, `2025-01` or `2025` for a date in words; None for no date.

    `15/01/2025` is no date: nothing says which number is the day.
    """
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found:
            return _joined(found.groupdict())
    return None


def _joined(parts: dict[str, str | None]) -> str | None:
    year = int(parts["year"] or 0)
    number = parts.get("number")
    month = int(number) if number else _month(parts.get("month"))
    day = int(parts.get("day") or 0)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        # A word that is no month is no date; a year alone is one.
        return None if parts.get("month") else f"{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def _month(name: str | None) -> int | None:
    """The number of a month by its English name or the first letters of it."""
    if not name:
        return None
    lower = "sep" if name.lower() == "sept" else name.lower()
    for number, month in enumerate(MONTHS, 1):
        if month == lower or (len(lower) == 3 and month.startswith(lower)):
            return number
    return None


def iso_time(text: str) -> str | None:
    """`11:20` or `11:20:05` for a time of day, `5:30 pm` included; else None."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    second = found["second"]
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{second}" if second else "")


def published(day: str | None, time: str | None = None) -> str | None:
    """`2025-01-15T11:20` of a date and a time in words; None for no date.

    A time without a whole date is dropped; `day` may hold both, as ISO text.
    """
    if not day:
        return None
    if time is None and "T" in day:
        day, _, time = day.partition("T")
    found = iso_date(day)
    clock = iso_time(time) if time else None
    return f"{found}T{clock}" if found and len(found) == 10 and clock else found
