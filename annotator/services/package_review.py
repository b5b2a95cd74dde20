# SPDX-License-Identifier: MIT
"""What goes into a reviewer's package: completed work of others, to be decided on.

In it a third person compares, adjudicates or reads a second time, without the
project of the lead.  Work that is not finished stays out; the adjudicated layer,
decisions and comments come along, so that the review goes on where it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Document, Layer
from annotator.model.errors import UserError
from annotator.model.item import Item
from annotator.model.states import Record
from annotator.model.team import Annotator, Assignment, Round
from annotator.services import people
from annotator.services.export_sight import undisguised
from annotator.services.package_parts import Counts, header
from annotator.services.session import Session
from annotator.services.visibility import SEEING
from annotator.store import workload
from annotator.store.bulk import read_bundle
from annotator.store.review_items import COMMENTS, DECISIONS


@dataclass(frozen=True, slots=True)
class OthersWork:
    """The rows that go in; `of` are uids of those whose work is reviewed."""

    person: Annotator
    of: frozenset[str]
    documents: tuple[str, ...]
    rounds: tuple[Round, ...]
    assignments: tuple[Assignment, ...]

    def of_whom(self, session: Session) -> tuple[str, ...]:
        """The names of those whose work is to be reviewed."""
        return tuple(each.name for each in session.annotators() if each.uid in self.of)

    def bundle(self, session: Session, counts: Counts) -> Bundle:
        """The chosen rows."""
        everything = read_bundle(session.project, documents=self.documents)
        spoken = self.of | {self.person.uid} | _speaking(session, self.documents)
        who = (each for each in session.annotators() if each.uid in spoken)
        return Bundle(
            header=header(everything.header, who, self.rounds, self.assignments),
            codebooks=everything.codebooks,
            documents=self._records(everything.documents, counts),
            total=everything.total,
        )

    def _records(
        self, records: Iterable[DocumentRecord], counts: Counts
    ) -> Iterator[DocumentRecord]:
        for record in records:
            made = self._record(record)
            counts.annotations += sum(not each.deleted for each in made.annotations)
            counts.comments += len(made.comments)
            yield made

    def _record(self, record: DocumentRecord) -> DocumentRecord:
        shown = {self.person.uid} | {
            layer.annotator
            for layer in record.layers
            if layer.kind == "primary" and layer.status == "complete"
            if layer.annotator in self.of
        }
        annotations = tuple(a for a in record.annotations if _is_shown(a, shown))
        uids = frozenset(each.uid for each in annotations)
        return replace(
            record,
            document=undisguised(record.document),
            layers=tuple(each for each in record.layers if _is_shown(each, shown)),
            annotations=annotations,
            decisions=tuple(d for d in record.decisions if _decides_on(d, uids)),
            comments=tuple(c for c in record.comments if _is_about(c, uids)),
            rivals=tuple(_rivals(record.rivals, shown, uids)),
        )


def others_work(
    session: Session,
    person: Annotator,
    chosen: Iterable[Round] | None,
    names: Collection[str] = (),
) -> OthersWork:
    """What people completed, for somebody to review.

    Args:
        person: who reviews.
        chosen: only documents assigned in these rounds; None: all documents.
        names: uids or names of those whose work it is; empty: everybody else.

    Raises UserError where that person may not review, or nothing is completed.
    """
    if person.role not in SEEING:
        raise UserError(
            "{name} is no reviewer: others’ work would be hidden in that file.",
            remedy="Make them one first, or name somebody who is.",
            name=person.name,
        )
    named = people.find_all(session, names) if names else session.annotators()
    done = {
        each.uid: workload.completed(session.project, each.uid)
        for each in named
        if each.uid != person.uid
    }
    of = frozenset(uid for uid, some in done.items() if some)
    uids = {document for some in done.values() for document in some}
    given = tuple(session.project.assignments.of_round())
    if chosen is not None:
        rounds = {each.uid for each in chosen}
        given = tuple(each for each in given if each.round in rounds)
        uids &= {each.document for each in given}
    if not uids:
        raise UserError(
            "nobody has completed anything of that yet.",
            remedy="Choose other people or rounds, or wait until they have.",
        )
    mine = {*of, person.uid}
    given = tuple(g for g in given if g.document in uids and g.annotator in mine)
    used = {each.round for each in given}
    there = tuple(each for each in session.project.rounds.all() if each.uid in used)
    return OthersWork(person, of, tuple(sorted(uids)), there, given)


def _speaking(session: Session, documents: Collection[str]) -> set[str]:
    """Uids of those who decided, commented or adjudicated in the documents."""
    inside = frozenset(documents)
    found: set[str] = set()
    for kind in (DECISIONS, COMMENTS):
        for item in session.project.items.select(kind, deleted=True):
            if item.document in inside:
                found.add(str(item.data.get("author", "")))
    return found | workload.adjudicating(session.project)


def _is_shown(state: Annotation | Layer, shown: Collection[str | None]) -> bool:
    """Whether it is of the adjudicated layer, or of one that is shown."""
    kind = state.layer if isinstance(state, Annotation) else state.kind
    return kind == "adjudicated" or state.annotator in shown


def _decides_on(decision: Mapping[str, Any], uids: Collection[str]) -> bool:
    """Whether a decision is about work that is there, or about nobody's."""
    primaries = decision.get("primaries") or ()
    return not primaries or any(each[0] in uids for each in primaries)


def _is_about(comment: Mapping[str, Any], uids: Collection[str]) -> bool:
    about = comment.get("annotation")
    return about is None or about in uids


def _rivals(
    states: Iterable[Record], shown: Collection[str | None], uids: Collection[str]
) -> Iterator[Record]:
    for state in states:
        if isinstance(state, Document):
            yield undisguised(state)
        elif isinstance(state, (Annotation, Layer)):
            if _is_shown(state, shown):
                yield state
        elif isinstance(state, Item):
            kept = _decides_on if state.kind == DECISIONS else _is_about
            if kept(state.data, uids):
                yield state
