# SPDX-License-Identifier: MIT
"""How well people annotate: against gold documents, and against themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.analysis.figure import Figure
from annotator.analysis.scoring import Score, score
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook, Field
from annotator.model.team import Annotator
from annotator.services import rounds
from annotator.services.lights import require_sight
from annotator.services.session import Session
from annotator.services.visibility import SEEING
from annotator.store import workload

__all__ = ["PersonScore", "Quality", "Score", "alphas", "quality"]


@dataclass(frozen=True, slots=True)
class PersonScore:
    """One person's work against what is held to be right, or against their own.

    `documents` gives the score of each document by its uid.
    """

    person: Annotator
    score: Score
    documents: dict[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of a round's quality.

    Attributes:
        gold: each person's score on the gold documents they completed.
        repeats: each person's second reading against their first.
        unanswered: gold documents that nothing can be compared with yet.
    """

    gold: tuple[PersonScore, ...]
    repeats: tuple[PersonScore, ...]
    unanswered: tuple[str, ...] = ()


def quality(session: Session, round_uid: str | None = None) -> Quality:
    """Score everybody in a round, or (None) in all rounds.

    Raises ValidationError for who may not see it.
    """
    require_sight(session)
    chosen = [each for each in rounds.all_of(session) if round_uid in (None, each.uid)]
    gold = sorted({uid for each in chosen for uid in each.gold})
    scorer = _Scorer(session)
    return Quality(
        scorer.people(_gold_pairs(session, scorer, gold)),
        scorer.people(_repeat_pairs(session, scorer, round_uid)),
        tuple(sorted(workload.without_answer(session.project, gold))),
    )


#: (person's uid, document's uid, what is held to be right, their work)
_Pair = tuple[str, str, Sequence[Annotation], Sequence[Annotation]]


def alphas(codebook: Codebook, of: Score) -> dict[str, Figure]:
    """Krippendorff's alpha of each field of a score, by the field's metric.

    Not imported before it is asked for: it brings numpy.
    """
    from annotator.services.agreement.coding import metric_of
    from annotator.services.agreement.columns import known_values

    found = {}
    for name in of.said:
        field = _field_of(codebook, name)
        if field is None or field.type == "link":
            found[name] = of.alpha(name)
        else:
            found[name] = of.alpha(name, metric_of(field), known_values(field))
    return found


def _field_of(codebook: Codebook, name: str) -> Field | None:
    """The field of a path, None for a row as such and for parents."""
    row, _, identifier = name.rpartition(".")
    for kind in codebook.types:
        part = kind.row(row) if row else kind
        if part is not None and part.field(identifier) is not None:
            return part.field(identifier)
    return None


class _Scorer:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.codebook: Codebook = session.codebook
        self._into = _united(session)

    def people(self, pairs: Iterable[_Pair]) -> tuple[PersonScore, ...]:
        found: dict[str, dict[str, Score]] = {}
        for person, document, right, work in pairs:
            one = score(right, work, self.codebook, self.canonical)
            found.setdefault(person, {})[document] = one
        return tuple(
            PersonScore(
                person, sum(found[person.uid].values(), Score()), found[person.uid]
            )
            for person in self.session.annotators()
            if person.uid in found
        )

    def canonical(self, uid: str) -> str:
        """The entity or entry that stands for a united one."""
        seen = {uid}
        while (into := self._into.get(uid)) and into not in seen:
            seen.add(into)
            uid = into
        return uid

    def of(self, document: str, person: str) -> tuple[Annotation, ...]:
        """A person's live annotations of a document."""
        return self.session.project.annotations.of(document, person, "primary")


def _united(session: Session) -> dict[str, str]:
    project = session.project
    found = {e.uid: e.merged_into for e in project.entities.all() if e.merged_into}
    entries = project.vocabularies.all()
    return found | {e.uid: e.merged_into for e in entries if e.merged_into}


def _gold_pairs(
    session: Session, scorer: _Scorer, gold: Iterable[str]
) -> Iterable[_Pair]:
    seniors = {each.uid for each in session.annotators() if each.role in SEEING}
    for document in gold:
        if session.project.documents.row_id(document) is None:
            continue
        right = _right(session, scorer, document, seniors)
        if right is None:
            continue
        for person in _completed(session, document):
            if person not in seniors:
                yield person, document, right, scorer.of(document, person)


def _right(
    session: Session, scorer: _Scorer, document: str, seniors: set[str]
) -> Sequence[Annotation] | None:
    """The adjudicated layer, else the complete one of a lead, else of a reviewer."""
    project = session.project
    adjudicated = project.annotations.of(document, layer="adjudicated")
    if adjudicated:
        return adjudicated
    done = [uid for uid in _completed(session, document) if uid in seniors]
    done.sort(key=lambda uid: project.annotators.get(uid).role != "lead")
    return scorer.of(document, done[0]) if done else None


def _completed(session: Session, document: str) -> list[str]:
    """Uids of those whose primary layer of the document is complete."""
    return workload.completed_by(session.project, document)


def _repeat_pairs(
    session: Session, scorer: _Scorer, round_uid: str | None
) -> Iterable[_Pair]:
    original = workload.repeats(session.project)
    if not original:
        return
    for each in session.project.assignments.of_round(round_uid):
        first = original.get(each.document)
        if first is None or session.project.documents.row_id(first) is None:
            continue
        person = each.annotator
        if all(person in _completed(session, uid) for uid in (each.document, first)):
            again = scorer.of(each.document, person)
            yield person, first, scorer.of(first, person), again
