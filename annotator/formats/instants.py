# SPDX-License-Identifier: MIT
"""Instants as other programs write them: with any zone, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from annotator.model.identity import EPOCH

_MILLISECOND: Final = timedelta(milliseconds=1)


def instant_of(said: object) -> int | None:
    """Milliseconds UTC for ISO 8601 text; None for anything else.

    Nothing was annotated before 1970: that is None too.  What names no
    zone is taken for UTC, and a date alone for its first moment.  Finer parts of a
    second are cut off.
    """
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said.strip())
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        milliseconds = (found - EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return None
    return milliseconds if milliseconds >= 0 else None
