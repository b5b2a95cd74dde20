# SPDX-License-Identifier: MIT
"""Groups of documents stay in one part."""

from __future__ import annotations

from annotator.services.splitting import Split, parse_split


def test_a_group_decides_instead_of_the_text() -> None:
    split = parse_split("train=.5,test=.5", 3, "source")
    keys = {split.key_of(sha, {"source": "Herald"}) for sha in ("a", "b")}
    assert keys == {"source=herald"}
    assert split.key_of("a", {"source": "Other"}) not in keys


def test_a_document_that_says_nothing_stands_for_itself() -> None:
    split = Split({"a": 1.0}, group_by="source")
    for metadata in ({}, {"source": None}, {"source": ""}):
        assert split.key_of("abc", metadata) == "abc"


def test_dates_count_by_the_day() -> None:
    split = Split({"a": 1.0}, group_by="published")
    morning = split.key_of("a", {"published": "2025-01-15T08:00"})
    assert morning == split.key_of("b", {"published": "2025-01-15"})
    assert morning != split.key_of("b", {"published": "2025-01-16"})


def test_without_a_group_the_text_decides() -> None:
    assert Split({"a": 1.0}).key_of("abc", {"source": "Herald"}) == "abc"


def test_groups_are_spread_as_the_seed_has_it() -> None:
    parts = {"a": 0.5, "b": 0.5}
    first, second = Split(parts, 1, "source"), Split(parts, 2, "source")
    keys = [first.key_of("", {"source": str(n)}) for n in range(200)]
    assert 70 < sum(first.part_of(key) == "a" for key in keys) < 130
    assert any(first.part_of(key) != second.part_of(key) for key in keys)


def test_groups_that_are_spelled_alike_are_one() -> None:
    split = Split({"a": 1.0}, group_by="source")
    keys = {
        split.key_of("x", {"source": name}) for name in ("Gulf Wire", " GULF  wire")
    }
    assert len(keys) == 1
