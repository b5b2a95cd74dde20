# SPDX-License-Identifier: MIT
"""Whose work may be seen by whom.

Annotation is blind: what others marked in a document, and what was made of it,
is hidden until one's own layer of that document is complete or set aside, or
the lead opened the round.  Reviewers and leads see everything.  So does whoever
is not one of the project's people: they have no layer that could be influenced.

Everything that shows another person's work asks here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from annotator.model.document import Layer
from annotator.services import people
from annotator.services.session import Session
from annotator.store import sight as stored

#: Roles that see everything.
SEEING: Final = frozenset({"reviewer", "lead"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see of others' work at one moment.

    Attributes:
        annotator: uid of the person.
        everything: whether nothing is hidden.
        documents: uids of the documents whose layers are all visible, where not
            everything is.
    """

    annotator: str
    everything: bool
    documents: frozenset[str] = frozenset()

    def sees(self, document: str, annotator: str | None) -> bool:
        """Whether that person's layer (None: the adjudicated) may be seen."""
        own = annotator is not None and annotator == self.annotator
        return own or self.everything or document in self.documents

    def sees_others(self, document: str) -> bool:
        """Whether all layers of the document may be seen."""
        return self.everything or document in self.documents


def sees_everything(session: Session) -> bool:
    """Whether nothing is hidden from the person at work."""
    me = session.project.annotators.find(session.annotator.uid)
    return me is None or (me.role in SEEING and not me.inactive)


def sight(session: Session, documents: Collection[str] | None = None) -> Sight:
    """What the person at work may see now, of some documents or (None) of all."""
    me = session.annotator.uid
    if sees_everything(session):
        return Sight(me, True)
    return Sight(me, False, stored.open_documents(session.project, me, documents))


def takes_out(session: Session) -> Sight:
    """What the person at work may take out of the project, into files or figures.

    Everything, unless a round is closed: then what they may see.  Where nobody
    made rounds, work is shared as people please; in a package there is nobody else's.
    """
    closed = any(not each.opened for each in session.project.rounds.all())
    if not closed or _is_alone(session):
        return Sight(session.annotator.uid, True)
    return sight(session)


def _is_alone(session: Session) -> bool:
    """Whether the file is a package in which nobody else annotates."""
    me = session.annotator.uid
    others = (p for p in session.annotators() if p.uid != me and p.role not in SEEING)
    return people.is_package(session) and not any(others)


def sees_others(session: Session, document: str) -> bool:
    """Whether the person at work may see others' layers of a document."""
    return sight(session, (document,)).sees_others(document)


def visible_layers(session: Session, document: str) -> tuple[Layer, ...]:
    """The layers of a document that the person at work may see.

    Their own comes first and is there even if nothing is in it; then others' by
    the order in which people came, then the adjudicated ones.
    """
    me = session.annotator.uid
    own = session.project.layers.get(document, me)
    seeing = sight(session, (document,))
    others = (
        session.project.layers.get(document, who, kind)
        for who, kind in stored.layers_of(session.project, document)
        if (who, kind) != (me, "primary")
    )
    return (own, *(each for each in others if _may_see(seeing, each)))


def _may_see(seeing: Sight, layer: Layer) -> bool:
    """An adjudicated layer is made of others' work, whoever made it."""
    who = layer.annotator if layer.kind == "primary" else None
    return seeing.sees(layer.document, who)
