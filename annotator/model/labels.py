# SPDX-License-Identifier: MIT
"""Short names for the annotations of one document: A01, A02, A02a, A02b …

Level 1 is numbered in text order; everything nested in one of them, however
deep, is lettered in text order.  Labels are for reading: they change when an
annotation is added before, and are never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import TypeAlias

from annotator.model.annotation import Annotation

Order: TypeAlias = tuple[int, int, int, str]


def body(annotation: Annotation) -> tuple[int, int]:
    """Where the annotation's main part begins and ends.

    That is its content; a type without such a role counts with all its spans.
    """
    spans = annotation.spans_of("content") or annotation.spans
    if not spans:
        return (0, 0)
    return min(s.start for s in spans), max(s.end for s in spans)


def text_order(annotation: Annotation) -> Order:
    """Sorting key: by beginning, the longer first, then by age."""
    start, end = body(annotation)
    return (start, -end, annotation.created or 0, annotation.uid)


class Orders:
    """`text_order`, remembered for as long as an annotation is the same object.

    For what sorts thousands again and again, of which one has changed.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Annotation, Order]] = {}

    def __call__(self, annotation: Annotation) -> Order:
        known = self._known.get(annotation.uid)
        if known is None or known[0] is not annotation:
            known = self._known[annotation.uid] = (annotation, text_order(annotation))
        return known[1]


def root_of(uid: str, parents: Mapping[str, str | None]) -> str:
    """The outermost annotation around `uid`; a missing parent counts as none."""
    seen = {uid}
    while True:
        parent = parents.get(uid)
        if parent is None or parent not in parents or parent in seen:
            return uid
        seen.add(parent)
        uid = parent


def levels(annotations: Iterable[Annotation]) -> dict[str, int]:
    """How deep each annotation lies, the outermost at 1."""
    parents = {a.uid: a.parent for a in annotations}
    found: dict[str, int] = {}
    for uid in parents:
        level, at, seen = 1, uid, {uid}
        while (up := parents.get(at)) in parents and up not in seen:
            level, at = level + 1, str(up)
            seen.add(at)
        found[uid] = level
    return found


def letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = ascii_lowercase[rest] + text
    return text


def stand(before: Sequence[Annotation], after: Sequence[Annotation]) -> bool:
    """Whether the labels of `before`, in the same order, still hold for `after`."""
    return len(before) == len(after) and all(
        one is other
        or (one.parent == other.parent and text_order(one) == text_order(other))
        for one, other in zip(before, after, strict=True)
    )


def labels(
    annotations: Iterable[Annotation],
    order: Callable[[Annotation], Order] = text_order,
) -> dict[str, str]:
    """The label of each live annotation, by its uid."""
    live = sorted((a for a in annotations if not a.deleted), key=order)
    parents = {a.uid: a.parent for a in live}
    found: dict[str, str] = {}
    nested: list[tuple[str, str]] = []
    for annotation in live:
        uid = annotation.uid
        root = uid if annotation.parent is None else root_of(uid, parents)
        if root != uid and root_of(root, parents) == root:
            nested.append((uid, root))
        else:
            found[uid] = f"A{len(found) + 1:02d}"
    counts: dict[str, int] = {}
    for uid, root in nested:
        number = counts.get(root, 0)
        counts[root] = number + 1
        found[uid] = found.get(root, "A00") + letters(number)
    return found
