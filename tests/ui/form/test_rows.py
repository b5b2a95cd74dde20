# SPDX-License-Identifier: MIT
"""Stance rows: added, opened, coded, denied."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.model.annotation import Row
from annotator.model.codebook_reader import from_toml
from annotator.model.problem import Problem
from annotator.ui.form.pick_edit import PickEdit
from annotator.ui.form.rowbody import RowBody
from tests.ui.form.conftest import Desk, make, with_stances

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def open_first(desk: Desk, *held: dict[str, object]) -> None:
    desk.show(with_stances(*held))
    desk.form.set_active_row(("stance", 0))


def issue_line(desk: Desk, n: int = 1) -> QWidget:
    return desk.child(f"field-stance-{n}-issue").line


def test_ids_of_rows_count_from_one(desk: Desk) -> None:
    open_first(desk, {}, {})
    assert desk.child("rows-stance").isVisible()
    assert desk.child("stanceRows").isVisible()
    assert desk.child("field-stance-1-stance").isVisible()
    assert desk.form.findChild(QWidget, "field-stance-2-stance") is None
    desk.form.set_active_row(("stance", 1))
    assert desk.child("field-stance-2-stance").isVisible()
    assert not desk.child("field-stance-1-stance").isVisible()


def test_an_issue_takes_one_key_when_it_is_recent(desk: Desk, qtbot: QtBot) -> None:
    desk.recent["issue"] = ["tolls"]
    open_first(desk, {})
    desk.form.focus_field("issue", ("stance", 0))
    qtbot.keyClick(issue_line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [("stance", 0, "issue", "tolls")]
    assert desk.article.hasFocus()


def test_an_issue_takes_a_few_letters(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {}, {})
    desk.form.focus_field("issue", ("stance", 1))
    assert desk.of("active_row_changed") == [(("stance", 1),)]
    qtbot.keyClicks(issue_line(desk, 2), "har")
    qtbot.keyClick(issue_line(desk, 2), Key.Key_Return)
    assert desk.of("field_edited") == [("stance", 1, "issue", "tolls")]


def test_a_new_issue_says_what_favor_means(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {})
    desk.form.focus_field("issue", ("stance", 0), "Fishing quotas")
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(issue_line(desk), Key.Key_Return, shift)
    definition = desk.child("new-definition")
    assert definition.hasFocus()
    qtbot.keyClick(definition, Key.Key_Return)
    assert desk.of("entry_requested") == []
    qtbot.keyClicks(definition, "more fish")
    qtbot.keyClick(definition, Key.Key_Return)
    wanted = ("issue", "Fishing quotas", "more fish", "issue", "stance", 0)
    assert desk.of("entry_requested") == [wanted]


def test_a_stance_is_chosen_by_its_key(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {})
    stance = desk.child("field-stance-1-stance")
    stance.setFocus()
    qtbot.keyClick(stance, Key.Key_A)
    assert desk.of("field_edited") == [("stance", 0, "stance", "against")]


def test_a_tick_that_is_unset_is_neither(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {})
    tick = desk.child("field-stance-1-conditional")
    assert tick.value() is None
    qtbot.mouseClick(tick, LEFT, pos=tick.rect().center())
    qtbot.mouseClick(tick, LEFT, pos=tick.rect().center())
    assert [call[3] for call in desk.of("field_edited")] == [True, False]


def test_a_closed_card_opens_at_a_click(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {"issue": "troops"}, {"issue": "tolls", "stance": "favor"})
    card = desk.child("row-stance-2")
    assert "Harbour tolls" in card.accessibleName()
    qtbot.mouseClick(card, LEFT)
    assert desk.of("active_row_changed") == [(("stance", 1),)]
    assert desk.form.active_row() == ("stance", 1)


def test_rows_are_added_and_removed(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    qtbot.mouseClick(desk.child("add-stance"), LEFT)
    assert desk.of("row_added") == [("stance",)]
    open_first(desk, {})
    body = desk.form.findChild(QWidget, "row-stance-1").body
    body.remove_wanted.emit()
    assert desk.of("row_removed") == [("stance", 0)]


def test_no_stance_is_a_tick(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    tick = desk.child("none-stance")
    qtbot.mouseClick(tick, LEFT, pos=tick.rect().center())
    assert desk.of("none_toggled") == [("stance", True)]
    desk.show(make(none=("stance",)))
    assert tick.isVisible()
    assert tick.isChecked()
    assert not desk.child("add-stance").isVisible()
    qtbot.mouseClick(tick, LEFT, pos=tick.rect().center())
    assert desk.of("none_toggled")[-1] == ("stance", False)
    open_first(desk, {})
    assert not tick.isVisible()


def test_a_role_of_a_row_is_marked_from_its_card(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, {"conditional": True})
    qtbot.mouseClick(desk.child("role-condition"), LEFT)
    assert desk.of("role_activated") == [("condition", "stance", 0)]


def test_a_problem_in_a_row_opens_it(desk: Desk) -> None:
    wrong = Problem(
        severity="error",
        code="x",
        template="Choose a stance.",
        field="stance",
        row="stance",
        row_no=1,
    )
    desk.show(with_stances({}, {}), problems=[wrong])
    assert desk.form.focus_problem()
    assert desk.form.active_row() == ("stance", 1)
    assert desk.child("field-stance-2-stance").hasFocus()


def test_fewer_rows_hide_the_rest(desk: Desk) -> None:
    open_first(desk, {}, {})
    desk.show(with_stances({}))
    assert not desk.child("row-stance-2").isVisible()
    desk.window.grab()


@pytest.fixture
def card(desk: Desk, qtbot: QtBot) -> RowBody:
    """An open card of the preset's stance rows."""
    book = from_toml(resources.read_text("codebooks", "speaker_stance.toml"))
    kind = book.types[0].row("stance")
    assert desk.form.context is not None
    body = RowBody(desk.theme, replace(desk.form.context, codebook=book), kind, 0)
    qtbot.addWidget(body)
    body.show_row(Row({}), ())
    body.show()
    return body


def test_the_keys_of_a_rows_fields_are_shown_in_its_card(card: RowBody) -> None:
    shown = {}
    for identifier, row in card.fields.items():
        line = getattr(row.editor, "line", None)
        sign = row.key_sign.text() if row.key_sign.isVisible() else ""
        shown[identifier] = line.key if isinstance(line, PickEdit) else sign
    keys = {f.id: (f.key or "").upper() for f in card.kind.fields}
    assert keys["issue"] == "I"
    assert shown == keys


def test_small_fields_share_a_line_only_where_both_fit(card: RowBody) -> None:
    first, second = card.fields["directness"], card.fields["intensity"]
    card.resize(480, 300)
    QApplication.processEvents()
    assert first.y() == second.y()
    assert second.geometry().right() > first.geometry().right()
    card.resize(280, 300)
    QApplication.processEvents()
    assert first.geometry().bottom() < second.y()
    assert second.width() >= second.sizeHint().width()
