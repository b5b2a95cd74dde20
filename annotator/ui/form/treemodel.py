# SPDX-License-Identifier: MIT
"""The annotations of a document as a tree: what lies inside what.

The lines are Qt's own items: after a change its views look at every unfolded line,
and asking a model in Python thousands of times would take longer than a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.labels import text_order
from annotator.ui.form.common import tells_stance
from annotator.ui.symbols import symbol_kind

Index = QModelIndex | QPersistentModelIndex

#: Where more than so many lines come, go or move the tree is built anew.
MOST_MOVES: Final = 64

_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class Node(QStandardItem):
    """One annotation in the tree, and what is shown of it."""

    def __init__(self, annotation: Annotation) -> None:
        super().__init__()
        self.annotation = annotation
        self.order = text_order(annotation)
        self.label = self.speaker = self.quote = ""
        self.symbols: tuple[str, ...] = ()
        self.described = False

    @property
    def above(self) -> Node | None:
        """The annotation that this one lies in."""
        return self.parent()  # type: ignore[return-value]

    @property
    def level(self) -> int:
        """How deep it lies, the outermost at 0."""
        above = self.above
        return 0 if above is None else above.level + 1

    def inside(self) -> Iterator[Node]:
        """The annotations right inside this one, in text order."""
        for row in range(self.rowCount()):
            yield self.child(row)  # type: ignore[misc]

    def data(self, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _SPOKEN:
            return None
        model = self.model()
        if isinstance(model, TreeModel):
            model.describe(self)
        parts = (self.label, self.speaker, ", ".join(self.symbols), self.quote[:80])
        return " ".join(part for part in parts if part)


class TreeModel(QStandardItemModel):
    """A tree of `Node`s in text order."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.nodes: dict[str, Node] = {}
        self._labels: Mapping[str, str] = {}
        self._names: Callable[[str], str] = str
        self._codebook: Codebook | None = None
        self._circle = False

    # -- showing

    def show_annotations(
        self,
        annotations: Sequence[Annotation],
        labels: Mapping[str, str],
        names: Callable[[str], str],
        codebook: Codebook,
    ) -> list[Node] | None:
        """Show these; the nodes that were put in a place, None where all were."""
        if codebook is not self._codebook:
            self.forget_names()
        same_labels = labels is self._labels
        self._labels, self._names, self._codebook = labels, names, codebook
        changed = [a for a in annotations if not self._shows(a)]
        gone = self._gone(annotations)
        moved = self._moved(annotations, changed, gone)
        parents = {each.uid: each.parent for each in annotations}
        circle = any(_lies_in_itself(each.uid, parents) for each in moved)
        if circle or self._circle or len(moved) + len(gone) > MOST_MOVES:
            # A circle takes apart what lies in it, wherever that stood.
            self._circle = any(_lies_in_itself(uid, parents) for uid in parents)
            self._build(annotations)
            return None
        placed = self._replace(moved, gone, parents)
        self._refresh(changed if same_labels else annotations)
        return placed

    def _shows(self, annotation: Annotation) -> bool:
        node = self.nodes.get(annotation.uid)
        return node is not None and node.annotation is annotation

    def _gone(self, annotations: Sequence[Annotation]) -> list[str]:
        """The uids of what is shown and is not among these any more."""
        if not self.nodes:
            return []
        kept = {each.uid for each in annotations}
        return [uid for uid in self.nodes if uid not in kept]

    def _moved(
        self,
        annotations: Sequence[Annotation],
        changed: Sequence[Annotation],
        gone: Collection[str],
    ) -> list[Annotation]:
        """What is to be put in a place: new, moved, or its parent came or went."""
        moved = {a.uid: a for a in changed if not self._stays(a)}
        around = {uid for uid in moved if uid not in self.nodes} | set(gone)
        if around:
            moved |= {a.uid: a for a in annotations if a.parent in around}
        return list(moved.values())

    def _stays(self, annotation: Annotation) -> bool:
        """Whether a changed annotation keeps its place in the tree."""
        node = self.nodes.get(annotation.uid)
        return node is not None and _same_place(node.annotation, annotation)

    def _build(self, annotations: Sequence[Annotation]) -> None:
        self.removeRows(0, self.rowCount())
        parents = {each.uid: each.parent for each in annotations}
        made = sorted(map(Node, annotations), key=attrgetter("order"))
        self.nodes = {node.annotation.uid: node for node in made}
        roots: list[QStandardItem] = []
        for node in made:
            uid = node.annotation.uid
            node.label = self._labels.get(uid, "")
            above = self._above(uid, parents)
            if above is None:
                roots.append(node)
            else:
                above.appendRow(node)
        self.invisibleRootItem().appendRows(roots)

    def _replace(
        self,
        moved: Iterable[Annotation],
        gone: Collection[str],
        parents: Mapping[str, str | None],
    ) -> list[Node]:
        placed = []
        for annotation in moved:
            node = self.nodes.get(annotation.uid)
            if node is None:
                node = self.nodes[annotation.uid] = Node(annotation)
            else:
                self._holder(node).takeRow(node.row())
            node.annotation, node.order = annotation, text_order(annotation)
            node.described = False
            placed.append(node)
        self._remove(gone)
        for node in placed:
            above = self._above(node.annotation.uid, parents)
            self._insert(node, above or self.invisibleRootItem())
        return placed

    def _holder(self, node: Node) -> QStandardItem:
        return node.above or self.invisibleRootItem()

    def _remove(self, gone: Collection[str]) -> None:
        """Take lines away; with a line goes what is still inside it."""
        leaving = set(gone)
        outermost = []
        for node in map(self.nodes.__getitem__, gone):
            above = node.above
            if above is None or above.annotation.uid not in leaving:
                outermost.append(node)
        for node in outermost:
            self._holder(node).removeRow(node.row())
        for uid in gone:
            del self.nodes[uid]

    def _above(self, uid: str, parents: Mapping[str, str | None]) -> Node | None:
        """The node to put one under; None where it is outermost or in a circle."""
        parent = parents[uid]
        if parent is None or parent not in parents or _lies_in_itself(uid, parents):
            return None
        return self.nodes[parent]

    def _insert(self, node: Node, holder: QStandardItem) -> None:
        """In text order; those beside it are in order already."""
        low, high = 0, holder.rowCount()
        while low < high:
            middle = (low + high) // 2
            if holder.child(middle).order < node.order:  # type: ignore[attr-defined]
                low = middle + 1
            else:
                high = middle
        # Given as a list the line belongs to the tree, given alone it does not.
        holder.insertRow(low, [node])

    def _refresh(self, annotations: Iterable[Annotation]) -> None:
        for annotation in annotations:
            node = self.nodes[annotation.uid]
            label = self._labels.get(annotation.uid, "")
            if node.annotation is not annotation or node.label != label:
                node.annotation, node.label = annotation, label
                node.described = False
                node.emitDataChanged()

    def forget_names(self) -> None:
        """Describe every annotation anew: a speaker was renamed or united."""
        for node in self.nodes.values():
            node.described = False
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def describe(self, node: Node) -> None:
        """Fill in what is shown of a node; only what comes into sight is."""
        if not node.described and self._codebook is not None:
            _describe(node, self._names, self._codebook)
            node.described = True

    # -- finding

    def node(self, index: Index) -> Node | None:
        """The node of an index."""
        return self.itemFromIndex(index)  # type: ignore[return-value,arg-type]

    def index_of(self, uid: str | None) -> QModelIndex:
        """The index of an annotation, invalid where it is not shown."""
        node = self.nodes.get(uid or "")
        return node.index() if node is not None else QModelIndex()


