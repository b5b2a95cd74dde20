# SPDX-License-Identifier: MIT
"""`pdf`: the text of each page, pages divided by a blank line.

What a PDF holds are places of letters, not paragraphs: line ends are those of the
print, and words divided at them stay divided.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.articles.article import Article, reader, require_size
from annotator.formats.format import Format
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_MOST: Final = 256 << 20
_PAGES: Final = 3_000
_TEXT: Final = 32 << 20
_DIVIDED: Final = re.compile(r"[^\W\d_]-\n[^\W\d_]")
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_PROPERTIES: Final = {
    "author": "author",
    "subject": "subject",
    "keywords": "keywords",
    "creation_date": "created",
    "modification_date": "modified",
}


def read_article(path: Path, options: ReadOptions) -> Article:
    """The text of all pages, and the properties of the document."""
    require_size(path, _MOST)
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            raise InputError("this is no PDF.", file=path)
        stream.seek(0)
        try:
            found = _opened(stream, path)
            pages = _pages(found, path)
            title, metadata = _properties(found)
        except InputError:
            raise
        except Exception as error:  # damaged files raise whatever they like
            raise InputError(
                "this PDF is damaged: {error}.",
                file=path,
                remedy="Print it to a new PDF, or save its text as a text file.",
                error=str(error).partition("\n")[0].rstrip(".") or type(error).__name__,
            ) from error
    _tell(pages, path, options)
    text = "\n\n".join(page for page in pages if page.strip())
    return Article(text=text, title=title, metadata=metadata)


def _opened(stream: Any, path: Path) -> Any:
    pypdf = import_module("pypdf")
    # It tells every fault of a file; what matters is told by us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found = pypdf.PdfReader(stream, strict=False)
    if found.is_encrypted and not _opens(found):
        raise InputError(
            "this PDF is encrypted.",
            file=path,
            remedy="Save it without a password, and try again.",
        )
    return found


def _opens(found: Any) -> bool:
    """Whether an encrypted file opens without a password."""
    try:
        return bool(found.decrypt(""))
    except Exception:  # a cipher that is not at hand, or a damaged key
        return False


def _pages(found: Any, path: Path) -> list[str]:
    count = len(found.pages)
    if count > _PAGES:
        raise InputError(
            "the PDF has {count} pages; at most {most} are read.",
            file=path,
            remedy="Divide it.",
            count=f"{count:,}",
            most=f"{_PAGES:,}",
        )
    pages: list[str] = []
    size = 0
    for page in found.pages:
        text = _NO_TEXT.sub("", page.extract_text() or "").strip("\n")
        size += len(text)
        if size > _TEXT:
            raise InputError("the PDF holds too much text.", file=path)
        pages.append("\n".join(line.rstrip() for line in text.split("\n")))
    return pages


def _tell(pages: list[str], path: Path, options: ReadOptions) -> None:
    """Say what the user should know of the text."""
    empty = [str(n) for n, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise InputError(
            "the PDF holds no text, only pictures of pages: it was probably scanned.",
            file=path,
            remedy="Have a program for text recognition (OCR) add the text.",
        )
    if empty:
        said = Sentence(
            "no text on page {pages}: pictures, or scanned.",
            pages=", ".join(empty[:20]),
        )
        options.notes.add(said, file=path)
    divided = sum(len(_DIVIDED.findall(page)) for page in pages)
    if divided:
        said = Sentence("{n} words divided at line ends stay divided.", n=divided)
        options.notes.add(said, file=path)


def _properties(found: Any) -> tuple[str, dict[str, str]]:
    said = found.metadata
    if said is None:
        return "", {}
    metadata = {}
    for theirs, ours in _PROPERTIES.items():
        value: Any = getattr(said, theirs, None)
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None).isoformat(timespec="minutes")
        metadata[ours] = _NO_TEXT.sub("", str(value)) if value else ""
    return _NO_TEXT.sub("", str(said.title or "")), metadata


def sniff(head: bytes, path: Path) -> float:
    """Sure of the mark that such files begin with."""
    return 0.9 if b"%PDF-" in head[:1024] else 0.0


FORMAT: Final = Format(
    name="pdf",
    title="Portable document (PDF)",
    suffixes=(".pdf",),
    sniff=sniff,
    read=reader(read_article),
    besides=("layout", "pictures", "where paragraphs end"),
    extra="articles",
    requires={"pypdf": "pypdf"},
)
