# SPDX-License-Identifier: MIT
"""A document's marks divided into annotations and predictions of Label Studio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.labelstudio.names import FORMAT
from annotator.formats.marks.records import Link, Mark, MarkedDocument, Work

#: Whose it is: annotator ("" nobody), layer, and whether it is suggested only.
_Owner = tuple[str, str, bool]


@dataclass(slots=True)
class Share:
    """What one person did in one layer, or one model suggested.

    All `marks` have a place, and all `links` run between them.  `texts` are those
    without a place that say something of the whole text.
    """

    person: str
    layer: str
    suggested: bool
    work: Work = field(default_factory=Work)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Shares:
    """The shares of a document; `ids` are those of their regions, by mark.

    `unplaced` marks and links `across` have no place in any share, and stand in
    our own details; what the marks say of the text is in the shares besides.
    """

    all: list[Share] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    unplaced: list[Mark] = field(default_factory=list)
    across: list[Link] = field(default_factory=list)


def shares_of(marked: MarkedDocument) -> Shares:
    """The shares of a document whose marks are continuous."""
    made = Shares(ids=_ids(marked))
    owners: dict[_Owner, Share] = {}
    homes: dict[str, Share] = {}
    for owner, mark in _owned(marked):
        if mark.pieces:
            share = owners.setdefault(owner, Share(*owner))
            share.marks.append(mark)
            homes[mark.id] = share
            continue
        made.unplaced.append(mark)
        if mark.attributes and made.ids[mark.id] == mark.id:
            owners.setdefault(owner, Share(*owner)).texts.append(mark)
    for link in marked.links:
        home = homes.get(link.source)
        inside = home is not None and homes.get(link.target) is home
        (home.links if home and inside else made.across).append(link)
    _set_work(marked, owners)
    made.all = list(owners.values())
    return made


def _owned(marked: MarkedDocument) -> Iterator[tuple[_Owner, Mark]]:
    """The marks with whose they are.

    What belongs to an annotation follows it, and is suggested where it is.
    """
    suggested = False
    for mark in marked.marks:
        if mark.origin is not None:
            suggested = mark.origin == "suggested"
        layer = mark.layer or "primary"
        yield (mark.annotator or "", layer, suggested and layer == "primary"), mark


def _set_work(marked: MarkedDocument, owners: dict[_Owner, Share]) -> None:
    """Add what is said of layers, and those in which nothing was found."""
    for work in marked.work:
        said = work.status != "new" or work.note or work.seconds is not None
        person = work.annotator or ""
        own = [x for x in owners.values() if _is_of(x, work)]
        asked = all(share.suggested for share in own)
        if asked and own and work.status in ("new", "in_progress") and not work.note:
            # A model, which has nothing to finish.
            continue
        if asked and said:
            owner = person, work.layer, False
            own.append(owners.setdefault(owner, Share(*owner)))
        for share in own:
            if not share.suggested:
                share.work = work


def _is_of(share: Share, work: Work) -> bool:
    """Whether work is said of a share; the adjudicated layer as such is nobody's."""
    alone = work.layer != "primary" and work.annotator is None
    return share.layer == work.layer and (alone or share.person == work.annotator)


def _ids(marked: MarkedDocument) -> dict[str, str]:
    """Ids of regions: as those of the marks, without what the program cuts off."""
    made: dict[str, str] = {}
    taken = {mark.id for mark in marked.marks if "#" not in mark.id}
    for mark in marked.marks:
        wanted, number = mark.id.replace("#", "-"), 2
        uid = wanted
        while uid in taken and uid != mark.id:
            uid, number = f"{wanted}-{number}", number + 1
        taken.add(uid)
        made[mark.id] = uid
    return made


def kept_of(extra: Mapping[str, Any], key: str = FORMAT) -> dict[str, Any]:
    """The object at `key`, or an empty one: what was kept of a file of theirs."""
    found = extra.get(key)
    return dict(found) if isinstance(found, Mapping) else {}
