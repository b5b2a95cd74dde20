# SPDX-License-Identifier: MIT
"""Writes a DocBin: all spans in `doc.spans["sc"]`, flat ones in `doc.ents` too.

A DocBin is packed, and unpacked by spaCy, as a whole in memory.  Where there are many
documents a folder of several takes its place, which spaCy reads like a file.

Spans are widened to spaCy's tokens.  `doc.ents` cannot overlap: of the spans that
do, the longest is there (see `formats.flat`).  What spaCy has no place for lies in
`doc.user_data["annotator"]` (see `plain`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.features import ALL, Feature
from annotator.formats.flat import outermost
from annotator.formats.losses import counted
from annotator.formats.marks.names import row_labels
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.spacy_docbin.plain import NAME, to_plain
from annotator.formats.tokens import Range
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

#: The span group of all spans: where spaCy's span categorizer looks.
GROUP: Final = "sc"
#: The key of what is ours in `doc.user_data`.
OURS: Final = "annotator"

CARRIES: Final = ALL - {
    *(Feature.LAYERS, Feature.SPEAKERS, Feature.ENTITIES, Feature.ENTRIES),
    *(Feature.SUBTOKENS, Feature.DELETED, Feature.EXTRA, Feature.REVIEW),
    *(Feature.ITEMS, Feature.CODEBOOK),
}

#: Tokens in one of several DocBins: a quarter of a gigabyte while it is packed.
DIVIDED: Final = 1_000_000
#: Tokens in a single one, where there is no room for several.
MOST: Final = 10_000_000
#: What tokens have here.  By default a DocBin keeps eight bytes for each of as many
#: things again that only a trained pipeline knows (heads, lemmas …).
ATTRIBUTES: Final = ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")

_ANY: Final = "xx"
_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:[-_].*)?")


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write all documents to a file, or to several in a folder of its name.

    Raises UserError where the texts may not go out, or one file would be too large.
    """
    if not options.with_text:
        raise UserError(
            "a DocBin is made of the words of the texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    unfolder = Unfolder(bundle)
    writer = _Writer(row_labels(bundle), options)
    documents = counted(bundle, CARRIES, options.losses)
    files = _Files(path, options.may_divide)
    for done, record in enumerate(documents, start=1):
        files.add(writer.doc(unfolder.unfold(record)))
        yield Progress(done, bundle.total or 0)
    writer.note()
    files.close()


class _Files:
    """Documents on their way into one DocBin, or into as many as they need."""

    def __init__(self, path: Path, may_divide: bool) -> None:
        self._path = path
        self._may_divide = may_divide
        self._tokens = self._written = 0
        self._bin = _docbin()

    def add(self, doc: Any) -> None:
        """Put a document into the DocBin, the next one where this is full."""
        size = self._tokens + len(doc)
        if self._tokens and size > (DIVIDED if self._may_divide else MOST):
            self._divide()
            size = len(doc)
        self._bin.add(doc)
        self._tokens = size

    def close(self) -> None:
        """Write what is left."""
        if self._written:
            self._divide()
        else:
            self._path.write_bytes(self._bin.to_bytes())

    def _divide(self) -> None:
        if not self._may_divide:
            raise UserError(
                "the documents have more than {most} tokens, too many for one DocBin.",
                most=f"{MOST:,}",
                remedy="Export to a folder, which holds several, or fewer documents.",
            )
        self._path.mkdir(exist_ok=True)
        self._written += 1
        place = self._path / f"{self._written:04}{self._path.suffix}"
        place.write_bytes(self._bin.to_bytes())
        self._bin = _docbin()


def _docbin() -> Any:
    made = import_module("spacy.tokens").DocBin
    return made(attrs=ATTRIBUTES, store_user_data=True)


@dataclass(slots=True)
class _Place:
    """A piece of a span among the tokens, and what it becomes."""

    tokens: Range
    label: str
    uid: str
    group: str
    kb_id: str


class _Writer:
    """Makes documents of spaCy's."""

    def __init__(self, rows: frozenset[str], options: WriteOptions) -> None:
        self._rows = rows
        self._options = options
        self._pipelines: dict[str, Any] = {}
        self._in_ents = self._in_all = 0

    def doc(self, marked: MarkedDocument) -> Any:
        """A document with its spans, and what is ours beside them."""
        doc = self._tokens_of(marked)
        places = list(self._places(marked, Borders(doc)))
        span = import_module("spacy.tokens").Span
        groups: dict[str, list[Any]] = {GROUP: []}
        for each in places:
            made = span(
                doc,
                *each.tokens,
                label=each.label,
                kb_id=each.kb_id,
                span_id=each.uid,
            )
            groups.setdefault(each.group, []).append(made)
        for name, spans in groups.items():
            doc.spans[name] = spans
        doc.ents = self._ents(doc, places, span)
        self._keep(doc, marked, {each.uid for each in places})
        return doc

    def _keep(self, doc: Any, marked: MarkedDocument, shown: set[str]) -> None:
        own = marked.extra.get(NAME)
        if isinstance(own, Mapping):
            doc.cats = _numbers(own.get("cats"))
            others = own.get("user_data")
            doc.user_data.update(others if isinstance(others, Mapping) else {})
        doc.user_data[OURS] = to_plain(marked, shown)

    def _tokens_of(self, marked: MarkedDocument) -> Any:
        text = marked.document.text
        said = str(marked.document.metadata.get("language") or "").strip().lower()
        found = _LANGUAGE.fullmatch(said)
        doc = self._pipeline(found[1] if found else _ANY).make_doc(text)
        return doc if doc.text == text else self._pipeline(_ANY).make_doc(text)

    def _pipeline(self, language: str) -> Any:
        """spaCy's bare pipeline for a language, or that for any."""
        if language not in self._pipelines:
            try:
                made = import_module("spacy").blank(language)
            except ImportError:
                # Unknown to spaCy, or in need of a dictionary that is not here.
                said = Sentence(
                    "spaCy has no tokens for the language “{language}” here: those of"
                    " its multi-language pipeline were taken.",
                    language=language,
                )
                self._options.notes.add(said)
                made = self._pipeline(_ANY)
            made.max_length = 1 << 40
            self._pipelines[language] = made
        return self._pipelines[language]

    def _places(self, marked: MarkedDocument, borders: Borders) -> Iterator[_Place]:
        text = marked.document.text
        for mark in marked.marks:
            if mark.label in self._rows:
                continue  # a row is no span of its own
            own = mark.extra.get(NAME)
            said = own if isinstance(own, Mapping) else {}
            group, kb_id = said.get("group") or GROUP, said.get("kb_id") or ""
            for start, end in mark.pieces:
                found = borders.covering(start, end)
                if found is None or borders.range(found) != (start, end):
                    shown = f"{mark.label} “{text[start:end]}”"
                    self._options.losses.add(Feature.SUBTOKENS, shown)
                if found is not None:
                    yield _Place(found, mark.label, mark.id, str(group), str(kb_id))

    def _ents(self, doc: Any, places: list[_Place], span: Any) -> list[Any]:
        trimmed = [_trimmed(doc, each.tokens) for each in places]
        kept = outermost(trimmed, len(doc))
        self._in_all += len(places)
        self._in_ents += len(kept)
        return [
            span(doc, *trimmed[n], label=places[n].label, kb_id=places[n].kb_id)
            for n in kept
        ]

    def note(self) -> None:
        """Say how many spans are not among the entities."""
        if self._in_ents < self._in_all:
            said = Sentence(
                "doc.ents holds {n} of {all} spans, the longest of those that overlap;"
                " doc.spans[“{group}”] holds all.",
                n=self._in_ents,
                all=self._in_all,
                group=GROUP,
            )
            self._options.notes.add(said)


class Borders:
    """Where the tokens of a document begin and end, in code points."""

    def __init__(self, doc: Any) -> None:
        attributes = import_module("spacy.attrs")
        found = doc.to_array([attributes.IDX, attributes.LENGTH]).tolist()
        self._starts = [start for start, _ in found]
        self._ends = [start + length for start, length in found]

    def covering(self, start: int, end: int) -> Range | None:
        """The tokens that [start, end) touches; None where it touches none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (first, last) if first < last else None

    def range(self, tokens: Range) -> Range:
        """The code points of some tokens."""
        return self._starts[tokens[0]], self._ends[tokens[1] - 1]

    def widened(self, pieces: tuple[Range, ...]) -> list[Range]:
        """The code points of the tokens that each piece touches."""
        found = (self.covering(*piece) for piece in pieces)
        return [self.range(tokens) for tokens in found if tokens is not None]


def _trimmed(doc: Any, tokens: Range) -> Range:
    """The tokens without white space at the ends, which no entity may have."""
    start, end = tokens
    while start < end and doc[start].is_space:
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    return start, end


def _numbers(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        return {}
    return {str(k): v for k, v in value.items() if isinstance(v, (int, float))}
