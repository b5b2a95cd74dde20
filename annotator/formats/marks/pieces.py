# SPDX-License-Identifier: MIT
"""Discontinuous stretches for formats whose spans are continuous.

Each piece becomes a mark of its own; the first keeps id, attributes and links,
and a link `continues` runs from each later piece to the one before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from annotator.formats.marks.records import Link, Mark, MarkedDocument

#: The link from a later piece to the one before it.
CONTINUES: Final = "continues"


def split_pieces(marked: MarkedDocument) -> MarkedDocument:
    """The document with continuous marks only."""
    marks: list[Mark] = []
    links: list[Link] = []
    for mark in marked.marks:
        if len(mark.pieces) < 2:
            marks.append(mark)
            continue
        marks.append(replace(mark, pieces=mark.pieces[:1]))
        before = mark.id
        for number, piece in enumerate(mark.pieces[1:], start=2):
            uid = f"{mark.id}/piece/{number}"
            marks.append(
                Mark(
                    label=mark.label,
                    pieces=(piece,),
                    id=uid,
                    annotator=mark.annotator,
                    layer=mark.layer,
                )
            )
            links.append(Link(label=CONTINUES, source=uid, target=before))
            before = uid
    return replace(marked, marks=tuple(marks), links=marked.links + tuple(links))


def join_pieces(marked: MarkedDocument) -> MarkedDocument:
    """The inverse: marks that continue another become pieces of it."""
    before = {x.source: x.target for x in marked.links if x.label == CONTINUES}
    if not before:
        return marked
    pieces = {mark.id: list(mark.pieces) for mark in marked.marks}
    for mark in marked.marks:
        first = _first(mark.id, before)
        if first != mark.id and first in pieces:
            pieces[first] += mark.pieces
    marks = [
        replace(mark, pieces=tuple(sorted(pieces[mark.id])))
        for mark in marked.marks
        if _first(mark.id, before) not in pieces or mark.id not in before
    ]
    links = [link for link in marked.links if link.label != CONTINUES]
    return replace(marked, marks=tuple(marks), links=tuple(links))


def _first(uid: str, before: dict[str, str]) -> str:
    """The mark that a chain of continuations begins with; a ring ends anywhere."""
    seen = {uid}
    while uid in before and before[uid] not in seen:
        uid = before[uid]
        seen.add(uid)
    return uid
