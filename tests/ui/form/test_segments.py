# SPDX-License-Identifier: MIT
"""Segments show their keys: where the label leaves no room, it goes above."""

from __future__ import annotations

import pytest

from annotator import resources
from annotator.model.codebook_reader import from_toml
from annotator.ui.form.fieldrow import FieldRow
from annotator.ui.theme import load_theme
from tests.ui.form.conftest import Desk

BOOK = from_toml(resources.read_text("codebooks", "speaker_stance.toml"))


@pytest.mark.parametrize(("width", "above"), [(360, False), (312, True)])
def test_keys_stay_and_the_label_gives_way(desk: Desk, qtbot, width, above):
    field = BOOK.types[0].field("quote_type")
    row = FieldRow(load_theme("light"), desk.form.context, field)
    qtbot.addWidget(row)
    row.show()
    for before in (312, 360):
        row.resize(before, 60)
    row.resize(width, 60)

    def is_above():
        label = row.label.mapTo(row, row.label.rect().topLeft())
        return label.y() < row.editor.mapTo(row, row.editor.rect().topLeft()).y() - 10

    qtbot.waitUntil(lambda: row.label.isVisible() and is_above() is above)
    qtbot.waitUntil(lambda: row.editor.shown.way.keys)
    row.show_value(None)
    qtbot.waitUntil(lambda: row.lacking.isVisible() and row.lacking.width() > 30)
    assert row.lacking.text() == "required"
    row.show_value("direct")
    assert not row.lacking.isVisible()
