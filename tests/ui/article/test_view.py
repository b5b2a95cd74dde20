# SPDX-License-Identifier: MIT
"""The article shows marks where they are and selects what the user means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.model.annotation import Span
from annotator.ui.theme import load_theme
from tests.model.worked import TEXT, at
from tests.ui.article.conftest import show, stanced
from tests.ui.pointer import move_over

LEFT = Qt.MouseButton.LeftButton


def picture(view) -> QImage:
    return view.grab().toImage()


def point(view, words: str, down: float = -5) -> QPoint:
    """A place in the middle of the words' first character."""
    start, _ = at(words, view.text)
    one, two = view.point_of(start), view.point_of(start + 1)
    return QPointF((one.x() + two.x()) / 2, one.y() + down).toPoint()


def colours(image: QImage, where: QPoint, wide: int = 8, high: int = 4) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(where.x() - wide, where.x() + wide)
        for y in range(where.y() - high, where.y() + high)
    }


# Painting


def test_content_is_tinted_and_other_text_is_not(view, theme):
    image = picture(view)
    tint, paper = theme.tokens["tint"], theme.tokens["paper"]
    inside = colours(image, point(view, "talks had"))
    outside = colours(image, point(view, "Monday"))
    assert tint in inside
    assert tint not in outside
    assert paper in outside


def test_roles_have_their_lines_below_the_letters(view, theme):
    image = picture(view)
    for words, role in (("Minister Ilze", "source"), ("said on", "cue")):
        below = colours(image, point(view, words, down=7))
        assert theme.tokens[role] in below
        assert theme.tokens[role] not in colours(image, point(view, words, down=-6))


def test_nested_lines_take_the_lane_below(view, theme):
    image = picture(view)
    token = theme.tokens["source"]
    assert token not in colours(image, point(view, "Saulkrasti was", down=6), high=2)
    assert token in colours(image, point(view, "Saulkrasti was", down=11), high=2)


def test_the_chosen_content_is_strong(view, theme):
    view.select("a1")
    assert theme.tokens["tint_strong"] in colours(
        picture(view), point(view, "talks had")
    )
    view.select(None)
    after = colours(picture(view), point(view, "talks had"))
    assert theme.tokens["tint_strong"] not in after


def test_spans_of_a_row_show_only_while_it_is_active(view):
    view.select("a1")
    before = picture(view)
    view.set_active_row(("stance", 0))
    assert picture(view) != before
    view.set_active_row(None)
    assert picture(view) == before


def test_choosing_moves_no_letter(view):
    places = [view.point_of(n) for n in range(0, len(TEXT), 7)]
    view.select("a2")
    view.set_active_row(("stance", 0))
    view.set_selection(*at("Monday"))
    assert [view.point_of(n) for n in range(0, len(TEXT), 7)] == places


def test_dark_is_drawn_in_dark_colours(view):
    dark = load_theme("dark")
    view.set_theme(dark)
    image = picture(view)
    assert image.pixelColor(4, 4).name().upper() == dark.tokens["paper"]
    assert dark.tokens["tint"] in colours(image, point(view, "talks had"))


def test_the_first_paragraph_equal_to_the_title_is_large(view):
    title = view.point_of(7).x() - view.point_of(0).x()
    start = TEXT.index("Minister")
    body = view.point_of(start + 7).x() - view.point_of(start).x()
    assert title > body * 1.1


def test_changing_one_annotation_changes_the_picture(view, theme):
    first, *others = stanced()
    spans = tuple(s for s in first.spans if s.role != "cue")
    view.set_annotations((replace(first, spans=spans, revs=("x",)), *others))
    assert theme.tokens["cue"] not in colours(picture(view), point(view, "said on", 7))


def test_markup_is_shown_as_it_is_written(view):
    show(view, "Title\n\n<b>bold</b> &amp; <img src=x>")
    # Were it read as markup, the tag would have no width.
    start = view.text.index("<b>")
    assert view.point_of(start + 3).x() - view.point_of(start).x() > 10


