# SPDX-License-Identifier: MIT
"""A document's marks divided by whose they are, as INCEpTION keeps them.

It has one file for each person and document, and one for the curated result.
A link from one person's annotation to another's has no place in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from annotator.formats.features import ACROSS, Feature
from annotator.formats.losses import Losses
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.unfold import Unfolder
from annotator.model.bundle import DocumentRecord

#: What every format of one file for each person and document carries.
CARRIES: Final = frozenset(
    {
        *(Feature.TEXTS, Feature.EMPTY_DOCUMENTS, Feature.PEOPLE),
        *(Feature.LAYER_KINDS, Feature.PIECES, Feature.OVERLAPS),
        *(Feature.GROUPS, Feature.PARENTS, Feature.FIELDS, Feature.LINKS),
        *(Feature.ROWS, Feature.NONE, Feature.LINE_BREAKS),
    }
)

ADJUDICATED: Final = "adjudicated"


@dataclass(frozen=True, slots=True)
class Share:
    """What one person marked in a document, every stretch of it continuous.

    `person` is "" where nobody annotated.
    """

    marked: MarkedDocument
    person: str = ""
    adjudicated: bool = False


def shares(
    unfolder: Unfolder, record: DocumentRecord, losses: Losses
) -> Iterator[Share]:
    """The shares of a document, those of people who found nothing included.

    Marks without a place, and links to them, have none here either.
    """
    marked = unfolder.unfold(record)
    placed = [mark for mark in marked.marks if mark.pieces]
    whose = {mark.id: (mark.layer == ADJUDICATED, mark.annotator) for mark in placed}
    links = [x for x in marked.links if x.source in whose and x.target in whose]
    owners: dict[tuple[bool, str | None], None] = dict.fromkeys(whose.values())
    for layer in record.layers:
        if layer.annotator is not None and layer.kind != ADJUDICATED:
            owners[False, layer.annotator] = None
    for link in links:
        if whose[link.source] != whose[link.target]:
            losses.add(ACROSS, f"{link.source} {link.label} {link.target}")
    for owner in sorted(owners, key=str) or [(False, None)]:
        adjudicated, uid = owner
        person = unfolder.people.get(uid or "")
        own = _own(marked, placed, links, {m for m, o in whose.items() if o == owner})
        name = person.name if person else uid or ""
        yield Share(split_pieces(own), name, adjudicated)


def _own(
    marked: MarkedDocument, marks: list[Mark], links: list[Link], ids: set[str]
) -> MarkedDocument:
    return replace(
        marked,
        marks=tuple(mark for mark in marks if mark.id in ids),
        links=tuple(x for x in links if x.source in ids and x.target in ids),
    )
