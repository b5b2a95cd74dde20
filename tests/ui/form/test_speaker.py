# SPDX-License-Identifier: MIT
"""The speaker field: recognised, new, typed, flagged, put back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from annotator.ui.form.sources import EntitySource
from annotator.ui.form.words import Message
from tests.ui.form.conftest import HOSTILE, Desk, _context, make

Key = Qt.Key


def line(desk: Desk) -> QLineEdit:
    return desk.child("speakerField")


def flags(desk: Desk) -> list[str]:
    lines = desk.form.findChildren(Message)
    return [m.label.text() for m in lines if m.isVisible()]


def test_a_recognised_speaker_takes_one_key(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="harbour economist Tilda Quist"))
    desk.form.focus_field("speaker")
    assert line(desk).text() == "Tilda Quist"
    assert line(desk).selectedText() == "Tilda Quist"
    assert desk.told == []
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", "quist")]
    assert desk.of("left") == [()]
    assert desk.article.hasFocus()


@pytest.mark.parametrize("source", ["Quist", "QUIST", "the Veldavian Minister Quist"])
def test_an_alias_is_recognised(desk: Desk, qtbot: QtBot, source: str) -> None:
    desk.show(make(source=source))
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", "quist")]


def test_after_a_pronoun_the_recent_come_first(desk: Desk, qtbot: QtBot) -> None:
    desk.recent["speaker"] = ["marrow"]
    desk.show(make(source="she"))
    desk.form.focus_field("speaker")
    assert line(desk).text() == ""
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", "marrow")]


def test_a_new_speaker_takes_two_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="Foreign Minister Olav Brekk"))
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.told == []
    qtbot.keyClick(desk.child("new-name"), Key.Key_Return)
    ((new, field, row, n),) = desk.of("entity_requested")
    assert (new.name, new.kind, new.type) == ("Olav Brekk", "person", "speaker")
    assert new.document_attributes == {"role": "Foreign Minister"}
    assert (field, row, n) == ("speaker", None, None)
    assert desk.of("field_edited") == []
    assert desk.article.hasFocus()


def test_the_new_panel_keeps_what_was_written(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="he"))
    desk.form.focus_field("speaker", text="Harbour Union")
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(desk.child("new-name"), Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(desk.child("new-country"), "VE")
    qtbot.keyClick(desk.child("new-country"), Key.Key_Return)
    ((new, *_),) = desk.of("entity_requested")
    assert (new.name, new.kind) == ("Harbour Union", "geopolitical")
    assert new.document_attributes == {"country": "VE"}


def test_esc_in_the_panel_makes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="Olav Brekk"))
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(desk.child("new-name"), Key.Key_Escape)
    assert desk.told == []
    assert line(desk).text() == "Olav Brekk"
    assert line(desk).selectedText() == "Olav Brekk"
    assert line(desk).isVisible()
    assert line(desk).hasFocus()


def test_esc_in_the_panel_leaves_what_was_typed_to_be_asked_again(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.show(make(source="he"))
    desk.form.focus_field("speaker", text="Harbour Un")
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(desk.child("new-name"), Key.Key_Escape)
    assert line(desk).text() == "Harbour Un"
    assert line(desk).hasFocus()
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.child("new-name").text() == "Harbour Un"


def test_without_a_name_the_last_line_has_no_empty_quotes(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.show(make(source="he"))
    desk.form.focus_field("speaker")
    lines = desk.window.findChild(QListView, "completionList").model()
    last = lines.index(lines.rowCount() - 1, 0)
    assert last.data() == "New speaker …"
    qtbot.keyClicks(line(desk), "Zo")
    last = lines.index(lines.rowCount() - 1, 0)
    assert last.data() == "New speaker “Zo”"


def test_a_similar_name_is_told(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="he"))
    desk.form.focus_field("speaker", text="T. Quist")
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert any("Tilda Quist" in words for words in flags(desk))


def test_typing_completes_over_aliases(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    desk.form.focus_field("speaker")
    qtbot.keyClicks(line(desk), "may")
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", "marrow")]


def test_arrows_choose_another_line(desk: Desk, qtbot: QtBot) -> None:
    desk.recent["speaker"] = ["marrow", "quist"]
    desk.show(make())
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Down)
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", "quist")]


def test_a_click_on_a_line_takes_it(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make())
    desk.form.focus_field("speaker", text="mar")
    view = desk.child("field-speaker").popup.view
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.of("field_edited") == [(None, None, "speaker", "marrow")]


def test_what_was_not_chosen_is_flagged_and_never_told(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.show(make())
    desk.form.focus_field("speaker")
    qtbot.keyClicks(line(desk), "Nobody Known")
    desk.article.setFocus()
    assert any("Nobody Known" in words for words in flags(desk))
    assert desk.of("field_edited") == []
    desk.show(make("a2"))
    assert line(desk).text() == ""
    assert flags(desk) == []


def test_a_proposal_that_was_left_is_no_name(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="Olav Brekk"))
    desk.form.focus_field("speaker")
    desk.article.setFocus()
    assert line(desk).text() == ""
    assert flags(desk) == []
    assert desk.told == []


def test_esc_puts_the_old_name_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"speaker": "quist"}))
    desk.form.focus_field("speaker")
    qtbot.keyClicks(line(desk), "xyz")
    qtbot.keyClick(line(desk), Key.Key_Escape)
    assert line(desk).text() == "Tilda Quist"
    assert desk.of("field_edited") == []
    assert desk.of("left") == [()]


def test_enter_on_the_stored_name_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source="Ines Marrow", fields={"speaker": "quist"}))
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == []
    assert desk.of("left") == [()]


def test_an_emptied_field_is_unset(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(fields={"speaker": "quist"}))
    desk.form.focus_field("speaker")
    qtbot.keyClick(line(desk), Key.Key_Delete)
    qtbot.keyClick(line(desk), Key.Key_Return)
    assert desk.of("field_edited") == [(None, None, "speaker", None)]


def test_words_being_typed_survive_a_refresh(desk: Desk, qtbot: QtBot) -> None:
    shown = make()
    desk.show(shown)
    desk.form.focus_field("speaker")
    qtbot.keyClicks(line(desk), "Til")
    desk.show(shown)
    assert line(desk).text() == "Til"


def test_names_are_literal(desk: Desk, qtbot: QtBot) -> None:
    desk.show(make(source=HOSTILE, fields={"speaker": "odd"}))
    assert line(desk).text() == HOSTILE
    desk.form.focus_field("speaker", text=HOSTILE)
    qtbot.keyClick(line(desk), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    formats = {label.textFormat() for label in desk.form.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    desk.window.grab()


def test_only_the_speakers_that_are_offered_are_counted(desk: Desk) -> None:
    asked: list[Sequence[str]] = []

    def uses(_: str, uids: Sequence[str], most: int) -> dict[str, int]:
        asked.append(uids)
        return dict.fromkeys(uids, 7) | {"quist": most}

    context = replace(_context(desk), use_counts=lambda _: {"quist": 3}, uses=uses)
    source = EntitySource(context, desk.book.types[0].field("speaker"))
    assert source.candidates()[0].key == "quist"
    assert asked == []
    offers = source.offers("quist")
    assert asked == [[offer.candidate.key for offer in offers]]
    assert offers[0].candidate.count == "99+"
    assert {o.candidate.count for o in offers[1:]} <= {"7"}
