# SPDX-License-Identifier: MIT
"""Which annotations touch which paragraph, and the lane each one keeps.

A change costs what it touches: lanes are worked out for one cluster at a time,
i.e. for annotations that share paragraphs, when the cluster comes into sight.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress, count
from operator import is_not

from annotator.model.annotation import Annotation, Span
from annotator.model.codebook import Codebook
from annotator.ui.article.blocks import Blocks


class Lane:
    """The stretches of text taken on one lane, none crossing another."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int]] = []

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing on the lane shares a character with [start, end)."""
        at = bisect_left(self._taken, (start, start))
        if at < len(self._taken) and self._taken[at][0] < end:
            return False
        return at == 0 or self._taken[at - 1][1] <= start

    def take(self, start: int, end: int) -> None:
        self._taken.insert(bisect_left(self._taken, (start, end)), (start, end))


@dataclass(slots=True)
class Cluster:
    """Annotations that share paragraphs, and the lanes of their spans."""

    blocks: set[int] = field(default_factory=set)
    lanes: list[Lane] = field(default_factory=list)
    lane_of: dict[tuple[str, Span], int] = field(default_factory=dict)
    first_lane: dict[str, int] = field(default_factory=dict)

    def place(self, uid: str, spans: list[Span], lowest: int) -> None:
        """Give an annotation the first lane from `lowest` where nothing crosses.

        Its own spans that cross each other (a hedge within the content) take
        further lanes below.
        """
        layers = _layers(spans)
        lane = lowest
        while not self._fits(layers, lane):
            lane += 1
        self.first_lane[uid] = lane
        for below, layer in enumerate(layers):
            for span in layer:
                self._lane(lane + below).take(span.start, span.end)
                self.lane_of[uid, span] = lane + below

    def _fits(self, layers: list[list[Span]], lane: int) -> bool:
        return all(
            self._lane(lane + below).is_free(span.start, span.end)
            for below, layer in enumerate(layers)
            for span in layer
        )

    def _lane(self, number: int) -> Lane:
        while len(self.lanes) <= number:
            self.lanes.append(Lane())
        return self.lanes[number]

    def free_lane(self, span: Span, lowest: int) -> int:
        """The first lane from `lowest` on which `span` would cross nothing."""
        lane = lowest
        while not self._lane(lane).is_free(span.start, span.end):
            lane += 1
        return lane


def _layers(spans: list[Span]) -> list[list[Span]]:
    """Spans of one annotation parted so that none crosses another in its layer."""
    layers: list[list[Span]] = []
    for span in spans:
        for layer in layers:
            if all(s.end <= span.start or span.end <= s.start for s in layer):
                layer.append(span)
                break
        else:
            layers.append([span])
    return layers


class Marks:
    """The annotations of a document by uid and by paragraph."""

    def __init__(self, blocks: Blocks, codebook: Codebook) -> None:
        self.blocks = blocks
        self.codebook = codebook
        self.annotations: dict[str, Annotation] = {}
        self._children: dict[str, set[str]] = {}
        self._in_block: dict[int, set[str]] = {}
        self._clusters: dict[int, Cluster] = {}
        self._sequence: tuple[Annotation, ...] = ()
        self._bodies: dict[str, tuple[int, int]] = {}
        self._levels: dict[str, int] = {}
        self._sorted: dict[int, list[Annotation]] = {}
        self._main: dict[str, str] = {t.id: t.main_role.id for t in codebook.types}

    # Changing

    def show(self, annotations: Iterable[Annotation]) -> set[int]:
        """Show these annotations; returns the paragraphs that look different.

        Fastest where most are the very objects shown before, in their order.
        """
        sequence = tuple(annotations)
        gone, fresh = _changes(self._sequence, sequence)
        self._sequence = sequence
        old = {a.uid: a for a in gone}
        new = {a.uid: a for a in fresh if not a.deleted}
        changed = [a for a in new.values() if not _looks_same(old.get(a.uid), a)]
        touched = self._replace(old, new, changed)
        for annotation in new.values():
            # What looks the same may say something else: the chips want to know.
            for block in self.blocks_of(annotation):
                self._sorted.pop(block, None)
        for block in tuple(touched):
            touched |= self._forget_cluster(block)
        for block in touched:
            self._sorted.pop(block, None)
        if touched:
            self._levels.clear()
        return touched

    def _replace(
        self,
        old: dict[str, Annotation],
        new: dict[str, Annotation],
        changed: list[Annotation],
    ) -> set[int]:
        touched: set[int] = set()
        outdated = [*(a.uid for a in changed), *(old.keys() - new.keys())]
        for uid in outdated:
            if uid in self.annotations:
                touched |= self._drop(self.annotations.pop(uid))
        self.annotations.update(new)
        for annotation in changed:
            touched |= self._put(annotation)
        return touched

    def _put(self, annotation: Annotation) -> set[int]:
        blocks = self.blocks_of(annotation)
        for block in blocks:
            self._in_block.setdefault(block, set()).add(annotation.uid)
        if annotation.parent is not None:
            self._children.setdefault(annotation.parent, set()).add(annotation.uid)
        return blocks

    def _drop(self, annotation: Annotation) -> set[int]:
        blocks = self.blocks_of(annotation)
        for block in blocks:
            self._in_block.get(block, set()).discard(annotation.uid)
        self._bodies.pop(annotation.uid, None)
        if annotation.parent is not None:
            self._children.get(annotation.parent, set()).discard(annotation.uid)
        return blocks

    def _forget_cluster(self, block: int) -> set[int]:
        cluster = self._clusters.get(block)
        if cluster is None:
            return set()
        for each in cluster.blocks:
            self._clusters.pop(each, None)
        return cluster.blocks

    # Looking up

    def blocks_of(self, annotation: Annotation) -> set[int]:
        """The paragraphs that an annotation's spans touch, those of rows included."""
        found: set[int] = set()
        for span in annotation.all_spans():
            found.update(self.blocks.touching(span.start, span.end))
        return found

    def in_block(self, block: int) -> list[Annotation]:
        """The annotations that touch a paragraph, outer ones first."""
        found = self._sorted.get(block)
        if found is None:
            uids = self._in_block.get(block, ())
            found = sorted((self.annotations[uid] for uid in uids), key=self.order)
            self._sorted[block] = found
        return found

    def order(self, annotation: Annotation) -> tuple[int, int, int, str]:
        """Sorting key: outer before nested, then in text order."""
        start, end = self.body(annotation)
        return self.level(annotation), start, -end, annotation.uid

    def main_role(self, annotation: Annotation) -> str:
        return self._main.get(annotation.type, "content")

    def body(self, annotation: Annotation) -> tuple[int, int]:
        """From the first to the last character of the main role, else of all."""
        found = self._bodies.get(annotation.uid)
        if found is None:
            main = self.main_role(annotation)
            spans = annotation.spans_of(main) or annotation.spans
            start = min((s.start for s in spans), default=0)
            found = start, max((s.end for s in spans), default=start)
            self._bodies[annotation.uid] = found
        return found

    def level(self, annotation: Annotation) -> int:
        """How deep an annotation lies: 0 for an outermost one."""
        found = self._levels.get(annotation.uid)
        if found is None:
            found = self._levels[annotation.uid] = len(self._ancestors(annotation))
        return found

    def _ancestors(self, annotation: Annotation) -> list[Annotation]:
        """The parent, its parent, and so on; a ring of parents is cut open."""
        found: list[Annotation] = []
        seen = {annotation.uid}
        while annotation.parent in self.annotations and annotation.parent not in seen:
            annotation = self.annotations[str(annotation.parent)]
            seen.add(annotation.uid)
            found.append(annotation)
        return found

    def root(self, annotation: Annotation) -> Annotation:
        """The outermost annotation around one, or itself."""
        return next(reversed(self._ancestors(annotation)), annotation)

    def children(self, uid: str) -> list[Annotation]:
        """The annotations nested directly in one, in text order."""
        uids = (c for c in self._children.get(uid, ()) if c in self.annotations)
        return sorted((self.annotations[c] for c in uids), key=self.order)

    def is_tinted(self, annotation: Annotation, span: Span) -> bool:
        """Whether a span is shown as a tint: the main role of an outermost one."""
        outermost = annotation.parent not in self.annotations
        return outermost and span.role == self.main_role(annotation)

    def at(self, offset: int) -> list[Annotation]:
        """The annotations with a span at `offset`, the innermost first."""
        found = [
            a
            for a in self.in_block(self.blocks.at(offset))
            if any(s.start <= offset < s.end for s in a.spans)
        ]
        return sorted(found, key=lambda a: (-self.level(a), _width_at(a, offset)))

    # Lanes

    def cluster(self, block: int) -> Cluster:
        """The cluster that a paragraph belongs to, its lanes worked out."""
        found = self._clusters.get(block)
        if found is None:
            found = self._make_cluster(block)
        return found

    def _make_cluster(self, block: int) -> Cluster:
        cluster = Cluster()
        members = self._members(block, cluster.blocks)
        for annotation in sorted(members, key=self.order):
            spans = [s for s in annotation.spans if not self.is_tinted(annotation, s)]
            parent = cluster.first_lane.get(annotation.parent or "", -1)
            main = self.main_role(annotation)
            spans.sort(key=lambda s: (s.role != main, s.start))
            cluster.place(annotation.uid, spans, parent + 1)
        for each in cluster.blocks:
            self._clusters[each] = cluster
        return cluster

    def _members(self, block: int, blocks: set[int]) -> list[Annotation]:
        """Every annotation linked to a paragraph; fills `blocks` with theirs."""
        waiting, members = [block], {}
        blocks.add(block)
        while waiting:
            for uid in self._in_block.get(waiting.pop(), ()):
                if uid not in members:
                    members[uid] = annotation = self.annotations[uid]
                    fresh = self._linked(annotation) - blocks
                    blocks |= fresh
                    waiting += fresh
        return list(members.values())

    def _linked(self, annotation: Annotation) -> set[int]:
        parent = self.annotations.get(annotation.parent or "")
        found = self.blocks_of(annotation)
        return found | self.blocks_of(parent) if parent else found

    def lanes_in(self, block: int) -> int:
        """How many lanes the marks of a paragraph need."""
        if not self._in_block.get(block):
            return 0
        cluster = self.cluster(block)
        start, end = self.blocks.starts[block], self.blocks.ends[block]
        used = (
            cluster.lane_of.get((a.uid, s), -1)
            for a in self.in_block(block)
            for s in a.spans
            if s.start < end and start < s.end
        )
        return 1 + max(used, default=-1)


def _changes(
    old: tuple[Annotation, ...], new: tuple[Annotation, ...]
) -> tuple[tuple[Annotation, ...], tuple[Annotation, ...]]:
    """What differs, old and new, between the first and the last difference."""
    least = min(len(old), len(new))
    first = next(compress(count(), map(is_not, old, new)), least)
    back = map(is_not, reversed(old), reversed(new))
    last = min(next(compress(count(), back), least), least - first)
    return old[first : len(old) - last], new[first : len(new) - last]


def _looks_same(old: Annotation | None, new: Annotation) -> bool:
    """Whether nothing changed of what is drawn in the text."""
    if old is None or (old.parent, old.type) != (new.parent, new.type):
        return False
    return old.spans == new.spans and _row_spans(old) == _row_spans(new)


def _row_spans(annotation: Annotation) -> dict[str, list[tuple[Span, ...]]]:
    return {kind: [row.spans for row in rows] for kind, rows in annotation.rows.items()}


def _width_at(annotation: Annotation, offset: int) -> int:
    return min(s.end - s.start for s in annotation.spans if s.start <= offset < s.end)
