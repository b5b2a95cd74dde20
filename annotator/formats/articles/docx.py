# SPDX-License-Identifier: MIT
"""`docx`: the text of a Word document as it reads when all changes are accepted.

Deleted and moved-away text, comments and instructions of fields are left out;
macros are never looked at.  Tags are those of ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats import safe_xml
from annotator.formats.archives import Archive, is_zip, open_zip
from annotator.formats.articles.article import Article, reader
from annotator.formats.format import Format
from annotator.formats.options import ReadOptions
from annotator.formats.tables.dating import when
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

SUFFIXES: Final = (".docx", ".docm", ".dotx")
_OLD: Final = b"\xd0\xcf\x11\xe0"
_LIMITS: Final = safe_xml.Limits(size=32 << 20, depth=250, parts=700_000)

#: What is not part of the text: changes away, instructions, second versions.
_SKIPPED: Final = frozenset(
    {
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr"),
        *("Fallback", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "tblGrid"),
    }
)
_SIGNS: Final = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_NOTES: Final = ("footnoteReference", "endnoteReference")

#: Core properties and what they are here.
_PROPERTIES: Final = {
    "creator": "author",
    "language": "language",
    "subject": "subject",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
}


def read_article(path: Path, options: ReadOptions) -> Article:
    """The paragraphs, a line each; cells of tables are divided by tabs."""
    with path.open("rb") as stream:
        if stream.read(4) == _OLD:
            raise InputError(
                "this document is encrypted, or in the old format .doc.",
                file=path,
                remedy="Save it as .docx without a password.",
            )
    with open_zip(path) as archive:
        root = _parsed(archive, _main(archive, path), path)
        body = next((each for each in root if _tag(each) == "body"), None)
        if body is None:
            raise InputError("this is no document of Word.", file=path)
        reading = _Reading()
        text = "\n".join(reading.lines(body))
        title, metadata = _properties(archive, path)
    if reading.notes:
        said = Sentence("{n} footnotes were not read.", n=reading.notes)
        options.notes.add(said, file=path)
    return Article(text=text, title=title, metadata=metadata)


def _main(archive: Archive, path: Path) -> str:
    """The part that holds the text, as the package says or as it is usual."""
    links = archive.find("_rels/.rels")
    for each in _parsed(archive, links, path) if links else ():
        if each.get("Type", "").endswith("/officeDocument"):
            place = posixpath.normpath(f"/{each.get('Target', '')}").lstrip("/")
            found = archive.find(place)
            if found is not None:
                return found
    usual = archive.find("word/document.xml")
    if usual is None:
        raise InputError("this is no document of Word.", file=path)
    return usual


def _parsed(archive: Archive, name: str, path: Path) -> Element:
    with archive.open(name, _LIMITS.size) as stream:
        return safe_xml.parse(stream, file=path, limits=_LIMITS)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _Reading:
    """Collects the text; `notes` counts references to footnotes."""

    def __init__(self) -> None:
        self.notes = 0

    def lines(self, around: Element) -> Iterator[str]:
        """The paragraphs in an element, and the rows of its tables."""
        for each in around:
            tag = _tag(each)
            if tag == "p":
                yield from self._paragraph(each)
            elif tag == "tbl":
                yield from self._rows(each)
            elif tag not in _SKIPPED:
                yield from self.lines(each)

    def _paragraph(self, element: Element) -> Iterator[str]:
        boxes: list[Element] = []
        yield "".join(self._runs(element, boxes))
        # What stands in a text box is a text of its own.
        for box in boxes:
            yield from self.lines(box)

    def _runs(self, around: Element, boxes: list[Element]) -> Iterator[str]:
        for each in around:
            tag = _tag(each)
            if tag == "t":
                yield each.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == "txbxContent":
                boxes.append(each)
            elif tag in _NOTES:
                self.notes += 1
            elif tag not in _SKIPPED:
                yield from self._runs(each, boxes)

    def _rows(self, table: Element) -> Iterator[str]:
        for row in _inner(table, "tr"):
            cells = (self.lines(cell) for cell in _inner(row, "tc"))
            yield "\t".join(" ".join(filter(None, lines)) for lines in cells)


def _inner(around: Element, wanted: str) -> Iterator[Element]:
    """The rows or cells in a table, also those in wrappers."""
    for each in around:
        tag = _tag(each)
        if tag == wanted:
            yield each
        elif tag not in _SKIPPED and tag not in ("p", "tbl"):
            yield from _inner(each, wanted)


def _properties(archive: Archive, path: Path) -> tuple[str, dict[str, str]]:
    """The title and the other core properties."""
    name = archive.find("docProps/core.xml")
    if name is None:
        return "", {}
    said = {_tag(each): each.text or "" for each in _parsed(archive, name, path)}
    metadata = {ours: said.get(theirs, "") for theirs, ours in _PROPERTIES.items()}
    for key in ("created", "modified"):
        found = when(said.get(key, ""))
        metadata[key] = found[0] if found else ""
    return said.get("title", ""), metadata


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix; old documents are told to be old by the reader."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES and (is_zip(head) or head.startswith(_OLD) or not head):
        return 0.8
    return 0.5 if suffix == ".doc" and head.startswith(_OLD) else 0.0


FORMAT: Final = Format(
    name="docx",
    title="Word document (DOCX)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=reader(read_article),
    besides=("layout", "pictures", "footnotes", "comments", "tracked deletions"),
)
