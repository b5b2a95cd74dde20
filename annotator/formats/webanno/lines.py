# SPDX-License-Identifier: MIT
"""A file as header, sentences and units, and the text that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from annotator.formats.placing import UNITS, UTF16, Places, length
from annotator.formats.webanno.cells import unescape_text
from annotator.formats.webanno.header import (
    FORMAT,
    SENTENCE_ID,
    TEXT,
    Column,
    columns,
    is_layer,
)
from annotator.model.errors import InputError

_UNIT: Final = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?")
_PLACE: Final = re.compile(r"(\d{1,15})-(\d{1,15})")


@dataclass(slots=True)
class Unit:
    """A token, or a part of one: its id, place as in the file, text and cells."""

    id: str
    begin: int
    end: int
    text: str
    cells: list[str]
    line: int

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a token."""
        return "." in self.id


@dataclass(slots=True)
class Sentence:
    """A sentence: the lines of its text, its id, and its units."""

    lines: list[str] = field(default_factory=list)
    id: str = ""
    units: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """A whole file."""

    columns: list[Column]
    sentences: list[Sentence]
    file: str

    def units(self) -> Iterator[Unit]:
        """All units, in the order of the file."""
        for sentence in self.sentences:
            yield from sentence.units

    def places(self, unit: str | None) -> Places:
        """The text, and what offsets are in it, in the unit that fits the tokens.

        Raises InputError naming the first line that fits no text, in the format's
        own unit.
        """
        order = [unit] if unit else [UTF16, *(u for u in UNITS if u != UTF16)]
        for each in order:
            for escaped in (True, False):
                text = self._text(each, escaped)
                places = Places(text, each)
                if self._wrong(places) is None:
                    return places
        places = Places(self._text(order[0], escaped=True), order[0])
        wrong = self._wrong(places)
        assert wrong is not None
        raise wrong

    def _text(self, unit: str, escaped: bool) -> str:
        """The text, its sentences put where their first tokens begin.

        Between sentences stands a line break; where the next one begins at once
        there is none, and where it begins later there are spaces besides.
        """
        made: list[str] = []
        at = 0
        for sentence in self.sentences:
            begin = sentence.units[0].begin if sentence.units else at
            if at > begin and made:
                made[-1] = made[-1][:-1]
                at -= 1
            made.append(" " * min(max(begin - at, 0), _FARTHEST))
            said = "\n".join(sentence.lines)
            said = (unescape_text(said) if escaped else said) + "\n"
            made.append(said)
            at = max(at, begin) + length(said, unit)
        return "".join(made).removesuffix("\n")

    def _wrong(self, places: Places) -> InputError | None:
        for unit in self.units():
            if unit.begin == unit.end:
                continue
            try:
                begin, end = places.span(unit.begin, unit.end)
            except InputError as error:
                return InputError(error.reason, file=self.file, line=unit.line)
            found = places.text[begin:end]
            if found != unit.text:
                return InputError(
                    "the text at {begin}–{end} is “{found}”, not “{wanted}”.",
                    file=self.file,
                    line=unit.line,
                    remedy="Mend its offsets, or export the file anew.",
                    begin=unit.begin,
                    end=unit.end,
                    found=found[:80],
                    wanted=unit.text[:80],
                )
        return None


#: So many spaces there may be between sentences.
_FARTHEST: Final = 1_000_000


def parse(data: bytes, file: str) -> Parsed:
    """The parts of a file; InputError names file and line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            "this line is not UTF-8.",
            file=file,
            line=line,
            remedy="Save the file as UTF-8.",
        ) from None
    listed = [line.removesuffix("\r") for line in text.split("\n")]
    if not listed[0].startswith(FORMAT + "3."):
        raise InputError(
            "it does not begin with “{wanted}3.…”.",
            file=file,
            line=1,
            remedy="Export it as WebAnno TSV v3.",
            wanted=FORMAT,
        )
    return _Parsing(file).run(listed)


@dataclass(slots=True)
class _Parsing:
    file: str
    columns: list[Column] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def run(self, listed: list[str]) -> Parsed:
        """Line by line; a sentence's header begins a sentence."""
        in_header = False
        for number, line in enumerate(listed[1:], start=2):
            if not self.sentences and is_layer(line):
                self._declare(line, number)
            elif line.startswith((TEXT, SENTENCE_ID)):
                if not in_header:
                    self.sentences.append(Sentence())
                in_header = True
                self._head(line)
            elif line.strip() and not line.startswith("#"):
                in_header = False
                self._take(line, number)
            else:
                in_header = in_header and line.startswith("#")
        return Parsed(self.columns, self.sentences, self.file)

    def _declare(self, line: str, number: int) -> None:
        try:
            self.columns += columns(line)
        except InputError as error:
            error.file, error.line = self.file, number
            raise

    def _head(self, line: str) -> None:
        if line.startswith(TEXT):
            self.sentences[-1].lines.append(line.removeprefix(TEXT))
        else:
            said = line.removeprefix(SENTENCE_ID)
            self.sentences[-1].id = unescape_text(said)

    def _take(self, line: str, number: int) -> None:
        cells = line.split("\t")
        place = _PLACE.fullmatch(cells[1]) if len(cells) > 2 else None
        if not self.sentences or place is None or not _UNIT.fullmatch(cells[0]):
            raise InputError(
                "this is no line of a token: number, place, text and cells.",
                file=self.file,
                line=number,
                remedy="Export the file anew.",
            )
        if len(cells) - 3 < len(self.columns):
            raise InputError(
                "it has {found} cells, and the header declares {wanted}.",
                file=self.file,
                line=number,
                found=len(cells) - 3,
                wanted=len(self.columns),
            )
        begin, end = int(place[1]), int(place[2])
        unit = Unit(cells[0], begin, end, cells[2], cells[3:], number)
        self.sentences[-1].units.append(unit)
