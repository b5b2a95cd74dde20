# SPDX-License-Identifier: MIT
"""`odt`: the text of an OpenDocument text as it reads when all changes are accepted.

Tags are those of OpenDocument 1.3, part 3; white space is as it says there: runs
of it are one space, and what is more has an element of its own.
"""

from __future__ import annotations

import re
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

SUFFIXES: Final = (".odt", ".ott")
_LIMITS: Final = safe_xml.Limits(size=32 << 20, depth=250, parts=700_000)
_SPACE: Final = re.compile("[ \t\r\n]+")
_MOST_SPACES: Final = 10_000

_SKIPPED: Final = frozenset(
    {
        *("tracked-changes", "annotation", "annotation-end", "sequence-decls"),
        *("forms", "variable-decls", "user-field-decls", "binary-data", "title"),
        *("desc", "object", "event-listeners", "ruby-text"),
    }
)
_SIGNS: Final = {"tab": "\t", "line-break": "\n"}
#: Properties and what they are here; the creator is who saved it last.
_PROPERTIES: Final = {
    "initial-creator": "author",
    "language": "language",
    "subject": "subject",
    "description": "description",
}


def read_article(path: Path, options: ReadOptions) -> Article:
    """The paragraphs, a line each; cells of tables are divided by tabs."""
    with open_zip(path) as archive:
        _require_plain(archive, path)
        name = archive.find("content.xml")
        root = _parsed(archive, name, path) if name else None
        text = None if root is None else _find(root, "body", "text")
        if text is None:
            raise InputError("this is no OpenDocument text.", file=path)
        reading = _Reading()
        lines = "\n".join(reading.lines(text))
        title, metadata = _properties(archive, path)
    if reading.notes:
        said = Sentence("{n} footnotes were not read.", n=reading.notes)
        options.notes.add(said, file=path)
    return Article(text=lines, title=title, metadata=metadata)


def _parsed(archive: Archive, name: str, path: Path) -> Element:
    with archive.open(name, _LIMITS.size) as stream:
        return safe_xml.parse(stream, file=path, limits=_LIMITS)


def _require_plain(archive: Archive, path: Path) -> None:
    name = archive.find("META-INF/manifest.xml")
    if name is not None:
        root = _parsed(archive, name, path)
        if any(_tag(each) == "encryption-data" for each in root.iter()):
            raise InputError(
                "the document is encrypted.",
                file=path,
                remedy="Save it without a password.",
            )


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _find(root: Element, *tags: str) -> Element | None:
    found: Element | None = root
    for tag in tags:
        inner = () if found is None else found
        found = next((each for each in inner if _tag(each) == tag), None)
    return found


class _Reading:
    """Collects the text; `notes` counts footnotes."""

    def __init__(self) -> None:
        self.notes = 0

    def lines(self, around: Element) -> Iterator[str]:
        """The paragraphs in an element, and the rows of its tables."""
        for each in around:
            tag = _tag(each)
            if tag in ("p", "h"):
                yield from self._paragraph(each)
            elif tag == "table-row":
                cells = (cell for cell in each if _tag(cell) == "table-cell")
                found = (" ".join(filter(None, self.lines(cell))) for cell in cells)
                yield "\t".join(found)
            elif tag not in _SKIPPED:
                yield from self.lines(each)

    def _paragraph(self, element: Element) -> Iterator[str]:
        boxes: list[Element] = []
        parts = _joined(self._runs(element, boxes))
        yield parts
        for box in boxes:
            yield from self.lines(box)

    def _runs(self, around: Element, boxes: list[Element]) -> Iterator[str]:
        yield _SPACE.sub(" ", around.text or "")
        for each in around:
            tag = _tag(each)
            if tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == "s":
                count = next((v for k, v in each.items() if k.endswith("}c")), "1")
                # Kept apart from the spaces that are one.
                yield (
                    "\0" * min(int(count[:9]), _MOST_SPACES)
                    if count.isascii() and count.isdigit()
                    else ""
                )
            elif tag == "note":
                self.notes += 1
            elif tag == "text-box":
                boxes.append(each)
            elif tag not in _SKIPPED:
                yield from self._runs(each, boxes)
            yield _SPACE.sub(" ", each.tail or "")


def _joined(parts: Iterator[str]) -> str:
    """The parts as one, white space where parts meet being one space."""
    text = re.sub(" +", " ", "".join(parts)).strip(" ")
    return text.replace("\0", " ")


def _properties(archive: Archive, path: Path) -> tuple[str, dict[str, str]]:
    """The title and the other properties."""
    name = archive.find("meta.xml")
    meta = _find(_parsed(archive, name, path), "meta") if name else None
    if meta is None:
        return "", {}
    said: dict[str, str] = {}
    for each in meta:
        said.setdefault(_tag(each), each.text or "")
    metadata = {ours: said.get(theirs, "") for theirs, ours in _PROPERTIES.items()}
    metadata["author"] = metadata["author"] or said.get("creator", "")
    keywords = (each.text or "" for each in meta if _tag(each) == "keyword")
    metadata["keywords"] = ", ".join(filter(None, keywords))
    for theirs, ours in (("creation-date", "created"), ("date", "modified")):
        found = when(said.get(theirs, ""))
        metadata[ours] = found[0] if found else ""
    return said.get("title", ""), metadata


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix and archive."""
    return 0.8 if path.suffix.lower() in SUFFIXES and is_zip(head) else 0.0


FORMAT: Final = Format(
    name="odt",
    title="OpenDocument text (ODT)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=reader(read_article),
    besides=("layout", "pictures", "footnotes", "comments", "tracked deletions"),
)
