# SPDX-License-Identifier: MIT
"""The margin says of each annotation who speaks and where they stand."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt

from annotator.ui.article.packing import Slot, pack
from tests.ui.article.conftest import stanced
from tests.ui.pointer import move_over


def chips(view) -> dict:
    return {placed.chip.uid: placed for placed in view.margin.chips}


def test_a_chip_says_speaker_label_and_stance(view):
    chip = chips(view)["a1"].chip
    assert (chip.name, chip.label, chip.level) == ("Ilze Berzā", "A01", 0)
    (line,) = chip.lines
    assert line.symbol == "favor"
    assert line.text.startswith("Building a pier")
    assert "if" in line.signs
    nested = chips(view)["a2"].chip
    assert (nested.label, nested.level) == ("A01a", 1)
    assert nested.lines[0].symbol == "none"


def test_chips_stand_at_their_content_in_order(view):
    placed = view.margin.chips
    assert [p.chip.uid for p in placed] == ["a1", "a2", "a3"]
    for above, below in pairwise(placed):
        assert above.bottom <= below.y


def test_the_chosen_chip_stands_exactly_at_its_content(view):
    for uid in ("a2", "a3"):
        view.select(uid)
        assert chips(view)[uid].y == chips(view)[uid].wish


def test_clicking_a_chip_means_its_annotation(view, qtbot):
    box = view.margin.rect_of("a3")
    with qtbot.waitSignal(view.annotation_clicked) as told:
        qtbot.mouseClick(
            view.margin, Qt.MouseButton.LeftButton, pos=box.center().toPoint()
        )
    assert told.args == ["a3"]


def test_the_mouse_over_a_chip_tells_its_annotation(view, qtbot):
    box = view.margin.rect_of("a2")
    with qtbot.waitSignal(view.annotation_hovered) as told:
        move_over(view.margin, box.center().toPoint())
    assert told.args == ["a2"]


def test_a_chip_leaves_with_its_annotation(view):
    view.set_annotations([a for a in stanced() if a.uid != "a3"])
    assert "a3" not in chips(view)


def test_an_unknown_speaker_is_asked_for_with_the_source_s_words(view):
    first, *others = stanced()
    bare = type(first)(
        uid="a1",
        document="d1",
        type="attribution",
        annotator="ada",
        revs=("new",),
        spans=first.spans,
    )
    view.set_annotations((bare, *others))
    chip = chips(view)["a1"].chip
    assert not chip.named
    assert chip.name == "Minister Ilze Berzā?"


def test_a_narrow_view_has_no_margin_but_its_text(view):
    view.resize(400, 700)
    assert not view.margin.isVisible()
    assert view.annotations_at(view.point_of(0)) == []


# Packing


def test_packing_makes_room_without_overlap():
    slots = [Slot(10, 40, 0), Slot(20, 30, 1), Slot(25, 40, 0), Slot(300, 40, 0)]
    places = pack(slots)
    assert places == [10, 52, 89, 300]


def test_packing_makes_room_around_the_chosen_one():
    slots = [Slot(100, 40, 0), Slot(110, 40, 0), Slot(120, 40, 0)]
    assert pack(slots, chosen=1) == [66, 110, 154]


def test_packing_stays_below_the_top():
    slots = [Slot(0, 40, 0), Slot(5, 40, 0), Slot(10, 40, 0)]
    assert pack(slots, chosen=2, top=0) == [0, 47, 91]
