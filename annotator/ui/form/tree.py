# SPDX-License-Identifier: MIT
"""The tree below the form: every annotation of the document on one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.ui.form import look
from annotator.ui.form.treemodel import Index, Node, TreeModel
from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

ROW = 24
STEP = 16
_LABEL = 45.0


class _Delegate(QStyledItemDelegate):
    """Paints one line: label, speaker, stance symbols, quote."""

    def __init__(self, tree: AnnotationTree) -> None:
        super().__init__(tree)
        self.tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        node = self.tree.model_.node(index)
        if node is None:
            return
        self.tree.model_.describe(node)
        painter.save()
        look.begin(painter)
        line = QRect(option.rect)  # type: ignore[attr-defined]
        line.setLeft(0)
        line.setRight(self.tree.viewport().width())
        self._paint_ground(painter, QRectF(line), node)
        self._paint_line(painter, QRectF(line), node)
        painter.restore()

    def _paint_ground(self, painter: QPainter, line: QRectF, node: Node) -> None:
        tree, color = self.tree, self.tree.theme.color
        chosen = node.annotation.uid == tree.chosen
        ground = line.adjusted(8, 0, -8, 0)
        if chosen or node.annotation.uid == tree.over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(ground, 7, 7)
        if chosen and tree.hasFocus():
            look.stroke_box(painter, ground, color("accent"), 2, None, 7)

    def _paint_line(self, painter: QPainter, line: QRectF, node: Node) -> None:
        theme = self.tree.theme
        chosen = node.annotation.uid == self.tree.chosen
        quiet = theme.color("text_2" if chosen else "text_3")
        x = line.left() + look.MARGIN + node.level * STEP
        if node.hasChildren():
            opened = self.tree.isExpanded(
                self.tree.model_.index_of(node.annotation.uid)
            )
            name = "down" if opened else "right"
            look.draw_named_icon(
                painter, name, x - 1, line.center().y(), quiet, theme, 14
            )
        x += 19
        box = QRectF(x, line.top(), _LABEL, line.height())
        look.words(
            painter, box, node.label, quiet, look.font(theme, 12, kind="numbers")
        )
        x = self._paint_state(painter, x + _LABEL, line, node)
        x = self._paint_speaker(painter, x, line, node)
        for symbol in node.symbols:
            spot = QRectF(x, line.center().y() - 5, 10, 10)
            draw_symbol(painter, spot, symbol, theme)
            x += 12
        x += 4 if node.symbols else 0
        room = QRectF(x, line.top() + 0.5, line.right() - 16 - x, line.height())
        face = look.font(theme, 13.5, "regular", "article")
        look.words(painter, room, node.quote, theme.color("text_2"), face)

    def _paint_state(
        self, painter: QPainter, x: float, line: QRectF, node: Node
    ) -> float:
        """A draft has the sign of what is begun; what is complete has none."""
        if node.annotation.state == "complete":
            return x
        theme = self.tree.theme
        middle, ink = line.center().y(), theme.color("accent")
        look.draw_named_icon(painter, "status-in_progress", x, middle, ink, theme, 12)
        return x + 17

    def _paint_speaker(
        self, painter: QPainter, x: float, line: QRectF, node: Node
    ) -> float:
        theme = self.tree.theme
        name = look.one_line(node.speaker[:120]) or self.tree.tr("no speaker yet")
        chosen = node.annotation.uid == self.tree.chosen
        weight = "medium" if chosen and node.speaker else "regular"
        measure = look.metrics(theme, 12.5, weight)
        # The quote keeps at least a third of the line.
        room = min(measure.horizontalAdvance(name) + 1, (line.right() - x) * 0.55)
        ink = theme.color("text" if node.speaker else "text_3")
        box = QRectF(x, line.top(), room, line.height())
        look.words(painter, box, name, ink, look.font(theme, 12.5, weight))
        return x + room + 7


class AnnotationTree(QTreeView):
    """The document's annotations, nested ones indented.

    Signals:
        selected: the uid of the annotation that was chosen here.
        hovered: the uid under the pointer, or None.
        key_typed: a letter, digit or sign was typed: it belongs to the codebook.
    """

    selected = Signal(str)
    hovered = Signal(object)
    key_typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.chosen: str | None = None
        self.over: str | None = None
        self.model_ = TreeModel(self)
        self._closed: set[str] = set()
        self.delegate = _Delegate(self)
        self.setObjectName("annotationTree")
        self.setAccessibleName(self.tr("Annotations"))
        self._set_up()

    def _set_up(self) -> None:
        self.collapsed.connect(lambda index: self._remember(index, closed=True))
        self.expanded.connect(lambda index: self._remember(index, closed=False))
        self.setModel(self.model_)
        self.setItemDelegate(self.delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setProperty("plain", True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTreeView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.viewport().update()

    # -- showing

    def set_annotations(
        self,
        annotations: Sequence[Annotation],
        labels: Mapping[str, str],
        names: Callable[[str], str],
        codebook: Codebook,
    ) -> None:
        """Show these; `names` gives the name of an entity's uid."""
        placed = self.model_.show_annotations(annotations, labels, names, codebook)
        # Only what a person unfolds is told, not thousands of lines.
        self.blockSignals(True)
        if placed is None:
            self.expandAll()
            for uid in self._closed & self.model_.nodes.keys():
                self.collapse(self.model_.index_of(uid))
        else:
            for node in placed:
                self._unfold(node)
        self.blockSignals(False)
        if placed != []:
            self.select(self.chosen)
            self.viewport().update()

    def _unfold(self, node: Node) -> None:
        """Unfold a line that was put in its place, and what it lies in."""
        around = [node, *([node.above] if node.above is not None else [])]
        for each in around:
            if each.annotation.uid not in self._closed:
                self.expand(each.index())
        for each in node.inside():
            self._unfold(each)

    def _remember(self, index: QModelIndex, *, closed: bool) -> None:
        """What was folded stays so when the tree is built anew."""
        node = self.model_.node(index)
        if node is not None and closed:
            self._closed.add(node.annotation.uid)
        elif node is not None:
            self._closed.discard(node.annotation.uid)

    def select(self, uid: str | None) -> None:
        """Show that annotation as the chosen one.  Emits nothing."""
        if uid != self.chosen:
            self.viewport().update()
        self.chosen = uid
        index = self.model_.index_of(uid)
        if index != self.currentIndex():
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(index)
            self.selectionModel().blockSignals(False)
            if index.isValid():
                self.scrollTo(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.model_.nodes.get(self.chosen or "") is None:
            # Nothing is chosen that could show where the keyboard is.
            painter = QPainter(self.viewport())
            look.begin(painter)
            box = QRectF(self.viewport().rect()).adjusted(8, 1, -8, -1)
            look.stroke_box(painter, box, self.theme.color("accent"), 2, None, 7)

    def hover(self, uid: str | None) -> None:
        """Show that annotation as the one under the pointer.  Emits nothing."""
        if uid != self.over:
            self.over = uid
            self.viewport().update()

    # -- pointer and keys

    def _choose(self, index: QModelIndex) -> None:
        node = self.model_.node(index)
        if node is not None:
            self.select(node.annotation.uid)
            self.selected.emit(node.annotation.uid)

    def mousePressEvent(self, event: object) -> None:
        at = event.position().toPoint()  # type: ignore[attr-defined]
        index = self.indexAt(at)
        node = self.model_.node(index)
        if node is None:
            return
        sign = look.MARGIN + node.level * STEP
        if node.hasChildren() and sign - 4 <= at.x() < sign + 17:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._choose(index)

    def mouseMoveEvent(self, event: object) -> None:
        node = self.model_.node(self.indexAt(event.position().toPoint()))  # type: ignore[attr-defined]
        self._point_at(node.annotation.uid if node else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def _point_at(self, uid: str | None) -> None:
        if uid != self.over:
            self.hover(uid)
            self.hovered.emit(uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        text = event.text()
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(event.key() == Qt.Key.Key_Right)
        elif event.key() in _MOVES:
            self._move(event)
        elif text and text.isprintable() and not chord:
            self.key_typed.emit(text)
        else:
            # Not QTreeView's: it would take Enter and search by letters.
            event.ignore()

    def _move(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        index = self.moveCursor(_MOVES[Qt.Key(event.key())], event.modifiers())
        if index.isValid() and index != before:
            self._choose(index)

    def _fold(self, opened: bool) -> None:
        index = self.currentIndex()
        node = self.model_.node(index)
        if node is None:
            return
        if node.hasChildren() and self.isExpanded(index) != opened:
            self.setExpanded(index, opened)
        elif not opened and node.above is not None:
            self._choose(node.above.index())
        elif opened and node.hasChildren():
            self._choose(node.child(0).index())


_MOVES = {
    Qt.Key.Key_Up: QTreeView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QTreeView.CursorAction.MoveDown,
    Qt.Key.Key_Home: QTreeView.CursorAction.MoveHome,
    Qt.Key.Key_End: QTreeView.CursorAction.MoveEnd,
    Qt.Key.Key_PageUp: QTreeView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QTreeView.CursorAction.MovePageDown,
}
