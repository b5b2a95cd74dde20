# SPDX-License-Identifier: MIT
"""Objects that are about one text, gathered from files of any length.

Where several people annotate, programs write an object for each of them, in files
of their own or far apart in one.  The files are gone through once to learn what
belongs together, and then object by object, so that no file is held in memory.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from annotator.formats.json_lines import Place
from annotator.formats.json_objects import Found, Row, has_nul, objects, reread
from annotator.formats.mistakes import Mistakes

_END: Final = -1
#: So many files are open at once: systems allow few hundreds.
_OPEN: Final = 64


@dataclass(frozen=True, slots=True)
class Item:
    """An object with its file, by number, and the line on which it begins."""

    row: Row
    file: int
    line: int


#: What an object is about: equal keys belong together.  It also may look at it.
Key = Callable[[Item], str]


@dataclass(slots=True)
class Groups:
    """The objects of several files, by their keys.

    Args:
        files: where they are.
        key: the key of each object; asked once for each, in order.  An InputError
            from it gets file and line.
        find: finds the objects in a file; None: as in every file of JSON.
        mistakes: takes what is wrong in single objects.
    """

    files: Sequence[Path]
    key: Key
    find: Callable[[Path], Iterable[Found]] | None = None
    mistakes: Mistakes = field(default_factory=Mistakes)
    #: of each object: file, first byte, bytes, line, the next one of its group
    _file: array[int] = field(default_factory=lambda: array("l"))
    _byte: array[int] = field(default_factory=lambda: array("q"))
    _size: array[int] = field(default_factory=lambda: array("q"))
    _line: array[int] = field(default_factory=lambda: array("q"))
    _next: array[int] = field(default_factory=lambda: array("q"))
    _firsts: list[int] = field(default_factory=list)
    #: the files that have a key in common with another one, by number
    sharing: set[int] = field(default_factory=set)

    def look(self) -> None:
        """Go through the files.  Raises InputError naming file and line."""
        lasts: dict[bytes, int] = {}
        for number, path in enumerate(self.files):
            find = self.find
            for found in find(path) if find else objects(path, self.mistakes):
                if found.nul and has_nul(found, path, self.mistakes):
                    continue
                item = Item(found.row, number, found.place.line)
                with self.mistakes.of(path, item.line):
                    self._add(number, found, self.key(item), lasts)

    def _add(
        self, number: int, found: Found, key: str, lasts: dict[bytes, int]
    ) -> None:
        digest = hashlib.blake2b(
            key.encode("utf-8", "surrogatepass"), digest_size=12
        ).digest()
        before, here = lasts.get(digest), len(self._file)
        lasts[digest] = here
        if before is None:
            self._firsts.append(here)
        else:
            self._next[before] = here
            if self._file[before] != number:
                self.sharing |= {self._file[before], number}
        for column, value in (
            (self._file, number),
            (self._byte, found.place.byte),
            (self._size, found.size),
            (self._line, found.place.line),
            (self._next, _END),
        ):
            column.append(value)

    def __len__(self) -> int:
        return len(self._firsts)

    def __iter__(self) -> Iterator[list[Item]]:
        """The groups, in the order in which they begin in the files."""
        with closing(_Streams(self.files)) as streams:
            for first in self._firsts:
                group = []
                at = first
                while at != _END:
                    place = Place(self._byte[at], self._line[at])
                    stream = streams.of(self._file[at])
                    row = reread(stream, place, self._size[at])
                    group.append(Item(row, self._file[at], place.line))
                    at = self._next[at]
                yield group


@dataclass(slots=True)
class _Streams:
    """The files that are being read, the last few of them open."""

    files: Sequence[Path]
    _open: dict[int, BinaryIO] = field(default_factory=dict)

    def of(self, number: int) -> BinaryIO:
        """The open file of that number."""
        found = self._open.pop(number, None)
        if found is None:
            if len(self._open) >= _OPEN:
                self._open.pop(next(iter(self._open))).close()
            found = self.files[number].open("rb")
        # Last in the order: the first is the one not asked for longest.
        self._open[number] = found
        return found

    def close(self) -> None:
        """Close all that are open."""
        for stream in self._open.values():
            stream.close()
        self._open.clear()
