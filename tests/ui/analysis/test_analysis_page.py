# SPDX-License-Identifier: MIT
"""The page of agreement: the chain from pair to passage, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMainWindow
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.services import annotate, people
from annotator.services.agreement import exploring, report, table
from annotator.services.session import Session
from annotator.ui.analysis import verbs
from annotator.ui.analysis.words import share
from annotator.ui.theme import Theme
from tests.services.agreement import projects
from tests.services.agreement.projects import speech
from tests.services.agreement.test_calculate import WORK
from tests.services.agreement.test_exploring import APART
from tests.services.agreement.test_references import NESTED

STANCES = [
    speech("s1", 0, 140, 150, stances=[("pier", "favor"), ("toll", "favor")]),
    speech("t1", 1, 140, 150, stances=[("toll", "against"), ("pier", "favor")]),
    speech("u2", 2, 16, 39, kind="indirect"),
]


def project(
    folder: Path, work: Sequence[Annotation], coders: int, **header: Any
) -> Path:
    """A project with this work; Ada leads and is at work."""
    with projects.of_speech(folder, work, coders=coders, **header) as session:
        session.use_annotator("c00")
        lead = replace(session.project.annotators.get("c00"), role="lead")
        people.update(session, lead)
        session.use_annotator("c00")
    return folder / "p.annotator"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three people."""
    return project(tmp_path, [*WORK, *STANCES], coders=3)


@pytest.fixture
def window(
    path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> QMainWindow:
    """The window, the page in sight and measured."""
    made = show_window(path)
    made.modes.show("analysis")
    settle(qtbot, made.modes.seen)
    return made


@pytest.fixture
def page(window: QMainWindow) -> Any:
    return window.modes.seen


def settle(qtbot: QtBot, page: Any) -> None:
    """Wait until all is measured and shown."""
    QTest.qWait(200)
    qtbot.waitUntil(
        lambda: not page.tasks.running and page.seen is not None, timeout=20_000
    )
    QTest.qWait(20)
    qtbot.waitUntil(lambda: not page.tasks.running, timeout=20_000)
    # Without a screen a window that works beside itself is not the active one.
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)


def test_every_two_are_shown(page: Any) -> None:
    assert page.objectName() == "analysisPanel"
    heat = page.centre.pairs.heat
    assert [each.text for each in heat.rows] == ["Ada", "Ben", "Cid"]
    assert heat.cells[0][1].text == share(8 / 10)
    assert heat.cells[1][0].text == share(6 / 10)
    assert heat.cells[0][0].text == "5"
    tip = heat.cells[0][1].tip
    assert tip.startswith("Ada and Ben: F1, any overlap .80, precision .80, recall .80")
    assert heat.cells[2][1].tip.startswith("Ben and Cid: F1, exact")
    assert page.window().focusWidget() is page.centre.pairs
    caption = page.centre.caption.text()
    for part in ("2 documents", "all levels", "speech 2.1.0", "any overlap"):
        assert part in caption


def test_the_chain_by_keyboard(window: QMainWindow, page: Any, qtbot: QtBot) -> None:
    centre = page.centre
    # The field with a stance comes first.
    assert page.chain.field == "stance.stance"
    QTest.keyClick(centre.pairs, Qt.Key.Key_Return)
    assert window.focusWidget() is centre.fields
    while centre.fields.current() != "kind":
        QTest.keyClick(centre.fields, Qt.Key.Key_Up)
    assert page.chain.field == "kind"
    assert [label.text for label in centre.values.heat.rows] == ["Direct", "Indirect"]
    QTest.keyClick(centre.fields, Qt.Key.Key_Return)
    assert window.focusWidget() is centre.values
    # What they say differently comes first: Ada says indirect, Ben direct.
    assert centre.values.place == (1, 0)
    assert centre.cell_title.text() == "Indirect and Direct"
    assert "1 passage" in centre.cell_count.text()
    QTest.keyClick(centre.values, Qt.Key.Key_Up)
    assert centre.values.place == (0, 0)
    assert len(centre.passages.passages.rows) == 4
    QTest.keyClick(centre.values, Qt.Key.Key_Down)
    QTest.keyClick(centre.values, Qt.Key.Key_Return)
    assert window.focusWidget() is centre.passages
    QTest.keyClick(centre.passages, Qt.Key.Key_Return)
    assert window.modes.current == "annotate"
    assert window.bench.desk.document.uid == "d1"
    assert window.bench.chosen_uid == "a2"
    window.modes.show("analysis")
    assert window.focusWidget() is centre.passages
    assert page.chain.field == "kind"


