# SPDX-License-Identifier: MIT
"""`semeval`: the table of SemEval-2016, task 6: texts with a stance on a target.

A line is ID, target, text and stance, parted by tabs and never quoted; later
releases add the columns “Opinion towards” and “Sentiment”.  A text that stands
there with several targets is one document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.encodings import decode
from annotator.formats.format import Format
from annotator.formats.making import make_document
from annotator.formats.marks.reading import MarksReader
from annotator.formats.marks.records import Link, Mark, MarkedDocument, Ref, Value
from annotator.formats.marks.survey import Survey
from annotator.formats.mistakes import Mistakes
from annotator.formats.options import ReadOptions
from annotator.formats.semeval_write import (
    BROKEN,
    CARRIES,
    COLLAPSED,
    NO_TEXT,
    OTHERS,
    UNSET,
    write,
)
from annotator.formats.stance_shape import (
    COLUMNS,
    Shape,
    attribute_of,
    codebook_of,
    opinion,
    plain,
    shape_of,
    stance_of,
)
from annotator.model.bundle import Bundle
from annotator.model.codebook_reader import from_body
from annotator.model.document import SourceFile
from annotator.model.errors import InputError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence

_UTF8: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_LATIN: Final = "cp1252"
#: So many bytes the line may have that names the columns.
_LONGEST: Final = 1 << 16
#: What stands in the place of a stance in texts for whom it is to be found.
_UNKNOWN: Final = "unknown"


# -- reading ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Unit:
    """A text with the lines that judge it: number and cells by column."""

    uid: str
    text: str
    line: int
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)


class _Reader(MarksReader):
    """Reads by the codebook of the shared task where the project has none."""

    def job(self, path: Path, options: ReadOptions) -> Job[Bundle]:
        """As the job of any format of marks."""
        return super().job(path, _with_codebook(path, options))

    def survey(self, path: Path, options: ReadOptions) -> Job[Survey]:
        """As the survey of any format of marks."""
        return super().survey(path, _with_codebook(path, options))


def _with_codebook(path: Path, options: ReadOptions) -> ReadOptions:
    """The options with the codebook by which the table is read."""
    return replace(options, codebook=codebook_of(options, _further(path)))


def _further(path: Path) -> list[str]:
    """The fields that the further columns of the table hold, used or not."""
    if not path.is_file():
        return []
    with path.open("rb") as stream:
        line = stream.readline(_LONGEST).decode("latin-1")
    named = {plain(each) for each in line.split("\t")}
    return [attribute_of(each) for each in COLUMNS[4:] if plain(each) in named]


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The texts of a table; InputError names file, line and column."""
    codebook = options.codebook
    shape = shape_of(from_body(codebook.body)) if codebook is not None else None
    text, source = _text(path, options)
    try:
        units = _units(text, path, options.mistakes)
    except InputError as error:
        error.file = str(path)
        raise
    told: Counter[Sentence] = Counter()
    for unit in units.values():
        made = None
        with options.mistakes.of(path, unit.line):
            made = _document(unit, source, shape or Shape(), told)
        if made is not None:
            yield made
    for words, count in told.items():
        said = Sentence("{words} ({n} lines).", words=words, n=count)
        options.notes.add(said, file=path)


def _text(path: Path, options: ReadOptions) -> tuple[str, SourceFile]:
    if path.is_dir():
        raise InputError("this is a folder.", file=path, remedy="Choose a file.")
    data = path.read_bytes()
    encoding = options.encoding
    if encoding is None and not data.isascii() and not _UTF8.search(data):
        # The released files are in it, and none of these bytes is UTF-8.
        encoding = _LATIN
        said = Sentence("it is not UTF-8, so it was read as {name}.", name=_LATIN)
        options.notes.add(said, file=path)
    try:
        decoded = decode(data, encoding)
    except InputError as error:
        error.file = str(path)
        raise
    return decoded.text, SourceFile(path.name, None, decoded.encoding)


def _units(text: str, path: Path, mistakes: Mistakes) -> dict[str, _Unit]:
    """The texts with their lines, by text; InputError names line and column."""
    lines = text.split("\n")
    if not text.strip():
        raise InputError("the file is empty.")
    columns, first = _columns(lines[0])
    units: dict[str, _Unit] = {}
    texts: dict[str, str] = {}
    for number, line in enumerate(lines[first:], start=first + 1):
        if line.strip():
            with mistakes.of(path, number):
                _take(units, texts, _cells(line, columns, number), number)
    return units


