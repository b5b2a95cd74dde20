# SPDX-License-Identifier: MIT
"""Archives as nobody should make them, byte by byte."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path

STORED, DEFLATED = 0, 8


@dataclass(kw_only=True)
class Member:
    """A member of an archive; what is None follows from `data`.

    `at` is the place of the local header of another member, for those that share
    it.  The `local_` values are what the header before the data says.
    """

    name: str | bytes
    data: bytes = b""
    method: int = DEFLATED
    packed: bytes | None = None
    size: int | None = None
    local_size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    flags: int = 0
    local_flags: int | None = None
    mode: int = 0
    at: int | None = None
    extra: bytes = b""
    bytes_name: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        name = self.name
        self.bytes_name = name if isinstance(name, bytes) else name.encode()
        if self.packed is None:
            self.packed = deflated(self.data) if self.method == 8 else self.data
        if self.size is None:
            self.size = len(self.data)
        if self.local_size is None:
            self.local_size = self.size
        if self.packed_size is None:
            self.packed_size = len(self.packed)
        if self.crc is None:
            self.crc = zlib.crc32(self.data)
        if self.local_flags is None:
            self.local_flags = self.flags


def deflated(data: bytes) -> bytes:
    """`data` without the header and the end that zlib puts around it."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack.compress(data) + pack.flush()


def local_header(each: Member) -> bytes:
    """What stands before a member's data, and the data."""
    head = struct.pack(
        "<4s5H3L2H",
        *(b"PK\x03\x04", 20, each.local_flags, each.method, 0, 0x21),
        *(each.crc, each.packed_size, each.local_size),
        *(len(each.bytes_name), len(each.extra)),
    )
    assert each.packed is not None
    return head + each.bytes_name + each.extra + each.packed


def central_header(each: Member, at: int) -> bytes:
    """A member's line in the directory."""
    head = struct.pack(
        "<4s6H3L5H2L",
        *(b"PK\x01\x02", 0x314, 20, each.flags, each.method, 0, 0x21),
        *(each.crc, each.packed_size, each.size),
        *(len(each.bytes_name), 0, 0, 0, 0),
        *(each.mode << 16, at),
    )
    return head + each.bytes_name


def make(path: Path, members: list[Member], before: bytes = b"") -> Path:
    """Write an archive exactly as it is described."""
    body, places = before, []
    for each in members:
        if each.at is not None:
            places.append(each.at)
            continue
        places.append(len(body))
        body += local_header(each)
    directory = b"".join(
        central_header(each, at) for each, at in zip(members, places, strict=True)
    )
    last = end(len(members), len(directory), len(body))
    path.write_bytes(body + directory + last)
    return path


def end(count: int, size: int, at: int) -> bytes:
    """What stands last: how many members, and where the directory is."""
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, at, 0)


def overlapping(path: Path, count: int, size: int) -> Path:
    """`count` members, the data of each reaching over those that follow.

    Each is a stored deflate block that holds the next member's header, as in
    the archives that unpack one kernel of zeros many hundred times.
    """
    data = b"\0" * size
    members = [Member(name=f"{count:04}", data=data)]
    body = local_header(members[0])
    packed = body[34:]
    for number in range(count - 1, 0, -1):
        head = body[:34]
        data = head + data
        packed = struct.pack("<BHH", 0, 34, 34 ^ 0xFFFF) + head + packed
        each = Member(name=f"{number:04}", size=len(data), crc=zlib.crc32(data))
        each.packed, each.packed_size = packed, len(packed)
        body = local_header(each)
        each.packed = b""
        members.insert(0, each)
    # Each begins after the header and the block header of the one before.
    places = [39 * number for number in range(count)]
    directory = b"".join(
        central_header(each, where) for each, where in zip(members, places, strict=True)
    )
    path.write_bytes(body + directory + end(count, len(directory), len(body)))
    return path
