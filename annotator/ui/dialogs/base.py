# SPDX-License-Identifier: MIT
"""What all dialogs share: a title, rows of labelled fields, a row of buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

#: Labels of fields are this wide, so that fields stand in a column.
LABEL_WIDTH = 124
FIELD_HEIGHT = 30


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows its text literally.

    `role` is "", "heading", "secondary", "quiet", "error" or "warning".
    """
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def set_role(label: QLabel, role: str) -> None:
    """Change the role of a label that is on screen."""
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)


def button(text: str, kind: str = "") -> QPushButton:
    """A push button; `kind` is "", "primary" or "quiet"."""
    made = QPushButton(text.replace("&", "&&"))
    made.setAutoDefault(kind == "primary")
    made.setDefault(kind == "primary")
    if kind:
        made.setProperty("kind", kind)
    return made


def spin_box() -> QSpinBox:
    """A field for a whole number, which looks like the other fields."""
    made = QSpinBox()
    made.setFixedHeight(FIELD_HEIGHT)
    # No padding of a style sheet reaches the line inside.
    made.lineEdit().setTextMargins(7, 0, 0, 0)
    return made


class Dialog(QDialog):
    """A dialog with a body, a line for messages, and buttons at its foot.

    It never blocks: call `open()` and listen to its signals.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(16)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        outer.addLayout(self.body, 1)
        self.message = plain_label("", "error", wrap=True)
        self.message.setObjectName("message")
        self.message.hide()
        outer.addWidget(self.message)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        outer.addLayout(self.foot)

    def add_row(self, label: str, field: QWidget, hint: str = "") -> QLabel:
        """A labelled field, and under it a quiet line; returns that line."""
        row = QHBoxLayout()
        row.setSpacing(12)
        name = plain_label(label, "secondary")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        name.setContentsMargins(0, 6, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(field)
        below = plain_label(hint, "quiet", wrap=True)
        below.setVisible(bool(hint))
        column.addWidget(below)
        row.addLayout(column, 1)
        self.body.addLayout(row)
        return below

    def add_button(self, text: str, kind: str = "") -> QPushButton:
        """A button at the foot; "primary" also answers to Enter."""
        made = button(text, kind)
        self.foot.addWidget(made)
        return made

    def add_cancel(self, text: str = "") -> QPushButton:
        """A button that closes the dialog and changes nothing."""
        made = self.add_button(text or self.tr("Cancel"))
        made.clicked.connect(self.reject)
        return made

    def add_left(self, widget: QWidget) -> None:
        """Put a widget at the left of the foot."""
        self.foot.insertWidget(0, widget)

    def tell(self, text: str, role: str = "error") -> None:
        """Say in one sentence what is wrong; "" takes it away."""
        self.message.setText(text)
        set_role(self.message, role)
        self.message.setVisible(bool(text))


def tell(parent: QWidget | None, title: str, text: str) -> Dialog:
    """Say one thing in a dialog of its own; returns it, already open."""
    dialog = Dialog(title, parent)
    dialog.setMinimumWidth(420)
    dialog.body.addWidget(plain_label(title, "heading"))
    dialog.body.addWidget(plain_label(text, wrap=True))
    done = dialog.add_button(QCoreApplication.translate("dialogs", "Close"), "primary")
    done.clicked.connect(dialog.accept)
    dialog.open()
    return dialog


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
