# SPDX-License-Identifier: MIT
"""Instants of other programs."""

from __future__ import annotations

import pytest

from annotator.formats.instants import instant_of
from annotator.model.identity import instant_from_text

NOON = instant_from_text("2031-02-03T12:00:00.000Z")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2031-02-03T12:00:00Z", NOON),
        ("2031-02-03T14:00:00.000+02:00", NOON),
        ("2031-02-03 12:00:00", NOON),
        ("2031-02-03T12:00:00.482913Z", NOON + 482),
        ("2031-02-03", NOON - 12 * 3_600_000),
        ("3 February 2031", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("", None),
        (1738584000, None),
        (None, None),
    ],
)
def test_instants(said: object, wanted: int | None) -> None:
    assert instant_of(said) == wanted
