# SPDX-License-Identifier: MIT
"""The documents of an export on their way out: narrowed, and counted as they pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from annotator.analysis.majority import ANNOTATOR, majority
from annotator.formats.losses import Losses
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_body
from annotator.model.document import Layer
from annotator.model.sentence import Sentence
from annotator.model.stored import StoredDocument, StoredDocuments
from annotator.model.team import Annotator
from annotator.services import stats
from annotator.services.export_choice import Plan, Portion
from annotator.services.export_fields import FieldChoice
from annotator.services.export_sight import header_for, seen
from annotator.services.export_textless import discreet
from annotator.services.session import Session
from annotator.store.bulk import read_bundle

NO_MAJORITY: Final = Sentence("values on which no majority of the annotators agreed")
MINORITY: Final = Sentence("annotations that no more than half of the annotators made")
NOT_COMPLETE: Final = Sentence("annotations in layers that are not complete")
NO_ANNOTATIONS: Final = Sentence("documents without annotations")
REPEATS: Final = Sentence("documents that repeat another, read a second time")
REVIEW: Final = Sentence("decisions and comments, which belong to single layers")

_MAJORITY: Final = Annotator(uid=ANNOTATOR, name="Majority")


@dataclass(slots=True)
class Tally:
    """What passed, and what was left out by choice.

    `counts` has everything that can be counted, where it is wanted; `voters`
    how many documents each annotator took part in deciding; `undone` documents
    have no annotations, and no layer of them is complete.
    """

    documents: int = 0
    annotations: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    part_annotations: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    voters: dict[str, int] = field(default_factory=dict)
    left_out: Losses = field(default_factory=Losses)
    counts: stats.Stats | None = None
    undone: int = 0


def bundle_of(session: Session, plan: Plan, portion: Portion, tally: Tally) -> Bundle:
    """What goes into one file; raises NotFoundError for unknown names of fields."""
    bundle = read_bundle(
        session.project,
        annotators=plan.people,
        kinds=plan.kinds,
        documents=portion.uids,
    )
    return narrowed(bundle, session.codebook, plan, portion.name, tally)


def narrowed(
    bundle: Bundle, codebook: Codebook, plan: Plan, part: str | None, tally: Tally
) -> Bundle:
    """A bundle reduced to what was chosen; `tally` counts while it is read."""
    records = seen(bundle.documents, plan.sight, tally.left_out)
    selection = plan.selection
    if selection.complete:
        records = _complete_only(records, tally.left_out)
    header = header_for(bundle.header, plan.sight)
    if selection.majority:
        records = _majorities(records, codebook, plan, tally)
        header = replace(header, annotators=(_MAJORITY,))
    if selection.fields is not None:
        books = [from_body(each.body) for each in bundle.codebooks]
        choice = FieldChoice([*books, codebook], selection.fields)
        records = (choice.narrowed(each, tally.left_out) for each in records)
    if not selection.negatives:
        records = _annotated_only(records, tally.left_out)
    if not selection.with_text:
        records = discreet(records, tally.left_out)
    return replace(
        bundle, header=header, documents=_told(records, part, tally, codebook)
    )


def _live(record: DocumentRecord) -> list[Annotation]:
    return [each for each in record.annotations if not each.deleted]


def _complete_only(
    records: Iterable[DocumentRecord], losses: Losses
) -> Iterator[DocumentRecord]:
    for record in records:
        layers = [each for each in record.layers if each.status == "complete"]
        done = {(each.annotator, each.kind) for each in layers}
        adjudicated = any(kind == "adjudicated" for _, kind in done)
        kept = []
        for each in record.annotations:
            is_adjudicated = each.layer == "adjudicated"
            if adjudicated if is_adjudicated else (each.annotator, each.layer) in done:
                kept.append(each)
            elif not each.deleted:
                losses.add(NOT_COMPLETE, each.uid)
        yield replace(record, layers=tuple(layers), annotations=tuple(kept))


def _majorities(
    records: Iterable[DocumentRecord], codebook: Codebook, plan: Plan, tally: Tally
) -> Iterator[DocumentRecord]:
    losses = tally.left_out
    for record in records:
        found = majority(record, codebook, plan.people)
        for uid in found.voters:
            tally.voters[uid] = tally.voters.get(uid, 0) + 1
        for annotation in found.minority:
            losses.add(MINORITY, f"{annotation.uid} ({annotation.type})")
        for undecided in found.undecided:
            losses.add(NO_MAJORITY, str(undecided))
        for item in (*record.decisions, *record.comments):
            losses.add(REVIEW, str(item.get("id", "")))
        yield found.record


def _annotated_only(
    records: Iterable[DocumentRecord], losses: Losses
) -> Iterator[DocumentRecord]:
    for record in records:
        if _live(record):
            yield record
        else:
            losses.add(NO_ANNOTATIONS, record.document.title)


def _told(
    records: Iterable[DocumentRecord], part: str | None, tally: Tally, book: Codebook
) -> Iterable[DocumentRecord]:
    """The same documents, which are counted as they are read."""
    if part is not None:
        tally.parts[part] = tally.part_annotations[part] = 0
    fields = stats.counted_fields(book)
    if isinstance(records, StoredDocuments):
        return StoredDocuments(_counted_rows(records.stored, part, tally, fields))
    return _counted(records, part, tally, fields)


def _counted_rows(
    documents: Iterable[StoredDocument],
    part: str | None,
    tally: Tally,
    fields: frozenset[str],
) -> Iterator[StoredDocument]:
    for each in documents:
        _count(tally, part, each.live, each.layers)
        if tally.counts is not None:
            _count_more(tally, each.record, fields)
        yield each


def _counted(
    records: Iterable[DocumentRecord],
    part: str | None,
    tally: Tally,
    fields: frozenset[str],
) -> Iterator[DocumentRecord]:
    for record in records:
        _count(tally, part, len(_live(record)), record.layers)
        if tally.counts is not None:
            _count_more(tally, record, fields)
        yield record


def _count(
    tally: Tally, part: str | None, annotations: int, layers: Iterable[Layer]
) -> None:
    tally.documents += 1
    tally.annotations += annotations
    if not annotations and all(each.status != "complete" for each in layers):
        tally.undone += 1
    if part is not None:
        tally.parts[part] += 1
        tally.part_annotations[part] += annotations


def _count_more(tally: Tally, record: DocumentRecord, fields: frozenset[str]) -> None:
    assert tally.counts is not None
    stats.add(tally.counts, record, fields)
    language = record.document.metadata.get("language")
    if isinstance(language, str) and language:
        tally.languages[language] = tally.languages.get(language, 0) + 1
