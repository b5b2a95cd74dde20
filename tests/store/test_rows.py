# SPDX-License-Identifier: MIT
"""JSON columns give back what was put into them."""

from __future__ import annotations

import pytest

from annotator.store import rows


@pytest.mark.parametrize(
    "value",
    [2**64, 2**70 + 1, -(2**63) - 1, 10**18, 0.1, 1e300],
)
@pytest.mark.parametrize("inside", [lambda v: v, lambda v: [v], lambda v: {"a": v}])
def test_numbers_of_any_length_are_read_as_they_were_written(value, inside):
    stored = {"n": inside(value), "word": "x"}
    assert rows.load_map(rows.dump(stored)) == stored
    assert repr(rows.load(rows.dump(stored))) == repr(stored)
