# SPDX-License-Identifier: MIT
"""The sheet of all keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.services import codebook as codebooks
from annotator.ui.actions import Action, ActionRegistry
from annotator.ui.cheatsheet import (
    CheatSheet,
    Group,
    Line,
    action_groups,
    balanced,
    codebook_groups,
)
from annotator.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("theme")


def _registry() -> ActionRegistry:
    registry = ActionRegistry()
    registry.add(
        Action("undo", "Undo", list, ("Ctrl+Z",), "Edit"),
        Action("bare", "Without keys", list, (), "Edit"),
        Action("grow", "Widen", list, ("Space",), "Text", "article"),
    )
    return registry


def test_every_key_of_the_codebook_is_there() -> None:
    book = codebooks.preset("speaker_stance")
    lines = [line for group in codebook_groups(book) for line in group.lines]
    keys = {key.upper() for key, _, _ in book.keys_of(book.types[0].id)}
    assert {line.keys[0] for line in lines} == keys
    assert "Quote type: Direct" in [line.words for line in lines]


def test_commands_with_keys_by_menu_as_they_are_now() -> None:
    registry = _registry()
    registry.set_keys("undo", ["F9"])
    found = {group.title: group.lines for group in action_groups(registry)}
    assert found["Edit"] == (Line("Undo", ("F9",)),)
    assert set(found) == {"Edit", "Text"}


def test_the_field_narrows_it_down(qtbot: QtBot, theme: Theme) -> None:
    sheet = CheatSheet(_registry(), codebooks.preset("speaker_stance"), theme)
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.keyClicks(sheet.search, "undo")
    assert [line.words for group in sheet.shown() for line in group.lines] == ["Undo"]
    sheet.search.setText("")
    assert len(sheet.shown()) > 2
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Widen" in texts


@pytest.mark.parametrize("columns", [1, 3])
def test_columns_lose_nothing_and_keep_the_order(columns: int) -> None:
    groups = [
        Group(name, tuple(Line(f"{name}{i}", ("F1",)) for i in range(size)))
        for name, size in (("a", 30), ("b", 1), ("c", 8), ("d", 3))
    ]
    found = balanced(groups, columns)
    assert len(found) == columns
    words = [ln.words for column in found for group in column for ln in group.lines]
    assert words == [line.words for group in groups for line in group.lines]
    heights = [sum(len(g.lines) + 2 for g in column) for column in found]
    assert max(heights) - min(heights) <= 12 or columns == 1
