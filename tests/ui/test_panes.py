# SPDX-License-Identifier: MIT
"""How wide the panes are, and that what a person moved stays where it was put."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from annotator.services.settings import Settings
from annotator.ui.article import metrics
from annotator.ui.panes import first_size, usual_widths

TEXT = "The harbour council said that it would vote on the tolls in May. " * 12
_NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(text_window):
    return text_window


def resized(window, qtbot, width, height):
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.size() == QSize(width, height))
    qtbot.waitUntil(lambda: window.form.width() == usual_widths(width)[1])


def characters_in_a_line(article):
    """How many characters of the text the widest line of the article holds."""
    line = [article.point_of(n).y() for n in range(len(TEXT))]
    counts = {y: line.count(y) for y in dict.fromkeys(line)}
    return max(counts.values())


def test_the_form_and_the_list_grow_with_the_window():
    assert usual_widths(1280) == usual_widths(1000)
    assert usual_widths(1440) == usual_widths(2560) == (250, 384)
    between = usual_widths(1360)
    assert usual_widths(1280) < between < usual_widths(1440)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_the_measure_is_that_of_a_book_on_every_usual_screen(window, qtbot, size):
    resized(window, qtbot, *size)
    assert 60 <= characters_in_a_line(window.article) <= 72


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_text_gap_and_chips_have_their_widths_on_every_usual_screen(
    window, qtbot, size
):
    resized(window, qtbot, *size)
    columns = window.article._columns
    average = window.article._flow.styles["body"].px * metrics._MEASURE_EM / 66
    assert 59.5 <= columns.measure / average <= 68
    assert 30 <= columns.chip - columns.right <= 36
    assert 196 <= columns.chip_width <= 224


def test_at_1280_no_field_of_the_form_is_cut(window, qtbot):
    resized(window, qtbot, 1280, 800)
    window.article.set_selection(0, 11)
    window.marker.key("s")
    window.marker.key("f")
    form = window.form
    edge = form.mapToGlobal(QPoint(form.width(), 0)).x()
    fields = [w for w in form.findChildren(QWidget) if w.objectName()[:6] == "field-"]
    assert len(fields) > 8
    for field in fields:
        if field.isVisible():
            right = field.mapToGlobal(QPoint(field.width(), 0)).x()
            assert right <= edge, field.objectName()


def test_the_tree_keeps_a_modest_share(window, qtbot):
    resized(window, qtbot, 1280, 800)
    form, below = window.findChild(QSplitter, "rightColumn").sizes()
    assert 120 <= below <= 0.3 * (form + below)


def drag(window, start, by):
    """Drag what lies between two panes."""
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, spot, held in (
        (QEvent.Type.MouseButtonPress, start, button),
        (QEvent.Type.MouseMove, start + by, button),
        (QEvent.Type.MouseButtonRelease, start + by, none),
    ):
        place = window.mapToGlobal(spot)
        pressed = none if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, QPointF(spot), QPointF(place), pressed, held, _NO_KEY)
        QApplication.sendEvent(window, event)
        QTest.qWait(20)


def test_a_width_that_was_moved_by_hand_is_remembered(window, qtbot):
    resized(window, qtbot, 1280, 800)
    before = window.documents.width()
    place = window.documents.mapTo(window, QPoint(before, 300))
    drag(window, place, QPoint(37, 0))
    qtbot.waitUntil(lambda: Settings.load().layout != {})
    assert Settings.load().layout == {"documents": before + 37}
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: window.width() == 1400)
    QTest.qWait(20)
    assert window.documents.width() == before + 37
    window.registry.run("view.usual_widths")
    assert Settings.load().layout == {}
    qtbot.waitUntil(lambda: window.documents.width() == usual_widths(1400)[0])


def test_a_window_that_grows_stores_nothing(window, qtbot):
    resized(window, qtbot, 1280, 800)
    resized(window, qtbot, 1900, 900)
    QTest.qWait(150)
    assert Settings.load().layout == {}


def test_the_list_can_be_hidden_and_comes_back_where_it_is_needed(window, qtbot):
    resized(window, qtbot, 1280, 800)
    narrow = window.article.width()
    window.registry.run("view.list")
    assert not window.documents.isVisible()
    assert window.documents.table not in window.focus_places()
    assert Settings.load().layout == {"documents_hidden": 1}
    qtbot.waitUntil(lambda: window.article.width() > narrow)
    window.registry.run("view.filter")
    assert window.documents.filter.hasFocus()
    qtbot.waitUntil(lambda: window.documents.width() == usual_widths(1280)[0])


def test_the_note_is_one_line_until_it_is_used(window):
    note = window.note.editor
    low = note.height()
    assert note.isVisible()
    window.edit_note()
    assert note.height() > 2 * low
    window.article.setFocus()
    assert note.height() == low


def test_a_new_window_fits_the_screen():
    assert first_size(QSize(1280, 770)) == QSize(1278, 730)
    assert first_size(QSize(2560, 1440)) == QSize(1440, 900)
