# SPDX-License-Identifier: MIT
"""One file as one document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.making import make_document
from annotator.formats.options import ReadOptions
from annotator.formats.text import shown_name
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import METADATA_KEYS, SourceFile
from annotator.model.errors import InputError

#: What may stand around a text and is no text.
_BLANK = "\ufeff\u200b \t\r\n\u00a0\u00ad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a file says: its text, with empty metadata left out."""

    text: str
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


#: Reads the article in a file.  Raises InputError and OSError.
ReadArticle = Callable[[Path, ReadOptions], Article]


def reader(read_article: ReadArticle) -> Callable[[Path, ReadOptions], Bundle]:
    """The `read` of a format whose files `read_article` reads."""

    def read(path: Path, options: ReadOptions) -> Bundle:
        """The one document in a file, read when it is asked for."""
        documents = _One(read_article, path, options)
        return Bundle(header=ProjectHeader(), documents=documents, total=1)

    return read


@dataclass(frozen=True, slots=True)
class _One:
    read_article: ReadArticle
    path: Path
    options: ReadOptions

    def __iter__(self) -> Iterator[DocumentRecord]:
        path = self.path
        if not path.is_file():
            raise InputError("this is not a file.", file=path)
        if path.stat().st_size == 0:
            raise InputError("the file is empty.", file=path)
        try:
            yield self._record(self.read_article(path, self.options))
        except InputError as error:
            error.file = error.file or str(path)
            raise

    def _record(self, article: Article) -> DocumentRecord:
        text = article.text.strip("\n")
        if not text.strip(_BLANK):
            raise InputError("the file holds no text.", file=self.path)
        metadata = {k: v.strip() for k, v in article.metadata.items() if v.strip()}
        if self.options.language:
            metadata.setdefault("language", self.options.language)
        known = [key for key in METADATA_KEYS if key in metadata]
        others = [key for key in metadata if key not in known]
        with self.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        document = make_document(
            text,
            title=" ".join(article.title.split()),
            file=SourceFile(shown_name(self.path), digest, article.encoding),
            metadata={key: metadata[key] for key in known + others},
        )
        return DocumentRecord(document=document)


def require_size(path: Path, most: int) -> None:
    """Raise InputError where a file has more than `most` bytes."""
    size = path.stat().st_size
    if size > most:
        raise InputError(
            "the file has {size} MB; articles of at most {most} MB are read.",
            file=path,
            remedy="Divide it, or save its text as a text file.",
            size=f"{size >> 20:,}",
            most=f"{most >> 20:,}",
        )
