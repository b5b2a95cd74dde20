# SPDX-License-Identifier: MIT
"""A document's marks by whose work they are, for formats that keep it apart."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.model.bundle import DocumentRecord
from annotator.model.team import Annotator

PRIMARY = "primary"
#: The layers that a person may have in a document.
LAYERS = (PRIMARY, "adjudicated")


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work on a document in one layer.

    `annotator` is a uid, "" where nobody worked on it.  `links` are those that
    begin at its marks.  `people` is who the annotator is, where that is known.
    """

    annotator: str
    layer: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    people: tuple[Annotator, ...]

    @property
    def name(self) -> str:
        """What the annotator is called, else the uid."""
        return self.people[0].name if self.people else self.annotator


def works(record: DocumentRecord, marked: MarkedDocument) -> list[Work]:
    """The work of each who annotated, or has a layer; nobody's where nobody has."""
    owners = dict.fromkeys(map(_owner, marked.marks))
    for layer in record.layers:
        if layer.annotator and layer.kind == PRIMARY:
            owners[layer.annotator, PRIMARY] = None
    made = []
    for uid, kind in list(owners) or [("", PRIMARY)]:
        marks = tuple(each for each in marked.marks if _owner(each) == (uid, kind))
        mine = {each.id for each in marks}
        links = tuple(link for link in marked.links if link.source in mine)
        people = tuple(each for each in marked.people if each.uid == uid)
        made.append(Work(uid, kind, marks, links, people))
    return made


def _owner(mark: Mark) -> tuple[str, str]:
    return mark.annotator or "", mark.layer or PRIMARY