def _lies_in_itself(uid: str, parents: Mapping[str, str | None]) -> bool:
    at, seen = parents[uid] or "", {uid}
    while at in parents and at not in seen:
        seen.add(at)
        at = parents[at] or ""
    return at in seen


def _same_place(one: Annotation, other: Annotation) -> bool:
    return one.parent == other.parent and text_order(one) == text_order(other)


def _describe(node: Node, names: Callable[[str], str], book: Codebook) -> None:
    annotation = node.annotation
    kind = next((t for t in book.types if t.id == annotation.type), None)
    node.speaker, node.symbols, node.quote = "", (), ""
    if kind is None:
        return
    spans = annotation.spans_of(kind.main_role.id)
    node.quote = " … ".join(" ".join(s.text[:120].split()) for s in spans)
    named = [f.id for f in kind.fields if f.type == "entity"]
    uid = next((annotation.fields[f] for f in named if f in annotation.fields), None)
    uid = uid[0] if isinstance(uid, tuple) and uid else uid
    node.speaker = names(uid) if isinstance(uid, str) else ""
    if not named:
        node.speaker = kind.label
    node.symbols = tuple(_symbols(annotation, kind))


def _symbols(annotation: Annotation, kind: AnnotationType) -> list[str]:
    found: list[str] = []
    for row_kind in kind.rows:
        stance = next((f for f in row_kind.fields if tells_stance(f)), None)
        if stance is None:
            continue
        for row in annotation.rows.get(row_kind.id, ()):
            value = stance.value(str(row.fields.get(stance.id, "")))
            if value is not None:
                found.append(symbol_kind(value.id, value.score))
        if row_kind.id in annotation.none:
            found.append("none")
    return found
