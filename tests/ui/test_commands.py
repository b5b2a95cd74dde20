# SPDX-License-Identifier: MIT
"""The registry of the whole window: no two keys clash, everything has words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from annotator.services.sample import make_sample
from annotator.ui.action import MARKING
from annotator.ui.app import open_window
from annotator.ui.keys import meanings
from annotator.ui.palette import command_provider


@pytest.fixture
def window(qtbot, tmp_path):
    made = open_window(make_sample(tmp_path / "s.annotator"))
    qtbot.addWidget(made)
    return made


def test_no_two_commands_want_the_same_key(window):
    assert window.registry.conflicts() == []


def test_every_command_has_a_title_and_answers_whether_it_is_possible(window):
    for action in window.registry:
        assert action.title.strip(), action.id
        reason = window.registry.reason(action.id)
        assert reason is None or reason, action.id


def test_no_command_of_the_window_takes_a_single_letter_or_digit(window):
    for action in window.registry:
        if action.modes and not set(action.modes) & set(MARKING):
            continue  # there the codebook's keys do not act
        for key in action.keys:
            assert not (len(key) == 1 and key.isalnum()), action.id


def test_every_role_and_field_of_the_codebook_can_be_reached_by_name(window):
    kind = window.session.codebook.types[0]
    ids = {action.id for action in window.registry}
    assert {f"role.{r.id}" for r in kind.roles} <= ids
    assert {f"field.{f.id}" for f in kind.fields} <= ids
    assert {f"field.stance.{f.id}" for f in kind.row("stance").fields} <= ids


def test_codebook_keys_are_known_to_the_registry(window):
    known = set(window.registry.codebook_keys)
    wanted = set(meanings(window.session.codebook, "attribution"))
    assert {key.upper() for key in wanted} <= {key.upper() for key in known}


def entries(window, menu):
    """The menu's entries as they stand there; None is a line."""
    for shown in window.header.menu_bar.actions():
        if shown.text().replace("&", "") == menu:
            return [
                None if a.isSeparator() else a.text() for a in shown.menu().actions()
            ]
    raise AssertionError(menu)


@pytest.mark.parametrize("menu", ["File", "Edit", "View", "Annotate", "Text", "Help"])
def test_lines_part_the_groups_of_every_menu(window, menu):
    shown = entries(window, menu)
    assert None in shown
    assert shown[0] is not None
    assert shown[-1] is not None
    assert all(a is not None or b is not None for a, b in pairwise(shown))


def test_menus_are_in_the_order_that_desktops_have(window):
    file, edit = entries(window, "File"), entries(window, "Edit")
    assert file[:3] == ["New project …", "Open project …", None]
    assert file[-2:] == [None, "Close window"]
    assert edit[:2] == ["Undo", "Redo"]
    assert edit[-1] == "Preferences …"


def test_no_menu_says_return(window):
    shown = {
        key.toString(key.SequenceFormat.NativeText)
        for action in window.registry
        for key in window.registry.qaction(action.id).shortcuts()[:1]
    }
    assert {"Enter", "Ctrl+Enter"} <= shown
    assert not any("Return" in key for key in shown)


def test_both_keys_that_say_enter_complete_an_annotation(window):
    drawn = window.registry.qaction("annotate.accept").shortcuts()
    assert {key.toString() for key in drawn} == {"Enter", "Return"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoom", "view.zoom_in"),
        ("font", "view.zoom_in"),
        ("theme", "view.dark"),
        ("settings", "file.preferences"),
        ("save as", "file.backup"),
        ("language", "file.metadata"),
        ("sidebar", "view.list"),
        ("quit", "file.close"),
    ],
)
def test_commands_are_found_by_what_other_programs_call_them(window, typed, found):
    provider = command_provider(window.registry, "Commands", "commands")
    first = next(iter(provider.find(typed)))
    assert first.title == window.registry.title(found)
    assert first.also
