# SPDX-License-Identifier: MIT
"""What figures are taken apart by: documents, rounds, months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.analysis.arrays import Bools, Ints
from annotator.services.agreement.frame import Frame
from annotator.services.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some documents: the key of what they have in common, its name, which."""

    key: str
    label: str
    documents: Bools


def groups(session: Session, frame: Frame, by: str) -> Iterator[Group]:
    """The groups of documents, one with all of them where nothing is taken apart."""
    import numpy as np

    if by == "document":
        yield from _documents(frame)
    elif by == "round":
        yield from _rounds(session, frame)
    elif by == "month":
        yield from _months(frame)
    else:
        yield Group("", "", np.ones(len(frame.scope.documents), dtype=bool))


def _documents(frame: Frame) -> Iterator[Group]:
    import numpy as np

    shared = frame.scope.worked.sum(axis=1) > 1
    for place in np.flatnonzero(shared).tolist():
        document = frame.scope.documents[place]
        mask = np.zeros(len(shared), dtype=bool)
        mask[place] = True
        yield Group(document.uid, document.title, mask)


def _rounds(session: Session, frame: Frame) -> Iterator[Group]:
    import numpy as np

    place = {each.uid: n for n, each in enumerate(frame.scope.documents)}
    for chosen in session.project.rounds.all():
        mask = np.zeros(len(place), dtype=bool)
        for each in session.project.assignments.of_round(chosen.uid):
            if each.document in place:
                mask[place[each.document]] = True
        yield Group(chosen.uid, chosen.name, mask)


def _months(frame: Frame) -> Iterator[Group]:
    """By when the last of a document's annotations was begun, in UTC."""
    import numpy as np

    month = months(frame)
    for value in np.unique(month[month >= 0]).tolist():
        name = str(np.datetime64(value, "M"))
        yield Group(name, name, month == value)


def months(frame: Frame) -> Ints:
    """For each document months since 1970; −1 where nothing was marked."""
    import numpy as np

    last = np.full(len(frame.scope.documents), -1, dtype=np.int64)
    np.maximum.at(last, frame.doc, frame.created)
    found = last.astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)
    return np.where(last >= 0, found, -1)
