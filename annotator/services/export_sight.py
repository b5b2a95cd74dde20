# SPDX-License-Identifier: MIT
"""What leaves a project with somebody who may not see others' work yet.

Their own layers go out as they are.  Of what others did in the same documents
nothing does, nor what tells gold documents and repeats from the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from annotator.formats.losses import Losses
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.document import Document, Layer
from annotator.model.item import Item
from annotator.model.sentence import Sentence
from annotator.model.states import Record
from annotator.model.team import Round
from annotator.services.repeating import REPEAT_OF
from annotator.services.visibility import Sight
from annotator.store.review_items import COMMENTS
from annotator.store.rounds import ROUNDS, round_data, round_of, round_whole

HIDDEN: Final = Sentence("layers of others that are hidden from you, if there are any")


def plain_round(of: Round) -> Round:
    """A round without what tells gold documents or the others' work."""
    return replace(of, gold=(), settings={}, extra={})


def undisguised(document: Document) -> Document:
    """A document that does not say that it repeats another."""
    extra = {key: v for key, v in document.extra.items() if key != REPEAT_OF}
    return replace(document, extra=extra)


def header_for(header: ProjectHeader, sight: Sight) -> ProjectHeader:
    """What holds for the whole project, as that person may know it."""
    if sight.everything:
        return header
    listed = tuple(
        round_whole(
            replace(
                plain_round(round_of(each)),
                revs=tuple(each.get("revs", ())),
                deleted=bool(each.get("deleted")),
            )
        )
        for each in header.items.get(ROUNDS, ())
    )
    items = {k: listed if k == ROUNDS else each for k, each in header.items.items()}
    rivals = tuple(map(_plain_rival, header.rivals))
    return replace(header, items=items, rivals=rivals)


def _plain_rival(state: Record) -> Record:
    if isinstance(state, Item) and state.kind == ROUNDS:
        return replace(state, data=round_data(plain_round(round_of(state.data))))
    return state


def seen(
    records: Iterable[DocumentRecord], sight: Sight, losses: Losses
) -> Iterable[DocumentRecord]:
    """The documents with what the person may see; what is left out is told of.

    Where nothing is hidden it is `records` itself, which a writer may take as rows.
    """
    return records if sight.everything else _narrowed(records, sight, losses)


def _narrowed(
    records: Iterable[DocumentRecord], sight: Sight, losses: Losses
) -> Iterator[DocumentRecord]:
    for record in records:
        record = replace(record, document=undisguised(record.document))
        if not sight.sees_others(record.document.uid):
            losses.add(HIDDEN, record.document.title)
            record = _own(record, sight.annotator)
        yield record


def _own(record: DocumentRecord, me: str) -> DocumentRecord:
    mine = tuple(each for each in record.annotations if _is_own(each, me))
    uids = frozenset(each.uid for each in mine)

    def is_meant(state: Record) -> bool:
        if isinstance(state, Item):
            return state.kind == COMMENTS and _is_heard(state.data, me, uids)
        return isinstance(state, Document) or _is_own(state, me)

    return replace(
        record,
        layers=tuple(each for each in record.layers if _is_own(each, me)),
        annotations=mine,
        decisions=(),
        comments=tuple(c for c in record.comments if _is_heard(c, me, uids)),
        rivals=tuple(
            undisguised(each) if isinstance(each, Document) else each
            for each in record.rivals
            if is_meant(each)
        ),
    )


def _is_own(state: Record, me: str) -> bool:
    if isinstance(state, Annotation):
        return state.annotator == me and state.layer == "primary"
    return (
        isinstance(state, Layer) and state.annotator == me and state.kind == "primary"
    )


def _is_heard(comment: Mapping[str, Any], me: str, own: frozenset[str]) -> bool:
    """Whether a comment is theirs, on their work, or on the document as such."""
    about = comment.get("annotation")
    return comment.get("author") == me or about is None or about in own
