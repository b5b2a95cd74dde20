# SPDX-License-Identifier: MIT
"""The dialog over speakers, by key presses alone."""

from __future__ import annotations

import pytest

from annotator.model.entity import Entity
from annotator.services import entities, history
from annotator.services.session import Session
from annotator.ui.dialogs.speakers import SpeakersDialog
from tests.store import made
from tests.ui.dialogs.register_cases import names, opened, session_on


@pytest.fixture
def session(tmp_path):
    with session_on(tmp_path) as found:
        entities.create(found, "speaker", "Marta Koval", "person", ("Koval",))
        entities.create(found, "speaker", "<b>Ministry</b>", "organization")
        yield found


@pytest.fixture
def at(qtbot, session):
    return opened(qtbot, SpeakersDialog, session)


def row_texts(dialog):
    model = dialog.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_lists_speakers_with_kind_aliases_and_uses(at):
    assert row_texts(at.dialog) == [
        ["<b>Ministry</b>", "Organization", "", ""],
        ["Āda Lee", "Person", "", "1"],
        ["Marta Koval", "Person", "Koval", ""],
    ]


def test_filter_finds_by_alias_and_without_accents(at):
    at.keys.play('"koval"')
    assert [row[0] for row in row_texts(at.dialog)] == ["Marta Koval"]
    at.keys.play("Ctrl+A Delete")
    at.keys.play('"ada"')
    assert [row[0] for row in row_texts(at.dialog)] == ["Āda Lee"]
    assert at.dialog.current.uid == "lee"


def test_a_name_is_changed_as_one_step_and_undone(at, session):
    at.keys.play('"koval" Enter Enter')
    assert at.focus() == "register-name"
    at.keys.play('Ctrl+A "Marta Kovalenko" Enter')
    assert "Marta Kovalenko" in names(session)
    assert at.focus() == "registerTable"
    assert at.dialog.current.name == "Marta Kovalenko"
    history.undo(session)
    assert "Marta Koval" in names(session)
    assert at.dialog.editor.values()["name"] == "Marta Koval"


def test_an_empty_name_is_refused_beside_its_field(at, session):
    at.keys.play('"koval" Enter Enter Ctrl+A Delete Enter')
    assert "Marta Koval" in names(session)
    message = at.dialog.editor._messages["name"]
    assert message.isVisible()
    assert message.label.text() == "A name is needed."


def test_aliases_are_one_a_line_each_once(at, session):
    at.keys.play('"koval" Enter Enter Tab Tab')
    assert at.focus() == "register-aliases"
    at.keys.play('Ctrl+A "Kovalenko" Return "Kovalenko" Return "Marta Koval" Tab')
    found = next(e for e in entities.entities(session, "speaker") if "Marta" in e.name)
    assert found.aliases == ("Kovalenko",)


def test_the_kind_is_changed_by_arrow(at, session):
    at.keys.play('"koval" Enter Enter Tab Down')
    found = next(e for e in entities.entities(session, "speaker") if "Marta" in e.name)
    assert found.kind == "organization"


def test_uniting_says_what_it_does_and_can_be_undone(at, session):
    at.keys.play('"ada" Enter')
    at.dialog.unite.picker.line.setFocus()
    at.keys.play('"marta" Enter')
    words = at.dialog.unite.preview.text()
    assert "“Āda Lee” becomes another name of “Marta Koval”" in words
    assert "(1)" in words
    assert names(session) >= {"Āda Lee", "Marta Koval"}
    assert at.focus() == "uniteButton"
    at.keys.play("Space")
    assert "Āda Lee" not in names(session)
    assert at.dialog.current.name == "Marta Koval"
    assert at.dialog.current.count == 1
    history.undo(session)
    assert "Āda Lee" in names(session)


def test_nobody_can_be_united_with_themselves(at):
    at.keys.play('"koval" Enter')
    source = at.dialog.unite.picker.source
    assert at.dialog.current.uid not in {c.key for c in source.candidates()}


def test_a_name_that_another_has_is_pointed_out(at, session):
    at.keys.play('"koval" Enter Enter Ctrl+A "Ada Lee" Enter')
    message = at.dialog.editor._messages["name"]
    assert message.isVisible()
    assert "“Āda Lee”" in message.label.text()
    assert "Ada Lee" in names(session)


def test_a_new_speaker_is_made_on_purpose(at, session):
    at.keys.play('"Ivo Nowak"')
    before = names(session)
    at.dialog.new.setFocus()
    at.keys.play("Space")
    assert at.focus() == "register-name"
    assert names(session) == before
    at.dialog.add.setFocus()
    at.keys.play("Space")
    assert names(session) == before | {"Ivo Nowak"}
    assert at.dialog.current.name == "Ivo Nowak"


def test_names_are_shown_literally(at):
    at.keys.play('"ministry" Enter')
    assert at.dialog.heading.text() == "<b>Ministry</b>"
    assert at.dialog.heading.textFormat().name == "PlainText"


def test_escape_empties_the_filter_then_closes(at):
    at.keys.play('"koval" Esc')
    assert at.dialog.isVisible()
    assert at.dialog.model.rowCount() == 3
    at.keys.play("Esc")
    assert not at.dialog.isVisible()


def test_what_was_typed_is_kept_when_the_dialog_closes(at, session):
    at.keys.play('"koval" Enter Enter Ctrl+A "Marta K"')
    at.dialog.close()
    assert "Marta K" in names(session)


def test_every_field_has_a_name_for_screen_readers(at):
    at.keys.play('"koval" Enter')
    for name in ("registerFilter", "registerTable", "register-name", "register-unite"):
        widget = at.dialog.findChild(object, name)
        assert widget.accessibleName(), name


def test_a_project_for_reading_only_is_not_edited(qtbot, tmp_path):
    session_on(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        at = opened(qtbot, SpeakersDialog, session)
        assert not at.dialog.new.isEnabled()
        assert not at.dialog.editor.field("name").isEnabled()
        assert at.dialog.why.text() == "The project is open for reading only."


def test_ten_thousand_speakers_are_filtered_while_typing(qtbot, tmp_path):
    project = made.new_project(tmp_path)
    many = tuple(
        Entity(uid=f"e{n}", type="speaker", name=f"Person {n}", kind="person")
        for n in range(10_000)
    )
    made.insert(project, made.bundle(entities=many))
    project.close()
    with Session.open(tmp_path / "p.annotator", annotator="Ann") as session:
        at = opened(qtbot, SpeakersDialog, session)
        assert at.dialog.model.rowCount() == 10_000
        at.keys.play('"9999"')
        # Four key presses; a generous bound that a row widget each would break.
        assert [row[0] for row in row_texts(at.dialog)] == ["Person 9999"]
