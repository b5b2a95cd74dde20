# SPDX-License-Identifier: MIT
"""Reads CoNLL files: the token first, its tag last, a blank line between sentences.

Columns stand apart by TAB or by spaces.  A line `-DOCSTART-` begins a document,
as do comments such as `# newdoc id = …` and `###MEDLINE:…`; a name there is the
document's id.  Which scheme the tags follow is found out from all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats.conll.sidecar import Offsets, read_offsets, sidecar_of
from annotator.formats.conll.spacing import spaced
from annotator.formats.conll.tags import Tag, is_tag, parse_tag, scheme_of, spans_of
from annotator.formats.encodings import decode
from annotator.formats.making import make_document
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.mistakes import Mistakes
from annotator.formats.options import ReadOptions
from annotator.formats.tokens import Range
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

DOCSTART: Final = "-DOCSTART-"

_DOCSTART_NAME: Final = re.compile(r"-DOCSTART-\s+\((.+)\)\s*")
_NEW_DOCUMENT: Final = re.compile(
    r"#+\s*(?:newdoc(?:\s+id)?|doc(?:ument)?[ _]?id)\s*(?:[=:]\s*(.*))?|###\w+:(\S+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Block:
    """One document of a file: its sentences of words, their tags and lines."""

    line: int
    name: str = ""
    words: list[list[str]] = field(default_factory=list)
    tags: list[list[Tag]] = field(default_factory=list)
    lines: list[list[int]] = field(default_factory=list)

    def add(self, word: str, tag: Tag, line: int, new_sentence: bool) -> None:
        """Put a token to the last sentence, or to a new one."""
        if new_sentence or not self.words:
            self.words.append([])
            self.tags.append([])
            self.lines.append([])
        self.words[-1].append(word)
        self.tags[-1].append(tag)
        self.lines[-1].append(line)


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a file, or of the CoNLL files in a folder."""
    for file in files_in(path) if path.is_dir() else [path]:
        try:
            yield from _marks_of_file(file, options)
        except InputError as error:
            error.file = error.file or str(file)
            raise


def files_in(folder: Path) -> list[Path]:
    """The CoNLL files in a folder, by name; InputError where there are none."""
    found = sorted(each for each in folder.iterdir() if each.suffix in SUFFIXES)
    if not found:
        raise InputError(
            "the folder holds no CoNLL files ({suffixes}).",
            file=folder,
            suffixes=", ".join(SUFFIXES),
        )
    return found


SUFFIXES: Final = (".conll", ".iob", ".iob2", ".bio", ".ner")


