# SPDX-License-Identifier: MIT
"""The page of the team: what it shows, and that the keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QTableView
from pytestqt.qtbot import QtBot

from annotator.services import annotate, history, people, rounds
from annotator.services.session import Session
from annotator.ui.theme import Theme


@pytest.fixture
def page(window: QMainWindow) -> Any:
    return window.modes.seen


def _assigned(session: Session) -> set[tuple[str, str]]:
    found = session.project.assignments.of_round()
    return {(each.document, each.annotator) for each in found}


def test_it_shows_the_newest_round(window: QMainWindow, page: Any) -> None:
    assert page.objectName() == "teamPanel"
    table = page.findChild(QTableView, "assignmentMatrix")
    assert table is page.centre.table
    assert page.model.rowCount() == 10
    assert [each.name for each in page.model.people] == ["Ann", "Bob", "Cid"]
    figures = {words: value for value, words in page.centre.figures.figures}
    assert figures["documents"] == "10"
    assert page.centre.title.text() == "Round 1"
    assert "2 people per document" in page.centre.caption.text()
    assert page.centre.table.hasFocus()


def test_cells_speak(page: Any) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    found = [
        page.model.data(page.model.index(0, column), role)
        for column in range(page.model.columnCount())
    ]
    assert all(words.startswith("Title 00, ") for words in found)
    assert any("complete" in words and "annotations" in words for words in found)


def test_space_gives_and_takes(window: QMainWindow, page: Any) -> None:
    before = _assigned(window.session)
    cell = ("n00", next(p for p in ("ann", "bob", "cid") if ("n00", p) not in before))
    column = ["ann", "bob", "cid"].index(cell[1])
    table = page.centre.table
    table.setCurrentIndex(page.model.index(0, column))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert _assigned(window.session) == before | {cell}
    assert "Gave a document to" in history.describe(history.steps(window.session)[0])
    QTest.qWait(200)
    assert page.model.cell(page.model.index(0, column)).assigned
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert _assigned(window.session) == before
    window.undo()
    assert _assigned(window.session) == before | {cell}


def test_several_cells_are_one_step(window: QMainWindow, page: Any) -> None:
    table = page.centre.table
    table.setCurrentIndex(page.model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.chosen()) == 4
    steps = len(history.steps(window.session))
    before = _assigned(window.session)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert _assigned(window.session) == before | set(page.chosen())
    assert len(history.steps(window.session)) == steps + 1


def test_enter_opens_the_document(window: QMainWindow, page: Any) -> None:
    table = page.centre.table
    table.setCurrentIndex(page.model.index(3, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.modes.current == "annotate"
    assert window.bench.desk.document.uid == "n03"


def test_filter_state_and_person(window: QMainWindow, page: Any) -> None:
    page.centre.filter.setText("title:03")
    QTest.qWait(250)
    assert page.model.rowCount() == 1
    page.centre.filter.setText("")
    QTest.qWait(250)
    page.side.states.choose("done")
    done = page.model.rowCount()
    page.side.states.choose("open")
    assert done + page.model.rowCount() == 10
    page.side.states.choose("all")
    page.people.setFocus()
    page.people.setCurrentIndex(page.people.model().index(1, 0))
    QTest.keyClick(page.people, Qt.Key.Key_Return)
    assert page.person == "bob"
    assert not page.centre.only.isHidden()
    bobs = {document for document, who in _assigned(window.session) if who == "bob"}
    assert page.model.rowCount() == len(bobs)
    page.centre.only.click()
    assert page.model.rowCount() == 10


def test_nothing_left_says_so(page: Any) -> None:
    page.centre.filter.setText("nosuchword")
    QTest.qWait(250)
    assert page.centre.empty.text() == "No document fits."


def test_all_documents(page: Any) -> None:
    page.side.rounds.choose("-")
    assert page.round is None
    assert page.model.rowCount() == 12
    assert page.centre.title.text() == "All documents"
    assert page.centre.open_round.isHidden()


def test_the_lead_opens_the_round(window: QMainWindow, page: Any) -> None:
    assert window.registry.run("team.open_round")
    (here,) = rounds.all_of(window.session)
    assert here.opened
    QTest.qWait(200)
    assert page.centre.open_round.text() == "Close the round"


def test_others_cannot(window: QMainWindow) -> None:
    window.session.use_annotator("ann")
    assert window.registry.reason("team.open_round") == "Only a lead may do that."
    assert not window.registry.run("team.toggle")


def test_gold_is_marked_for_the_lead_alone(window: QMainWindow, page: Any) -> None:
    page.centre.table.setCurrentIndex(page.model.index(2, 0))
    assert window.registry.run("team.gold")
    QTest.qWait(200)
    assert page.model.line(2).gold
    window.session.use_annotator("ann")
    QTest.qWait(200)
    assert not page.model.line(2).gold


def test_work_shows_at_once(window: QMainWindow, page: Any) -> None:
    session = window.session
    cell = page.model.index(9, 0)
    session.annotator = people.find(session, "ann")
    annotate.set_status(session, "n09", "skipped")
    QTest.qWait(250)
    assert page.model.cell(cell).status == "skipped"


def test_it_wears_both_themes(window: QMainWindow, page: Any) -> None:
    light = page.grab().toImage()
    window.set_theme(Theme.load("dark"))
    dark = page.grab().toImage()
    assert light.pixelColor(5, 5) != dark.pixelColor(5, 5)


def test_f6_goes_round(window: QMainWindow, page: Any) -> None:
    seen = []
    for _ in page.focus_places():
        seen.append(next(p for p in page.focus_places() if p.hasFocus()))
        window.cycle_panes(1)
    assert len(set(map(id, seen))) == len(page.focus_places())


def test_a_project_without_a_team_says_what_to_do(text_window: QMainWindow) -> None:
    text_window.modes.show("team")
    page: Any = text_window.modes.seen
    assert page.round is None
    assert page.centre.title.text() == "All documents"
    assert "nobody" in page.centre.empty.text().lower()


TEXT = "A short text.\n"


def test_lights_lead_to_their_cells(
    qtbot: QtBot, window: QMainWindow, page: Any
) -> None:
    session = window.session
    bob = people.find(session, "bob")
    session.annotator = bob
    annotate.set_status(session, "n00", "complete", force=True)
    session.annotator = people.find(session, "ada")
    lights = page.beside.lights

    def words() -> list[str]:
        rows = range(lights.model().rowCount())
        return [str(lights.model().index(row, 0).data()) for row in rows]

    said = "Bob · Title 00: Complete without an annotation"
    qtbot.waitUntil(lambda: any(said in each for each in words()))
    row = next(n for n, each in enumerate(words()) if each.startswith(said))
    lights.setFocus()
    lights.setCurrentIndex(lights.model().index(row, 0))
    QTest.keyClick(lights, Qt.Key.Key_Return)
    assert ("n00", "bob") in page.chosen()
    index = page.centre.table.currentIndex()
    tip = page.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert "Complete without an annotation" in tip


def test_annotators_see_no_lights(window: QMainWindow, page: Any) -> None:
    assert page.beside.lights.isVisible()
    window.session.use_annotator("ann")
    QTest.qWait(200)
    assert not page.beside.lights.isVisible()


def test_the_list_shows_ones_own_documents_in_their_order(
    team_path: Path, show_window: Callable[[Path], QMainWindow]
) -> None:
    with Session.open(team_path, annotator="ann") as session:
        session.use_annotator("ann")
        given = session.project.assignments.of_round()
        mine = sorted((a for a in given if a.annotator == "ann"), key=lambda a: a.order)
        done = {"n00", "n03"}
    order = [each.document for each in mine]
    window: Any = show_window(team_path)
    listed = [
        window.documents.table.model().index(row, 0).data(Qt.ItemDataRole.UserRole)
        for row in range(window.documents.table.model().rowCount())
    ]
    assert listed == order
    assert f"of {len(order)} complete" in window.documents.progress.words()
    # Completing goes on to the next one of that order.
    left = [uid for uid in order if uid not in done]
    assert window.bench.desk.document.uid == left[0]
    window.skip_document()
    assert window.bench.desk.document.uid == left[1]
    window.documents.show_mine(False)
    assert window.documents.table.model().rowCount() == 12


def test_somebody_without_assignments_sees_everything(window: Any) -> None:
    window.session.use_annotator("ann")
    QTest.qWait(200)
    assert window.documents.table.model().rowCount() < 12
    window.session.use_annotator("ada")
    QTest.qWait(200)
    assert window.documents.table.model().rowCount() == 12


def test_a_persons_rest_goes_to_others(window: QMainWindow, page: Any) -> None:
    assert "Choose a person" in str(window.registry.reason("team.hand_over"))
    page.show_person("cid")
    before = _assigned(window.session)
    assert window.registry.run("team.hand_over")
    after = _assigned(window.session)
    mine = {document for document, who in after if who == "cid"}
    assert mine < {document for document, who in before if who == "cid"}
    assert len(after) == len(before)
    window.undo()
    assert _assigned(window.session) == before
