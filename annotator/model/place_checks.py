# SPDX-License-Identifier: MIT
"""Checks of an annotation among the others: its parent, its level, overlaps."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model import nesting
from annotator.model import spans as ranges
from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType
from annotator.model.part import Part, inside
from annotator.model.problem import Problem
from annotator.model.surroundings import Surroundings


def place_problems(
    annotation: Annotation,
    kind: AnnotationType,
    part: Part,
    text: str,
    around: Surroundings,
) -> Iterator[Problem]:
    """What is wrong with where the annotation stands; `part` is its own part."""
    if annotation.parent is not None:
        yield from _parent(annotation, kind, part, text, around)
    if kind.univocal:
        yield from _univocal(annotation, part, around)
    elif not kind.overlap:
        yield from _overlap(annotation, kind, part, around)


def _parent(
    annotation: Annotation,
    kind: AnnotationType,
    part: Part,
    text: str,
    around: Surroundings,
) -> Iterator[Problem]:
    above = nesting.ancestors(annotation, around.by_uid)
    parent = around.by_uid.get(annotation.parent or "")
    if annotation.uid in above:
        yield part.problem("cycle")
    elif not kind.nesting:
        yield part.problem("nesting")
    elif parent is None:
        yield part.problem("parent_missing")
    else:
        if kind.max_level and len(above) >= kind.max_level:
            level = len(above) + 1
            yield part.problem("too_deep", level=level, limit=kind.max_level)
        yield from _outside(kind, part, parent, text)


def _outside(
    kind: AnnotationType, part: Part, parent: Annotation, text: str
) -> Iterator[Problem]:
    main = kind.main_role
    content = parent.spans_of(main.id)
    for role in part.roles:
        if not ranges.contains(content, part.spans_of(role.id), text):
            yield part.problem("outside_parent", role=role, main=inside(main.label))


def _univocal(
    annotation: Annotation, part: Part, around: Surroundings
) -> Iterator[Problem]:
    for role in part.roles:
        spans = part.spans_of(role.id)
        rest = [s for s in annotation.spans if s.role != role.id]
        foreign = any(any(around.overlapping(annotation, s)) for s in spans)
        if foreign or ranges.overlap(spans, rest):
            yield part.problem("univocal", role=role)


def _overlap(
    annotation: Annotation, kind: AnnotationType, part: Part, around: Surroundings
) -> Iterator[Problem]:
    main = kind.main_role
    for span in part.spans_of(main.id):
        others = around.overlapping(annotation, span)
        if any(other.role == main.id for other in others):
            yield part.problem("overlap", role=main)
            return
