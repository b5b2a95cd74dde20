# SPDX-License-Identifier: MIT
"""The metadata line gives way where it is too long, and is told whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.model.document import Document
from annotator.ui.article.view import ArticleView
from tests.model.worked import codebook, document


def _show(view: ArticleView, source: str) -> None:
    made = document("One paragraph without a title.")
    found = Document(
        uid=made.uid,
        title="Elsewhere",
        text=made.text,
        text_sha256=made.text_sha256,
        metadata={"source": source},
    )
    view.set_document(found, (), codebook(), {}, str, str)


def _hide_tip(qtbot: QtBot) -> None:
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def _tip_at(view: ArticleView, y: int) -> str:
    place = QPoint(view.viewport().width() // 3, y)
    where = view.viewport().mapToGlobal(place)
    event = QHelpEvent(QEvent.Type.ToolTip, place, where)
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def test_a_long_source_is_elided_and_told_whole(
    view: ArticleView, qtbot: QtBot
) -> None:
    _show(view, "<b>" + "W" * 200)
    assert _tip_at(view, 200) == ""
    tip = _tip_at(view, 26)
    assert tip.count("W") == 200
    assert "<b>" not in tip
    _hide_tip(qtbot)
    whole = view.grab().toImage()
    # What does not fit makes no difference: it is not drawn over the margin.
    _show(view, "<b>" + "W" * 300)
    assert view.grab().toImage() == whole


def test_a_short_one_needs_no_tooltip(view: ArticleView) -> None:
    _show(view, "Wire")
    assert _tip_at(view, 26) == ""
