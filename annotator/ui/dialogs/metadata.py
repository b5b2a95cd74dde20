# SPDX-License-Identifier: MIT
"""A document's title and metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.document import METADATA_KEYS
from annotator.model.errors import UserError
from annotator.services import documents
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session


class MetadataDialog(Dialog):
    """Edits what is known of a document.  The text itself never changes.

    A field that is left empty is stored as "nothing known" where it was a slot
    of the source, and not at all otherwise.
    """

    def __init__(
        self,
        theme: Theme,
        session: Session,
        uid: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Document"))
        self.setObjectName("metadataDialog")
        self.setMinimumWidth(520)
        self._session = session
        self._before = session.project.documents.get(uid)
        self._lines: dict[str, QLineEdit] = {}
        self.title = QLineEdit(self._before.title)
        self.title.setObjectName("metadata-title")
        self.title.setCursorPosition(0)
        self.add_row(self.tr("Title"), self.title)
        others = (k for k in self._before.metadata if k not in METADATA_KEYS)
        for key in (*METADATA_KEYS, *others):
            self._add_line(key, self._before.metadata.get(key))
        if self._before.file is not None:
            self.body.addWidget(plain_label(self._origin(), "quiet", wrap=True))
        self._build_more()
        self._build_foot()

    def _build_more(self) -> None:
        self.new_key = QLineEdit()
        self.new_key.setObjectName("metadata-new")
        self.new_key.setAccessibleName(self.tr("Name of another field"))
        self.new_key.setPlaceholderText(self.tr("another field, e.g. outlet_type"))
        add = button(self.tr("Add field"))
        add.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addWidget(self.new_key, 1)
        row.addWidget(add)
        # New fields come above this row.
        self._more = row
        if not self._session.read_only:
            self.body.addLayout(row)

    def _build_foot(self) -> None:
        if self._session.read_only:
            self.add_cancel(self.tr("Close"))
            for line in (self.title, *self._lines.values()):
                line.setReadOnly(True)
            return
        self.add_cancel()
        save = self.add_button(self.tr("Save"), "primary")
        save.clicked.connect(self._on_save)

    def _origin(self) -> str:
        file = self._before.file
        assert file is not None
        words = self.tr("From the file {0}").replace("{0}", one_line(file.name))
        return words + (f", {file.encoding}" if file.encoding else "")

    def _add_line(self, key: str, value: Any) -> None:
        line = QLineEdit("" if value is None else str(value))
        line.setObjectName(f"metadata-{key}")
        # A list or a table is shown, and left as it is.
        line.setReadOnly(not isinstance(value, str) and value is not None)
        if key == "published":
            line.setPlaceholderText("2025-01-15T11:20")
        label = key[:1].upper() + key[1:].replace("_", " ")
        self._lines[key] = line
        self.add_row(one_line(label, 40), line)

    def _on_add(self) -> None:
        key = self.new_key.text().strip()
        if not key or key in self._lines:
            return
        self.body.removeItem(self._more)
        self._add_line(key, None)
        self.body.addLayout(self._more)
        self.new_key.clear()
        self._lines[key].setFocus()

    def metadata(self) -> dict[str, Any]:
        """The metadata as they stand in the fields."""
        before = self._before.metadata
        result = dict(before)
        for key, line in self._lines.items():
            text = line.text().strip()
            if line.isReadOnly():
                continue
            if text:
                result[key] = text
            elif key in before:
                result[key] = None
        return result

    def _on_save(self) -> None:
        title = self.title.text().strip()
        if not title:
            self.tell(self.tr("The title is missing."))
            return
        try:
            documents.update_metadata(
                self._session, self._before.uid, title, self.metadata()
            )
        except UserError as error:
            self.tell(str(error))
            return
        self.accept()
