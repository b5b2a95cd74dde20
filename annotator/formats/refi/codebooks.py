# SPDX-License-Identifier: MIT
"""Codebooks of REFI-QDA (QDC): codes without anything that is coded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import annotator
from annotator.formats import safe_xml
from annotator.formats.marks.derive import slug
from annotator.formats.options import WriteOptions
from annotator.formats.refi import elements
from annotator.formats.refi.people import labels_of
from annotator.formats.refi.quoting import CODES, codebook_of
from annotator.formats.refi.records import CODEBOOK, Code
from annotator.formats.refi.side import ORIGIN
from annotator.formats.refi.tree import CodeTree, entries_of
from annotator.formats.refi.xml_out import DECLARATION, Sink, Xml
from annotator.formats.safe_xml import local_name
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import Codebook
from annotator.model.entity import VocabularyEntry
from annotator.model.errors import InputError

_LIMITS: Final = safe_xml.Limits(size=64 << 20)


@dataclass(slots=True)
class CodeFile:
    """The codes in a file, and how many sets of codes there are besides."""

    codes: list[Code] = field(default_factory=list)
    sets: int = 0

    def walk(self) -> Iterator[Code]:
        """All codes, each before those below it."""
        for root in self.codes:
            yield from root.walk()


def read_codes(path: Path) -> CodeFile:
    """The codes in a QDC file; InputError names what is wrong, OSError."""
    root = safe_xml.parse(path, limits=_LIMITS)
    if local_name(root.tag) != "CodeBook":
        raise InputError(
            "this is no codebook of REFI-QDA: it begins with <{name}>.",
            file=path,
            remedy="Export the codebook anew (QDC).",
            name=local_name(root.tag),
        )
    made = CodeFile()
    for element in elements.named(root, "Codes"):
        made.codes += elements.codes(path, element)
    for element in elements.named(root, "Sets"):
        made.sets += sum(1 for _ in elements.named(element, "Set"))
    if not made.codes:
        raise InputError("there is no code in it.", file=path, field="Codes")
    return made


def as_codebook(path: Path) -> CodebookVersion:
    """A codebook for quotations whose codes are those of a QDC file."""
    return codebook_for(read_codes(path), path.stem)


def codebook_for(found: CodeFile, name: str) -> CodebookVersion:
    """The same for codes that were read; `name` is the codebook's title."""
    return codebook_of(name, codes=list(_fixed(found)))


def _fixed(found: CodeFile) -> Iterator[VocabularyEntry]:
    """The codes as entries of a codebook: their ids can be read."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for guid, label in labels_of(found.codes).items():
        wanted = slug(label.lower()) or "code"
        uid, number = wanted, 2
        while uid in taken:
            uid, number = f"{wanted}_{number}", number + 1
        taken.add(uid)
        ids[guid] = uid
    above = {child.guid: code.guid for code in found.walk() for child in code.children}
    for code in found.walk():
        yield VocabularyEntry(
            uid=ids[code.guid],
            vocabulary=CODES,
            label=code.name or code.guid,
            definition=code.description,
            parent=ids.get(above.get(code.guid, "")),
        )


# -- out -----------------------------------------------------------------------------


def write_codes(sink: Sink, roots: Iterable[Code], options: WriteOptions) -> None:
    """Write a QDC file."""
    sink.write(DECLARATION)
    xml = Xml(sink, options)
    origin = f"{ORIGIN} {annotator.__version__}"
    xml.start("CodeBook", {"xmlns": CODEBOOK, "origin": origin})
    xml.start("Codes")
    xml.codes(roots, with_notes=False)
    xml.end()
    xml.end()


def code_tree(
    codebooks: Sequence[Codebook], entries: Iterable[VocabularyEntry] = ()
) -> CodeTree:
    """The codes of codebooks, with entries of their open vocabularies."""
    tree = CodeTree(codebooks)
    by_vocabulary: dict[str, list[VocabularyEntry]] = {}
    for each in entries:
        by_vocabulary.setdefault(each.vocabulary, []).append(each)
    tree.add_entries(entries_of(codebooks, by_vocabulary))
    return tree


def to_qdc(codebook: Codebook) -> str:
    """A codebook as the text of a QDC file."""
    made = io.StringIO()
    write_codes(made, code_tree([codebook]).roots, WriteOptions())
    return made.getvalue()
