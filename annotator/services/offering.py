# SPDX-License-Identifier: MIT
"""The drafts that a codebook offers for a document, and taking them up."""

from __future__ import annotations

from annotator.model.offering import Offer, drafts, offers
from annotator.services import annotate, entities
from annotator.services.annotate import Desk
from annotator.services.session import Session


def offered(session: Session, desk: Desk) -> list[Offer]:
    """The combinations of `foreach` that one's own layer does not hold yet."""

    def entries(vocabulary: str) -> list[str]:
        return [each.uid for each in entities.entries(session, vocabulary)]

    return offers(session.codebook, desk.document.text, entries, desk.annotations)


def begin_offered(session: Session, document_uid: str) -> int:
    """Begin a draft for everything that is offered, as one step; how many."""
    desk = annotate.load(session, document_uid)
    found = offered(session, desk)
    if not found:
        return 0
    who = session.annotator.uid
    with session.grouped("annotation.offered", document=document_uid, count=len(found)):
        for draft in drafts(session.codebook, desk.document, who, found):
            annotate.add(session, draft)
    return len(found)
