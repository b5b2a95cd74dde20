# SPDX-License-Identifier: MIT
"""Units as they are drawn: what is grey, what differs, which bars stand where."""

from __future__ import annotations

from annotator.services.review import decide
from annotator.services.review import desk as desks
from annotator.services.session import Session
from annotator.ui.article.blocks import Blocks
from annotator.ui.review.units import MarkMaker, UnitMark, UnitMarks
from tests.services.review import twice


def test_only_what_is_open_has_bars_and_a_strong_tint(tmp_path):
    path = twice.project(tmp_path / "p.annotator")
    with Session.open(path, annotator="Ana Ruiz") as session:
        desk = desks.load(session, twice.DOCUMENT)
        maker = MarkMaker()
        marks = {m.number: m for m in maker.marks(desk, session.codebook)}
        assert [n for n, m in sorted(marks.items()) if m.barred] == [1, 3, 4]
        (piece,) = marks[1].differing
        assert twice.TEXT[slice(*piece)] == "that "
        assert marks[6].level == 1
        boundary = next(i for i in desk.items if i.label == "A02")
        decide.unite(session, desk, boundary)
        desk = desks.reload(session, desk)
        again = {m.number: m for m in maker.marks(desk, session.codebook)}
        assert not again[1].barred
        assert again[1].differing == ()
        # What looks the same is the very same: nothing of it is drawn anew.
        assert all(again[n] is marks[n] for n in marks if n != 1)


def mark(number, start, end, barred=True):
    area = ((start, end),)
    return UnitMark(number, area, (), (area, area), (), barred, 0)


def test_bars_that_would_cross_take_lanes():
    units = UnitMarks(Blocks("x" * 100))
    one, two, three = mark(0, 0, 50), mark(1, 20, 30), mark(2, 60, 70)
    units.show([one, two, three])
    assert [units.lane(m) for m in (one, two, three)] == [0, 1, 0]
    assert units.lanes_in(0) == 2
    assert [m.number for m in units.at(25)] == [1, 0]


def test_only_paragraphs_that_look_different_are_named():
    units = UnitMarks(Blocks("a" * 20 + "\n\n" + "b" * 20))
    one, two = mark(0, 0, 10), mark(1, 25, 30)
    assert units.show([one, two]) == {0, 1}
    assert units.show([one, two]) == set()
    assert units.show([one, mark(1, 25, 30, barred=False)]) == {1}
    assert units.show([one]) == {1}
    assert units.in_block(1) == []
