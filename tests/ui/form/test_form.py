# SPDX-License-Identifier: MIT
"""The form shows, asks, and stores nothing by itself."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.model.annotation import Span
from annotator.model.codebook_reader import from_toml
from annotator.model.problem import Problem
from annotator.ui.form.roles import RoleSection
from annotator.ui.form.words import Message
from annotator.ui.theme import load_theme
from tests.ui.form.conftest import HOSTILE, Desk, make, with_stances

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def pick(desk: Desk, qtbot: QtBot, field: str, value: str) -> None:
    """Click on the segment of a value."""
    segments = desk.child(field)
    spot = segments.segment_rect(value).center()
    qtbot.mouseClick(segments.childAt(spot), LEFT)


def problem(**more: object) -> Problem:
    words = {"severity": "error", "code": "x", "template": "Do something."}
    return Problem(**{**words, **more})  # type: ignore[arg-type]


def test_opening_stores_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    desk.form.focus_field("speaker")
    desk.form.focus_first()
    desk.show(with_stances({"issue": "troops"}, uid="a2"))
    desk.form.set_active_row(("stance", 0))
    desk.form.commit()
    desk.show(None)
    assert desk.of("field_edited") == []
    assert desk.of("row_added") == []


def test_a_click_chooses(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    pick(desk, qtbot, "field-quote_type", "indirect")
    assert desk.of("field_edited") == [(None, None, "quote_type", "indirect")]


def test_choosing_again_clears_what_is_optional(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"tone": "calm", "quote_type": "direct"}))
    pick(desk, qtbot, "field-tone", "calm")
    pick(desk, qtbot, "field-quote_type", "direct")
    assert desk.of("field_edited") == [(None, None, "tone", None)]


def test_segments_by_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    segments = desk.child("field-quote_type")
    segments.setFocus()
    qtbot.keyClick(segments, Key.Key_2)
    qtbot.keyClick(segments, Key.Key_Left)
    assert segments.value() == "indirect"
    qtbot.keyClick(segments, Key.Key_Space)
    values = [call[3] for call in desk.of("field_edited")]
    assert values == ["indirect", "direct"]
    qtbot.keyClick(segments, Key.Key_Escape)
    assert desk.article.hasFocus()


def test_an_unset_boolean_stays_unset(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    negated = desk.child("field-negated")
    assert negated.value() is None
    negated.setFocus()
    desk.article.setFocus()
    assert desk.told == []
    pick(desk, qtbot, "field-negated", "no")
    pick(desk, qtbot, "field-negated", "no")
    assert [call[3] for call in desk.of("field_edited")] == [False, None]


def test_small_numbers_are_segments(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"confidence": 2}))
    assert desk.child("field-confidence").value() == 2
    pick(desk, qtbot, "field-confidence", "3")
    assert desk.of("field_edited") == [(None, None, "confidence", 3)]


def test_several_values_keep_the_codebooks_order(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"topics": ("trade",)}))
    pick(desk, qtbot, "field-topics", "war")
    pick(desk, qtbot, "field-topics", "trade")
    pick(desk, qtbot, "field-topics", "war")
    values = [call[3] for call in desk.of("field_edited")]
    assert values == [("war", "trade"), ("war",), None]


def test_text_is_one_edit_when_left(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    place = desk.child("field-place")
    place.setFocus()
    qtbot.keyClicks(place, "Oldport")
    assert desk.of("field_edited") == []
    desk.article.setFocus()
    assert desk.of("field_edited") == [(None, None, "place", "Oldport")]


def test_text_is_one_edit_at_a_pause(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    place = desk.child("field-place")
    place.setFocus()
    qtbot.keyClicks(place, "Old")
    with qtbot.waitSignal(desk.form.field_edited, timeout=3000):
        qtbot.keyClicks(place, "port")
    desk.article.setFocus()
    assert desk.of("field_edited") == [(None, None, "place", "Oldport")]


def test_typed_text_survives_a_refresh_and_no_other_annotation(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.show(make())
    place = desk.child("field-place")
    place.setFocus()
    qtbot.keyClicks(place, "Old")
    desk.show(make())
    assert place.text() == "Old"
    desk.show(make("a2"))
    assert place.text() == ""
    desk.form.commit()
    assert desk.of("field_edited") == []


def test_emptied_text_is_unset(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"place": "Oldport"}))
    place = desk.child("field-place")
    place.selectAll()
    qtbot.keyClick(place, Key.Key_Delete)
    qtbot.keyClick(place, Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "place", None)]


def test_notes_take_lines_and_keep_no_break_spaces(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    desk.form.focus_field("notes")
    notes = desk.child("field-notes")
    assert notes.isVisible()
    notes.insertPlainText("one\u00a0two")
    qtbot.keyClick(notes, Key.Key_Return)
    qtbot.keyClicks(notes, "three")
    qtbot.keyClick(notes, Key.Key_Escape)
    assert desk.of("field_edited") == [(None, None, "notes", "one\u00a0two\nthree")]


@pytest.mark.parametrize(
    ("field", "bad", "good", "value"),
    [
        ("said_on", "15 Jan", "2025-01-15", "2025-01-15"),
        ("said_on", "2025-02-30", "2025-02", "2025-02"),
        ("number", "-1", "12", 12),
        ("number", "many", "0", 0),
    ],
)
def test_what_cannot_be_read_is_flagged_and_not_told(
    desk: Desk, qtbot: QtBot, field: str, bad: str, good: str, value: object
) -> None:
    desk.show(make())
    line = desk.child(f"field-{field}")
    line.setFocus()
    qtbot.keyClicks(line, bad)
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.of("field_edited") == []
    assert any(m.isVisible() for m in desk.form.findChildren(Message))
    line.selectAll()
    qtbot.keyClicks(line, good)
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, field, value)]


def test_a_link_offers_the_other_annotations(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make("a1"))
    desk.form.focus_field("justifies")
    line = desk.child("field-justifies").line
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "justifies", "a2")]


def test_problems_stand_under_their_field(desk: Desk) -> None:
    told = problem(
        field="quote_type", template="Choose one, %s {0}.".replace("{0}", "")
    )
    desk.show(make(), problems=[told], label="A01")
    shown = [m for m in desk.form.findChildren(Message) if m.isVisible()]
    assert [m.label.text() for m in shown] == ["Choose one, %s ."]
    accept, draft = desk.child("accept"), desk.child("saveDraft")
    assert draft.isVisible()
    assert not accept.isVisible()
    desk.show(make(), label="A01")
    assert not any(m.isVisible() for m in desk.form.findChildren(Message))
    assert accept.isVisible()


def test_the_next_problem_takes_the_keyboard(desk: Desk) -> None:
    found = [
        problem(field="quote_type"),
        problem(field="notes", severity="warning"),
        problem(role="source"),
        problem(row="stance"),
    ]
    desk.show(make(), problems=found)
    desk.window.activateWindow()
    names = []
    for _ in range(5):
        assert desk.form.focus_problem()
        names.append(desk.window.focusWidget().objectName())
    assert names[:3] == ["field-quote_type", "field-notes", "role-source"]
    assert names[3].startswith("add-")
    assert names[4] == names[0]
    desk.show(make())
    assert not desk.form.focus_problem()


def test_enter_accepts_and_buttons_ask(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    segments = desk.child("field-quote_type")
    segments.setFocus()
    qtbot.keyClick(segments, Key.Key_Return)
    qtbot.mouseClick(desk.child("accept"), LEFT)
    assert len(desk.of("accept_requested")) == 2
    desk.show(make(), problems=[problem(field="speaker")])
    qtbot.mouseClick(desk.child("saveDraft"), LEFT)
    assert len(desk.of("draft_requested")) == 1


def test_roles_ask_to_be_marked_and_cleared(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="Quist"))
    qtbot.mouseClick(desk.child("role-source"), LEFT, pos=QPoint(60, 12))
    assert desk.of("role_activated") == [("source", None, None)]
    row = desk.child("role-source")
    row.setFocus()
    qtbot.keyClick(row, Key.Key_Delete)
    assert desk.of("role_cleared") == [("source", None, None)]
    assert "Quist" in row.accessibleName()


def test_a_rare_role_is_a_link_until_it_is_used(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    links = desk.form.findChildren(QAbstractButton)
    hedge = next(b for b in links if b.text() == "Hedge" and b.isVisible())
    assert hedge.objectName() != "role-hedge"
    qtbot.mouseClick(hedge, LEFT)
    assert desk.of("role_activated") == [("hedge", None, None)]
    desk.show(make(spans=(Span("hedge", 1, 2, "perhaps"),)))
    assert desk.child("role-hedge").isVisible()
    assert not hedge.isVisible()


def test_read_only_has_nothing_to_change(desk: Desk) -> None:
    desk.show(make(fields={"speaker": "quist"}), read_only=True)
    inputs = desk.form.findChildren(QLineEdit)
    assert not [w for w in inputs if w.isVisible()]
    assert not desk.form.focus_field("speaker")
    spoken = [w.accessibleName() for w in desk.form.findChildren(QWidget)]
    assert "Speaker: Tilda Quist" in spoken
    assert not desk.child("accept").isVisible()


def test_nothing_chosen_says_what_to_do(desk: Desk) -> None:
    desk.show(None)
    assert desk.form.empty.isVisible()
    assert "Select words" in desk.form.empty.accessibleName()
    desk.window.grab()


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.show(with_stances({"issue": "troops"}))
    desk.form.set_active_row(("stance", 0))
    reachable = [
        w
        for w in desk.form.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
    ]
    assert len(reachable) > 10
    assert [w for w in reachable if not w.accessibleName()] == []


def test_another_theme_is_taken_everywhere(desk: Desk) -> None:
    desk.show(with_stances({"issue": "troops"}))
    dark = load_theme("dark")
    desk.form.set_theme(dark)
    themed = [w for w in desk.form.findChildren(QWidget) if hasattr(w, "theme")]
    assert {id(w.theme) for w in themed} == {id(dark)}
    desk.window.grab()


def test_another_annotation_refills_the_same_widgets(desk: Desk) -> None:
    desk.show(make(fields={"quote_type": "direct"}))
    before = desk.child("field-quote_type")
    desk.show(make("a2", fields={"quote_type": "indirect"}))
    assert desk.child("field-quote_type") is before
    assert before.value() == "indirect"


def test_hostile_words_are_painted_as_they_are(desk: Desk) -> None:
    quote = Span("content", 0, 4, HOSTILE + "\n" + "x" * 100_000)
    desk.show(make(spans=(quote,), fields={"place": HOSTILE}), label=HOSTILE)
    assert desk.child("field-place").text() == HOSTILE
    assert HOSTILE in desk.form.header.title.text()
    desk.window.grab()


@pytest.mark.parametrize("width", [240, 300, 384])
def test_links_to_rare_roles_take_another_line_before_they_are_cut(
    qtbot: QtBot, width: int
) -> None:
    book = from_toml(resources.read_text("codebooks", "speaker_stance.toml"))
    roles = RoleSection(load_theme("light"), book.types[0])
    qtbot.addWidget(roles)
    roles.show_annotation(make(), (), False)
    roles.resize(width, 400)
    roles.show()
    shown = [link for link in roles.links.values() if link.isVisible()]
    assert len(shown) == 3
    for link in shown:
        assert link.width() >= link.sizeHint().width()
        assert link.geometry().right() < width
    lines = {link.y() for link in shown}
    assert (len(lines) == 1) == (width == 384)
