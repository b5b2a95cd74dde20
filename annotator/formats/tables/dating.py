# SPDX-License-Identifier: MIT
"""When something was published, from the text of a cell: ISO text and its zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from annotator.formats.dates import published

_ISO: Final = re.compile(
    r"(?P<wall>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?P<second>:\d\d)?)(?:[.,]\d+)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_CLOCK: Final = re.compile(
    r"(?P<day>.*?\d{4}|\d{4}-\d\d-\d\d),?\s+(?P<time>\d{1,2}[:.].+)"
)
_UTC: Final = ("Z", "UTC", "GMT", "+00:00", "+0000")


def when(text: str) -> tuple[str, str | None] | None:
    """`2025-01-15T11:20` and the zone of a date as a cell has it; None: no date.

    As precise as the text is, but for fractions of seconds.  `15/01/2025` is no
    date: nothing says which number is the day.
    """
    text = text.strip()
    exact = _ISO.fullmatch(text)
    if exact is not None:
        return _exact(exact)
    timed = _CLOCK.fullmatch(text)
    if timed is not None:
        found = published(timed["day"], timed["time"])
        return (found, None) if found and "T" in found else None
    found = None if "T" in text else published(text)
    return (found, None) if found else None


def _exact(found: re.Match[str]) -> tuple[str, str | None] | None:
    wall, zone = found["wall"].replace(" ", "T"), found["zone"]
    try:
        datetime.fromisoformat(wall)
    except ValueError:
        return None
    if wall.endswith(":00") and found["second"]:
        wall = wall[:-3]
    if zone is None:
        return wall, None
    if zone in _UTC:
        return wall, "UTC"
    return wall, f"UTC{zone[:3]}:{zone[-2:]}"
