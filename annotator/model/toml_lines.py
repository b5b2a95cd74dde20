# SPDX-License-Identifier: MIT
"""Where in a TOML text each key stands, which `tomllib` does not tell.

A place is a path of keys and list indexes, as one would follow it through the
parsed data: ("field", 3, "values", 0, "key").  The text must be valid TOML; of
anything else the scan makes what it can.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Place: TypeAlias = tuple[str | int, ...]

_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN: Final = re.compile(r"[^\s,\]}#]+")
_SPACE: Final = re.compile(r"(?:\s|#[^\n]*)+")


def lines(text: str) -> dict[Place, int]:
    """The line, counted from 1, of every table, key and list element."""
    scan = _Scan(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    scan.document()
    return scan.found


def nearest(found: dict[Place, int], place: Place) -> int | None:
    """The line of `place`, or of the closest thing around it that has one."""
    for length in range(len(place), 0, -1):
        if place[:length] in found:
            return found[place[:length]]
    return None


class _Scan:
    """One pass over the text; `at` is the position, `found` the result."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Place, int] = {}
        self.counts: dict[Place, int] = {}
        self.line, self.counted = 1, 0

    def document(self) -> None:
        table: Place = ()
        while self._skip():
            if self.text.startswith("[[", self.at):
                table = self._header("[[", "]]", repeated=True)
            elif self.text[self.at] == "[":
                table = self._header("[", "]", repeated=False)
            else:
                self._pair(table)

    def _header(self, opening: str, closing: str, *, repeated: bool) -> Place:
        line = self._line()
        self.at += len(opening)
        name = self._key()
        self._skip()
        self.at += len(closing)
        place = self._inside((), name)
        for length in range(1, len(place) + 1):
            self.found.setdefault(place[:length], line)
        if repeated:
            count = self.counts.get(place, 0)
            self.counts[place] = count + 1
            place = (*place, count)
        self.found.setdefault(place, line)
        return place

    def _inside(self, table: Place, name: list[str]) -> Place:
        """Dotted names go through the last element of repeated tables."""
        place = table
        for index, part in enumerate(name):
            place = (*place, part)
            if index + 1 < len(name) and place in self.counts:
                place = (*place, self.counts[place] - 1)
        return place

    def _pair(self, table: Place) -> None:
        line = self._line()
        place = (*table, *self._key())
        self.found.setdefault(place, line)
        self._skip()
        self.at += 1  # the equals sign, or what stands in its place
        self._skip()
        self._value(place)

    def _key(self) -> list[str]:
        """The parts of a dotted key."""
        parts: list[str] = []
        while self._skip():
            found = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if found is None:
                break
            self.at = found.end()
            parts.append(found[0].strip("\"'"))
            self._skip()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return parts

    def _value(self, place: Place) -> None:
        sign = self.text[self.at : self.at + 1]
        if sign == "[":
            self._list(place)
        elif sign == "{":
            self._table(place)
        else:
            found = _STRING.match(self.text, self.at)
            found = found or _PLAIN.match(self.text, self.at)
            self.at = found.end() if found else self.at + 1

    def _list(self, place: Place) -> None:
        self.at += 1
        index = 0
        while self._skip() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.found.setdefault((*place, index), self._line())
            self._value((*place, index))
            index += 1
        self.at += 1

    def _table(self, place: Place) -> None:
        self.at += 1
        while self._skip() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self._pair(place)
        self.at += 1

    def _skip(self) -> bool:
        """Go past white space and comments; False at the end of the text."""
        found = _SPACE.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return self.at < len(self.text)

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line
