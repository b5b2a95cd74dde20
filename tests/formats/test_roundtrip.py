# SPDX-License-Identifier: MIT
"""Out and in again through every format: equal up to what it declares to lose."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import registry
from annotator.formats.features import Feature
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from tests.formats.random_bundles import bundles
from tests.formats.roundtrip import comparable, there_and_back

BOTH_WAYS = [each for each in registry.BUILTIN if each.reads and each.writes]

#: Where spans that do not fit are left out one by one, and each is told.
DROPPING = {Feature.OVERLAPS, Feature.SUBTOKENS}


@pytest.mark.parametrize("format", BOTH_WAYS, ids=lambda each: each.name)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_round_trip(format: Format, data: st.DataObject) -> None:
    if not format.available():
        pytest.skip(f"needs {', '.join(format.missing())}")
    aligned = Feature.SUBTOKENS not in format.carries and data.draw(st.booleans())
    bundle = data.draw(bundles(aligned=aligned))
    options = WriteOptions()
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(bundle, format, Path(folder), options)
    wanted = comparable(bundle, format.carries)
    found = comparable(back, format.carries)
    if format.carries >= DROPPING:
        assert found == wanted
    else:
        assert_fewer_and_told(found, wanted, options, bundle)


def assert_fewer_and_told(
    found: list[Any], wanted: list[Any], options: WriteOptions, bundle: Bundle
) -> None:
    """Nothing new came back, and what is missing was counted."""
    sent, got = marks_of(wanted), marks_of(found)
    assert not got - sent
    missing = sum((sent - got).values())
    told = sum(each.count for each in options.losses.items.values())
    assert (missing == 0) or told > 0
    assert missing <= max(told, 1) * 4


def marks_of(documents: list[Any]) -> Counter[Any]:
    """(text, label, pieces) of every mark of every document."""
    return Counter(
        (document.get("text"), mark[0], mark[1])
        for document, marks, _ in documents
        for mark, count in marks
        for _ in range(count)
    )
