# SPDX-License-Identifier: MIT
"""Warning lights: finished work that should be looked at, each with the reason.

A light says that something is out of the way, never that it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from annotator.analysis.pace import Measured, Outlier, outliers
from annotator.model.codebook import Field
from annotator.model.errors import ValidationError
from annotator.model.sentence import Sentence
from annotator.services import visibility
from annotator.services.board import Board
from annotator.services.session import Session
from annotator.store import board as stored
from annotator.store import quality

#: Kinds of lights, the gravest first.
KINDS: Final = ("unread", "empty", "drafts", "lacking", "fast", "slow", "rarely")
#: So many annotations are needed before a person's habits are compared.
_ENOUGH: Final = 20
#: What most set, others rarely: shares of annotations, and the least difference.
_USUAL: Final = 0.5
_APART: Final = 0.3


@dataclass(frozen=True, slots=True)
class Light:
    """One thing to look at.

    Attributes:
        kind: one of `KINDS`.
        person: uid of whose work it is.
        document: uid; None where it is about their work as a whole.
        sentence: why.
    """

    kind: str
    person: str
    document: str | None
    sentence: Sentence


def require_sight(session: Session) -> None:
    """Raise ValidationError where others' work may not be judged."""
    if not visibility.sees_everything(session):
        raise ValidationError(
            "only leads and reviewers look at the quality of others’ work,"
            " and {name} is neither.",
            name=session.annotator.name,
        )


def lights(session: Session, board: Board) -> list[Light]:
    """What should be looked at in the complete layers of a board.

    Raises ValidationError for who may not see it.
    """
    require_sight(session)
    facts = _Facts(session, board)
    found = [*_empty(facts), *_times(facts), *_drafts(facts), *_fields(session, facts)]
    order = {uid: n for n, uid in enumerate(facts.people.values())}
    found.sort(
        key=lambda light: (
            KINDS.index(light.kind),
            order.get(light.person, 0),
            light.document or "",
        )
    )
    return found


class _Facts:
    """What was counted, by row ids of document and annotator."""

    def __init__(self, session: Session, board: Board) -> None:
        project = session.project
        self.board, self.project = board, project
        self.documents = board.documents
        self.finished = quality.finished(project, board.documents)
        self.counts = quality.drafts(project, board.documents)
        self.people = stored.person_numbers(project)
        self.names = {each.uid: each.name for each in session.annotators()}
        titles = stored.lines(project, board.documents)
        self.uids = {number: uid for number, (uid, _) in titles.items()}

    def light(self, kind: str, person: int, document: int, sentence: Sentence) -> Light:
        return Light(kind, self.people[person], self.uids[document], sentence)

    def name(self, person: int) -> str:
        return self.names.get(self.people[person], self.people[person])


def _empty(facts: _Facts) -> Iterator[Light]:
    """Complete layers without annotations, where others or they usually have some."""
    by_document: dict[int, list[int]] = {}
    by_person: dict[int, list[int]] = {}
    for document, person, _ in facts.finished:
        count = facts.counts.get((document, person), (0, 0))[0]
        by_document.setdefault(document, []).append(count)
        by_person.setdefault(person, []).append(count)
    for document, person, _ in facts.finished:
        if facts.counts.get((document, person), (0, 0))[0]:
            continue
        others = by_document[document]
        if any(others):
            mean = sum(others) / (len(others) - 1)
            said = Sentence(
                "Complete without an annotation; others found {n} in it.",
                n=f"{mean:.0f}" if mean >= 1 else f"{mean:.1f}",
            )
            yield facts.light("empty", person, document, said)
        elif sum(by_person[person]) > 2 * len(by_person[person]):
            mean = sum(by_person[person]) / (len(by_person[person]) - 1)
            said = Sentence(
                "Complete without an annotation; {name} otherwise finds {n} in a"
                " document.",
                name=facts.name(person),
                n=f"{mean:.0f}",
            )
            yield facts.light("empty", person, document, said)


