# SPDX-License-Identifier: MIT
"""The list of documents in use: filter, keys, what is next, what changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.services import annotate, documents
from annotator.services.session import Session
from annotator.ui.documents.panel import DocumentPanel
from annotator.ui.theme import Theme


@pytest.fixture
def panel(session: Session, theme: Theme, qtbot: QtBot) -> Iterator[DocumentPanel]:
    made = DocumentPanel(session, theme)
    qtbot.addWidget(made)
    made.resize(250, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.detach()


def _titles(panel: DocumentPanel) -> list[str]:
    model = panel.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def _uid(session: Session, title: str) -> str:
    found = documents.page(session, documents.rows(session))
    return next(each.uid for each in found if each.title == title)


def _label(panel: DocumentPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_automation_ids_and_names(panel: DocumentPanel) -> None:
    assert panel.table.objectName() == "documentTable"
    assert panel.filter.objectName() == "documentFilter"
    assert panel.table.accessibleName()
    assert panel.filter.accessibleName()


def test_all_documents_and_how_far_the_project_is(panel: DocumentPanel) -> None:
    assert _titles(panel) == [f"Report {day}" for day in range(1, 8)]
    assert _label(panel, "documentCount") == "7"
    assert panel.progress.words() == "1 of 7 complete"
    assert panel.progress.percent() == "14 %"


def test_typing_filters_and_enter_opens_what_is_left(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    panel.focus_filter()
    qtbot.keyClicks(panel.filter, 'source:"Wire 3"')
    with qtbot.waitSignal(panel.opened) as told:
        qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert told.args == [_uid(session, "Report 3")]
    assert _titles(panel) == ["Report 3"]
    assert _label(panel, "documentCount") == "1 of 7"
    assert panel.table.hasFocus()


@pytest.mark.parametrize(
    ("words", "count"),
    [("status:complete", 1), ("status:new", 5), ("by:Jane", 7), ("nowhere", 0)],
)
def test_the_filter_knows_words_and_keys(
    panel: DocumentPanel, qtbot: QtBot, words: str, count: int
) -> None:
    panel.filter.setText(words)
    qtbot.waitUntil(lambda: len(_titles(panel)) == count)


def test_arrows_move_and_enter_opens(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    panel.show_current(_uid(session, "Report 1"))
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.opened) as told:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert told.args == [_uid(session, "Report 2")]


def test_a_click_opens(panel: DocumentPanel, session: Session, qtbot: QtBot) -> None:
    index = panel.table.model().index(2, 0)
    place = panel.table.visualRect(index).center()
    with qtbot.waitSignal(panel.opened) as told:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [_uid(session, "Report 3")]


def test_what_comes_next(panel: DocumentPanel, session: Session) -> None:
    assert panel.first_unfinished() == _uid(session, "Report 2")
    panel.show_current(_uid(session, "Report 7"))
    assert panel.neighbour(1) is None
    assert panel.neighbour(-1) == _uid(session, "Report 6")
    assert panel.next_unfinished() == _uid(session, "Report 2")


def test_when_all_is_done_nothing_is_next(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    for day in range(1, 8):
        uid = _uid(session, f"Report {day}")
        annotate.set_status(session, uid, "complete", force=True)
    qtbot.waitUntil(lambda: panel.progress.percent() == "100 %")
    assert panel.next_unfinished() is None
    assert panel.first_unfinished() == _uid(session, "Report 1")


def test_a_change_elsewhere_is_shown_and_the_place_is_kept(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    uid = _uid(session, "Report 4")
    panel.show_current(uid)
    annotate.set_status(session, uid, "skipped")
    qtbot.waitUntil(lambda: "1 skipped" in panel.progress.details())
    documents.update_metadata(session, uid, "A new title")
    qtbot.waitUntil(lambda: "A new title" in _titles(panel))
    assert panel.current() == uid


def test_sorting(panel: DocumentPanel, session: Session) -> None:
    panel.sort_by("published", descending=True)
    assert _titles(panel)[0] == "Report 7"
    panel.sort_by("status")
    assert "Report 1" in (_titles(panel)[0], _titles(panel)[-1], _titles(panel)[1])


def test_one_line_per_document(panel: DocumentPanel, qtbot: QtBot) -> None:
    assert panel.table.rowHeight(0) == 66
    panel.set_compact(True)
    assert panel.table.rowHeight(0) == 28
    assert not panel.grab().isNull()


def test_rows_are_read_out_with_status_and_count(panel: DocumentPanel) -> None:
    model = panel.table.model()
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Report 2, in progress, 2025-01-02T11:20, 0 annotations"


def test_an_empty_project_says_what_to_do(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    uids = [d.uid for d in documents.page(session, documents.rows(session))]
    documents.remove(session, uids)
    qtbot.waitUntil(lambda: _titles(panel) == [])
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert any("Import texts" in text for text in texts)
    assert panel.first_unfinished() is None


def test_fault_71_looking_at_the_list_changes_nothing(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    before = session.path.read_bytes()
    panel.filter.setText("status:new")
    panel.sort_by("published")
    panel.refresh()
    panel.grab()
    assert session.path.read_bytes() == before


def test_words_are_found_while_typing_and_put_in_order_at_a_pause(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    first = documents.page(session, documents.rows(session, sort="id")[:1])[0]
    documents.update_metadata(session, first.uid, "Zebra report")
    panel.refresh()
    panel.show_current(first.uid)
    panel.filter.setText("words")
    assert _titles(panel)[0] == "Zebra report"  # at once, as they came in
    assert panel.current() == first.uid
    qtbot.waitUntil(lambda: _titles(panel)[-1] == "Zebra report")
    assert panel.current() == first.uid


def test_a_chosen_document_that_was_filtered_out_comes_back_as_chosen(
    panel: DocumentPanel, session: Session
) -> None:
    uid = _uid(session, "Report 4")
    panel.show_current(uid)
    panel.filter.setText("nowhere")
    assert _titles(panel) == []
    panel.filter.setText("")
    panel.refresh()
    assert panel.current() == uid


def test_what_no_filter_kept_is_chosen_again_when_the_filter_is_cleared(
    panel: DocumentPanel, session: Session, qtbot: QtBot
) -> None:
    uid = _uid(session, "Report 3")
    panel.show_current(uid)
    qtbot.keyClicks(panel.filter, "nothing has these words")
    qtbot.waitUntil(lambda: _titles(panel) == [])
    panel.refresh()
    panel.refresh()
    assert panel.current() is None
    panel.filter.clear()
    qtbot.waitUntil(lambda: len(_titles(panel)) == 7)
    panel.refresh()
    assert panel.current() == uid


def test_esc_first_clears_the_filter_and_then_leaves_it(
    panel: DocumentPanel, qtbot: QtBot
) -> None:
    panel.focus_filter()
    qtbot.keyClicks(panel.filter, "Report 3")
    with qtbot.assertNotEmitted(panel.left):
        qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == ""
    assert panel.filter.hasFocus()
    qtbot.waitUntil(lambda: len(_titles(panel)) == 7)
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)


def test_the_arrow_down_goes_from_the_filter_to_the_list(
    panel: DocumentPanel, qtbot: QtBot
) -> None:
    panel.focus_filter()
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.table.hasFocus()
    assert panel.current() is not None
