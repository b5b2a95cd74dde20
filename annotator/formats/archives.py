# SPDX-License-Identifier: MIT
"""Zip archives of strangers: looked through before anything is read from them.

Refused are names that lead out of a folder, links, encryption, members that
overlap, sizes and check sums that lie, and what unpacks to far more than it
is.  The standard library finds the directory of the archive; the rest is done
here, because it neither sees members that share their bytes nor minds a size
that is not true.
"""

from __future__ import annotations

import copy
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from annotator.formats.archive_directory import require_small
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_BLOCK: Final = 1 << 16
#: So much may come of small members, however small they are in the archive.
_MUCH: Final = 32 << 20
_HEADER: Final = struct.Struct("<4s5H3L2H")
_SIGNATURE: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_SIZES_FOLLOW: Final = 0x8
_ZIP64: Final = 0xFFFFFFFF
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_KINDS: Final = (0, stat.S_IFREG, stat.S_IFDIR)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an archive may hold.

    `members` is their number, `member` and `total` are bytes when unpacked;
    `ratio` is how many times its size a member larger than `small` may grow to, and
    all members together.  XML and texts hardly ever grow to 30 times.
    """

    members: int = 50_000
    member: int = 256 << 20
    total: int = 8 << 30
    ratio: int = 60
    small: int = 4 << 20


LIMITS: Final = Limits()


def open_zip(path: Path, limits: Limits = LIMITS) -> Archive:
    """Open an archive and look through it; use it in a `with` statement.

    Raises InputError naming the member that is refused, and OSError where the
    file cannot be read.
    """
    stream = path.open("rb")
    try:
        require_small(stream, path, limits.members)
        return Archive(stream, path, limits)
    except BaseException:
        stream.close()
        raise


def open_inner(outer: Archive, name: str, limits: Limits = LIMITS) -> Archive:
    """Open an archive that is a member of another, as `open_zip` does."""
    path = Path(f"{outer.path}: {name}")
    stream = io.BytesIO(outer.read(name, limits.member))
    require_small(stream, path, limits.members)
    return Archive(stream, path, limits)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with `head` may be an archive."""
    return head.startswith((_SIGNATURE, b"PK\x05\x06"))


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive: where its bytes are, and what they must become."""

    name: str
    method: int
    start: int
    packed: int
    size: int
    crc: int


class Archive:
    """The files in an archive; folders are left out.

    `names` are their names in the order of the archive, with `/` between parts.
    """

    def __init__(self, stream: BinaryIO, path: Path, limits: Limits) -> None:
        self.path = path
        self._stream = stream
        self._limits = limits
        self._members = {each.name: each for each in self._looked_through()}
        self.names: tuple[str, ...] = tuple(self._members)

    def anew(self) -> Archive:
        """The same file opened again, and not looked through again."""
        made = copy.copy(self)
        made._stream = self.path.open("rb")
        return made

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def find(self, name: str) -> str | None:
        """The name of a member as the archive spells it; None: there is none."""
        if name in self._members:
            return name
        wanted = name.casefold()
        return next((each for each in self.names if each.casefold() == wanted), None)

    def size(self, name: str) -> int:
        """How many bytes a member has when unpacked."""
        return self._member(name).size

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The bytes of a member; InputError where there are more than `limit`."""
        return b"".join(self.blocks(name, limit))

    def open(self, name: str, limit: int | None = None) -> BinaryIO:
        """A member as a stream, unpacked as it is read."""
        return io.BufferedReader(_Unpacked(self.blocks(name, limit)), _BLOCK)

    def blocks(self, name: str, limit: int | None = None) -> Iterator[bytes]:
        """The bytes of a member, block by block.

        Raises InputError before the first block where there are more than
        `limit`, and at the end where size or check sum are not as stated.
        """
        member = self._member(name)
        most = self._limits.member if limit is None else limit
        if member.size > most:
            raise self._wrong(
                "it has {size} bytes when unpacked; at most {most} are read.",
                member.name,
                size=f"{member.size:,}",
                most=f"{most:,}",
            )
        return self._verified(member)

    def _verified(self, member: _Member) -> Iterator[bytes]:
        size = crc = 0
        for block in self._unpacked(member):
            size += len(block)
            crc = zlib.crc32(block, crc)
            if size > member.size:
                break
            yield block
        if size != member.size:
            raise self._wrong("its size is not what the archive says.", member.name)
        if crc != member.crc:
            raise self._wrong("its check sum is wrong: it is damaged.", member.name)

    def _unpacked(self, member: _Member) -> Iterator[bytes]:
        if member.method == zipfile.ZIP_STORED:
            yield from self._packed(member)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for block in self._packed(member):
                while block and not inflate.eof:
                    yield inflate.decompress(block, _BLOCK)
                    block = inflate.unconsumed_tail
        except zlib.error:
            raise self._wrong("it is damaged.", member.name) from None
        if not inflate.eof or inflate.unused_data:
            raise self._wrong("its size is not what the archive says.", member.name)

    def _packed(self, member: _Member) -> Iterator[bytes]:
        at, end = member.start, member.start + member.packed
        while at < end:
            # Several members may be read by turns.
            self._stream.seek(at)
            block = self._stream.read(min(_BLOCK, end - at))
            if not block:
                raise self._wrong("the archive ends inside it.", member.name)
            at += len(block)
            yield block

    def _member(self, name: str) -> _Member:
        try:
            return self._members[name]
        except KeyError:
            raise self._wrong("the archive has no such file.", name) from None

    def _wrong(self, reason: str, name: str = "", **values: object) -> InputError:
        return InputError(
            Sentence(reason, **values),
            file=self.path,
            field=name or None,
            remedy="Make the archive anew.",
        )

    # -- what is looked at when it is opened -------------------------------------

    def _looked_through(self) -> Iterator[_Member]:
        seen: set[str] = set()
        total = 0
        ranges: list[tuple[int, int, str]] = []
        infos, end = self._infos()
        for info in infos:
            name = self._name(info)
            self._require_plain(info, name)
            if name in seen:
                raise self._wrong("this name stands twice in the archive.", name)
            seen.add(name)
            total += info.file_size
            self._require_fair(info, name, total)
            member = self._located(info, name)
            ranges.append((info.header_offset, member.start + member.packed, name))
            if not name.endswith("/"):
                yield member
        self._require_apart(ranges, end)
        packed = sum(info.compress_size for info in infos)
        if total > max(self._limits.ratio * packed, _MUCH):
            raise self._wrong("it would unpack to far more than it is.")

    def _infos(self) -> tuple[list[zipfile.ZipInfo], int]:
        try:
            with zipfile.ZipFile(self._stream) as found:
                infos, end = found.infolist(), found.start_dir
        except (
            *(zipfile.BadZipFile, struct.error, NotImplementedError),
            *(ValueError, EOFError, OverflowError),
        ):
            raise self._wrong("this is not a zip archive, or it is damaged.") from None
        if len(infos) > self._limits.members:
            raise self._wrong("it has too many files.")
        return infos, end

    def _name(self, info: zipfile.ZipInfo) -> str:
        # The library cuts a name at NUL; what was there is what counts.
        name = info.orig_filename.replace("\\", "/")
        parts = name.removesuffix("/").split("/")
        if _CONTROL.search(name) or not all(parts) or _DRIVE.match(name):
            raise self._wrong("a file may not have such a name.", name)
        if any(part in (".", "..") for part in parts):
            raise self._wrong("its name leads out of the archive.", name)
        return name

    def _require_plain(self, info: zipfile.ZipInfo, name: str) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise InputError(
                "it is encrypted.",
                file=self.path,
                field=name,
                remedy="Make an archive without a password.",
            )
        if stat.S_IFMT(info.external_attr >> 16) not in _KINDS:
            raise self._wrong("it is a link or a device, not a file.", name)
        if info.compress_type not in _METHODS:
            raise self._wrong("it is packed in an unusual way.", name)

    def _require_fair(self, info: zipfile.ZipInfo, name: str, total: int) -> None:
        limits = self._limits
        grows = info.file_size > limits.ratio * info.compress_size
        if (grows and info.file_size > limits.small) or total > limits.total:
            raise self._wrong("it would unpack to far more than it is.", name)
        if name.endswith("/") and info.file_size:
            raise self._wrong("it is a folder and a file at once.", name)

    def _located(self, info: zipfile.ZipInfo, name: str) -> _Member:
        raw = b""
        if info.header_offset >= 0:
            self._stream.seek(info.header_offset)
            raw = self._stream.read(_HEADER.size)
        if len(raw) < _HEADER.size or not raw.startswith(_SIGNATURE):
            raise self._wrong("it is not where the archive says.", name)
        found = _HEADER.unpack(raw)
        flags, packed, size, named, more = found[2], *found[7:11]
        if flags & _ENCRYPTED:
            raise self._wrong("it is encrypted.", name)
        for here, there in ((packed, info.compress_size), (size, info.file_size)):
            if not flags & _SIZES_FOLLOW and here not in (there, _ZIP64):
                raise self._wrong("its size is not what the archive says.", name)
        start = info.header_offset + _HEADER.size + named + more
        return _Member(
            name=name,
            method=info.compress_type,
            start=start,
            packed=info.compress_size,
            size=info.file_size,
            crc=info.CRC,
        )

    def _require_apart(self, ranges: list[tuple[int, int, str]], end: int) -> None:
        ordered = [*sorted(ranges), (end, end, "")]
        for (_, last, name), (first, _, _) in pairwise(ordered):
            if last > first:
                raise self._wrong("it shares its bytes with another.", name)


class _Unpacked(io.RawIOBase):
    """Blocks as a stream that can be read once."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the next block goes; 0 at the end."""
        while not self._left:
            try:
                self._left = next(self._blocks)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
