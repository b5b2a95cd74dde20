# SPDX-License-Identifier: MIT
"""Which annotation lies in which: parents, levels, children.

Only annotations of one layer, document and type that allows nesting are related.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.model import spans as ranges
from annotator.model.annotation import Annotation, Span
from annotator.model.codebook import AnnotationType, Codebook


def find_parent(
    annotation: Annotation, codebook: Codebook, others: Iterable[Annotation]
) -> str | None:
    """The uid of the innermost annotation whose content holds this one whole.

    None where there is none, where the type does not nest, or as long as the
    annotation itself has no content.
    """
    kind = _type(codebook, annotation)
    if kind is None or not kind.nesting or not _content(annotation, kind):
        return annotation.parent if kind is None else None
    pool = list(others)
    below = descendants(annotation.uid, pool)
    fitting = [
        (ranges.length(_content(other, kind)), other.start(), other.uid)
        for other in pool
        if other.uid not in below and _holds(other, annotation, kind)
    ]
    return min(fitting)[2] if fitting else None


def adopted(
    annotation: Annotation, codebook: Codebook, others: Iterable[Annotation]
) -> tuple[Annotation, ...]:
    """Those of `others` that now belong under `annotation`, with it as parent.

    For an annotation marked after the ones inside it: they were on its level
    (had the same parent) and it is now the innermost that holds them.
    """
    kind = _type(codebook, annotation)
    if kind is None or not kind.nesting:
        return ()
    pool = [other for other in others if other.uid != annotation.uid]
    level = [other for other in pool if other.parent == annotation.parent]
    # The cheap test first: few lie inside, and finding a parent asks everyone.
    inside = [each for each in level if _holds(annotation, each, kind)]
    return tuple(
        replace(each, parent=annotation.uid)
        for each in inside
        if not each.deleted
        and find_parent(each, codebook, [*pool, annotation]) == annotation.uid
    )


def released(
    annotation: Annotation, codebook: Codebook, others: Iterable[Annotation]
) -> tuple[Annotation, ...]:
    """Children of `annotation` that it holds no longer, under who holds them now.

    For an annotation whose content became less.
    """
    kind = _type(codebook, annotation)
    if kind is None or not kind.nesting:
        return ()
    pool = [other for other in others if other.uid != annotation.uid]
    return tuple(
        replace(each, parent=find_parent(each, codebook, [*pool, annotation]))
        for each in pool
        if each.parent == annotation.uid
        and not each.deleted
        and _content(each, kind)
        and not _holds(annotation, each, kind)
    )


def moved_along(
    before: Annotation | None,
    annotation: Annotation,
    codebook: Codebook,
    others: Iterable[Annotation],
) -> tuple[Annotation, ...]:
    """Those of `others` that have another parent now that `annotation` is so.

    None where its content is as it was (`before`; None: it is new).
    """
    kind = _type(codebook, annotation)
    if kind is None:
        return ()
    if before is not None and _content(before, kind) == _content(annotation, kind):
        return ()
    pool = list(others)
    return (
        *adopted(annotation, codebook, pool),
        *released(annotation, codebook, pool),
    )


def reparent(annotations: Iterable[Annotation], uid: str) -> tuple[Annotation, ...]:
    """The children of `uid`, moved up to its parent (as when it is deleted)."""
    pool = list(annotations)
    parent = next((each.parent for each in pool if each.uid == uid), None)
    return tuple(replace(each, parent=parent) for each in pool if each.parent == uid)


def descendants(uid: str, annotations: Iterable[Annotation]) -> set[str]:
    """`uid` and the uids of all that lies below it."""
    children: dict[str | None, list[str]] = {}
    for each in annotations:
        children.setdefault(each.parent, []).append(each.uid)
    found, waiting = {uid}, [uid]
    while waiting:
        fresh = [each for each in children.get(waiting.pop(), []) if each not in found]
        found.update(fresh)
        waiting += fresh
    return found


def ancestors(annotation: Annotation, by_uid: Mapping[str, Annotation]) -> list[str]:
    """The uids above it, nearest first; ends before a uid comes a second time."""
    found: list[str] = []
    uid = annotation.parent
    while uid is not None and uid not in found:
        found.append(uid)
        uid = by_uid[uid].parent if uid in by_uid else None
    return found


def level(annotation: Annotation, by_uid: Mapping[str, Annotation]) -> int:
    """1 for an annotation without parent, 2 for its children, …"""
    return 1 + len(ancestors(annotation, by_uid))


def _type(codebook: Codebook, annotation: Annotation) -> AnnotationType | None:
    return next((t for t in codebook.types if t.id == annotation.type), None)


def _content(annotation: Annotation, kind: AnnotationType) -> tuple[Span, ...]:
    return annotation.spans_of(kind.main_role.id)


def _holds(outer: Annotation, inner: Annotation, kind: AnnotationType) -> bool:
    """Whether inner lies in outer's content and is not as large as it."""
    related = (outer.document, outer.layer, outer.type)
    if related != (inner.document, inner.layer, inner.type):
        return False
    # Several people may work in the adjudicated layer: it is one all the same.
    if outer.annotator != inner.annotator and outer.layer == "primary":
        return False
    content = _content(outer, kind)
    if outer.deleted or not ranges.contains(content, inner.spans):
        return False
    return ranges.length(content) > ranges.length(_content(inner, kind))
