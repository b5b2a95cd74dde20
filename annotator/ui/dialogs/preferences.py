# SPDX-License-Identifier: MIT
"""The preferences, drawn from the records of the settings."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from annotator.services.settings import SECTIONS
from annotator.ui.dialogs.base import Dialog, plain_label, spin_box
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.settings import Settings


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)


class PreferencesDialog(Dialog):
    """Shows every setting; a change holds at once and is stored.

    Who must act on a change listens to `Settings.subscribe`.
    """

    def __init__(
        self, theme: Theme, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setObjectName("preferencesDialog")
        self.setMinimumWidth(480)
        self._settings = settings
        titles = {
            "appearance": self.tr("Appearance"),
            "documents": self.tr("Documents"),
            "person": self.tr("Person"),
            "review": self.tr("Review"),
            "time": self.tr("Time"),
        }
        for name, kind in SECTIONS.items():
            self.body.addWidget(plain_label(titles.get(name, name), "heading"))
            for each in dataclasses.fields(kind):
                self._add(name, each, getattr(settings.section(name), each.name))
            self.body.addSpacing(6)
        place = self.tr("Stored in {0}").replace("{0}", str(settings.file))
        self.body.addWidget(plain_label(place, "quiet", wrap=True))
        done = self.add_button(self.tr("Close"), "primary")
        done.clicked.connect(self.accept)

    def _add(self, section: str, each: dataclasses.Field[Any], value: Any) -> None:
        rules = each.metadata
        title, words = _tr(rules["title"]), _tr(rules.get("help", ""))
        field = self._field(section, each, value)
        field.setObjectName(f"setting-{section}-{each.name}")
        field.setAccessibleName(title)
        if isinstance(field, QCheckBox):
            field.setText(title)
            self.body.addWidget(field)
            if words:
                below = plain_label(words, "quiet", wrap=True)
                below.setContentsMargins(24, 0, 0, 0)
                self.body.addWidget(below)
        else:
            self.add_row(title, field, words)

    def _field(self, section: str, each: dataclasses.Field[Any], value: Any) -> QWidget:
        rules = each.metadata

        def store(new: Any) -> None:
            self._settings.update(section, **{each.name: new})

        if "choices" in rules:
            return _choice(rules["choices"], value, store)
        if isinstance(value, bool):
            box = QCheckBox()
            box.setChecked(value)
            box.toggled.connect(store)
            return box
        if isinstance(value, int):
            return _number(rules, value, store)
        line = QLineEdit(value)
        line.editingFinished.connect(lambda: store(line.text().strip()))
        return line


def _choice(choices: Any, value: str, store: Any) -> QComboBox:
    box = QComboBox()
    for choice in choices:
        box.addItem(_tr(choice[:1].upper() + choice[1:]), choice)
    box.setCurrentIndex(choices.index(value))
    box.currentIndexChanged.connect(lambda _row: store(box.currentData()))
    return box


def _number(rules: Any, value: int, store: Any) -> QSpinBox:
    spin = spin_box()
    spin.setRange(rules["min"], rules["max"])
    spin.setSuffix(f" {_tr(rules['unit'])}" if "unit" in rules else "")
    spin.setKeyboardTracking(False)
    spin.setValue(value)
    spin.valueChanged.connect(store)
    return spin
