# SPDX-License-Identifier: MIT
"""A popup glides into its place, unless the system asks for less motion."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.motion import DISTANCE, DURATION, Glide


@pytest.fixture
def effects(qapp):
    before = QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    yield lambda on: QApplication.setEffectEnabled(Qt.UIEffect.UI_General, on)
    QApplication.setEffectEnabled(Qt.UIEffect.UI_General, before)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def popup(window):
    inside = QWidget(window)
    inside.move(20, 40)
    return inside


def test_it_comes_from_above_and_ends_in_its_place(effects, popup, qtbot):
    effects(True)
    glide = Glide(popup)
    glide.begin()
    assert popup.pos() == QPoint(20, 40 - DISTANCE)
    assert 100 <= DURATION <= 120
    stopped = QAbstractAnimation.State.Stopped
    qtbot.waitUntil(lambda: glide.state() == stopped)
    assert popup.pos() == QPoint(20, 40)


def test_it_is_in_its_place_at_once_where_less_motion_is_wanted(effects, popup):
    effects(False)
    Glide(popup).begin()
    assert popup.pos() == QPoint(20, 40)
