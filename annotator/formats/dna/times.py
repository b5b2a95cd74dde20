# SPDX-License-Identifier: MIT
"""DNA's dates, seconds since 1970 UTC, and `published`, which has no zone.

DNA always keeps a time.  Midnight is what it keeps where only the day is known,
so midnight is read as the day; seconds are only told where there are any.  The
second 0 stands for no date at all.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FORM: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?)?)?"
)


def published_of(seconds: int) -> str | None:
    """The date as text, None for second 0; OverflowError beyond the year 9999."""
    if not seconds:
        return None
    when = _START + timedelta(seconds=seconds)
    day = when.date().isoformat()
    if not seconds % 86400:
        return day
    return f"{day}T{when:%H:%M:%S}" if when.second else f"{day}T{when:%H:%M}"


def seconds_of(published: str) -> tuple[int, bool]:
    """The seconds, and whether they say the same: False where something was lost.

    What is no date is second 0.
    """
    found = _FORM.fullmatch(published)
    if found is None:
        return 0, False
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        when = datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return 0, False
    seconds = (when - _START) // timedelta(seconds=1)
    return seconds, published_of(seconds) == published
