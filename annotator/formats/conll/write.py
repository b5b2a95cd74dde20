# SPDX-License-Identifier: MIT
"""Writes CoNLL-2002: a token and its IOB2 tag a line, and the file of offsets.

Each piece of each span goes out under the label of its role, widened to whole
tokens.  Of spans that overlap the longest stays, of equally long ones the first
(see `formats.flat`).  A sentence does not end inside a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats.conll.sidecar import line_of, sidecar_of
from annotator.formats.conll.tags import iob2
from annotator.formats.features import Feature
from annotator.formats.flat import outermost
from annotator.formats.losses import counted
from annotator.formats.marks.names import row_labels
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.tokens import Range, Tokens
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress

CARRIES: Final = frozenset(
    {Feature.TEXTS, Feature.DOCUMENT_IDS, Feature.TITLES, Feature.EMPTY_DOCUMENTS}
)
SPACES: Final = "spaces in labels (they become _)"

#: As CoNLL-2003 is passed on with IOB2 tags, and as spaCy wants it exactly.
_DOCSTART: Final = "-DOCSTART- -X- O O\n"
_SPACE: Final = re.compile(r"\s+")


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write `path`, and beside it the offsets of its tokens.

    Raises UserError where the texts may not go out.
    """
    if not options.with_text:
        raise UserError(
            "CoNLL files are made of the words of the texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    unfolder, rows = Unfolder(bundle), row_labels(bundle)
    with (
        path.open("w", encoding="utf-8", newline="\n") as stream,
        sidecar_of(path).open("wb") as beside,
    ):
        documents = counted(bundle, CARRIES, options.losses)
        for done, record in enumerate(documents, start=1):
            tokens = Tokens(record.document.text)
            spans = _spans(unfolder.unfold(record), tokens, rows, options)
            stream.write(_DOCSTART)
            stream.writelines(_lines(tokens, spans))
            stream.write("\n")
            beside.write(line_of(record.document, tokens.ranges))
            yield Progress(done, bundle.total or 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a span: its tokens, its label, what it is called in a report."""

    tokens: Range
    label: str
    shown: str


def _spans(
    marked: MarkedDocument, tokens: Tokens, rows: frozenset[str], options: WriteOptions
) -> list[tuple[Range, str]]:
    """The spans that go out; the others are counted."""
    pieces = list(_pieces(marked, tokens, rows, options))
    kept = outermost([each.tokens for each in pieces], len(tokens))
    for number in set(range(len(pieces))) - set(kept):
        options.losses.add(Feature.OVERLAPS, pieces[number].shown)
    return [(pieces[number].tokens, pieces[number].label) for number in kept]


def _pieces(
    marked: MarkedDocument, tokens: Tokens, rows: frozenset[str], options: WriteOptions
) -> Iterator[_Piece]:
    for mark in marked.marks:
        if mark.label in rows:
            continue  # a row is no span of its own
        label = _SPACE.sub("_", mark.label)
        if label != mark.label:
            options.losses.add(SPACES, mark.label)
        for start, end in mark.pieces:
            shown = f"{mark.label} “{tokens.text[start:end]}”"
            if not tokens.is_aligned(start, end):
                options.losses.add(Feature.SUBTOKENS, shown)
            covered = tokens.covering(start, end)
            if covered is not None:
                yield _Piece(covered, label, shown)


def _lines(tokens: Tokens, spans: list[tuple[Range, str]]) -> Iterator[str]:
    """A line for each token, an empty one before each sentence."""
    tags = iob2(spans, len(tokens))
    firsts = {first for first, _ in tokens.sentences}
    for number, (word, tag) in enumerate(zip(tokens.texts(), tags, strict=True)):
        if number in firsts and (number == 0 or not tag.startswith("I-")):
            yield "\n"
        yield f"{word} {tag}\n"
