# SPDX-License-Identifier: MIT
"""The frame round the panes: docks without noise, the right column, the note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.base import plain_label

#: The least widths of the docks, in logical pixels.
MIN_LIST: Final = 160
MIN_FORM: Final = 280

#: How long typing may rest before a text is stored, in milliseconds.
PAUSE_MS = 1000
#: How many lines high the note is while one writes it.
_WRITING: Final = 4


def dock(window: QMainWindow, title: str, content: QWidget, least: int) -> QDockWidget:
    """A dock that cannot be torn off and shows no title bar of its own."""
    made = QDockWidget(title, window)
    made.setObjectName(f"dock-{title.lower()}")
    made.setTitleBarWidget(QWidget(made))
    made.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    made.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
    content.setMinimumWidth(least)
    made.setWidget(content)
    return made


def next_place(places: Sequence[QWidget], focused: QWidget | None, by: int) -> QWidget:
    """The place `by` further on than the one with the focus, going round."""
    around = (
        number
        for number, place in enumerate(places)
        if focused is not None and (place is focused or place.isAncestorOf(focused))
    )
    return places[(next(around, 0) + by) % len(places)]


class ListHeading(QWidget):
    """The line above the tree: "Annotations" and how many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = plain_label("", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 4)
        row.setSpacing(8)
        row.addWidget(plain_label(self.tr("Annotations"), "heading"))
        row.addWidget(self._count, 1)

    def set_count(self, count: int) -> None:
        """Show how many annotations the document has."""
        self._count.setText(str(count) if count else "")


def split(form: QWidget, heading: QWidget, tree: QWidget) -> QSplitter:
    """Form above, annotations below, a line between them that can be moved."""
    below = QWidget()
    lines = QVBoxLayout(below)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(heading)
    lines.addWidget(tree, 1)
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.setObjectName("rightColumn")
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    splitter.addWidget(form)
    splitter.addWidget(below)
    return splitter


def stacked(splitter: QSplitter, note: QWidget) -> QWidget:
    """The right column: form and annotations, the document's note at the foot."""
    column = QWidget()
    column.setObjectName("dockPanel")
    column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(splitter, 1)
    layout.addWidget(note)
    return column


class NoteField(QPlainTextEdit):
    """One line high until one writes in it.

    Signals:
        done: the field was left.
    """

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _set_lines(self, lines: int) -> None:
        """Be so many lines high; what the style sheet puts around them is added."""
        around = self.height() - self.contentsRect().height()
        around += self.viewportMargins().top() + self.viewportMargins().bottom()
        around += 2 * round(self.document().documentMargin())
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + around)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ensurePolished()
        self._set_lines(_WRITING if self.hasFocus() else 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._set_lines(_WRITING)
        self.ensureCursorVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._set_lines(1)
            self.verticalScrollBar().setValue(0)
        self.done.emit()


class Note(QWidget):
    """The note on one's own layer of the open document: one line until used.

    Signals:
        edited: the text, at a pause of typing or when the field is left.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self.editor = NoteField(self)
        self.editor.setObjectName("documentNote")
        self.editor.setAccessibleName(self.tr("Note on this document"))
        self.editor.setPlaceholderText(self.tr("Note on this document"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.addWidget(self.editor)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.editor.textChanged.connect(self._pause.start)
        self.editor.done.connect(self.commit)
        self.hide()

    def show_note(self, text: str, *, enabled: bool) -> None:
        """Show a layer's note; what is being typed is not overwritten."""
        self._pause.stop()
        self._kept = text
        if self.editor.toPlainText() != text:
            self.editor.setPlainText(text)
            self._pause.stop()
        self.editor.setEnabled(enabled)
        self.setVisible(enabled)

    def open(self) -> None:
        """Show the field and put the keyboard into it."""
        self.show()
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Hand over what was typed since the last time, if anything was."""
        self._pause.stop()
        text = self.editor.toPlainText()
        # What was kept is told by `show_note`: a save that failed is tried again.
        if self.editor.isEnabled() and text != self._kept:
            self.edited.emit(text)
