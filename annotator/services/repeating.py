# SPDX-License-Identifier: MIT
"""Documents that a person annotates a second time, to be compared with themselves.

A repeat is a document of its own with the same text, which says whose repeat it
is only in the lead's file.  One copy serves all people who read the original.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from annotator.analysis import allotment
from annotator.model.document import Document
from annotator.model.identity import new_revision, new_uid
from annotator.services.session import Session
from annotator.store import workload

#: The key in a document's `extra`.
REPEAT_OF: Final = "repeat_of"
#: A sequence of fewer documents has no room for a repeat.
LEAST: Final = 4


@dataclass(slots=True)
class Repeats:
    """The repeats of an assignment.

    Attributes:
        copies: documents to be stored.
        sizes: lengths of the copies' texts by uid.
    """

    copies: list[Document] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    _of: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def of(self, person: str) -> Mapping[str, str | None]:
        """Copy → original where it is in this assignment, for `sequence`."""
        return self._of.get(person, {})

    @property
    def count(self) -> int:
        """How many repeats all people together have."""
        return sum(len(each) for each in self._of.values())

    def add(self, person: str, copy: str, original: str | None) -> None:
        """That a person reads a copy."""
        self._of.setdefault(person, {})[copy] = original


def choose(
    session: Session,
    wanted: Mapping[str, Sequence[str]],
    number: int,
    seed: int,
    sizes: Mapping[str, int],
) -> Repeats:
    """So many repeats for each person.

    Documents that they completed before come first; then those of their new
    ones that leave room for half of the sequence in between.

    Args:
        wanted: the new documents of each person.
        sizes: lengths of the texts.
    """
    found = Repeats()
    if not number:
        return found
    copies: dict[str, str] = {}
    twice = read_twice(session)
    for person, uids in wanted.items():
        done = workload.completed(session.project, person)
        done -= {*uids, *twice.get(person, ())}
        earlier = allotment.drawn(done, person, seed, number)
        new: tuple[str, ...] = ()
        if len(uids) >= LEAST:
            room = number - len(earlier)
            new = allotment.repeatable(uids, person, seed, room)
        for original in (*earlier, *new):
            if original not in copies:
                copy = _copy(session.project.documents.get(original))
                copies[original] = copy.uid
                found.copies.append(copy)
                found.sizes[copy.uid] = sizes.get(original, len(copy.text))
            first = original if original in new else None
            found.add(person, copies[original], first)
    return found


def has_repeats(session: Session) -> bool:
    """Whether any document repeats another."""
    return bool(workload.repeats(session.project))


def read_twice(session: Session) -> dict[str, set[str]]:
    """The originals that each person was given a repeat of."""
    original = workload.repeats(session.project)
    found: dict[str, set[str]] = {}
    for each in session.project.assignments.of_round() if original else ():
        if each.document in original:
            found.setdefault(each.annotator, set()).add(original[each.document])
    return found


def _copy(original: Document) -> Document:
    extra = {**original.extra, REPEAT_OF: original.uid}
    # A revision from the start: the state in a package, which does not say whose
    # repeat it is, must not be taken for another one.
    return replace(original, uid=new_uid(), extra=extra, revs=(new_revision(),))
