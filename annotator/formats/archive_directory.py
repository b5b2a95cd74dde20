# SPDX-License-Identifier: MIT
"""How large the directory of a zip archive is, before it is read into memory."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO, Final

from annotator.model.errors import InputError

_END: Final = struct.Struct("<4s4H2LH")
_END_SIGNATURE: Final = b"PK\x05\x06"
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_END64_SIGNATURE: Final = b"PK\x06\x06"
_LOCATOR_SIZE: Final = 20
_LONGEST_COMMENT: Final = 0xFFFF
#: So many bytes of the directory there may be for each member that is allowed.
_ENTRY: Final = 160


def require_small(stream: BinaryIO, path: Path, members: int) -> None:
    """Refuse an archive whose directory is larger than `members` would need.

    Raises InputError, also where there is no directory at all.
    """
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - _END.size - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    at = _end_at(tail)
    if at < 0:
        raise InputError(
            "this is not a zip archive, or it is cut off.",
            file=path,
            remedy="Make the archive anew.",
        )
    found = _END.unpack_from(tail, at)[5]
    wide = _wide(stream, start + at)
    if max(found if wide is None else wide, 0) > members * _ENTRY:
        raise InputError(
            "the archive has more than {n} files.",
            file=path,
            remedy="Divide it into several archives.",
            n=f"{members:,}",
        )


def _end_at(tail: bytes) -> int:
    """Where the end record is; the last one, as the library takes it."""
    last = len(tail) - _END.size
    if last >= 0 and tail.startswith(_END_SIGNATURE, last) and tail.endswith(b"\0\0"):
        return last
    found = tail.rfind(_END_SIGNATURE)
    return found if found <= last else -1


def _wide(stream: BinaryIO, end: int) -> int | None:
    """The size of the directory of a large archive; None where it is not one."""
    at = end - _LOCATOR_SIZE - _END64.size
    if at < 0:
        return None
    stream.seek(at)
    raw = stream.read(_END64.size)
    if not raw.startswith(_END64_SIGNATURE):
        return None
    size: int = _END64.unpack(raw)[8]
    return size
