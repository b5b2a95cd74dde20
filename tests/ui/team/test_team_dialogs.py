# SPDX-License-Identifier: MIT
"""The dialogs of the team: people, assignment, packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from annotator.services import annotate, history, people, rounds
from annotator.services.audit import Subject
from annotator.services.guideline import Guideline
from annotator.services.session import Session
from annotator.ui.dialogs.assign import AssignDialog
from annotator.ui.dialogs.audit import AuditDialog
from annotator.ui.dialogs.guideline import GuidelineDialog
from annotator.ui.dialogs.packages import PackageDialog
from annotator.ui.dialogs.people import PeopleDialog
from annotator.ui.theme import Theme


@pytest.fixture
def session(team_path: Path) -> Iterator[Session]:
    with Session.open(team_path, annotator="ada") as opened:
        yield opened


def _show(qtbot: QtBot, dialog: Any) -> Any:
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


# -- people


def test_people_are_changed_and_added(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    dialog = _show(qtbot, PeopleDialog(theme, session))
    assert dialog.model.rowCount() == 4
    dialog.choose("ann")
    dialog.editor.field("role").setCurrentIndex(1)
    dialog.editor.field("role").activated.emit(1)
    assert people.find(session, "ann").role == "reviewer"
    QTest.keyClick(dialog.editor.field("colour"), Qt.Key.Key_Right)
    assert people.find(session, "ann").colour
    dialog.editor.field("active").click()
    assert people.find(session, "ann").inactive
    dialog.filter.setText("Zoe Lind")
    dialog.new.click()
    dialog.add.click()
    zoe = people.find(session, "Zoe Lind")
    assert (zoe.initials, zoe.role) == ("ZL", "annotator")


def test_a_name_twice_is_refused_beside_the_field(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    dialog = _show(qtbot, PeopleDialog(theme, session))
    dialog.choose("bob")
    line = dialog.editor.field("name")
    line.setText("Ann")
    line.commit()
    assert people.find(session, "bob").name == "Bob"
    assert dialog.unite.isHidden()


# -- assignment


def _planned(qtbot: QtBot, dialog: AssignDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._pause.isActive(), timeout=3000)


def test_the_plan_is_shown_before_it_is_done(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    dialog = _show(qtbot, AssignDialog(theme, session))
    dialog.round.setCurrentIndex(dialog.round.count() - 1)
    dialog._on_round()
    dialog.name.setText("Pilot")
    dialog.kind.setCurrentIndex(0)
    dialog.per_document.setValue(2)
    dialog.partly.setChecked(True)
    dialog.share.setValue(50)
    dialog._pause.start()
    _planned(qtbot, dialog)
    assert "12 documents get 18 assignments" in dialog.preview.sentence.text()
    assert "6 new" in dialog.preview.bars.accessibleName()
    with qtbot.waitSignal(dialog.assigned):
        dialog.go.click()
    here = rounds.find(session, "Pilot")
    assert here.kind == "pilot"
    assert here.settings["overlap"] == 0.5


def test_what_cannot_be_is_said_at_once(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    dialog = _show(qtbot, AssignDialog(theme, session))
    dialog.per_document.setValue(9)
    dialog._pause.start()
    _planned(qtbot, dialog)
    assert "there are 3" in dialog.message.text()
    assert not dialog.go.isEnabled()


def test_a_round_brings_its_rule_and_only_what_is_missing(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    here = rounds.find(session, "Round 1")
    dialog = _show(qtbot, AssignDialog(theme, session, (), here.uid))
    _planned(qtbot, dialog)
    assert dialog.per_document.value() == 2
    assert dialog.seed.value() == 1
    assert not dialog._new.isVisibleTo(dialog)
    assert "2 documents get 4 assignments" in dialog.preview.sentence.text()


# -- packages


def test_packages_are_asked_for(qtbot: QtBot, theme: Theme, session: Session) -> None:
    dialog = _show(qtbot, PackageDialog(theme, session))
    assert set(dialog.wanted()) == {"ann", "bob", "cid"}
    dialog.people.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert set(dialog.wanted()) == {"bob", "cid"}
    wanted = dialog.wanted()["bob"]
    wanted.write_bytes(b"there")
    dialog.go.click()
    assert "1 of these files" in dialog.message.text()
    with qtbot.waitSignal(dialog.accepted_with) as asked:
        dialog.go.click()
    assert asked.args == [dialog.wanted(), None, None]


def test_reviewers_get_what_others_completed(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    dialog = _show(qtbot, PackageDialog(theme, session))
    assert not dialog.whose.isVisible()
    dialog.purpose.setCurrentIndex(1)
    dialog.purpose.activated.emit(1)
    assert dialog.whose.isVisible()
    assert "Nobody else is a reviewer" in dialog._hint.text()
    assert not dialog.go.isEnabled()
    people.add(session, "Rex", role="reviewer")
    dialog.purpose.activated.emit(1)
    assert [Path(p).name for p in dialog.wanted().values()] == [
        f"{session.path.stem} – Rex – review.annotator"
    ]
    dialog.whose.item(2).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.review_of() == ["ann", "bob"]
    with qtbot.waitSignal(dialog.accepted_with) as asked:
        dialog.go.click()
    assert asked.args == [dialog.wanted(), None, ["ann", "bob"]]


def test_the_window_makes_them(
    qtbot: QtBot, window: QMainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    window.registry.run("team.package")
    dialog = window.findChild(PackageDialog)
    dialog.folder.set_path(folder)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 3, timeout=10_000)
    qtbot.waitUntil(lambda: window.job is None or not window.job.running)


# -- audit


def _audit(qtbot: QtBot, theme: Theme, session: Session, subject: Subject) -> Any:
    return _show(qtbot, AuditDialog(theme, session, subject))


def _steps(dialog: Any) -> list[str]:
    found = [dialog.model.step(row) for row in range(dialog.model.rowCount())]
    return [history.describe(step) for step in found if step is not None]


def test_each_step_shows_the_state_after_it(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    session.annotator = people.find(session, "ann")
    annotate.set_note(session, "n00", "a note")
    annotate.delete(session, "n00", "a1")
    dialog = _audit(qtbot, theme, session, Subject("n00", "a1"))
    assert dialog.what.currentData() == "annotation"
    assert _steps(dialog)[0] == "Deleted an annotation"
    assert "0 annotations" in dialog.state.text()
    dialog.what.setCurrentIndex(0)
    dialog._on_subject()
    assert _steps(dialog)[:2] == [
        "Deleted an annotation",
        "Changed the note on the document",
    ]
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "1 annotations" in dialog.state.text()
    assert dialog.article.text.startswith("“Yes,”")
    dialog.back.click()
    assert "Brought back: 1" in dialog.message.text()
    assert not session.project.annotations.get("n00", "a1").deleted
    history.undo(session)
    assert session.project.annotations.get("n00", "a1").deleted


def test_anothers_layer_is_asked_about_twice(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    session.annotator = people.find(session, "ann")
    annotate.delete(session, "n00", "a1")
    session.annotator = people.find(session, "ada")
    dialog = _audit(qtbot, theme, session, Subject("n00"))
    # Whoever made the step: their layer is shown.
    assert dialog.whose.currentData() == "ann"
    dialog.list.setCurrentIndex(dialog.model.index(dialog.model.rowCount() - 1))
    assert dialog.whose.currentData() == "ann"
    dialog.back.click()
    assert "Ann’s layer" in dialog.message.text()
    assert session.project.annotations.get("n00", "a1").deleted
    dialog.back.click()
    assert not session.project.annotations.get("n00", "a1").deleted


def test_a_person_and_what_is_hidden(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    session.annotator = people.find(session, "bob")
    annotate.set_note(session, "n01", "of Bob")
    dialog = _audit(qtbot, theme, session, Subject(person="bob"))
    assert _steps(dialog) == ["Changed the note on the document"]
    people_offered = [dialog.what.itemText(row) for row in range(dialog.what.count())]
    assert people_offered == ["Person: Bob"]
    session.annotator = people.find(session, "ann")
    hidden = _audit(qtbot, theme, session, Subject("n01"))
    assert "Changed the note on the document" not in _steps(hidden)


def test_the_window_opens_it_for_the_document_at_hand(window: QMainWindow) -> None:
    window.registry.run("team.audit")
    dialog = window.findChild(AuditDialog)
    assert dialog.subject.document == window.modes.seen.document()
    dialog.close()
    window.modes.show("annotate")
    window.registry.run("team.audit")
    dialogs = [d for d in window.findChildren(AuditDialog) if d.isVisible()]
    assert dialogs[-1].subject.document == window.bench.desk.document.uid


# -- guideline


def test_the_guideline_is_shown_and_html_is_not_obeyed(
    qtbot: QtBot, window: QMainWindow
) -> None:
    window.registry.run("help.guideline")
    dialog = window.findChild(GuidelineDialog)
    assert "speaker_stance.md" in dialog.windowTitle()
    assert len(dialog.page.toPlainText()) > 500
    strange = Guideline("x.md", "# Rules\n\n<img src='http://example.org/x'> <b>a</b>")
    other = _show(qtbot, GuidelineDialog(window.theme, strange))
    assert "<img" in other.page.toPlainText()
    assert other.page.toPlainText().startswith("Rules")
