# SPDX-License-Identifier: MIT
"""What one person or model found, as marks, links and work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from annotator.formats import typed
from annotator.formats.labelstudio.names import DRAFTS, PREDICTIONS, control_of
from annotator.formats.labelstudio.results import Region
from annotator.formats.labelstudio.tasks import Found
from annotator.formats.marks.names import PARENT
from annotator.formats.marks.plain import agreed, with_plain
from annotator.formats.marks.records import Link, Mark, Pieces, Work
from annotator.formats.marks.side import KEY
from annotator.formats.placing import Places
from annotator.model.errors import InputError

ADJUDICATED: Final = "adjudicated"


@dataclass(slots=True)
class Marks:
    """The marks of a document so far, with the links and layers between them.

    `missing` counts relations to regions that are not there.
    """

    marks: dict[str, Mark] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    missing: int = 0

    def take(self, found: Found, regions: list[Region], places: Places) -> None:
        """Add what was found; InputError names the field."""
        whose = _whose(found)
        ids: dict[str, str] = {}
        for region in regions:
            try:
                ids[region.id] = self._region(found, region, whose, places)
            except InputError as error:
                raise typed.placed(error, f"{found.field}.{region.place}") from None
        self._link(found, regions, ids)
        if found.kind != PREDICTIONS:
            self.work.append(_work(found, whose))

    def _region(
        self, found: Found, region: Region, whose: str | None, places: Places
    ) -> str:
        """Add the marks of a region; returns the id of the first."""
        pieces = _pieces(region, places)
        mark = _mark(found, region, whose, pieces)
        if mark.id in self.marks:
            mark = replace(mark, id=self._free(mark.id))
        self.marks[mark.id] = mark
        for label in region.labels[1:]:
            uid = self._free(f"{mark.id}/{label}")
            self.marks[uid] = replace(mark, id=uid, label=label, attributes={})
        return mark.id

    def _free(self, uid: str) -> str:
        """The id, or one like it: copies of an annotation have the same ids."""
        made, number = uid, 2
        while made in self.marks:
            made, number = f"{uid}/{number}", number + 1
        return made

    def _link(
        self, found: Found, regions: list[Region], ids: Mapping[str, str]
    ) -> None:
        pairs = [(x.label, x.source, x.target) for x in found.results.relations]
        pairs += [(PARENT, each.id, each.parent) for each in regions if each.parent]
        for label, source, target in pairs:
            if source in ids and target in ids:
                ends = ids[source], ids[target]
                self.links.append(Link(label=label, source=ends[0], target=ends[1]))
            else:
                self.missing += 1


def _whose(found: Found) -> str | None:
    """The person: ours by id, where the program lost it from the marks."""
    said = typed.text(found.details, "annotator")
    if said:
        return said
    listed = list(found.results.regions.values())
    named = {typed.text(each.details, "annotator") for each in listed}
    return named.pop() or found.person if len(named) == 1 else found.person


def _pieces(region: Region, places: Places) -> Pieces:
    if region.start is None or region.end is None:
        return ()
    try:
        return (places.span(region.start, region.end),)
    except InputError as error:
        raise typed.placed(error, "value.start") from None


def _mark(found: Found, region: Region, whose: str | None, pieces: Pieces) -> Mark:
    label, details = region.label, region.details
    mark = Mark(
        label=label,
        pieces=pieces,
        id=region.id,
        annotator=typed.text(details, "annotator") or whose,
        layer=ADJUDICATED if found.truth else None,
        state="draft" if found.kind == DRAFTS or found.cancelled else None,
        origin="suggested" if found.kind == PREDICTIONS else None,
        created=found.created,
        modified=found.modified,
        extra=region.extra,
    )
    said = {control_of(name, label): v for name, v in region.attributes.items()}
    if not details:
        return replace(mark, attributes=said)
    try:
        told = with_plain(mark, details)
    except InputError as error:
        raise typed.placed(error, f"meta.{KEY}") from None
    attributes = agreed(said, told.attributes)
    return replace(told, layer=mark.layer, attributes=attributes)


def _work(found: Found, whose: str | None) -> Work:
    status = typed.text(found.details, "status") or "complete"
    if found.cancelled:
        status = "skipped"
    elif found.kind == DRAFTS:
        status = "in_progress"
    elif status == "skipped":
        # Whoever took it up again did not skip it.
        status = "complete"
    return Work(
        annotator=whose,
        layer=ADJUDICATED if found.truth else "primary",
        status=status,
        note=typed.text(found.details, "note"),
        seconds=found.seconds,
    )
