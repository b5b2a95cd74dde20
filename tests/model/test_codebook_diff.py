# SPDX-License-Identifier: MIT
"""What differs between versions, how grave it is, what must be mapped."""

from __future__ import annotations

import pytest

from annotator.model.codebook_diff import bump, diff, level, needed_mappings
from annotator.model.codebook_reader import from_toml
from tests.model.worked import codebook
from tests.services.project_cases import CODEBOOK

OLD = from_toml(CODEBOOK)


def changed(old: str, new: str) -> list[tuple[str, str, str, str]]:
    """The differences that this change of the small codebook makes."""
    assert old in CODEBOOK
    found = diff(OLD, from_toml(CODEBOOK.replace(old, new)))
    return [(each.kind, each.what, each.path, each.level) for each in found]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (
            '{id = "cold"}',
            '{id = "cold", label = "Icy"}',
            ("changed", "value", "remark.tone.cold", "patch"),
        ),
        (
            '{id = "cold"}',
            '{id = "cold", score = 1}',
            ("redefined", "value", "remark.tone.cold", "major"),
        ),
        (', {id = "cold"}', "", ("removed", "value", "remark.tone.cold", "major")),
        (
            '{id = "cold"}',
            '{id = "cold"}, {id = "hot"}',
            ("added", "value", "remark.tone.hot", "minor"),
        ),
        (
            'type = "multichoice"',
            'type = "choice"',
            ("redefined", "field", "remark.also", "major"),
        ),
        ("required = true\n", "", ("changed", "field", "remark.tone", "minor")),
        (
            'id = "aside"',
            'id = "aside"\ncolor = "#112233"',
            ("changed", "role", "remark.aside", "patch"),
        ),
        (
            'id = "aside"',
            'id = "aside"\nmax = 1',
            ("changed", "role", "remark.aside", "minor"),
        ),
        (', {id = "quay"}', "", ("removed", "entry", "place.quay", "major")),
        (
            'title = "Remarks"',
            'title = "Notes"',
            ("changed", "codebook", "remarks", "patch"),
        ),
    ],
)
def test_a_change_has_its_kind_and_level(
    old: str, new: str, difference: tuple[str, str, str, str]
) -> None:
    assert changed(old, new) == [difference]


def test_what_says_the_same_is_no_difference() -> None:
    assert changed('{id = "cold"}', '{id = "cold", label = "Cold", help = ""}') == []
    assert changed('{id = "cold"}', '"cold"') == []


def test_another_order_is_a_patch_and_another_number_is_none() -> None:
    turned = CODEBOOK.replace(
        '{id = "warm"}, {id = "cold"}', '{id = "cold"}, {id = "warm"}'
    )
    assert level(OLD, from_toml(turned)) == "patch"
    assert level(OLD, from_toml(CODEBOOK.replace("1.0.0", "7.0.0"))) == "none"


def test_the_shipped_and_the_same_codebook_do_not_differ() -> None:
    assert diff(codebook(), codebook()) == []


def test_only_what_is_removed_or_redefined_needs_a_mapping() -> None:
    new = from_toml(CODEBOOK.replace('{id = "cold"}', '{id = "cool"}, {id = "raw"}'))
    (need,) = needed_mappings(OLD, new)
    assert (need.path, need.choices) == ("remark.tone.cold", ("warm", "cool", "raw"))


def test_the_values_of_a_removed_field_are_not_asked_for_besides() -> None:
    gone = CODEBOOK.replace('id = "also"', 'id = "more"')
    assert [need.path for need in needed_mappings(OLD, from_toml(gone))] == [
        "remark.also"
    ]


def test_a_removed_type_cannot_be_left_without_a_place() -> None:
    new = from_toml(CODEBOOK.replace('"remark"', '"comment"'))
    (need,) = needed_mappings(OLD, new)
    assert (need.what, need.choices, need.may_unset) == ("type", ("comment",), False)


@pytest.mark.parametrize(
    ("by", "version"),
    [("none", "1.2.3"), ("patch", "1.2.4"), ("minor", "1.3.0"), ("major", "2.0.0")],
)
def test_versions_are_raised_by_level(by: str, version: str) -> None:
    assert bump("1.2.3", by) == version
