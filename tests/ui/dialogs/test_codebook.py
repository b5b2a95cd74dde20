# SPDX-License-Identifier: MIT
"""Everyday changes of the codebook, in its dialog."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.services import annotate, history
from annotator.services.session import Session
from annotator.ui.dialogs.codebook import CodebookDialog
from annotator.ui.dialogs.codebook_mapping import MappingDialog
from annotator.ui.theme import Theme

DIRECT = "attribution.quote_type.direct"
INDIRECT = "attribution.quote_type.indirect"


@pytest.fixture
def dialog(
    host: QWidget, theme: Theme, session: Session, qtbot: QtBot
) -> CodebookDialog:
    made = CodebookDialog(theme, session, host)
    made.open()
    return made


def _annotate(session: Session) -> Annotation:
    uid = session.project.documents.uids()[0]
    draft = Annotation(
        uid="a1",
        document=uid,
        type="attribution",
        annotator=session.annotator.uid,
        fields={"quote_type": "indirect"},
    )
    return annotate.add(session, draft)


def test_a_wording_is_a_patch_and_one_step(
    dialog: CodebookDialog, session: Session
) -> None:
    before = len(history.steps(session))
    dialog.select("role", "attribution.source")
    dialog.label.setText("Who says it")
    dialog.label.editingFinished.emit()
    dialog.help.setPlainText("The words that name the speaker.")
    assert dialog.codebook.version == "1.0.1"
    assert session.codebook.version == "1.0.0", "nothing is stored yet"
    dialog.save.click()
    role = session.codebook.type("attribution").role("source")
    assert role is not None
    assert (role.label, role.help) == (
        "Who says it",
        "The words that name the speaker.",
    )
    assert len(history.steps(session)) == before + 1
    history.undo(session)
    assert session.codebook.version == "1.0.0"


def test_colour_and_key(dialog: CodebookDialog) -> None:
    dialog.select("role", "attribution.cue")
    dialog.color.setText("#00AA00")
    dialog.color.editingFinished.emit()
    dialog.key.setText("z")
    dialog.key.editingFinished.emit()
    role = dialog.codebook.type("attribution").role("cue")
    assert role is not None
    assert (role.color, role.key) == ("#00AA00", "z")


def test_a_mistake_is_told_and_not_taken_over(dialog: CodebookDialog) -> None:
    dialog.select("role", "attribution.cue")
    dialog.key.setText("s")
    dialog.key.editingFinished.emit()
    assert dialog.message.text()
    role = dialog.codebook.type("attribution").role("cue")
    assert role is not None
    assert role.key == "u"


def test_a_value_that_a_rule_names_cannot_go(dialog: CodebookDialog) -> None:
    dialog.select("value", DIRECT)
    dialog.remove.click()
    assert dialog.message.text()
    assert dialog.codebook.version == "1.0.0"


def test_values_are_added_and_moved(dialog: CodebookDialog) -> None:
    dialog.select("field", "attribution.quote_type")
    dialog.new_value.setText("Scare quote")
    dialog.add_value.click()
    dialog.raise_value.click()
    field = dialog.codebook.type("attribution").field("quote_type")
    assert field is not None
    assert [v.id for v in field.values][-2] == "scare_quote"
    assert dialog.codebook.version == "1.1.0"


def test_the_preview_shows_the_form_as_it_will_be(dialog: CodebookDialog) -> None:
    dialog.select("field", "attribution.quote_type")
    dialog.label.setText("Manner")
    dialog.label.editingFinished.emit()
    assert dialog.preview.context is not None
    field = dialog.preview.context.codebook.type("attribution").field("quote_type")
    assert field is not None
    assert field.label == "Manner"
    assert not dialog.preview.grab().isNull()


def test_a_value_in_use_asks_where_it_goes(
    dialog: CodebookDialog, session: Session
) -> None:
    annotation = _annotate(session)
    dialog.select("value", INDIRECT)
    dialog.remove.click()
    assert dialog.codebook.version == "2.0.0"
    dialog.save.click()
    asking = dialog.findChild(MappingDialog)
    assert asking is not None
    assert session.codebook.version == "1.0.0"
    box = asking.findChild(QComboBox, f"mapping-{INDIRECT}")
    assert box is not None
    box.setCurrentIndex(box.findData("mixed"))
    asking.go.click()
    assert session.codebook.version == "2.0.0"
    (found,) = annotate.load(session, annotation.document).annotations
    assert found.fields["quote_type"] == "mixed"


def test_closing_without_saving_changes_nothing(
    dialog: CodebookDialog, session: Session
) -> None:
    dialog.select("value", INDIRECT)
    dialog.remove.click()
    dialog.reject()
    assert session.codebook.version == "1.0.0"