def _take(
    units: dict[str, _Unit],
    texts: dict[str, str],
    cells: Mapping[str, str],
    number: int,
) -> None:
    """Put a line to its text; `texts` are those of each ID so far."""
    uid, said = cells.get("ID", "").strip(), cells["Tweet"]
    if texts.setdefault(uid or f"line {number}", said) != said:
        raise InputError(
            "the ID “{id}” stands there with another text.",
            line=number,
            field="ID",
            id=uid,
        )
    unit = units.setdefault(said, _Unit(uid, said, number))
    unit.rows.append((number, cells))


def _columns(line: str) -> tuple[list[str], int]:
    """The columns, and how many lines name them."""
    known = {name.casefold(): name for name in COLUMNS}
    names = [known.get(plain(each), each.strip()) for each in line.split("\t")]
    if "Tweet" in names:
        missing = [each for each in ("Target", "Stance") if each not in names]
        if missing:
            raise InputError(
                "the column “{column}” is missing.",
                line=1,
                field=missing[0],
                column=missing[0],
            )
        return names, 1
    if len(names) not in (4, len(COLUMNS)):
        raise InputError(
            "the first line has no column “Tweet”.",
            line=1,
            remedy="It names the columns, such as ID, Target, Tweet and Stance, parted"
            " by tabs.",
        )
    return list(COLUMNS[: len(names)]), 0


def _cells(line: str, columns: Sequence[str], number: int) -> dict[str, str]:
    cells = line.split("\t")
    # Some releases end lines with a tab.
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        raise InputError(
            "the line has {found} columns, and there should be {wanted}.",
            line=number,
            remedy="Tabs part the columns; a text holds none.",
            found=len(cells),
            wanted=len(columns),
        )
    found = dict(zip(columns, cells, strict=True))
    for name in ("Target", "Tweet", "Stance"):
        if not found[name].strip():
            raise InputError("the cell is empty.", line=number, field=name)
    return found


def _document(
    unit: _Unit, source: SourceFile, shape: Shape, told: Counter[Sentence]
) -> MarkedDocument:
    document = make_document(unit.text, uid=unit.uid, file=source, field="Tweet")
    place = ((0, len(document.text)),)
    made: list[Mark] = []
    links: list[Link] = []
    for number, cells in unit.rows:
        uid = cells.get("ID", "").strip() or f"line-{number}"
        if any(mark.id in (uid, f"{uid}/{shape.row}") for mark in made):
            uid = f"{uid}/line-{number}"
        said = _attributes(cells, shape, number, told)
        if not shape.row:
            made.append(Mark(label=shape.label, pieces=place, id=uid, attributes=said))
            continue
        if not made:
            made.append(Mark(label=shape.label, pieces=place, id=uid))
        row = f"{uid}/{shape.row}"
        made.append(Mark(label=shape.row_label, pieces=place, id=row, attributes=said))
        links.append(Link(label=shape.row, source=made[0].id, target=row))
    return MarkedDocument(
        document=document, marks=tuple(made), links=tuple(links), line=unit.line
    )


def _attributes(
    cells: Mapping[str, str], shape: Shape, number: int, told: Counter[Sentence]
) -> dict[str, Value]:
    said = cells["Stance"].strip()
    found: dict[str, Value] = {shape.target: Ref(cells["Target"].strip())}
    stance = stance_of(said, shape)
    if stance is not None:
        found[shape.stance] = stance
    elif said.casefold() == _UNKNOWN:
        told[Sentence("“{theirs}” was read as no stance yet", theirs=said)] += 1
    else:
        raise InputError(
            "“{value}” is not a stance.",
            line=number,
            field="Stance",
            remedy="Possible are FAVOR, AGAINST and NONE.",
            value=said,
        )
    if stance is not None and stance.casefold() != said.casefold():
        words = Sentence("“{theirs}” was read as “{ours}”", theirs=said, ours=stance)
        told[words] += 1
    for column in COLUMNS[4:]:
        if cells.get(column, "").strip():
            name = attribute_of(column)
            found[name] = opinion(cells[column].strip())
    return found


def sniff(head: bytes, path: Path) -> float:
    """Surely by the names of the columns."""
    first = head.split(b"\n", 1)[0].decode("latin-1").casefold()
    names = {each.strip() for each in first.split("\t")}
    return 0.97 if {"target", "tweet", "stance"} <= names else 0.0


FORMAT: Final = Format(
    name="semeval",
    title="SemEval-2016 task 6: texts with stances (TSV)",
    suffixes=(".tsv", ".txt"),
    sniff=sniff,
    read=_Reader("semeval", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=(BROKEN, COLLAPSED, NO_TEXT, OTHERS, UNSET),
)