# Places


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "T\n\n😀 one 👨‍👩‍👧 two e\u0301 three\u00a0four \U00020000 end",
        "T\n\na\u2028b\rc\ufeffd\ufffee\u2029f",
        "T\n\n" + "word " * 400,
        "T\n\n" + "x" * 9000,
        "\n\n  \n\nlate\n",
    ],
)
def test_points_come_back_as_their_offsets(view, text):
    show(view, text, title="T")
    for offset in range(0, len(text), max(1, len(text) // 60)):
        if text[offset].isspace() or text[offset] in "\u0301\u200d\r\ufeff\ufffe":
            continue
        view.ensure_visible(offset)
        back = view.offset_at(view.point_of(offset) + QPointF(0.5, -3))
        # What has no width stands in the same place as the character after it.
        same = abs(view.point_of(back).x() - view.point_of(offset).x()) < 1
        assert back == offset or same or "\u200d" in text[back - 1 : offset + 2]


# Selecting


def test_shift_and_right_select_whole_words(view, qtbot):
    view.set_caret(TEXT.index("Minister"))
    for words in ("Minister", "Minister Ilze", "Minister Ilze Berzā"):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert view.selection() == at(words)


def test_after_a_span_s_end_the_next_word_is_selected_cleanly(view):
    view.set_caret(at("Minister Ilze Berzā")[1])
    view.move("word", True, True)
    assert view.selection() == at("said")
    view.move("word", False, True)
    assert view.selection() is None


def test_extending_to_the_sentence_s_end_leaves_out_the_full_stop(view):
    view.set_caret(at("said")[1] + 3)
    view.set_caret(TEXT.index(" that talks"))
    view.move("sentence", True, True)
    start, end = view.selection()
    assert TEXT[start:end].startswith("that talks")
    assert TEXT[start:end].endswith("before winter")


def test_growing_and_shrinking(view):
    view.set_caret(TEXT.index("“The pier"))
    view.grow()
    view.grow()
    assert view.selection() == at("“The pier,”")
    view.shrink()
    view.shrink()
    assert view.selection() is None
    assert view.caret() == TEXT.index("“The pier")


def test_moving_by_line_keeps_the_column(view):
    view.set_caret(TEXT.index("Berzā"))
    x = view.point_of(view.caret()).x()
    view.move("line", True, False)
    assert abs(view.point_of(view.caret()).x() - x) < 12
    view.move("line", False, False)
    assert view.caret() == TEXT.index("Berzā")


def test_lines_lead_through_the_whole_text_and_back(view):
    seen = {view.caret()}
    for _ in range(30):
        view.move("line", True, False)
        seen.add(view.caret())
    assert max(seen) >= TEXT.index("“The pier")
    for _ in range(30):
        view.move("line", False, False)
    assert view.caret() < TEXT.index("\n")


def test_selecting_tells_and_shows_the_hints(view, qtbot):
    with qtbot.waitSignal(view.selection_changed):
        view.set_selection(*at("Monday"))
    assert view.hints.isVisible()
    assert view.hints.words == "Word, 6 characters"
    view.set_caret(0)
    assert not view.hints.isVisible()


def test_an_offset_outside_the_text_is_refused(view):
    with pytest.raises(IndexError):
        view.set_selection(0, len(TEXT) + 1)


# Keys


@pytest.mark.parametrize("key", ["c", "s", "1", "+", "F"])
def test_printable_keys_are_told(view, qtbot, key):
    with qtbot.waitSignal(view.key_typed) as told:
        qtbot.keyClicks(view, key)
    assert told.args == [key]


def test_keys_with_ctrl_are_not(view, qtbot):
    with qtbot.assertNotEmitted(view.key_typed):
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


# The mouse


def drag(view, qtbot, start: QPoint, end: QPoint, modifier=None) -> None:
    held = modifier or Qt.KeyboardModifier.NoModifier
    pane = view.viewport()
    qtbot.mousePress(pane, LEFT, held, start)
    move_over(pane, start + QPoint(12, 0))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(end),
        pane.mapToGlobal(QPointF(end)),
        LEFT,
        LEFT,
        held,
    )
    QApplication.sendEvent(pane, event)
    qtbot.mouseRelease(pane, LEFT, held, end)


def test_dragging_selects_whole_words(view, qtbot):
    drag(view, qtbot, point(view, "lze Berz"), point(view, "aid on"))
    assert view.selection() == at("Ilze Berzā said")


def test_dragging_with_alt_selects_letters(view, qtbot):
    alt = Qt.KeyboardModifier.AltModifier
    drag(view, qtbot, point(view, "inister"), point(view, "ze Berz"), alt)
    start, end = view.selection()
    assert abs(start - TEXT.index("inister")) <= 1
    assert TEXT[end - 1] != " "
    assert end < at("Ilze")[1]


def test_a_double_click_selects_the_word(view, qtbot):
    pane = view.viewport()
    qtbot.mouseDClick(pane, LEFT, pos=point(view, "onday"))
    assert view.selection() == at("Monday")
    qtbot.mousePress(pane, LEFT, pos=point(view, "onday"))
    start, end = view.selection()
    assert TEXT[start:end].startswith("Minister")
    assert TEXT[start:end].endswith("winter")


def test_clicking_text_means_the_innermost_annotation_then_the_next(view, qtbot):
    where = point(view, "pier 🛳")
    for expected in ("a2", "a1", "a2"):
        with qtbot.waitSignal(view.annotation_clicked) as told:
            qtbot.mouseClick(view.viewport(), LEFT, pos=where)
        assert told.args == [expected]
        view.select(expected)


def test_clicking_bare_text_means_none(view, qtbot):
    with qtbot.waitSignal(view.background_clicked):
        qtbot.mouseClick(view.viewport(), LEFT, pos=point(view, "Monday"))


def test_the_mouse_over_text_tells_its_annotation(view, qtbot):
    with qtbot.waitSignal(view.annotation_hovered) as told:
        move_over(view.viewport(), point(view, "talks had"))
    assert told.args == ["a1"]


# Large texts


def test_a_large_text_opens_without_laying_all_of_it_out(view):
    text = "Title\n\n" + "\n\n".join(f"Paragraph {n} says so." for n in range(60_000))
    show(view, text)
    words = "Paragraph 59999"
    view.ensure_visible(text.index(words))
    assert 0 < view.point_of(text.index(words)).y() < view.viewport().height()
    laid_out = sum(view._flow.is_laid_out(n) for n in range(60_001))
    assert laid_out < 1000


def test_scrolling_up_moves_nothing_that_is_seen(view):
    text = "Title\n\n" + "\n\n".join("word " * (n * 37 % 90 + 1) for n in range(300))
    show(view, text)
    view.ensure_visible(len(text) // 2)
    bar = view.verticalScrollBar()
    for _ in range(40):
        offset = view.offset_at(QPointF(60, 200))
        before = view.point_of(offset).y()
        bar.setValue(bar.value() - 90)
        assert abs(view.point_of(offset).y() - (before + 90)) <= 1


def test_resizing_keeps_the_line_at_the_top(view):
    text = "Title\n\n" + "\n\n".join("word " * 80 for _ in range(100))
    show(view, text)
    view.ensure_visible(len(text) // 2)
    offset = view.offset_at(QPointF(60, 8))
    view.resize(640, 700)
    assert 0 <= view.point_of(offset).y() <= 60


def test_many_marks_on_one_place_take_lanes_and_make_room(view):
    first = stanced()[0]
    start, end = at("Minister Ilze Berzā")
    body = TEXT.index("Minister")
    before = view.point_of(len(TEXT) - 1).y() - view.point_of(body).y()
    extra = tuple(
        replace(first, uid=f"x{n}", rows={}, spans=(Span("source", start, end),))
        for n in range(8)
    )
    view.set_annotations((*stanced(), *extra))
    after = view.point_of(len(TEXT) - 1).y() - view.point_of(body).y()
    assert after > before
