# SPDX-License-Identifier: MIT
"""What goes into an annotator's package: their documents and their own work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import UserError
from annotator.model.team import Annotator, Assignment, Round
from annotator.services.export_sight import undisguised
from annotator.services.package_parts import Counts, header
from annotator.services.session import Session
from annotator.services.visibility import SEEING
from annotator.store import workload
from annotator.store.bulk import read_bundle


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The rows that go in: documents by uid, rounds and assignments as they are."""

    person: Annotator
    documents: tuple[str, ...]
    rounds: tuple[Round, ...]
    assignments: tuple[Assignment, ...]

    def of_whom(self, session: Session) -> tuple[str, ...]:
        """Nobody: it is there to be annotated."""
        return ()

    def bundle(self, session: Session, counts: Counts) -> Bundle:
        """The chosen rows; comments' authors are found before documents are read."""
        everything = read_bundle(
            session.project,
            annotators=(self.person.uid,),
            kinds=("primary",),
            documents=self.documents,
        )
        seniors = {p.uid: p for p in session.annotators() if p.role in SEEING}
        talk = _Talk(self.person.uid, frozenset(seniors))
        authors = _authors(session, self, talk)
        documents = (_record(each, talk, counts) for each in everything.documents)
        who = (self.person, *(seniors[uid] for uid in sorted(authors)))
        return Bundle(
            header=header(everything.header, who, self.rounds, self.assignments),
            codebooks=everything.codebooks,
            documents=documents,
            total=everything.total,
        )


def own_work(
    session: Session, person: Annotator, chosen: Iterable[Round], *, besides: bool
) -> OwnWork:
    """What is assigned to a person in some rounds.

    With `besides` also what they annotated without.  Raises UserError where there
    is nothing.
    """
    known = {each.uid: each for each in chosen}
    mine = tuple(
        each
        for each in session.project.assignments.of_round()
        if each.annotator == person.uid and each.round in known
    )
    uids = {each.document for each in mine}
    if besides:
        uids |= workload.touched(session.project, person.uid)
    if not uids:
        raise UserError(
            "nothing is assigned to {name}, and they annotated nothing.",
            remedy="Assign documents first.",
            name=person.name,
        )
    used = {each.round for each in mine}
    theirs = tuple(each for uid, each in known.items() if uid in used)
    return OwnWork(person, tuple(sorted(uids)), theirs, mine)


def _record(record: DocumentRecord, talk: _Talk, counts: Counts) -> DocumentRecord:
    comments = tuple(talk.heard(record.comments, _own(record)))
    counts.annotations += sum(not each.deleted for each in record.annotations)
    counts.comments += len(comments)
    return DocumentRecord(
        document=undisguised(record.document),
        layers=record.layers,
        annotations=record.annotations,
        comments=comments,
    )


def _own(record: DocumentRecord) -> frozenset[str]:
    return frozenset(each.uid for each in record.annotations)


def _authors(session: Session, choice: OwnWork, talk: _Talk) -> set[str]:
    """The leads and reviewers of whom the person hears something."""
    heard: set[str] = set()
    items = session.project.items
    for uid in choice.documents:
        said = [each.whole() for each in items.select("comments", uid)]
        if said:
            mine = session.project.annotations.of(uid, choice.person.uid, "primary")
            own = frozenset(each.uid for each in mine)
            heard |= {str(each.get("author")) for each in talk.heard(said, own)}
    return heard - {choice.person.uid}


@dataclass(frozen=True, slots=True)
class _Talk:
    """Which comments are meant for a person.

    Threads on their own annotations, and on documents as a whole where a lead, a
    reviewer or they themselves began; of these what leads, reviewers and they
    themselves said.
    """

    person: str
    seniors: frozenset[str]

    def heard(
        self, comments: Iterable[Mapping[str, Any]], own: frozenset[str]
    ) -> Iterator[dict[str, Any]]:
        """Those of one document's comments; `own` are the person's annotations."""
        known = {str(each.get("id")): each for each in comments}
        for each in known.values():
            first = known.get(str(each.get("thread") or each.get("id")))
            if first is not None and self._is_meant(first, own) and self._speaks(each):
                yield self._private(each)

    def _is_meant(self, first: Mapping[str, Any], own: frozenset[str]) -> bool:
        annotation = first.get("annotation")
        return self._speaks(first) and (annotation is None or annotation in own)

    def _speaks(self, comment: Mapping[str, Any]) -> bool:
        author = comment.get("author")
        return author == self.person or author in self.seniors

    def _private(self, comment: Mapping[str, Any]) -> dict[str, Any]:
        """Without who else has read it."""
        made = dict(comment)
        if "read_by" in made:
            made["read_by"] = [uid for uid in made["read_by"] if uid == self.person]
        return {key: value for key, value in made.items() if value != []}
