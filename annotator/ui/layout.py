# SPDX-License-Identifier: MIT
"""The frame round the panes: docks without noise, the right column, the note."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
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

#: Widths of the docks in logical pixels.
DOCK_LEFT = 250
DOCK_RIGHT = 384
MIN_DOCK = 220

#: How long typing may rest before a text is stored, in milliseconds.
PAUSE_MS = 1000


def dock(window: QMainWindow, title: str, content: QWidget) -> QDockWidget:
    """A dock that cannot be torn off and shows no title bar of its own."""
    made = QDockWidget(title, window)
    made.setObjectName(f"dock-{title.lower()}")
    made.setTitleBarWidget(QWidget(made))
    made.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    made.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
    content.setMinimumWidth(MIN_DOCK)
    made.setWidget(content)
    return made


def place_docks(window: QMainWindow, left: QDockWidget, right: QDockWidget) -> None:
    """Put both docks where they belong, at their widths."""
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
    widths = [DOCK_LEFT, DOCK_RIGHT]
    window.resizeDocks([left, right], widths, Qt.Orientation.Horizontal)


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


def stacked(form: QWidget, heading: QWidget, tree: QWidget, note: QWidget) -> QWidget:
    """Form above, annotations below, the document's note at the foot."""
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
    splitter.setStretchFactor(0, 3)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([700, 180])
    column = QWidget()
    column.setObjectName("dockPanel")
    column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(splitter, 1)
    layout.addWidget(note)
    return column


class Note(QWidget):
    """The note on one's own layer of the open document; hidden until wanted.

    Signals:
        edited: the text, at a pause of typing or when the field is left.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self.editor = QPlainTextEdit(self)
        self.editor.setObjectName("documentNote")
        self.editor.setAccessibleName(self.tr("Note on this document"))
        self.editor.setPlaceholderText(self.tr("Note on this document"))
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(52)
        label = plain_label(self.tr("Note on this document"), "secondary")
        label.setBuddy(self.editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self.editor)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.editor.textChanged.connect(self._pause.start)
        self.editor.installEventFilter(self)
        self.hide()

    def show_note(self, text: str, *, enabled: bool) -> None:
        """Show a layer's note; what is being typed is not overwritten."""
        self._pause.stop()
        self._kept = text
        if self.editor.toPlainText() != text:
            self.editor.setPlainText(text)
            self._pause.stop()
        self.editor.setEnabled(enabled)
        self.setVisible(bool(text))

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)
