# SPDX-License-Identifier: MIT
"""Dates of DNA and ours, both ways."""

from __future__ import annotations

import pytest

from annotator.formats.dna.times import published_of, seconds_of


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1120003200, "2005-06-29"),
        (1120045200, "2005-06-29T11:40"),
        (1120045231, "2005-06-29T11:40:31"),
        (-86400, "1969-12-31"),
        (0, None),
    ],
)
def test_seconds_as_a_date(seconds: int, said: str | None) -> None:
    assert published_of(seconds) == said
    if said is not None:
        assert seconds_of(said) == (seconds, True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2005", 1104537600),
        ("2005-06", 1117584000),
        ("2005-06-29T00:00", 1120003200),
        ("2005-02-30", 0),
        ("last May", 0),
        ("1970-01-01", 0),
    ],
)
def test_what_cannot_be_said_exactly(said: str, seconds: int) -> None:
    assert seconds_of(said) == (seconds, False)


def test_beyond_all_years() -> None:
    with pytest.raises(OverflowError):
        published_of(10**14)
