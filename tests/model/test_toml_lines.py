# SPDX-License-Identifier: MIT
"""The lines of keys in a TOML text, strings and comments notwithstanding."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.model.toml_lines import Place, lines, nearest

TEXT = '''# a = 1
[[thing]]   # the first
id = "a # no comment"
[[thing]]
"quoted key" = """
[[thing]]
id = 'not here'
"""
values = [ # with a comment, and a ]
  {id = "x", note = "}]"},

  {id = "y"},
]
more.of.it = 3
[[thing.part]]
n = 1
[[thing.part]]
n = [[1, 2],
     [3]]
[table.inner]
k = '\\'
'''


def test_keys_are_found_past_strings_and_comments() -> None:
    found = lines(TEXT)
    expected: dict[Place, int] = {
        ("thing", 0): 2,
        ("thing", 0, "id"): 3,
        ("thing", 1): 4,
        ("thing", 1, "quoted key"): 5,
        ("thing", 1, "values"): 9,
        ("thing", 1, "values", 0, "note"): 10,
        ("thing", 1, "values", 1, "id"): 12,
        ("thing", 1, "more", "of", "it"): 14,
        ("thing", 1, "part", 0, "n"): 16,
        ("thing", 1, "part", 1, "n", 1): 19,
        ("table", "inner", "k"): 21,
    }
    assert {place: found.get(place) for place in expected} == expected


def test_what_has_no_line_has_that_of_what_is_around_it() -> None:
    found = lines(TEXT)
    assert nearest(found, ("thing", 0, "missing")) == 2
    assert nearest(found, ("nothing",)) is None


def test_windows_line_ends_and_a_byte_order_mark_do_not_count() -> None:
    assert lines("\ufeff" + TEXT.replace("\n", "\r\n")) == lines(TEXT)


def _leaves(value: Any, place: Place = ()) -> list[tuple[Place, Any]]:
    if isinstance(value, dict):
        return [x for k, each in value.items() for x in _leaves(each, (*place, k))]
    if isinstance(value, list):
        return [x for n, e in enumerate(value) for x in _leaves(e, (*place, n))]
    return [(place, value)]


@pytest.mark.parametrize(
    "name", [n for n in resources.names("codebooks") if n.endswith(".toml")]
)
def test_each_value_of_a_bundled_codebook_stands_on_its_line(name: str) -> None:
    text = resources.read_text("codebooks", name)
    found = lines(text)
    for place, value in _leaves(tomllib.loads(text)):
        line = text.split("\n")[found[place] - 1]
        assert str(value).lower() in line.lower()


@given(st.text(st.sampled_from("ab=[]{}\"'#,.\n \\1"), max_size=60))
def test_no_text_makes_the_scan_fail_or_hang(text: str) -> None:
    assert all(line >= 1 for line in lines(text).values())
