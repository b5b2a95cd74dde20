# SPDX-License-Identifier: MIT
"""Which documents count, and whose work on them does.

A layer counts when it is complete, or was begun and not skipped: what is left out
of a complete layer is an answer, too.  Documents that repeat another one do not
count.  Others' layers count only where the person at work may see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.analysis.arrays import Bools, Ints
from annotator.services import rounds, visibility
from annotator.services.agreement.choice import ADJUDICATED, Choice, Coder
from annotator.services.session import Session
from annotator.store import coded
from annotator.store.coded import DocumentRow


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Documents and coders.

    Attributes:
        documents: those that count, by uid.
        coders: those who are compared.
        worked: documents × coders: whose layer counts.
        complete: documents × coders: whose layer is complete.
        hidden: how many layers were left out because they may not be seen.
    """

    documents: tuple[DocumentRow, ...]
    coders: tuple[Coder, ...]
    worked: Bools
    complete: Bools
    hidden: int


class Places:
    """Documents and coders by the row ids that annotations name them by."""

    def __init__(
        self, session: Session, choice: Choice, coders: Sequence[Coder]
    ) -> None:
        """Look up what a choice is about; NotFoundError for an unknown round."""
        import numpy as np

        self.documents = tuple(_documents(session, choice))
        self.coders = tuple(coders)
        ids = np.array([each.id for each in self.documents], dtype=np.int64)
        self._order = np.argsort(ids)
        self._ids = ids[self._order]
        names = coded.annotators(session.project)
        place = {each.uid: n for n, each in enumerate(coders)}
        self._people = np.full(max(names, default=0) + 2, -1, dtype=np.int64)
        for number, uid in names.items():
            self._people[number] = place.get(uid, -1)
        self._adjudicated = place.get(ADJUDICATED, -1)

    def of_documents(self, ids: Ints) -> Ints:
        """The places of documents; −1 for those that do not count."""
        import numpy as np

        if not len(self._ids):
            return np.full(len(ids), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return np.where(self._ids[place] == ids, self._order[place], -1)

    def of_coders(self, annotators: Ints, adjudicated: Ints) -> Ints:
        """The places of coders by their row id and the kind of layer."""
        import numpy as np

        found = self._people[np.minimum(annotators, len(self._people) - 1)]
        return np.where(adjudicated > 0, self._adjudicated, found)


def scope(session: Session, choice: Choice, places: Places, begun: Bools) -> Scope:
    """Whose layers count; `begun`: documents × coders where anything is marked."""
    import numpy as np

    complete, skipped = np.zeros_like(begun), np.zeros_like(begun)
    table = np.array(coded.layers(session.project), dtype=np.int64).reshape(-1, 5)
    document = places.of_documents(table[:, 0])
    coder = places.of_coders(table[:, 1], table[:, 2])
    for marked, column in ((complete, 3), (skipped, 4)):
        there = (document >= 0) & (coder >= 0) & (table[:, column] > 0)
        marked[document[there], coder[there]] = True
    worked = complete if choice.complete else complete | (begun & ~skipped)
    seen = _visible(session, places)
    return Scope(
        documents=places.documents,
        coders=places.coders,
        worked=worked & seen,
        complete=complete & seen,
        hidden=int((worked & ~seen).sum()),
    )


def _documents(session: Session, choice: Choice) -> list[DocumentRow]:
    found = coded.documents(session.project)
    if choice.documents is not None:
        wanted = frozenset(choice.documents)
        found = [each for each in found if each.uid in wanted]
    if choice.round:
        chosen = rounds.find(session, choice.round)
        assigned = session.project.assignments.of_round(chosen.uid)
        inside = {each.document for each in assigned}
        found = [each for each in found if each.uid in inside]
    return found


def _visible(session: Session, places: Places) -> Bools:
    """Documents × coders: whether the person at work may see the layer."""
    import numpy as np

    shape = (len(places.documents), len(places.coders))
    sight = visibility.sight(session)
    if sight.everything:
        return np.ones(shape, dtype=bool)
    others = [sight.sees_others(each.uid) for each in places.documents]
    own = [each.uid == session.annotator.uid for each in places.coders]
    seen: Bools = np.array(others, dtype=bool)[:, None] | np.array(own, dtype=bool)
    return seen