def test_what_annotations_are_nested_in(
    tmp_path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    window = show_window(project(tmp_path, NESTED, coders=2))
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    centre = page.centre
    QTest.keyClick(centre.pairs, Qt.Key.Key_Return)
    while centre.fields.current() != "parent":
        QTest.keyClick(centre.fields, Qt.Key.Key_Up)
    assert centre.field_title.text() == "Nested in"
    rows = [label.text for label in centre.values.heat.rows]
    assert rows == ["none", "the same", "another one"]
    # The most frequent difference first: both nest it, each in another one.
    assert centre.values.place == (2, 0)
    QTest.keyClick(centre.values, Qt.Key.Key_Right)
    QTest.keyClick(centre.values, Qt.Key.Key_Right)
    (_, first, second) = centre.passages.passages.rows
    assert first.said.startswith("“Mara Quist said")
    assert first.found.members[0].uid == "a5"
    assert second.found.members[0].uid == "a6"


def test_another_pair(page: Any, qtbot: QtBot) -> None:
    QTest.keyClick(page.centre.pairs, Qt.Key.Key_Right)
    assert page.chain.pair == (0, 2)
    settle(qtbot, page)
    assert "Cid" in page.centre.fields_note.text()
    below = page.centre.pairs
    QTest.keyClick(below, Qt.Key.Key_Down)
    assert page.chain.pair == (1, 2)
    assert "Ben and Cid" in below.accessibleName()


def test_many_people_are_walked_through_in_a_small_table(
    tmp_path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    work = [speech(f"x{n}", n, 10, 30, kind="direct") for n in range(12)]
    window = show_window(project(tmp_path, work, coders=12))
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    centre = page.centre
    # Several are called Coder: their whole names stand above the columns.
    assert centre.pairs.heat.columns[-1].text == "Coder 11"
    assert centre.pairs_area.height() < centre.pairs.height()
    for _ in range(11):
        QTest.keyClick(centre.pairs, Qt.Key.Key_Right)
    for _ in range(10):
        QTest.keyClick(centre.pairs, Qt.Key.Key_Down)
    assert centre.pairs.place == (10, 11)
    assert centre.pairs.visibleRegion().contains(centre.pairs.chosen_rect().center())
    settle(qtbot, page)
    assert "Coder 10 and Coder 11" in centre.fields_note.text()


def test_long_names_do_not_push_the_choices_out_of_sight(
    window: QMainWindow, page: Any, qtbot: QtBot
) -> None:
    ada = window.session.project.annotators.get("c00")
    long = "Adelheid von Brockdorff-Ahlefeldt zu Ascheberg"
    people.update(window.session, replace(ada, name=long))
    settle(qtbot, page)
    assert page.side.widget().width() <= page.side.width()
    box = page.findChild(QCheckBox, "agreementPerson-c00")
    assert box.text().endswith("…")
    assert box.accessibleName() == long


def test_what_only_one_marked_opens(page: Any) -> None:
    figures = {each.cell: each for each in page.centre.figures.figures if each.cell}
    assert figures["first"].value == "1"
    assert figures["both"].value == "4"
    page.centre.figures.opened.emit("first")
    (title, line) = page.centre.passages.passages.rows
    assert title.count == 1
    assert line.found.members[0].uid == "a3"
    assert line.found.members[1] is None


def test_why_there_is_no_value_stands_below_the_field(
    tmp_path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    work = [
        speech(f"{name}{n}", who, n * 20, n * 20 + 9, kind="direct", sure=sure)
        for who, name in enumerate("ab")
        for n, sure in enumerate((1, 2, None if who else 3))
    ]
    window = show_window(project(tmp_path, work, coders=2))
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    centre = page.centre
    page.chain.show_field("kind")
    assert centre.values_why.isVisible()
    assert "α is undefined" in centre.values_why.text()
    assert "the same single value" in centre.values_why.text()
    page.chain.show_field("sure")
    assert not centre.values_why.isVisible()
    assert centre.values_figures.text().endswith("AC1 1 · AC2 1 · 1 left out")
    assert "fewer than two coders" in centre.values_figures.toolTip()


def test_issues_can_be_told_apart(page: Any) -> None:
    key = page.centre.key
    assert [key.itemText(n) for n in range(key.count())] == [
        "All",
        "The pier",
        "The toll",
    ]
    assert page.centre.values_figures.text().startswith("50 % alike · α ")
    assert "all 3: α" in page.centre.values_figures.text()
    key.setCurrentIndex(2)
    # Of the one issue, not of all of them.
    assert page.centre.values_figures.text().startswith("0 % alike · α ")
    assert "all 3" not in page.centre.values_figures.text()
    assert page.centre.values.heat.cells[0][1].text == "1"
    assert page.centre.values.heat.cells[0][0].text == "·"


def test_over_time_by_keyboard(
    tmp_path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    items = projects.rounds(pilot=("d1",), main=("d2", "d3"))
    window = show_window(project(tmp_path, APART, coders=2, items=items))
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    centre = page.centre
    page.chain.show_field("kind")
    QTest.keyClick(centre.pairs, Qt.Key.Key_F6)
    assert window.focusWidget() is centre.by
    QTest.keyClick(centre.by, Qt.Key.Key_Down)
    settle(qtbot, page)
    rows = centre.fields.fields
    assert [each.label for each in rows.fields] == ["Pilot", "Main"]
    head = [rows.headerData(n, Qt.Orientation.Horizontal) for n in range(5)]
    assert head == ["Round", "Pairs", "Agree", "F1", "α"]
    assert rows.index(1, 3).data() == share(4 / 5)
    # The last round is looked at first, and its table is of it alone.
    assert centre.field_title.text() == "Kind · Main"
    assert centre.values.heat.cells[0][0].text == "1"
    QTest.keyClick(centre.by, Qt.Key.Key_F6)
    assert window.focusWidget() is centre.fields
    QTest.keyClick(centre.fields, Qt.Key.Key_Up)
    assert centre.field_title.text() == "Kind · Pilot"
    assert len(centre.passages.passages.rows) == 3
    QTest.keyClick(centre.by, Qt.Key.Key_Down)
    settle(qtbot, page)
    assert [each.label for each in rows.fields] == ["2023-11", "2024-07", "2025-02"]
    # Of the last month there is no value, and it is said why.
    assert "two coders or more" in centre.cell_count.text()
    assert centre.passages.passages.rows == ()
    QTest.keyClick(centre.by, Qt.Key.Key_Down)
    settle(qtbot, page)
    assert rows.fields[0].label == "Article d1"
    QTest.keyClick(centre.by, Qt.Key.Key_Home)
    settle(qtbot, page)
    assert centre.fields.current() == "kind"
    assert centre.field_title.text() == "Kind"


def test_each_value_against_all_others(page: Any, qtbot: QtBot) -> None:
    centre = page.centre
    page.centre.fields.field_chosen.emit("kind")
    centre.by.setCurrentIndex(centre.by.findData("label"))
    settle(qtbot, page)
    rows = centre.fields.fields
    assert [each.label for each in rows.fields] == ["Direct", "Indirect"]
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "Value against all others"
    assert centre.field_title.text() == "Kind · Indirect"
    assert [label.text for label in centre.values.heat.rows] == ["no", "yes"]
    # Ada says of one that it is indirect, and Ben that it is not.
    assert centre.values.place == (1, 0)
    assert centre.passages.current().members[0].uid == "a2"


def test_figures_are_taken_apart_by_commands(
    window: QMainWindow, page: Any, qtbot: QtBot
) -> None:
    window.registry.run("agreement.by_round")
    settle(qtbot, page)
    assert page.centre.by.currentText() == "By round"
    assert "No round has documents" in page.centre.fields_note.text()
    assert page.centre.fields.fields.fields == ()
    assert page.centre.values.heat.rows == ()
    window.registry.run("agreement.by_field")
    settle(qtbot, page)
    assert page.chain.field == "stance.stance"
    assert page.centre.values.heat.rows


def test_filters_measure_anew(page: Any, qtbot: QtBot) -> None:
    box = page.findChild(QCheckBox, "agreementPerson-c02")
    box.setChecked(False)
    settle(qtbot, page)
    assert len(page.centre.pairs.heat.rows) == 2
    page.side.least.setCurrentIndex(page.side.least.findData(1.0))
    settle(qtbot, page)
    assert page.centre.pairs.heat.cells[0][1].text == share(6 / 10)
    assert "overlap of 1.0 or more" in page.centre.caption.text()
    for each in ("c00", "c01"):
        page.findChild(QCheckBox, f"agreementPerson-{each}").setChecked(False)
    settle(qtbot, page)
    assert "two annotators" in page.centre.empty.text()
    assert page.centre.empty.isVisible()


def test_changes_are_measured_when_one_comes_back(
    window: QMainWindow, page: Any, qtbot: QtBot
) -> None:
    window.modes.show("annotate")
    window.open_document("d1")
    annotate.delete(window.session, "d1", "a3")
    window.modes.show("analysis")
    settle(qtbot, page)
    assert page.centre.pairs.heat.cells[0][0].text == "4"


@pytest.mark.parametrize("suffix", ["csv", "html"])
def test_figures_are_written(
    window: QMainWindow, page: Any, tmp_path: Path, qtbot: QtBot, suffix: str
) -> None:
    target = tmp_path / f"out.{suffix}"

    def write(made: Any, result: Any, place: Path) -> None:
        if suffix == "csv":
            table.write_csv(result, place)
        else:
            report.write_report(made, result, place)

    verbs.write_to(window, "Figures", target, write)
    qtbot.waitUntil(lambda: not page.tasks.running, timeout=20_000)
    assert "speech 2.1.0" in target.read_text("utf-8")
    assert str(target) in window.status.message()


def test_a_report_with_gamma_is_as_the_page_is_taken_apart(
    window: QMainWindow, page: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    page.centre.by.setCurrentIndex(page.centre.by.findData("month"))
    settle(qtbot, page)
    target = tmp_path / "out.html"

    def write(made: Any, result: Any, place: Path) -> None:
        report.write_report(made, result, place)

    verbs.write_to(window, "Report", target, write, gamma=True)
    qtbot.waitUntil(lambda: not page.tasks.running, timeout=20_000)
    html = target.read_text("utf-8")
    for part in ("2023-11", "Disorder", "Mathet", "γ of places alone"):
        assert part in html
    assert [each.text() for each in page.centre.export.menu().actions()] == [
        "Figures as CSV …",
        "Report of agreement …",
        "Report of agreement with γ …",
    ]


def test_both_themes_are_painted(
    window: QMainWindow, page: Any, dark: Theme, qapp: QApplication
) -> None:
    light = page.grab().toImage()
    page.set_theme(dark)
    assert page.grab().toImage() != light
    for size in ((1280, 800), (1024, 700)):
        window.resize(*size)
        QTest.qWait(20)
        # Nothing on the page makes the window wider than the screen.
        assert window.width() <= size[0]
        assert not page.grab().isNull()


def test_who_may_not_see_others_is_told(
    path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    with Session.open(path) as session:
        session.use_annotator("c02")
        with session.project.atomic():
            session.project.run("UPDATE layer SET status = 'in_progress'")
    window = show_window(path)
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    assert "hidden from you" in page.centre.empty.text()


def test_one_person_alone_is_told_what_to_do(
    tmp_path: Path, show_window: Callable[[Path], QMainWindow], qtbot: QtBot
) -> None:
    with Session.create(tmp_path / "p.annotator", projects.codebook_of_speech()) as one:
        path = one.path
    window = show_window(path)
    window.modes.show("analysis")
    page = window.modes.seen
    settle(qtbot, page)
    assert "Merge a colleague’s file" in page.centre.empty.text()


def test_a_passage_opens_in_the_review(window: QMainWindow, page: Any) -> None:
    page.centre.fields.field_chosen.emit("kind")
    QTest.keyClick(
        page.centre.passages, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier
    )
    assert window.modes.current == "review"
    reviewer = window.modes.seen.reviewer
    assert reviewer.desk.document.uid == "d1"
    assert {each.uid for each in reviewer.unit.made} >= {"a2", "b2"}


def test_large_projects_are_asked_beside_the_window(
    window: QMainWindow, page: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exploring, "LARGE", 0)
    page.centre.fields.field_chosen.emit("kind")
    settle(qtbot, page)
    QTest.qWait(50)
    settle(qtbot, page)
    assert page.chain.field == "kind"
    assert page.centre.cell_title.text() == "Indirect and Direct"
    assert page.chain.cell.subject == "kind"
    assert page.centre.passages.current().members[0].uid == "a2"
