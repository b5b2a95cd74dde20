# SPDX-License-Identifier: MIT
"""The annotations of a document as a tree: what lies inside what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.labels import text_order
from annotator.ui.form.choices import tells_stance
from annotator.ui.symbols import symbol_kind

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """One annotation in the tree, and what is shown of it."""

    annotation: Annotation
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)
    label: str = ""
    speaker: str = ""
    symbols: tuple[str, ...] = ()
    quote: str = ""
    level: int = 0
    described: bool = False
    order: tuple[int, int, int, str] = (0, 0, 0, "")

    def uproot(self) -> None:
        """Forget the place in the tree."""
        self.parent, self.level = None, 0
        if self.children:
            self.children = []


class TreeModel(QAbstractItemModel):
    """A tree of `Node`s in text order."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.roots: list[Node] = []
        self.nodes: dict[str, Node] = {}
        self._labels: Mapping[str, str] = {}
        self._names: Callable[[str], str] = str
        self._codebook: Codebook | None = None

    def show_annotations(
        self,
        annotations: Sequence[Annotation],
        labels: Mapping[str, str],
        names: Callable[[str], str],
        codebook: Codebook,
    ) -> bool:
        """Show these; False where only contents changed and the tree stands."""
        if codebook is not self._codebook:
            self.forget_names()
        same_labels = labels is self._labels
        self._labels, self._names, self._codebook = labels, names, codebook
        changed = [a for a in annotations if not self._shows(a)]
        if len(annotations) == len(self.nodes) and all(map(self._stays, changed)):
            self._refresh(changed if same_labels else annotations)
            return False
        self.beginResetModel()
        nodes = sorted(map(self._made, annotations), key=attrgetter("order"))
        self.nodes = {node.annotation.uid: node for node in nodes}
        self.roots = _joined(self.nodes)
        self.endResetModel()
        return True

    def _shows(self, annotation: Annotation) -> bool:
        node = self.nodes.get(annotation.uid)
        return node is not None and node.annotation is annotation

    def _stays(self, annotation: Annotation) -> bool:
        """Whether a changed annotation keeps its place in the tree."""
        node = self.nodes.get(annotation.uid)
        return node is not None and _same_place(node.annotation, annotation)

    def _made(self, annotation: Annotation) -> Node:
        """A node without a place; that of the same annotation is used again.

        So a document with thousands is shown anew within a frame: telling Qt of
        single lines takes no less, for it then looks at every unfolded one.
        """
        node = self.nodes.get(annotation.uid)
        if node is None or node.annotation is not annotation:
            node = Node(annotation, order=text_order(annotation))
        node.uproot()
        node.label = self._labels.get(annotation.uid, "")
        return node

    def _refresh(self, annotations: Sequence[Annotation]) -> None:
        for annotation in annotations:
            node = self.nodes[annotation.uid]
            label = self._labels.get(annotation.uid, "")
            if node.annotation is not annotation or node.label != label:
                node.annotation, node.label = annotation, label
                node.described = False
                index = self.index_of(annotation.uid)
                self.dataChanged.emit(index, index)

    def forget_names(self) -> None:
        """Describe every annotation anew: a speaker was renamed or united."""
        for uid, node in self.nodes.items():
            if node.described:
                node.described = False
                index = self.index_of(uid)
                self.dataChanged.emit(index, index)

    def describe(self, node: Node) -> None:
        """Fill in what is shown of a node; only what comes into sight is."""
        if not node.described and self._codebook is not None:
            _describe(node, self._names, self._codebook)
            node.described = True

    def node(self, index: Index) -> Node | None:
        """The node of an index."""
        return index.internalPointer() if index.isValid() else None

    def index_of(self, uid: str | None) -> QModelIndex:
        """The index of an annotation, invalid where it is not shown."""
        node = self.nodes.get(uid or "")
        return self.createIndex(node.row, 0, node) if node else QModelIndex()

    def _children(self, parent: Index | None) -> list[Node]:
        node = self.node(parent) if parent is not None else None
        return node.children if node else self.roots

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        # The view asks this of every line after each change: no detours.
        lines = self.roots
        if parent is not None and (above := parent.internalPointer()) is not None:
            lines = above.children
        if column == 0 and 0 <= row < len(lines):
            return self.createIndex(row, 0, lines[row])
        return QModelIndex()

    def hasChildren(self, parent: Index | None = None) -> bool:
        node = parent.internalPointer() if parent is not None else None
        return bool(node.children if node is not None else self.roots)

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return super().parent()
        node = index.internalPointer()
        above = node.parent if node is not None else None
        if above is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._children(parent))

    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            self.describe(node)
            parts = (node.label, node.speaker, ", ".join(node.symbols), node.quote[:80])
            return " ".join(part for part in parts if part)
        return None


def _joined(made: Mapping[str, Node]) -> list[Node]:
    """Parents given their children; the outermost, in text order."""
    roots: list[Node] = []
    for uid, node in made.items():
        parent = made.get(node.annotation.parent or "")
        if parent is None or _lies_in_itself(uid, made):
            node.row = len(roots)
            roots.append(node)
        else:
            node.parent = parent
            node.row = len(parent.children)
            parent.children.append(node)
    for node in made.values():
        at = node
        while at.parent is not None:
            node.level, at = node.level + 1, at.parent
    return roots


def _lies_in_itself(uid: str, made: Mapping[str, Node]) -> bool:
    at, seen = made[uid].annotation.parent or "", {uid}
    while at in made and at not in seen:
        seen.add(at)
        at = made[at].annotation.parent or ""
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
