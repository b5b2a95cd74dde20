# SPDX-License-Identifier: MIT
"""The objects of a JSON file: one a line, in one list, or over several lines each.

Programs write JSON Lines, and lists where they are asked for plain JSON; samples
are printed prettily.  Each object comes with its place, so that it can be read
again by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from annotator.formats.json_lines import (
    NUL,
    Place,
    decoded,
    lines,
    parse,
    refuse_nul,
)
from annotator.formats.mistakes import Mistakes
from annotator.model.errors import InputError

Row = dict[str, Any]

#: So many characters one object of a list may have.
LONGEST: Final = 1 << 26
_BLOCK: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"
_FILLED: Final = re.compile(r"[^ \t\r\n]")


@dataclass(frozen=True, slots=True)
class Found:
    """An object, where it stands, and how many bytes it takes; 0: its whole line.

    `nul` tells that there may be a NUL in it.
    """

    row: Row
    place: Place
    size: int
    nul: bool = False


def objects(path: Path, mistakes: Mistakes | None = None) -> Iterator[Found]:
    """The objects in a file, in order; `mistakes` takes lines that hold none.

    Raises InputError naming file and line, and OSError where it cannot be read.
    """
    mistakes = mistakes or Mistakes()
    try:
        for found in _found(path, mistakes):
            if found.nul and has_nul(found, path, mistakes):
                continue
            yield found
    except InputError as error:
        error.file = error.file or str(path)
        raise


def has_nul(found: Found, path: Path, mistakes: Mistakes) -> bool:
    """Whether a text in it holds NUL, which is no text: `mistakes` takes that."""
    wrong = True
    with mistakes.of(path, found.place.line):
        refuse_nul(found.row)
        wrong = False
    return wrong


def _found(path: Path, mistakes: Mistakes) -> Iterator[Found]:
    """The objects in a file, whatever their texts hold."""
    if _is_lines(path):
        yield from of_lines(path, mistakes)
    else:
        yield from Stream(path).objects()


def reread(stream: BinaryIO, place: Place, size: int) -> Row:
    """The object at a place where `objects` found one before."""
    stream.seek(place.byte)
    raw = stream.read(size) if size else stream.readline()
    return parse(raw.removeprefix(_BOM if place.byte == 0 else b"").strip())


def first_object(head: bytes, path: Path) -> Row | None:
    """The first object of a file that begins with `head`; None: it has none."""
    start = head.removeprefix(_BOM).lstrip()
    if not start.startswith((b"{", b"[")):
        return None
    line = start.partition(b"\n")[0]
    try:
        return parse(line.strip()) if line.startswith(b"{") else next(_rows(path), None)
    except InputError:
        # Not on one line, or longer than what was looked at.
        return _first_of(path)


def _first_of(path: Path) -> Row | None:
    try:
        return next(_rows(path), None)
    except (InputError, OSError):
        return None


def _rows(path: Path) -> Iterator[Row]:
    return (found.row for found in _found(path, Mistakes()))


def _is_lines(path: Path) -> bool:
    """Whether there is an object on each line, as the first two of them tell."""
    for number, (_, line) in enumerate(lines(path, Place())):
        if line.startswith(b"[") and number == 0:
            return False
        if _is_object(line):
            return True
        if number:
            # Neither of them is: an object over several lines.
            return False
    return True


def _is_object(line: bytes) -> bool:
    try:
        parse(line)
    except InputError:
        return False
    return True


def of_lines(path: Path, mistakes: Mistakes | None = None) -> Iterator[Found]:
    """The objects of a file with one on each line; InputError names the line."""
    mistakes = mistakes or Mistakes()
    for place, line in lines(path, Place()):
        row = None
        with mistakes.of(path, place.line):
            row = parse(line)
        if row is not None:
            yield Found(row, place, 0, NUL in line)


@dataclass(slots=True)
class Stream:
    """A file that is one JSON list, or objects after each other.

    `_text` is what was read, used up to `_at`; `_byte` and `_line` are the place
    in the file of what stands there.
    """

    _path: Path
    _text: str = ""
    _at: int = 0
    _byte: int = 0
    _line: int = 1
    _ended: bool = False
    _rest: bytes = b""
    _bytes: BinaryIO | None = field(default=None)

    def objects(self) -> Iterator[Found]:
        """The objects in the file."""
        with self._path.open("rb") as self._bytes:
            self._more()
            if self._text.startswith("\ufeff"):
                self._use(1)
            listed = self._next() == "["
            if listed:
                self._use(self._at + 1)
            while (sign := self._next()) not in ("", "]" if listed else ""):
                yield from self._each(sign)
                if listed and self._next() == ",":
                    self._use(self._at + 1)
            if listed and sign != "]":
                raise self._wrong(0, "the list does not end: its “]” is missing.")

    def _each(self, sign: str) -> Iterator[Found]:
        """What there is to find in what stands here: itself."""
        yield self._object(sign)

    def _object(self, sign: str) -> Found:
        if sign != "{":
            raise self._wrong(0, "here stands no object ({…}).")
        return self._taken(self._decoded()[1])

    def _taken(self, end: int) -> Found:
        """The object that ends there, parsed strictly; go on to its end."""
        said = self._text[self._at : end].encode("utf-8", "surrogatepass")
        try:
            row = parse(said)
        except InputError as error:
            error.line = self._line
            raise
        place = Place(self._byte, self._line)
        self._use(end)
        return Found(row, place, len(said), NUL in said)

    def _decoded(self) -> tuple[Any, int]:
        """The value that stands here, and where it ends in the text."""
        while True:
            try:
                value, end = decoded(self._text, self._at)
                # A number may go on where the text that was read ends.
                if end < len(self._text) or self._ended:
                    return value, end
                self._more()
            except json.JSONDecodeError as error:
                held = len(self._text) - self._at
                if self._ended or held >= LONGEST:
                    raise self._wrong(
                        self._text.count("\n", self._at, error.pos),
                        "this is not JSON: {msg}, at character {number}.",
                        msg=error.msg,
                        number=error.colno,
                    ) from None
                # Each time twice as much, so that nothing is read often.
                self._more(max(_BLOCK, held))
            except InputError as error:
                error.line = self._line
                raise

    def _next(self) -> str:
        """The next sign that is not blank, "" at the end of the file."""
        while True:
            found = _FILLED.search(self._text, self._at)
            self._use(found.start() if found else len(self._text))
            if found or self._ended:
                return found[0] if found else ""
            self._more()

    def _use(self, end: int) -> None:
        """Go on to `end` in the text."""
        self._byte += len(self._text[self._at : end].encode())
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self, size: int = _BLOCK) -> None:
        assert self._bytes is not None
        data = self._bytes.read(size)
        self._ended = not data
        data = self._rest + data
        # A character may be cut in two where a block ends.
        whole = data if self._ended else data[: len(data) - _unfinished(data)]
        self._rest = data[len(whole) :]
        try:
            self._text = self._text[self._at :] + whole.decode("utf-8")
        except UnicodeDecodeError as error:
            before = self._text.count("\n", self._at)
            raise self._wrong(
                before + whole.count(b"\n", 0, error.start),
                "this line is not UTF-8: it holds the byte 0x{byte}.",
                remedy="Save the file as UTF-8.",
                byte=f"{whole[error.start]:02x}",
            ) from None
        self._at = 0

    def _wrong(self, lines: int, reason: str, **values: Any) -> InputError:
        """The error for what stands so many lines further down."""
        return InputError(reason, line=self._line + lines, **values)


def _unfinished(data: bytes) -> int:
    """How many bytes at the end begin a character that goes on."""
    for count in range(1, min(4, len(data)) + 1):
        byte = data[-count]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return count if needed > count else 0
        if byte < 0x80:
            return 0
    return 0
