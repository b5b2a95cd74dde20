# SPDX-License-Identifier: MIT
"""What holds of a speaker in one document: role, affiliation, country.

Offices change, so these are kept per document and not with the speaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.model.codebook import label_from_id
from annotator.model.errors import UserError
from annotator.services import annotate, entities
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class SpeakerHereDialog(Dialog):
    """Edits the document attributes of one entity, as one step."""

    def __init__(
        self,
        session: Session,
        document_uid: str,
        entity_uid: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Speaker in this document"))
        self.setObjectName("speakerHereDialog")
        self.setMinimumWidth(460)
        self._session, self._document, self._entity = session, document_uid, entity_uid
        entity = entities.get(session, entity_uid)
        self.body.addWidget(plain_label(entity.name, "heading"))
        now = annotate.load(session, document_uid).speakers.get(entity_uid, {})
        kind = session.codebook.entity_type(entity.type)
        names = kind.document_attributes if kind else tuple(now)
        self.fields = {name: self._add(name, now.get(name, "")) for name in names}
        self.add_cancel()
        save = self.add_button(self.tr("Save"), "primary")
        save.clicked.connect(self._on_save)
        save.setEnabled(not session.read_only)

    def _add(self, name: str, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setObjectName(f"here-{name}")
        self.add_row(label_from_id(name), line)
        return line

    def _on_save(self) -> None:
        typed = {name: line.text().strip() for name, line in self.fields.items()}
        given = {name: text for name, text in typed.items() if text}
        try:
            annotate.set_speaker_attributes(
                self._session, self._document, self._entity, given
            )
        except UserError as error:
            self.tell(error_words(error))
        else:
            self.accept()
