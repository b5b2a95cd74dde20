# SPDX-License-Identifier: MIT
"""Scores and lights of a board in the words of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.services import documents, quality
from annotator.services.lights import lights
from annotator.ui.team.lightlist import Shown
from annotator.ui.team.words import tr
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.board import Board
    from annotator.services.quality import PersonScore
    from annotator.services.session import Session


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a board's quality.

    Attributes:
        scores: a line on some people's work, by uid.
        lights: what to look at, with names.
        sentences: by (document, person), for the cells.
    """

    scores: Mapping[str, str]
    lights: Sequence[Shown]
    sentences: Mapping[tuple[str, str], str]


def judge(session: Session, board: Board) -> Judged:
    """Score and look through a board; only for those who may see it."""
    found = lights(session, board)
    names = {each.uid: each.name for each in session.annotators()}
    uids = {each.document for each in found if each.document}
    titles = documents.titles(session, uids)
    sentences: dict[tuple[str, str], str] = {}
    for each in found:
        if each.document is not None:
            key = (each.document, each.person)
            before = f"{sentences[key]} " if key in sentences else ""
            sentences[key] = before + in_words(each.sentence)
    shown = [
        Shown(each, names.get(each.person, ""), titles.get(each.document or "", ""))
        for each in found
    ]
    return Judged(_scores(session, board), shown, sentences)


def _scores(session: Session, board: Board) -> dict[str, str]:
    found = quality.quality(session, board.round)
    words: dict[str, list[str]] = {}
    for template, people in (
        (tr("gold {0}"), found.gold),
        (tr("repeats {0}"), found.repeats),
    ):
        for person in people:
            said = template.replace("{0}", _figure(person))
            words.setdefault(person.person.uid, []).append(said)
    return {uid: " · ".join(each) for uid, each in words.items()}


def _figure(person: PersonScore) -> str:
    """F1 by overlap, and the share of values that are alike."""
    f1, share = person.score.overlap.f1, person.score.coding.share
    both = [f"F1 {_short(f1)}"] if f1 is not None else []
    if share is not None:
        both.append(tr("{0} % alike").replace("{0}", f"{100 * share:.0f}"))
    return ", ".join(both) or "–"


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 1 else "1"
