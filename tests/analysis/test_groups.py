# SPDX-License-Identifier: MIT
"""Putting together what several people marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.groups import groups
from annotator.analysis.unitizing import match

AREAS = st.lists(
    st.tuples(st.integers(0, 80), st.integers(1, 15)).map(
        lambda each: ((each[0], each[0] + each[1]),)
    ),
    max_size=8,
)
CODERS = st.lists(AREAS, min_size=2, max_size=4)


@given(CODERS)
def test_everything_is_in_exactly_one_group_and_nobody_twice(coders):
    found = groups(coders)
    for coder, areas in enumerate(coders):
        assert sorted(g[coder] for g in found if g[coder] is not None) == list(
            range(len(areas))
        )
    assert all(any(n is not None for n in group) for group in found)


@given(AREAS, AREAS)
def test_for_two_it_is_the_best_matching(one, other):
    pairs = [g for g in groups([one, other]) if None not in g]
    assert sorted(pairs) == match(one, other)


def test_the_order_of_the_people_does_not_matter():
    coders = [[((0, 10),), ((20, 30),)], [((2, 11),)], [((1, 9),), ((22, 31),)]]
    turned = groups([coders[2], coders[0], coders[1]])
    assert sorted((b, c, a) for a, b, c in turned) == sorted(groups(coders))


def test_a_least_overlap_keeps_near_misses_apart():
    coders = [[((0, 10),)], [((8, 20),)]]
    assert groups(coders) == [(0, 0)]
    assert groups(coders, 0.5) == [(0, None), (None, 0)]


def test_three_people_where_the_middle_one_touches_both():
    coders = [[((0, 10),)], [((4, 16),)], [((12, 22),)]]
    (first, second) = groups(coders)
    assert first[:2] == (0, 0)
    assert second == (None, None, 0)


def test_what_nobody_else_marked_stands_alone_and_in_text_order():
    assert groups([[((50, 60),)], [((0, 5),)], []]) == [
        (None, 0, None),
        (0, None, None),
    ]


def test_thousands_take_no_more_than_moments():
    coders = [[((n * 50 + c, n * 50 + 30),) for n in range(4000)] for c in range(2)]
    assert len(groups(coders)) == 4000
