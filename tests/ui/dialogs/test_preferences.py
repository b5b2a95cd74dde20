# SPDX-License-Identifier: MIT
"""The preferences page is drawn from the settings and stores at once."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.settings import SECTIONS, Settings
from annotator.ui.dialogs.preferences import PreferencesDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(host: QWidget, qtbot: QtBot, theme: Theme) -> PreferencesDialog:
    made = PreferencesDialog(theme, Settings.load(), host)
    made.open()
    return made


def test_every_setting_has_a_field_with_a_name(dialog: PreferencesDialog) -> None:
    for section, kind in SECTIONS.items():
        for each in dataclasses.fields(kind):
            found = dialog.findChild(QWidget, f"setting-{section}-{each.name}")
            assert found is not None
            assert found.accessibleName()


def test_changes_are_stored_at_once(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    theme = dialog.findChild(QComboBox, "setting-appearance-theme")
    theme.setCurrentIndex(theme.findData("dark"))
    dialog.findChild(QSpinBox, "setting-appearance-zoom").setValue(22)
    dialog.findChild(QCheckBox, "setting-time-measure").click()
    name = dialog.findChild(QLineEdit, "setting-person-name")
    name.setFocus()
    name.setText(" Ieva ")
    name.editingFinished.emit()
    again = Settings.load()
    assert (again.appearance.theme, again.appearance.zoom) == ("dark", 22)
    assert again.time.measure is True
    assert again.person.name == "Ieva"


def test_numbers_keep_their_bounds(dialog: PreferencesDialog) -> None:
    zoom = dialog.findChild(QSpinBox, "setting-appearance-zoom")
    assert (zoom.minimum(), zoom.maximum()) == (14, 28)


def test_measuring_time_is_off_until_someone_consents() -> None:
    assert Settings.load().time.measure is False
