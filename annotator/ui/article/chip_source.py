# SPDX-License-Identifier: MIT
"""Chips for the stretch of text that is in sight, placed in the column."""

from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.ui.article.chips import Chip, ChipWriter
from annotator.ui.article.flow import Flow
from annotator.ui.article.margin import Placed
from annotator.ui.article.marks import Marks
from annotator.ui.article.metrics import TINT_BOTTOM, TINT_TOP
from annotator.ui.article.packing import Slot, pack


class ChipSource:
    """Writes and places the chips of a range of paragraphs.

    Chips are written once and kept until their annotation or label changes.
    """

    def __init__(self, marks: Marks, flow: Flow, writer: ChipWriter) -> None:
        self.marks = marks
        self.flow = flow
        self._writer = writer
        self._labels: dict[str, str] = {}
        self._written: dict[str, tuple[Annotation, str, int, Chip]] = {}

    def set_labels(self, labels: dict[str, str]) -> None:
        self._labels = dict(labels)

    def set_flow(self, flow: Flow) -> None:
        self.flow = flow

    def rewrite(self) -> None:
        """Write every chip anew, because names may have changed."""
        self._written.clear()

    def place(self, blocks: range, chosen: str | None) -> list[Placed]:
        """The chips of annotations that begin in these paragraphs, packed."""
        order = self._in_order(blocks)
        chips = [self._chip(a) for a in order]
        slots = [
            Slot(self._top(a), chip.height, chip.level)
            for a, chip in zip(order, chips, strict=True)
        ]
        at = next((n for n, a in enumerate(order) if a.uid == chosen), None)
        places = pack(slots, at, top=8)
        bottom = 0.0 if at is None else self._bottom(order[at])
        return [
            Placed(chip, round(y), round(slot.wish), bottom, annotation.parent)
            for annotation, chip, slot, y in zip(
                order, chips, slots, places, strict=True
            )
        ]

    def _in_order(self, blocks: range) -> list[Annotation]:
        """Outermost annotations in text order, each followed by what it holds."""
        roots: dict[str, Annotation] = {}
        for block in blocks:
            for annotation in self.marks.in_block(block):
                root = self.marks.root(annotation)
                if self.flow.blocks.at(self.marks.body(root)[0]) in blocks:
                    roots[root.uid] = root
        found: list[Annotation] = []
        for root in sorted(roots.values(), key=lambda a: self.marks.body(a)):
            self._collect(root, found, set())
        return found

    def _collect(
        self, annotation: Annotation, found: list[Annotation], seen: set[str]
    ) -> None:
        if annotation.uid not in seen:
            seen.add(annotation.uid)
            found.append(annotation)
            for child in self.marks.children(annotation.uid):
                self._collect(child, found, seen)

    def _chip(self, annotation: Annotation) -> Chip:
        label = self._labels.get(annotation.uid, "")
        level = self.marks.level(annotation)
        kept = self._written.get(annotation.uid)
        if kept is None or kept[0] is not annotation or kept[1:3] != (label, level):
            chip = self._writer.write(annotation, label, level)
            kept = (annotation, label, level, chip)
            self._written[annotation.uid] = kept
        return kept[3]

    def _top(self, annotation: Annotation) -> float:
        """The top of the content's first line."""
        return self._edge(self.marks.body(annotation)[0], -TINT_TOP)

    def _bottom(self, annotation: Annotation) -> float:
        """The bottom of the content's last line."""
        start, end = self.marks.body(annotation)
        return self._edge(max(start, end - 1), TINT_BOTTOM)

    def _edge(self, offset: int, down: float) -> float:
        """So far below the baseline at an offset; an estimate far out of sight."""
        number = self.flow.blocks.at(offset)
        if self.flow.is_laid_out(number):
            return self.flow.baseline(offset) + down * self.flow.style(number).scale
        return self.flow.bottom(number)
