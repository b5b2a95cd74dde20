# SPDX-License-Identifier: MIT
"""What tests of the window share: the themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.theme import Theme, apply


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, worn by the application as in the program."""
    before, sheet = qapp.palette(), qapp.styleSheet()
    light = Theme.load("light")
    apply(qapp, light)
    yield light
    qapp.setStyleSheet(sheet)
    qapp.setPalette(before)


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    """The dark theme, not worn."""
    return Theme.load("dark")
