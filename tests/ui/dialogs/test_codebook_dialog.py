# SPDX-License-Identifier: MIT
"""The codebook's editor, by key presses."""

from __future__ import annotations

import pytest

from annotator.services import history
from annotator.services.session import Session
from annotator.ui.dialogs.codebook import CodebookDialog
from annotator.ui.dialogs.codebook_draft import Place
from tests.ui.dialogs.register_cases import opened, session_on

DIRECT = Place("value", "attribution.quote_type.direct")
FAVOR = Place("value", "stance.stance.favor")
MIXED = Place("value", "attribution.quote_type.mixed")
QUOTE_TYPE = Place("field", "attribution.quote_type")


@pytest.fixture
def session(tmp_path):
    with session_on(tmp_path) as found:
        yield found


@pytest.fixture
def at(qtbot, session):
    return opened(qtbot, CodebookDialog, session)


def choose(at, place):
    """Choose a part in the tree and go to its fields."""
    at.dialog.tree.choose(place)
    at.dialog.tree.setFocus()
    at.keys.play("Enter")
    assert at.focus() == "register-label"


def press(at, name):
    """Press a button by the space bar."""
    button = at.dialog.findChild(object, name)
    assert button.isVisible()
    button.setFocus()
    at.keys.play("Space")


def current(session):
    return session.codebook.type("attribution").field("quote_type")


def preview_labels(at):
    form = at.dialog.preview.form
    panel = form.pages.panels["attribution"]
    return [segment.label for segment in panel.fields["quote_type"].editor.segments]


def test_nothing_changed_cannot_be_saved_and_says_so(at):
    assert not at.dialog.save.isEnabled()
    assert at.dialog.why.text() == "Nothing has been changed yet."
    assert at.dialog.version.text() == "1.0.0"


def test_a_label_is_a_patch_seen_in_the_preview_and_saved_as_one_step(at, session):
    choose(at, DIRECT)
    at.keys.play('Ctrl+A "Verbatim" Enter')
    assert at.dialog.version.text() == "1.0.0 → 1.0.1: changes wording"
    assert at.dialog.tree.currentItem().text(0) == "Verbatim"
    assert "Verbatim" in preview_labels(at)
    assert session.codebook.version == "1.0.0"
    press(at, "codebookSave")
    assert not at.dialog.isVisible()
    assert current(session).value("direct").label == "Verbatim"
    assert session.codebook.version == "1.0.1"
    history.undo(session)
    assert current(session).value("direct").label == "Direct"


def test_a_key_that_is_taken_is_told_at_once_with_its_owner(at, session):
    choose(at, DIRECT)
    at.keys.play('Tab Ctrl+A "s" Enter')
    message = at.dialog.editor.fields._messages["key"]
    assert message.isVisible()
    assert message.label.text() == "“s” is the key of “Source”. Choose another."
    assert not at.dialog.save.isEnabled()
    assert "“s”" in at.dialog.why.text()
    at.dialog.editor.fields.field("key").setFocus()
    at.keys.play('Ctrl+A "7" Enter')
    assert not message.isVisible()
    assert at.dialog.save.isEnabled()


def test_a_fault_mended_by_the_old_key_is_forgotten(at):
    choose(at, DIRECT)
    at.keys.play('Tab Ctrl+A "s" Enter')
    at.dialog.editor.fields.field("key").setFocus()
    at.keys.play('Ctrl+A "1" Enter')
    assert at.dialog.draft.faults == {}
    assert at.dialog.why.text() == "Nothing has been changed yet."


def test_a_colour_that_is_none_is_refused(at):
    at.dialog.tree.choose(Place("role", "attribution.source"))
    at.dialog.editor.fields.field("color").setFocus()
    at.keys.play('Ctrl+A "red" Enter')
    message = at.dialog.editor.fields._messages["color"]
    assert message.isVisible()
    assert "#RRGGBB" in message.label.text()


def test_a_value_is_added_as_a_minor_version(at, session):
    at.dialog.tree.choose(QUOTE_TYPE)
    at.dialog.findChild(object, "newValue").setFocus()
    at.keys.play('"Scare quotes" Enter')
    assert at.dialog.version.text() == "1.0.0 → 1.1.0: adds a value"
    assert at.dialog.tree.place() == QUOTE_TYPE._replace(
        what="value", path="attribution.quote_type.scare_quotes"
    )
    assert "Scare quotes" in preview_labels(at)
    press(at, "codebookSave")
    assert current(session).value("scare_quotes").label == "Scare quotes"


def stance(session):
    """The one stance row of the project."""
    (annotation,) = session.project.annotations.of("d1")
    return annotation.rows["stance"][0]


def test_a_used_value_is_removed_only_with_a_new_place(at, session):
    at.dialog.tree.choose(FAVOR)
    press(at, "removeValue")
    assert at.dialog.version.text() == "1.0.0 → 2.0.0: removes a value"
    assert not at.dialog.save.isEnabled()
    assert at.dialog.why.text() == "Say what becomes of “Favor”: it is used 1×."
    assert at.focus() == "removalTarget"
    at.keys.play("Down")
    assert at.dialog.save.isEnabled()
    press(at, "codebookSave")
    assert stance(session).fields["stance"] == "against"
    history.undo(session)
    assert stance(session).fields["stance"] == "favor"


def test_a_removed_value_that_is_unset_is_kept_aside(at, session):
    at.dialog.tree.choose(FAVOR)
    press(at, "removeValue")
    at.keys.play("End")
    press(at, "codebookSave")
    assert "stance" not in stance(session).fields
    assert stance(session).extra["kept"][0]["value"] == "favor"


def test_a_value_that_a_rule_needs_is_not_removed(at):
    at.dialog.tree.choose(DIRECT)
    press(at, "removeValue")
    assert at.dialog.editor.values.message.isVisible()
    assert not at.dialog.draft.dirty


def test_an_unused_value_is_removed_without_a_question(at, session):
    at.dialog.tree.choose(MIXED)
    press(at, "removeValue")
    assert at.dialog.editor.values.uses.text() == "No annotation has it."
    assert at.dialog.save.isEnabled()


def test_a_removed_value_is_put_back_where_it_was(at):
    at.dialog.tree.choose(MIXED)
    press(at, "removeValue")
    press(at, "putBack")
    assert at.dialog.draft.edited.sha256 == at.dialog.draft.base.sha256
    assert at.dialog.why.text() == "Nothing has been changed yet."


def test_values_are_moved(at, session):
    at.dialog.tree.choose(DIRECT)
    press(at, "valueDown")
    assert at.dialog.version.text() == "1.0.0 → 1.0.1: changes the order"
    assert preview_labels(at)[:2] == ["Indirect", "Direct"]


def test_closing_asks_once_where_something_would_be_lost(at):
    choose(at, DIRECT)
    at.keys.play('Ctrl+A "Verbatim" Enter Esc')
    assert at.dialog.isVisible()
    assert at.dialog.message.isVisible()
    at.keys.play("Esc")
    assert not at.dialog.isVisible()


def test_the_preview_is_only_tried(at, session):
    form = at.dialog.preview.form
    form.field_edited.emit(None, None, "quote_type", "mixed")
    assert form.annotation.fields["quote_type"] == "mixed"
    assert len(history.steps(session)) == 1  # the import
    assert not at.dialog.draft.dirty


def test_a_project_for_reading_only_says_why_not(qtbot, tmp_path):
    session_on(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        at = opened(qtbot, CodebookDialog, session)
        assert not at.dialog.save.isEnabled()
        assert at.dialog.why.text() == "The project is open for reading only."
        assert not at.dialog.editor.fields.isEnabled()
