# SPDX-License-Identifier: MIT
"""Everyday changes of the codebook, with the form as it will look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import codebook_edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.errors import CodebookError, UserError
from annotator.services import codebook as codebooks
from annotator.services import entities
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.codebook_mapping import MappingDialog
from annotator.ui.dialogs.codebook_parts import Part, find_part, parts_of
from annotator.ui.form.context import FormContext
from annotator.ui.form.form import AnnotationForm
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session

_NAME = Qt.ItemDataRole.UserRole


class CodebookDialog(Dialog):
    """Edits a copy of the project's codebook; saving is one step.

    Attributes:
        codebook: the codebook as it stands in the dialog.
    """

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Codebook"))
        self.setObjectName("codebookDialog")
        self.resize(1120, 700)
        self._theme = theme
        self._session = session
        self._base = session.codebook
        self.codebook = session.codebook
        self._name: tuple[str, str] | None = None
        self._filling = False
        columns = QHBoxLayout()
        columns.setSpacing(20)
        self.body.addLayout(columns, 1)
        columns.addLayout(self._build_tree(), 3)
        columns.addLayout(self._build_editor(), 4)
        columns.addLayout(self._build_preview())
        self._build_foot()
        self._fill_tree()
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    # --- building

    def _build_tree(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self._version = plain_label("", "heading")
        self._version.setObjectName("codebookEditorVersion")
        column.addWidget(self._version)
        self.tree = QTreeWidget()
        self.tree.setObjectName("codebookTree")
        self.tree.setAccessibleName(self.tr("Parts of the codebook"))
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setColumnWidth(0, 220)
        self.tree.currentItemChanged.connect(self._on_current)
        column.addWidget(self.tree, 1)
        return column

    def _build_editor(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        outer, self.body = self.body, column
        self._what = plain_label("", "heading")
        column.addWidget(self._what)
        self.label = QLineEdit()
        self.label.setObjectName("partLabel")
        self.label.editingFinished.connect(self._on_label)
        self.add_row(self.tr("Label"), self.label)
        self.key = QLineEdit()
        self.key.setObjectName("partKey")
        self.key.setMaxLength(1)
        self.key.editingFinished.connect(self._on_key)
        self.add_row(self.tr("Key"), self.key, self.tr("One letter, digit or sign."))
        self._build_color()
        self.help = QPlainTextEdit()
        self.help.setObjectName("partHelp")
        self.help.setTabChangesFocus(True)
        self.help.setMaximumHeight(120)
        self.help.textChanged.connect(self._on_help)
        self.add_row(self.tr("Help"), self.help)
        self._build_values()
        column.addStretch(1)
        self.body = outer
        return column

    def _build_color(self) -> None:
        self.color = QLineEdit()
        self.color.setObjectName("partColor")
        self.color.setPlaceholderText("#4C9BE8")
        self.color.editingFinished.connect(self._on_color)
        self.pick = button(self.tr("Choose …"))
        self.pick.clicked.connect(self._on_pick)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.color, 1)
        row.addWidget(self.pick)
        self.color.setAccessibleName(self.tr("Colour"))
        hint = self.tr("The hue; the theme sees to it that it can be seen.")
        self.add_row(self.tr("Colour"), box, hint)

    def _build_values(self) -> None:
        self.new_value = QLineEdit()
        self.new_value.setObjectName("newValue")
        self.new_value.setAccessibleName(self.tr("New value"))
        self.new_value.setPlaceholderText(self.tr("new value"))
        self.add_value = button(self.tr("Add value"))
        self.add_value.clicked.connect(self._on_add_value)
        self.remove = button(self.tr("Remove value"))
        self.remove.clicked.connect(self._on_remove)
        self.raise_value = button(self.tr("Up"))
        self.raise_value.clicked.connect(lambda: self._on_move(-1))
        self.lower_value = button(self.tr("Down"))
        self.lower_value.clicked.connect(lambda: self._on_move(1))
        adding, moving = QHBoxLayout(), QHBoxLayout()
        adding.addWidget(self.new_value, 1)
        adding.addWidget(self.add_value)
        for each in (self.raise_value, self.lower_value, self.remove):
            moving.addWidget(each)
        moving.addStretch(1)
        self.body.addLayout(adding)
        self.body.addLayout(moving)

    def _build_preview(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(plain_label(self.tr("The form"), "heading"))
        self.preview = AnnotationForm(self._theme)
        # Two forms in one program must not be taken for each other.
        self.preview.setObjectName("formPreview")
        self.preview.setFixedWidth(384)
        column.addWidget(self.preview, 1)
        return column

    def _build_foot(self) -> None:
        self.add_cancel()
        self.save = self.add_button(self.tr("Change the codebook"), "primary")
        self.save.clicked.connect(lambda: self.store())

    # --- showing

    def _fill_tree(self) -> None:
        name = self._name
        self.tree.blockSignals(True)
        self.tree.clear()
        for part in parts_of(self.codebook):
            self._add_item(self.tree.invisibleRootItem(), part, name)
        self.tree.blockSignals(False)
        self._show_part()
        self.save.setEnabled(self.codebook.sha256 != self._base.sha256)
        self._version.setText(f"{self.codebook.id} {self.codebook.version}")
        self._show_preview()

    def _add_item(
        self, above: QTreeWidgetItem, part: Part, name: tuple[str, str] | None
    ) -> None:
        item = QTreeWidgetItem(above, [one_line(part.label, 60), part.key or ""])
        item.setData(0, _NAME, (part.what, part.path))
        item.setExpanded(part.what != "field")
        if name == (part.what, part.path):
            self.tree.setCurrentItem(item)
            for parent in _around(item):
                parent.setExpanded(True)
        for each in part.inside:
            self._add_item(item, each, name)

    def select(self, what: str, path: str) -> None:
        """Show that part in the editor."""
        self._name = (what, path)
        self._fill_tree()

    def _on_current(self) -> None:
        item = self.tree.currentItem()
        self._name = tuple(item.data(0, _NAME)) if item is not None else None
        self._show_part()

    def _part(self) -> Part | None:
        return find_part(self.codebook, *self._name) if self._name else None

    def _show_part(self) -> None:
        part = self._part()
        self._filling = True
        self._what.setText(self._kind(part.what) if part else "")
        self.label.setText(part.label if part else "")
        self.key.setText((part.key or "") if part else "")
        self.color.setText((part.hue or "") if part else "")
        if self.help.toPlainText() != (part.help if part else ""):
            self.help.setPlainText(part.help if part else "")
        self._filling = False
        keyed, coloured = bool(part and part.keyed), bool(part and part.coloured)
        self.key.setEnabled(keyed)
        self.color.setEnabled(coloured)
        self.pick.setEnabled(coloured)
        values = bool(part and part.takes_values)
        value = bool(part and part.what == "value")
        self.new_value.setEnabled(values or value)
        self.add_value.setEnabled(values or value)
        for each in (self.remove, self.raise_value, self.lower_value):
            each.setEnabled(value)

    def _kind(self, what: str) -> str:
        names = {
            "type": self.tr("Annotation type"),
            "role": self.tr("Role of words"),
            "field": self.tr("Field"),
            "value": self.tr("Value"),
            "row": self.tr("Repeated part"),
        }
        return names[what]

    def _show_preview(self) -> None:
        self.preview.set_context(_context(self._session, self.codebook))
        self.preview.show(_sample(self.codebook, self._name))

    # --- editing

    def _on_label(self) -> None:
        text = self.label.text().strip()
        part = self._part()
        if part and text and text != part.label:
            self._change(label=text)

    def _on_key(self) -> None:
        part, text = self._part(), self.key.text().strip()
        if part and part.keyed and text != (part.key or ""):
            self._change(key=text or None)

    def _on_color(self) -> None:
        part, text = self._part(), self.color.text().strip()
        if part and part.coloured and text != (part.hue or ""):
            self._change(color=text or None)

    def _on_help(self) -> None:
        part = self._part()
        if part and not self._filling and self.help.toPlainText() != part.help:
            text = self.help.toPlainText().strip()
            self._change(help=text or None)

    def _on_pick(self) -> None:
        dialog = QColorDialog(QColor(self.color.text()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(
            lambda color: self._change(color=color.name().upper())
        )
        dialog.open()

    def _change(self, **keys: Any) -> None:
        if self._name is None:
            return
        what, path = self._name
        self._edit(
            lambda: codebook_edits.change(self.codebook, what, path, self._base, **keys)
        )

    def _on_add_value(self) -> None:
        part, label = self._part(), self.new_value.text().strip()
        if part is None or not label:
            return
        field = part.path if part.takes_values else part.path.rpartition(".")[0]
        identifier = "_".join(label.casefold().split())
        if self._edit(
            lambda: codebook_edits.add_value(
                self.codebook, field, identifier, label, self._base
            )
        ):
            self.new_value.clear()
            self.select("value", f"{field}.{identifier}")

    def _on_remove(self) -> None:
        if self._name is None or self._name[0] != "value":
            return
        path = self._name[1]
        self._edit(lambda: codebook_edits.remove_value(self.codebook, path, self._base))

    def _on_move(self, by: int) -> None:
        if self._name is None or self._name[0] != "value":
            return
        path = self._name[1]
        self._edit(
            lambda: codebook_edits.move_value(self.codebook, path, by, self._base)
        )

    def _edit(self, verb: Callable[[], Codebook]) -> bool:
        """Take over an edit; what would be a mistake is told and left out."""
        try:
            self.codebook = verb()
        except CodebookError as error:
            self.tell(str(error))
            return False
        self.tell("")
        self._fill_tree()
        return True

    # --- storing

    def store(self, mapping: dict[str, str] | None = None) -> None:
        """Make it the project's codebook; asks first where removed values go."""
        try:
            codebooks.upgrade(self._session, self.codebook, mapping)
        except codebooks.MappingNeededError as needed:
            dialog = MappingDialog(needed.uses, self)
            dialog.accepted_with.connect(self.store)
            dialog.open()
        except UserError as error:
            self.tell(str(error))
        else:
            self.accept()


def _around(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = []
    above = item.parent()
    while above is not None:
        found.append(above)
        above = above.parent()
    return found


def _context(session: Session, codebook: Codebook) -> FormContext:
    return FormContext(
        codebook=codebook,
        entities=lambda kind: entities.entities(session, kind),
        use_counts=lambda kind: entities.use_counts(session, kind),
        entries=lambda name: entities.entries(session, name),
        speaker_attributes=lambda _uid: {},
        annotations=list,
        labels=dict,
    )


def _sample(codebook: Codebook, name: tuple[str, str] | None) -> Annotation | None:
    """An empty annotation of the type whose part is being edited."""
    if not codebook.types:
        return None
    head = name[1].split(".")[0] if name else ""
    kinds = {kind.id: kind for kind in codebook.types}
    rows = {row.id: kind for kind in codebook.types for row in kind.rows}
    kind = kinds.get(head) or rows.get(head) or codebook.types[0]
    return Annotation(uid="preview", document="preview", type=kind.id, annotator="")
