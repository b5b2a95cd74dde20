# SPDX-License-Identifier: MIT
"""Ticking what of a codebook goes out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from annotator.model.codebook_reader import from_body
from annotator.services.transfer import choosable
from annotator.ui.dialogs.export_fields import FieldList
from tests.formats.bundles import preset

ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def fields(qtbot: QtBot) -> FieldList:
    made = FieldList(choosable(from_body(preset().body)))
    qtbot.addWidget(made)
    return made


def item(fields: FieldList, name: str) -> QListWidgetItem:
    items = (fields.item(row) for row in range(fields.count()))
    return next(x for x in items if x.data(Qt.ItemDataRole.UserRole) == name)


def test_all_is_ticked_at_first_and_rows_are_named_as_a_whole(
    fields: FieldList,
) -> None:
    every = choosable(from_body(preset().body))
    assert fields.count() == len(every)
    wanted = tuple(each.name for each in every if "." not in each.name)
    assert fields.names() == wanted
    assert item(fields, "stance.issue").text() == "Stance: Issue  (field)"


def test_of_a_row_some_fields_can_go_out(fields: FieldList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fields.changed):
        item(fields, "stance.directness").setCheckState(OFF)
    assert item(fields, "stance").checkState() is Qt.CheckState.PartiallyChecked
    names = fields.names()
    assert "stance" not in names
    assert "stance.directness" not in names
    assert "stance.issue" in names
    item(fields, "stance.directness").setCheckState(ON)
    assert "stance" in fields.names()


def test_a_row_type_takes_its_fields_along(fields: FieldList) -> None:
    item(fields, "stance").setCheckState(OFF)
    assert not [x for x in fields.names() if x.startswith("stance")]
    assert item(fields, "stance.issue").checkState() is OFF
    item(fields, "stance.issue").setCheckState(ON)
    assert [x for x in fields.names() if x.startswith("stance")] == ["stance.issue"]
