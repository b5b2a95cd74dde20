# SPDX-License-Identifier: MIT
"""Instants as text: to the millisecond, on every day there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.identity import EPOCH, instant_from_text, instant_to_text

#: From the first moment that a date can name to the last.
FIRST = (datetime.min.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
LAST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


@given(ms=st.integers(FIRST, LAST) | st.sampled_from([FIRST, -1, 0, 999, LAST]))
def test_an_instant_is_written_to_the_millisecond_and_read_back(ms: int) -> None:
    text = instant_to_text(ms)
    moment = (EPOCH + timedelta(milliseconds=ms)).replace(tzinfo=None)
    assert text == moment.isoformat("T", "milliseconds") + "Z"
    assert instant_from_text(text) == ms


def test_three_digits_always_stand_behind_the_second() -> None:
    assert instant_to_text(0) == "1970-01-01T00:00:00.000Z"
    assert instant_to_text(1_736_936_431_482) == "2025-01-15T10:20:31.482Z"
    assert instant_to_text(86_399_999) == "1970-01-01T23:59:59.999Z"
