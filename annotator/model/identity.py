# SPDX-License-Identifier: MIT
"""Names for things: uids, revisions and instants.

Uids are UUID version 7 (RFC 9562, section 5.7) in lower case; revisions are
sixteen random hexadecimal digits; instants are whole milliseconds, UTC.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_DAY: Final = 86_400_000
#: `10:20:` for each minute of a day.
_MINUTES: Final = [f"{n // 60:02d}:{n % 60:02d}:" for n in range(24 * 60)]


def now_ms() -> int:
    """The present instant in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def new_uid() -> str:
    """A fresh UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    # A clock set before 1970 must not make uids impossible: the sign is dropped.
    stamp = now_ms() & ((1 << 48) - 1)
    rand = secrets.randbits(74)
    value = (stamp << 80) | (0x7 << 76) | ((rand >> 62) << 64)
    value |= (0b10 << 62) | (rand & ((1 << 62) - 1))
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_revision() -> str:
    """A fresh revision: sixteen random hexadecimal digits."""
    return secrets.token_hex(8)


def sha256_text(text: str) -> str:
    """The sha256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def instant_to_text(ms: int) -> str:
    """`2025-01-15T10:20:31.482Z` for an instant in milliseconds UTC."""
    # An export asks for a million: with the days remembered it takes half as long.
    day, within = divmod(ms, _DAY)
    minute, within = divmod(within, 60_000)
    return f"{_day_to_text(day)}{_MINUTES[minute]}{within / 1000:06.3f}Z"


@lru_cache(2048)
def _day_to_text(day: int) -> str:
    """`2025-01-15T` for a number of days since 1970."""
    return f"{(EPOCH + timedelta(day)).date().isoformat()}T"


def instant_from_text(text: str) -> int:
    """The inverse of `instant_to_text`.  Raises ValueError on anything else."""
    if not text.endswith("Z"):
        raise ValueError(f"an instant ends in Z (UTC): {text!r}")
    return (datetime.fromisoformat(text) - EPOCH) // _MILLISECOND
