# SPDX-License-Identifier: MIT
"""The dialog over issues, by key presses alone."""

from __future__ import annotations

import pytest

from annotator.services import entities, history
from annotator.ui.dialogs.issues import IssuesDialog
from tests.ui.dialogs.register_cases import opened, session_on


@pytest.fixture
def session(tmp_path):
    with session_on(tmp_path) as found:
        entities.create_entry(found, "issue", "NATO burden", "wants more shared")
        yield found


@pytest.fixture
def at(qtbot, session):
    return opened(qtbot, IssuesDialog, session)


def entry(session, label):
    found = entities.entries(session, "issue")
    return next((each for each in found if each.label == label), None)


def test_lists_issues_with_what_favor_means_and_uses(at):
    model = at.dialog.model
    texts = [[model.index(r, c).data() for c in (0, 2, 3)] for r in range(2)]
    assert texts == [["NATO burden", "wants more shared", ""], ["Peace", "for it", "1"]]


def test_a_label_is_changed_as_one_step_and_undone(at, session):
    at.keys.play('"nato" Enter Enter Ctrl+A "Sharing NATO" Enter')
    assert entry(session, "Sharing NATO") is not None
    history.undo(session)
    assert entry(session, "NATO burden") is not None


def test_the_definition_cannot_be_taken_away(at, session):
    at.keys.play('"nato" Enter Enter Tab Ctrl+A Delete Tab')
    assert entry(session, "NATO burden").definition == "wants more shared"
    message = at.dialog.editor._messages["definition"]
    assert message.isVisible()
    assert message.label.text().endswith("Say what “favor” means for it.")


def test_an_issue_becomes_part_of_another_but_never_of_itself(at, session):
    at.keys.play('"nato" Enter Enter Tab Tab "pea" Enter')
    assert entry(session, "NATO burden").parent == "peace"
    at.dialog.choose("peace")
    at.dialog.editor.enter()
    at.keys.play('Tab Tab "nato" Enter')
    assert entry(session, "Peace").parent is None
    assert at.dialog.editor._messages["parent"].isVisible()


def test_a_new_issue_says_what_favor_means(at, session):
    at.keys.play('"Rail"')
    at.dialog.new.setFocus()
    at.keys.play("Space")
    at.dialog.add.setFocus()
    at.keys.play("Space")
    assert entry(session, "Rail") is None
    assert at.dialog.editor._messages["definition"].isVisible()
    at.dialog.editor.field("definition").setFocus()
    at.keys.play('"wants trains"')
    at.dialog.add.setFocus()
    at.keys.play("Space")
    assert entry(session, "Rail").definition == "wants trains"


def test_uniting_keeps_the_uses_and_can_be_undone(at, session):
    at.keys.play('"peace" Enter')
    at.dialog.unite.picker.line.setFocus()
    at.keys.play('"nato" Enter')
    assert "“Peace” is the same as “NATO burden”" in at.dialog.unite.preview.text()
    at.keys.play("Space")
    assert entry(session, "Peace") is None
    assert at.dialog.current.name == "NATO burden"
    assert at.dialog.current.count == 1
    history.undo(session)
    assert entry(session, "Peace") is not None


def test_without_any_issue_it_says_what_to_do(qtbot, tmp_path):
    from annotator.services.session import Session

    with Session.create(tmp_path / "empty.annotator", annotator="Ann") as session:
        at = opened(qtbot, IssuesDialog, session)
        assert "Add one" in at.dialog.why.text()
        assert not at.dialog.editor.isVisible()