def _marks_of_file(file: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    decoded = decode(file.read_bytes(), options.encoding)
    if decoded.doubt:
        options.notes.add(decoded.doubt, file=file)
    reading = _Lines(decoded.text)
    # Gone through before anything is read: for what is wrong, and for the scheme.
    blocks = reading.blocks(options.mistakes, file)
    scheme = scheme_of(tags for block in blocks for tags in block.tags)
    if options.mistakes.count:
        return
    if not reading.columns:
        raise InputError("the file holds no tokens.")
    _note(reading, file, options)
    blocks = reading.blocks()
    if sidecar_of(file).is_file():
        yield from _with_offsets(blocks, scheme, sidecar_of(file))
    else:
        yield from _put_together(blocks, scheme, file)


def _note(reading: _Lines, file: Path, options: ReadOptions) -> None:
    if reading.columns > 2:
        said = Sentence(
            "Of {n} columns the first (tokens) and the last (tags) were read.",
            n=reading.columns,
        )
        options.notes.add(said, file=file)
    if not sidecar_of(file).is_file():
        said = Sentence(
            "The file has no texts: they were put together from its tokens, with"
            " spaces where one expects them."
        )
        options.notes.add(said, file=file)


class _Lines:
    """The lines of one file."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: how many columns there are, 0 before the first token
        self.columns = 0
        self._first = 0

    def blocks(
        self, mistakes: Mistakes | None = None, file: Path | None = None
    ) -> Iterator[Block]:
        """The documents; InputError, where it is not taken, names the line."""
        mistakes = mistakes or Mistakes()
        block, between = Block(1), True
        begun = False
        for number, line in enumerate(self._text.split("\n"), start=1):
            cells = _cells(line)
            name = self._new_document(line, cells)
            if name is not None:
                if begun:
                    yield block
                block, between, begun = Block(number, name), True, True
            elif not line.strip():
                between = True
            elif not self._is_comment(cells):
                with mistakes.of(file or "", number):
                    word, tag = self._token(cells, number)
                    block.add(word, tag, number, between)
                between, begun = False, True
        if begun:
            yield block

    def _new_document(self, line: str, cells: list[str]) -> str | None:
        """The name of the document that the line begins; None where it does not."""
        if cells and cells[0] == DOCSTART:
            found = _DOCSTART_NAME.fullmatch(line)
            return found[1].strip() if found else ""
        if line[:1] != "#" or not self._is_comment(cells):
            return None
        named = _NEW_DOCUMENT.fullmatch(line.strip())
        return (named[1] or named[2] or "").strip() if named else None

    def _is_comment(self, cells: list[str]) -> bool:
        # A token may be a “#”: then the line is like the others.
        if cells[0][:1] != "#":
            return False
        return len(cells) != (self.columns or len(cells)) or not is_tag(cells[-1])

    def _token(self, cells: list[str], line: int) -> tuple[str, Tag]:
        if len(cells) < 2 or not cells[0]:
            raise InputError(
                "here is a token without a tag, or a tag without a token.",
                line=line,
                remedy="Each line holds a token and its tag, a space or TAB between.",
            )
        if not self.columns:
            self.columns, self._first = len(cells), line
        if len(cells) != self.columns:
            raise InputError(
                "the line has {found} columns, and line {first} has {wanted}.",
                line=line,
                remedy="Each line holds the same columns, the tag in the last one.",
                found=len(cells),
                first=self._first,
                wanted=self.columns,
            )
        try:
            return cells[0], parse_tag(cells[-1])
        except InputError as error:
            error.line = line
            raise


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [each.strip(" ") for each in line.rstrip("\t ").split("\t")]
    return [each for each in line.split(" ") if each]


def _with_offsets(
    blocks: Iterator[Block], scheme: str, file: Path
) -> Iterator[MarkedDocument]:
    """The documents as they were written: with their texts."""
    said = read_offsets(file)
    for block in blocks:
        offsets = next(said, None)
        if offsets is None:
            raise _other_count(file)
        offsets.check([word for words in block.words for word in words])
        yield _of_offsets(block, scheme, offsets)
    if next(said, None) is not None:
        raise _other_count(file)


def _other_count(file: Path) -> InputError:
    return InputError(
        "it does not have as many documents as the CoNLL file.",
        file=file,
        remedy="Remove this file; the texts are then put together from the tokens.",
    )


def _of_offsets(block: Block, scheme: str, said: Offsets) -> MarkedDocument:
    document = make_document(said.text, uid=said.uid, title=said.title)
    found = tuple(_marks(block, scheme, list(said.ranges)))
    return MarkedDocument(document=document, marks=found, line=block.line)


def _put_together(
    blocks: Iterator[Block], scheme: str, file: Path
) -> Iterator[MarkedDocument]:
    """The documents with texts made from their tokens, one sentence a line."""
    for number, block in enumerate(block for block in blocks if block.words):
        lines, ranges, length = [], [], 0
        for words in block.words:
            line, own = spaced(words)
            lines.append(line)
            ranges += [(start + length, end + length) for start, end in own]
            length += len(line) + 1
        text = "\n".join(lines)
        uid = block.name or stable_uid("document", file.name, str(number), text)
        yield MarkedDocument(
            document=make_document(text, uid=uid, title=block.name),
            marks=tuple(_marks(block, scheme, ranges)),
            line=block.line,
        )


def _marks(block: Block, scheme: str, ranges: list[Range]) -> Iterator[Mark]:
    first = 0
    for tags, lines in zip(block.tags, block.lines, strict=True):
        for (start, end), label in spans_of(tags, scheme, lines):
            place = ranges[first + start][0], ranges[first + end - 1][1]
            yield Mark(label=label, pieces=(place,))
        first += len(tags)
