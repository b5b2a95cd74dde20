# SPDX-License-Identifier: MIT
"""Jobs that make many records put garbage collection off, and only meanwhile."""

from __future__ import annotations

import gc

import pytest

from annotator.services.memory import THRESHOLD, rarely_collected


def test_rare_only_inside() -> None:
    before = gc.get_threshold()
    with rarely_collected():
        assert gc.get_threshold() == (THRESHOLD, *before[1:])
    assert gc.get_threshold() == before


def test_jobs_that_overlap_leave_it_as_it_was() -> None:
    before = gc.get_threshold()
    first, second = rarely_collected(), rarely_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == THRESHOLD
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_an_error_ends_it() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="broken"), rarely_collected():
        raise ValueError("broken")
    assert gc.get_threshold() == before
