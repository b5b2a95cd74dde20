# SPDX-License-Identifier: MIT
"""Lines parsed fast or thoroughly: what the fast parser lets through is seen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.json_lines import parse
from annotator.model.errors import InputError

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
ROWS = st.dictionaries(st.text(max_size=3), _PLAIN, max_size=4)


@given(ROWS, st.sampled_from([None, 1]), st.booleans())
def test_any_spelling_is_read(
    row: dict[str, Any], indent: int | None, escaped: bool
) -> None:
    text = json.dumps(row, indent=indent, ensure_ascii=escaped)
    assert parse(text.replace("\n", " ").encode()) == row


@pytest.mark.parametrize(
    "line",
    [
        '{"a":1,"a":2}',
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": "c\\"d"}}',
        '{"\\u0022": 1, "a": 1, "a": 2}',
        '{"a": "\\"\\"", "a": ""}',
    ],
)
def test_a_key_that_stands_twice_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="stands twice"):
        parse(line.encode())


def test_long_numbers_are_not_rounded() -> None:
    assert parse(b'{"a": 12345678901234567890123}') == {"a": 12345678901234567890123}
