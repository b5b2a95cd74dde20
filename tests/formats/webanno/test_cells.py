# SPDX-License-Identifier: MIT
"""Escapes, stacks and ids of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.webanno import cells

NASTY = st.text(st.sampled_from("a\\[]|_->;*\t\n12tn😀"))


@given(NASTY)
def test_a_value_comes_back(value: str) -> None:
    assert cells.unescape(cells.escape(value)) == value
    assert not set(cells.escape(value)) & {"\t", "\n"}


@given(st.lists(NASTY, min_size=1), st.sampled_from("|;"))
def test_stacked_values_come_back(values: list[str], separator: str) -> None:
    cell = separator.join(
        cells.with_id(cells.escape(each), number)
        for number, each in enumerate(values, start=1)
    )
    found = [cells.split_id(each) for each in cells.split(cell, separator)]
    assert [cells.unescape(value) for value, _, _ in found] == values
    assert [number for _, number, _ in found] == list(range(1, len(values) + 1))


@given(NASTY)
def test_a_value_that_looks_like_an_id_is_none(value: str) -> None:
    assert cells.split_id(cells.escape(value)) == (cells.escape(value), 0, 0)


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("a_b", r"a\_b"),
        ("a->b-c>d", r"a\->b-c>d"),
        ("[1]|;*\\", r"\[1\]\|\;\*\\"),
        ("a\tb\nc", r"a\tb\nc"),
        ("", ""),
    ],
)
def test_escapes_are_those_of_the_format(value: str, escaped: str) -> None:
    assert cells.escape(value) == escaped


def test_ids_of_relations() -> None:
    assert cells.split_id("1-2[3_0]") == ("1-2", 3, 0)


@given(st.text(st.sampled_from("a\\ tn\t😀")))
def test_a_line_of_text_comes_back(line: str) -> None:
    assert cells.unescape_text(cells.escape_text(line)) == line


def test_escapes_of_earlier_versions_are_read() -> None:
    assert cells.unescape_text(r"a\u00e4\tb\\") == "aä\tb\\"
