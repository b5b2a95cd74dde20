# SPDX-License-Identifier: MIT
"""Writes Prodigy's tasks: one for each person's work on a document.

Tokens are cut so that every span begins and ends with one; relations run between
last tokens, as Prodigy counts them, and name their spans.  Prodigy keeps the keys
that it does not know, so that all else stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from annotator.formats.features import ANNOTATIONS
from annotator.formats.json_lines import dumps
from annotator.formats.losses import counted
from annotator.formats.marks.owners import PRIMARY, Work, works
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.plain import plain_mark
from annotator.formats.marks.records import Mark, MarkedDocument, said_value
from annotator.formats.marks.side import KEY, side_table
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import Places
from annotator.formats.prodigy.names import (
    ACCEPT,
    ANNOTATOR,
    ANSWER,
    FORMAT,
    INPUT_HASH,
    RELATIONS_VIEW,
    SESSION,
    SPANS_VIEW,
    TASK_HASH,
    VIEW,
)
from annotator.formats.prodigy.tokens import TokenTable, cut, unpacked
from annotator.formats.tokens import Range
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress

CARRIES: Final = ANNOTATIONS

Row = dict[str, Any]


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write one file.  Raises UserError where the texts may not go out."""
    if not options.with_text:
        raise UserError(
            "Prodigy takes no tasks without their texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    unfolder = Unfolder(bundle)
    with path.open("wb") as stream:
        records = counted(bundle, CARRIES, options.losses)
        for done, record in enumerate(records, start=1):
            marked = split_pieces(unfolder.unfold(record))
            for task in _Tasks(marked, works(record, marked)).rows():
                stream.write(dumps(task) + b"\n")
            yield Progress(done, bundle.total or 0)


@dataclass(slots=True)
class _Tasks:
    """One document on its way to tasks."""

    marked: MarkedDocument
    works: Sequence[Work]

    def rows(self) -> Iterator[Row]:
        """The tasks: one for each person, then those that nobody stands for."""
        kept = _kept(self.marked.extra)
        document = self.marked.document
        ours: Row = {"document": document.uid}
        for work in self.works:
            if not (work.annotator or work.marks) and kept.is_refused:
                # Nobody accepted the text without a span.
                ours = _ours(self.marked, work, {})
                continue
            yield self._row(work, kept, kept.take(work))
        said = {
            "text": document.text,
            "tokens": self._tokens((), kept).listed(),
            "meta": self._meta(kept),
            KEY: ours,
        }
        for each in kept.tasks:
            yield {**said, **each["task"]}

    def _row(self, work: Work, kept: _Kept, said: Row) -> Row:
        document = self.marked.document
        placed = [mark for mark in work.marks if mark.pieces]
        tokens = self._tokens([_place(mark) for mark in placed], kept)
        spans = {mark.id: _span(mark, tokens) for mark in placed}
        own = [x for x in work.links if {x.source, x.target} <= spans.keys()]
        ours = _ours(self.marked, work, spans)
        row: Row = {
            "text": document.text,
            INPUT_HASH: _hash(document.uid, document.text),
            TASK_HASH: _hash(document.uid, work.annotator, work.layer),
            VIEW: RELATIONS_VIEW if own else SPANS_VIEW,
            ANSWER: ACCEPT,
            ANNOTATOR: work.name or None,
            SESSION: work.name or None,
        }
        row |= said
        row |= {
            "meta": self._meta(kept),
            "spans": list(spans.values()),
            "relations": [
                _relation(x.label, spans[x.source], spans[x.target]) for x in own
            ],
            "tokens": tokens.listed(),
            KEY: ours,
        }
        return row

    def _meta(self, kept: _Kept) -> Row:
        document = self.marked.document
        metadata = document.metadata.items()
        said = {k: said_value(v) for k, v in metadata if v is not None}
        return {"title": document.title, **said, **kept.meta}

    def _tokens(self, spans: Sequence[Range], kept: _Kept) -> TokenTable:
        """The tokens that the document came with, where they fit all spans."""
        text = self.marked.document.text
        found = TokenTable(text, kept.tokens, kept.disabled)
        return found if kept.tokens and found.holds(spans) else cut(text, spans)


def _place(mark: Mark) -> Range:
    ((start, end),) = mark.pieces
    return start, end


def _span(mark: Mark, tokens: TokenTable) -> Row:
    start, end = _place(mark)
    said = plain_mark(mark, FORMAT)
    # What is kept of a span stands in it, not in a key of its own.
    said.pop("extra", None)
    kept = mark.extra.get(FORMAT)
    return {
        "text": tokens.text[start:end],
        "start": start,
        "end": end,
        "token_start": tokens.first(start),
        "token_end": tokens.last(end),
        "label": mark.label,
        **(kept if isinstance(kept, Mapping) else {}),
        **said,
    }


_ENDS: Final = ("start", "end", "token_start", "token_end", "label", "id")


def _relation(label: str, head: Row, child: Row) -> Row:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {key: head[key] for key in _ENDS},
        "child_span": {key: child[key] for key in _ENDS},
        "label": label,
    }


def _ours(marked: MarkedDocument, work: Work, spans: Mapping[str, Row]) -> Row:
    """What Prodigy has no key for: the document's id, marks without a place …"""
    others = tuple(mark for mark in work.marks if mark.id not in spans)
    links = [x for x in work.links if not {x.source, x.target} <= spans.keys()]
    rest = replace(marked, marks=others, people=work.people)
    said = side_table(rest, links, Places(""), FORMAT)
    del said["unit"]
    return {"document": marked.document.uid, **said}


def _hash(*parts: str) -> int:
    """A number of 32 bits with sign, as Prodigy's are, that follows from the parts."""
    digest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)


# -- what was kept when a document came from Prodigy ----------------------------------


@dataclass(slots=True)
class _Kept:
    """Tasks, metadata that are no text, and tokens."""

    tasks: list[Row]
    meta: Row
    tokens: list[Range]
    disabled: list[int]

    @property
    def is_refused(self) -> bool:
        """Whether somebody rejected or ignored the text."""
        return any(each["refused"] for each in self.tasks)

    def take(self, work: Work) -> Row:
        """What else the task said that this work came from; {} where there is none."""
        accepted = [each for each in self.tasks if not each["refused"]]
        named = [x for x in accepted if x["person"] in (work.name, work.annotator)]
        # A task that names nobody became the work of whoever imported it.
        unnamed = [x for x in accepted if x["person"] is None]
        if work.layer != PRIMARY or not (named or unnamed):
            return {}
        found = (named or unnamed)[0]
        self.tasks.remove(found)
        return dict(found["task"])


def _kept(extra: Mapping[str, Any]) -> _Kept:
    own = extra.get(FORMAT)
    own = own if isinstance(own, Mapping) else {}
    tasks, meta, disabled = (own.get(key) for key in ("tasks", "meta", "disabled"))
    return _Kept(
        [each for each in tasks or () if _is_task(each)],
        dict(meta) if isinstance(meta, Mapping) else {},
        _ranges(own.get("tokens")),
        [each for each in disabled or () if type(each) is int],
    )


def _is_task(value: object) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("task"), Mapping):
        return False
    return "person" in value and "refused" in value


def _ranges(value: object) -> list[Range]:
    try:
        return unpacked(value) if isinstance(value, Sequence) else []
    except ValueError:
        return []