def _times(facts: _Facts) -> Iterator[Light]:
    timed = [each for each in facts.finished if each[2]]
    measured = [
        Measured(facts.people[person], seconds or 0, facts.board.characters(document))
        for document, person, seconds in timed
    ]
    for place, outlier in outliers(measured).items():
        document, person, _ = timed[place]
        kind, said = _time_words(measured[place], outlier)
        yield facts.light(kind, person, document, said)


def _time_words(measured: Measured, outlier: Outlier) -> tuple[str, Sentence]:
    took = _clock(measured.seconds)
    if outlier.unreadable:
        return "unread", Sentence(
            "Complete after {took}: nobody reads {n} characters so fast.",
            took=took,
            n=f"{measured.characters:,}",
        )
    if outlier.factor < 1:
        return "fast", Sentence(
            "Complete after {took}, {factor} times as fast as usual for its length.",
            took=took,
            factor=f"{1 / outlier.factor:.1f}",
        )
    return "slow", Sentence(
        "Complete after {took}, {factor} times as long as usual for its length.",
        took=took,
        factor=f"{outlier.factor:.1f}",
    )


def _clock(seconds: int) -> str:
    """A time as it is written everywhere: 0:45, 12:05, 1:02:30."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _drafts(facts: _Facts) -> Iterator[Light]:
    for document, person, _ in facts.finished:
        count = facts.counts.get((document, person), (0, 0))[1]
        if count:
            said = Sentence("Complete, and {n} of its annotations are drafts.", n=count)
            yield facts.light("drafts", person, document, said)


def _fields(session: Session, facts: _Facts) -> Iterator[Light]:
    """Required fields that are unset, and fields that one person rarely sets."""
    wanted = {
        kind.id: [f for f in kind.fields if f.visible_if is None and f.type != "link"]
        for kind in session.codebook.types
    }
    done = {(document, person) for document, person, _ in facts.finished}
    lacking: dict[tuple[int, int, str], int] = {}
    habits = _Habits()
    for document, person, kind, values in quality.fields(
        facts.project, facts.documents
    ):
        if (document, person) not in done:
            continue
        for each in wanted.get(kind, ()):
            habits.count(person, kind, each.id, each.id in values)
            if each.required and each.default is None and each.id not in values:
                key = (document, person, each.label)
                lacking[key] = lacking.get(key, 0) + 1
    for (document, person, label), count in lacking.items():
        said = Sentence(
            "{n} annotations lack “{field}”, which is required.", n=count, field=label
        )
        yield facts.light("lacking", person, document, said)
    yield from _rarely(facts, wanted, habits)


class _Habits:
    """How often whom sets which field: annotations, and how many have it set."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str], dict[int, list[int]]] = {}

    def count(self, person: int, kind: str, field: str, is_set: bool) -> None:
        numbers = self.of.setdefault((kind, field), {}).setdefault(person, [0, 0])
        numbers[0] += 1
        numbers[1] += is_set


def _rarely(
    facts: _Facts, wanted: Mapping[str, list[Field]], habits: _Habits
) -> Iterator[Light]:
    for kind, fields in wanted.items():
        for each in fields:
            numbers = habits.of.get((kind, each.id), {})
            for person, (count, own) in numbers.items():
                others = [n for who, n in numbers.items() if who != person]
                total = sum(n[0] for n in others)
                if count < _ENOUGH or total < _ENOUGH or each.required:
                    continue
                usual, share = sum(n[1] for n in others) / total, own / count
                if usual >= _USUAL and share <= usual - _APART:
                    yield Light(
                        "rarely",
                        facts.people[person],
                        None,
                        Sentence(
                            "{name} sets “{field}” in {own} % of the annotations, the"
                            " others in {others} %.",
                            name=facts.name(person),
                            field=each.label,
                            own=round(100 * share),
                            others=round(100 * usual),
                        ),
                    )
