# SPDX-License-Identifier: MIT
"""Marks of one document that come from several places, told apart.

Most formats number marks within a file: the first of one person's file is called
like the first of another's.  In a project an id stands for one annotation, so
that a mark whose id is somebody else's there gets another one, always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from annotator.formats.marks.fold import identified
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.resolver import Resolver

#: Whose an annotation is, and in which layer.
Owner = tuple[str, str]
#: The owners of the annotations that a project has in a document, by their ids.
FindOwners = Callable[[str], Mapping[str, Owner]]


@dataclass(slots=True)
class Apart:
    """Goes along with one reading of a file, document by document.

    Args:
        owners: what the project has in a document.
        twice: the uids of documents that the file has several times.
        resolver: finds whose a mark is.
    """

    owners: FindOwners
    twice: Collection[str]
    resolver: Resolver
    _met: dict[str, dict[str, Mark]] = field(default_factory=dict)

    def of(self, marked: MarkedDocument) -> MarkedDocument:
        """The document with marks whose ids are nobody else's."""
        uid = marked.document.uid
        there = self.owners(uid)
        if not there and uid not in self.twice:
            return marked
        self.resolver.introduce(marked.people)
        marked = identified(marked)
        met = self._met.setdefault(uid, {}) if uid in self.twice else {}
        ids = {mark.id: self._id(mark, there, met) for mark in marked.marks}
        marks = tuple(replace(mark, id=ids[mark.id]) for mark in marked.marks)
        if uid in self.twice:
            met |= {mark.id: mark for mark in marks}
        links = tuple(
            replace(
                link,
                source=ids.get(link.source, link.source),
                target=ids.get(link.target, link.target),
            )
            for link in marked.links
        )
        return replace(marked, marks=marks, links=links)

    def _id(
        self, mark: Mark, there: Mapping[str, Owner], met: Mapping[str, Mark]
    ) -> str:
        # What has revisions was made here: it is the same wherever it comes from.
        if mark.revs:
            return mark.id
        owner, uid = self._owner(mark), mark.id
        before = there.get(uid) or (self._owner(met[uid]) if uid in met else owner)
        if before != owner:
            person, layer = owner
            uid = "/".join((person, *([layer] if layer != "primary" else ()), uid))
        number, wanted = 2, uid
        while uid in met and not _same(met[uid], mark):
            uid, number = f"{wanted}~{number}", number + 1
        return uid

    def _owner(self, mark: Mark) -> Owner:
        return self.resolver.person(mark.annotator), mark.layer or "primary"


def _same(one: Mark, other: Mark) -> bool:
    """Whether two marks say the same."""
    return (one.label, one.pieces, one.attributes) == (
        other.label,
        other.pieces,
        other.attributes,
    )
