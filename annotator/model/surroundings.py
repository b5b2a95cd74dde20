# SPDX-License-Identifier: MIT
"""The other annotations of a document, ready to be asked about.

Built once for a whole document, so that checking each of its annotations does
not mean looking at every other one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from annotator.model.annotation import Annotation, Span


class Surroundings:
    """Live annotations by uid, and which of their spans overlap a given one."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self.by_uid = {each.uid: each for each in annotations if not each.deleted}

    def overlapping(self, annotation: Annotation, span: Span) -> Iterator[Span]:
        """Spans of other annotations of its type and layer that share a character."""
        key = _group(annotation)
        starts, ends, spans = self._index.get(key, ([], [], []))
        at = bisect_left(starts, span.end)
        # Ends are running maxima: once they fall behind, nothing earlier reaches.
        while at and ends[at - 1] > span.start:
            at -= 1
            uid, other = spans[at]
            if uid != annotation.uid and other.end > span.start:
                yield other

    @cached_property
    def _index(
        self,
    ) -> dict[tuple[str, ...], tuple[list[int], list[int], list[tuple[str, Span]]]]:
        groups: dict[tuple[str, ...], list[tuple[str, Span]]] = {}
        for each in self.by_uid.values():
            groups.setdefault(_group(each), []).extend(
                (each.uid, s) for s in each.spans
            )
        return {key: _sorted(spans) for key, spans in groups.items()}


def _group(annotation: Annotation) -> tuple[str, ...]:
    return (annotation.type, annotation.annotator, annotation.layer)


def _sorted(
    spans: list[tuple[str, Span]],
) -> tuple[list[int], list[int], list[tuple[str, Span]]]:
    ordered = sorted(spans, key=lambda pair: pair[1].start)
    starts = [span.start for _, span in ordered]
    return starts, list(accumulate((s.end for _, s in ordered), max)), ordered
