# SPDX-License-Identifier: MIT
"""The registry of the whole window: no two keys clash, everything has words."""

from __future__ import annotations

import pytest

from annotator.services.sample import make_sample
from annotator.ui.app import open_window
from annotator.ui.keys import meanings


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
