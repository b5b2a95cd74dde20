# SPDX-License-Identifier: MIT
"""Matching for a whole project is the matching of its documents."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis import alignment
from annotator.analysis.groups import groups
from annotator.analysis.overlap import area, jaccard, size
from annotator.analysis.unitizing import match

#: Several pieces, some of them empty or overlapping each other.
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12)).map(
        lambda each: (each[0], each[0] + each[1])
    ),
    max_size=3,
)
CODER = st.lists(SPANS, max_size=7)


def _areas(coder):
    places = [(n, s, e) for n, spans in enumerate(coder) for s, e in spans]
    table = np.array(places, dtype=np.int64).reshape(-1, 3)
    return alignment.areas(table[:, 0], table[:, 1], table[:, 2], len(coder))


@given(CODER)
def test_pieces_are_put_together_and_measured(coder):
    made = _areas(coder)
    for number, spans in enumerate(coder):
        mine = made.owner == number
        pieces = tuple(
            zip(made.start[mine].tolist(), made.end[mine].tolist(), strict=True)
        )
        assert pieces == area(spans)
        assert made.size[number] == size(area(spans))


@given(CODER, CODER, st.sampled_from([0.0, 0.3, 0.5]))
def test_edges_are_the_overlaps(one, other, least):
    found = alignment.edges(_areas(one), _areas(other), least)
    expected = {
        (i, j): score
        for i, a in enumerate(one)
        for j, b in enumerate(other)
        if (score := jaccard(area(a), area(b))) and score >= least
    }
    places = list(zip(found.one.tolist(), found.other.tolist(), strict=True))
    assert places == sorted(expected)
    assert found.score.tolist() == pytest.approx([expected[p] for p in places])
    for place, exact in zip(places, found.exact.tolist(), strict=True):
        assert exact == (area(one[place[0]]) == area(other[place[1]]))


@given(CODER, CODER, st.sampled_from([0.0, 0.3, 0.5]))
def test_the_matching_is_as_good_as_that_of_one_document(one, other, least):
    a, b = [area(each) for each in one], [area(each) for each in other]
    best = alignment.matched(alignment.edges(_areas(one), _areas(other), least))
    assert len(set(best.one.tolist())) == len(best.one) == len(set(best.other.tolist()))
    expected = sum(jaccard(a[i], b[j]) for i, j in match(a, b, least))
    assert best.score.sum() == pytest.approx(expected)


@given(CODER, CODER)
def test_exact_pairs_are_counted_once(one, other):
    found = alignment.edges(_areas(one), _areas(other))
    left = [area(each) for each in other if area(each)]
    expected = 0
    for each in (area(spans) for spans in one):
        if each in left:
            left.remove(each)
            expected += 1
    group = np.zeros(len(one), dtype=np.int64)
    assert alignment.exact_common(found, group, 1).tolist() == [expected]


PLACES = st.floats(0, 1).map(lambda share: round(share * 100_000))


@given(
    st.lists(
        st.lists(
            st.tuples(PLACES, st.integers(1, 20_000)).map(lambda p: [(p[0], sum(p))]),
            max_size=6,
        ),
        min_size=2,
        max_size=4,
    ),
    st.sampled_from([0.0, 0.4]),
)
def test_units_of_several_are_those_of_one_document(coders, least):
    areas = [[area(spans) for spans in coder] for coder in coders]
    expected = {
        tuple(-1 if n is None else n for n in group) for group in groups(areas, least)
    }
    found = alignment.grouped([_areas(coder) for coder in coders], least)
    everyone = sorted(
        (c, n) for row in found.tolist() for c, n in enumerate(row) if n >= 0
    )
    assert everyone == sorted(
        (c, n) for c, coder in enumerate(coders) for n in range(len(coder))
    )
    scores = [
        jaccard(a, b)
        for i, one in enumerate(areas)
        for other in areas[i + 1 :]
        for a in one
        for b in other
    ]
    # Where two overlaps are the same, either of them may come first.
    if len({s for s in scores if s}) == len([s for s in scores if s]):
        assert {tuple(row) for row in found.tolist()} == expected


def test_nothing_overlaps_nothing():
    empty, one = _areas([]), _areas([[(0, 5)], []])
    assert alignment.edges(empty, one).one.tolist() == []
    assert alignment.edges(one, empty).one.tolist() == []
    assert alignment.grouped([empty, empty]).shape == (0, 2)
    assert sorted(alignment.grouped([one, empty]).tolist()) == [[0, -1], [1, -1]]


def test_some_of_the_areas_are_numbered_anew():
    made = _areas([[(0, 5)], [(10, 12), (20, 30)], [], [(7, 8)]])
    some = made.of(np.array([3, 1]))
    assert some.owner.tolist() == [0, 1, 1]
    assert some.start.tolist() == [7, 10, 20]
    assert some.size.tolist() == [1, 12]


def test_hundreds_of_thousands_take_no_more_than_moments():
    source = random.Random(1)
    coders = []
    for _ in range(3):
        starts = np.arange(100_000) * 60
        shift = np.array(source.choices([0, 0, 0, 2, 9], k=100_000))
        owner = np.arange(200_000)
        # A nested one in each, too.
        start = np.concatenate([starts + shift, starts + shift + 5])
        end = np.concatenate([starts + 40, starts + 18 + shift])
        coders.append(alignment.areas(owner, start, end, 200_000))
    units = alignment.grouped(coders)
    assert len(units) == pytest.approx(200_000, rel=0.05)


def test_everything_inside_of_one_long_stretch_stays_within_bounds():
    many = [[(n * 10, n * 10 + 8)] for n in range(3_000)]
    one = _areas([[(0, 40_000)], *many])
    found = alignment.matched(alignment.edges(one, one))
    assert (found.one == found.other).all()
    assert len(found.one) == 3_001
