# SPDX-License-Identifier: MIT
"""Everyday changes of a codebook raise its version and make no mistakes."""

from __future__ import annotations

import pytest

from annotator.model.codebook import Value
from annotator.model.codebook_edits import add_value, change, move_value, remove_value
from annotator.model.errors import CodebookError
from tests.model.worked import codebook

BASE = codebook()
DIRECT = "attribution.quote_type.direct"


def quote_types(book: object) -> list[str]:
    """The ids of the values of the quote type."""
    field = book.type("attribution").field("quote_type")  # type: ignore[attr-defined]
    return [value.id for value in field.values]


def direct(book: object) -> Value:
    """The value "direct" of the quote type."""
    field = book.type("attribution").field("quote_type")  # type: ignore[attr-defined]
    found: Value = field.value("direct")
    return found


def test_wording_colours_and_keys_are_patches() -> None:
    book = change(BASE, "value", DIRECT, label="Verbatim", key="5", color="#112233")
    assert (direct(book).label, direct(book).key) == ("Verbatim", "5")
    assert book.version == "1.0.1"
    assert direct(BASE).label == "Direct"


def test_none_takes_a_key_away() -> None:
    book = change(BASE, "value", DIRECT, key=None)
    assert direct(book).key is None


def test_several_edits_of_one_base_raise_it_once() -> None:
    once = change(BASE, "role", "attribution.content", help="What is said.")
    twice = change(once, "role", "attribution.source", color="#112233", base=BASE)
    assert twice.version == "1.0.1"
    more = add_value(twice, "attribution.quote_type", "sung", base=BASE)
    assert more.version == "1.1.0"
    back = remove_value(more, "attribution.quote_type.sung", base=BASE)
    assert back.version == "1.0.1"


def test_a_removed_value_is_a_major_change_and_no_default_any_more() -> None:
    book = remove_value(BASE, "attribution.source_type.other")
    field = book.type("attribution").field("source_type")
    assert field is not None
    assert field.default is None
    assert book.version == "2.0.0"


def test_values_move() -> None:
    assert quote_types(move_value(BASE, DIRECT, 1))[:2] == ["indirect", "direct"]
    assert quote_types(move_value(BASE, DIRECT, -5)) == quote_types(BASE)


@pytest.mark.parametrize("key", ["c", "C", "0", "ab"])
def test_a_key_that_is_taken_or_none_is_refused(key: str) -> None:
    with pytest.raises(CodebookError, match=r"key|own"):
        change(BASE, "value", DIRECT, key=key)


def test_a_value_that_a_rule_names_cannot_go() -> None:
    with pytest.raises(CodebookError, match="direct"):
        remove_value(BASE, DIRECT)


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(CodebookError, match="there is no value"):
        change(BASE, "value", "attribution.quote_type.sung", label="Sung")
    with pytest.raises(CodebookError):
        add_value(BASE, "attribution.quote_type", "direct")
    with pytest.raises(CodebookError):
        change(BASE, "role", "attribution.content", colour="#112233")
