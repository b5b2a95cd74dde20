# SPDX-License-Identifier: MIT
"""A document's title and metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.document import METADATA_KEYS
from annotator.model.errors import UserError
from annotator.services import documents
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.long_value import ValueField
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class MetadataDialog(Dialog):
    """Edits what is known of a document.  The text itself never changes.

    A field that is left empty is stored as "nothing known" where it was a slot
    of the source, and not at all otherwise.  A value that nobody touched stays
    exactly as it is, however long.
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
        self._fields: dict[str, ValueField] = {}
        self._title = self._add_field(
            self.tr("Title"), ValueField(self._before.title, "metadata-title")
        )
        self.title = self._title.line
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
            for field in (self._title, *self._fields.values()):
                field.set_fixed()
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
        # A list or a table is shown, and left as it is.
        fixed = not isinstance(value, str) and value is not None
        text = "" if value is None else str(value)
        field = ValueField(text, f"metadata-{key}", fixed=fixed)
        if key == "published":
            field.line.setPlaceholderText("2025-01-15T11:20")
        own = key[:1].upper() + key[1:].replace("_", " ")
        label = self._usual_labels().get(key, own)
        self._fields[key] = self._add_field(one_line(label, 40), field)

    def _usual_labels(self) -> dict[str, str]:
        return {
            "source": self.tr("Source"),
            "author": self.tr("Author"),
            "published": self.tr("Published"),
            "language": self.tr("Language"),
            "url": self.tr("Url"),
            "timezone": self.tr("Timezone"),
        }

    def _add_field(self, label: str, field: ValueField) -> ValueField:
        field.line.setAccessibleName(label)
        field.line.inputRejected.connect(self._on_too_long)
        self.add_row(label, field)
        return field

    def _on_too_long(self) -> None:
        self.tell(self.tr("This is longer than a field takes; the rest was cut off."))

    def _on_add(self) -> None:
        key = self.new_key.text().strip()
        if not key or key in self._fields:
            return
        self.body.removeItem(self._more)
        self._add_line(key, None)
        self.body.addLayout(self._more)
        self.new_key.clear()
        self._fields[key].setFocus()

    def metadata(self) -> dict[str, Any]:
        """The metadata as they stand in the fields."""
        before = self._before.metadata
        result = dict(before)
        for key, field in self._fields.items():
            text = field.edited()
            if text:
                result[key] = text
            elif text is not None and key in before:
                result[key] = None
        return result

    def _on_save(self) -> None:
        written = self._title.edited()
        title = self._before.title if written is None else written
        if not title.strip():
            self.tell(self.tr("The title is missing."))
            return
        try:
            documents.update_metadata(
                self._session, self._before.uid, title, self.metadata()
            )
        except UserError as error:
            self.tell(error_words(error))
            return
        self.accept()
