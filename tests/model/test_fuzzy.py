# SPDX-License-Identifier: MIT
"""Names are found by a few letters, and the right letters are shown."""

import pytest

from annotator.model import fuzzy

PEOPLE = [
    ("budvys", "Kęstatis Budvys", "Budvys"),
    ("office", "State Budget Office"),
    ("hungary", "Hungary (state)", "Hungary", "Budapest"),
    ("lukasz", "Łukasz Żurek"),
    ("street", "Straße Weiß"),
    ("istanbul", "İstanbul Tarafı"),
]


def keys(query: str) -> list[str]:
    return [m.key for m in fuzzy.match(query, PEOPLE)]


def shown(query: str) -> str:
    """What the best match highlights."""
    best = fuzzy.match(query, PEOPLE)[0]
    return "".join(best.text[p] for p in best.positions)


def test_word_beginnings_of_names_and_aliases_match() -> None:
    assert keys("bud") == ["budvys", "hungary", "office"]
    assert fuzzy.match("buda", PEOPLE)[0].text == "Budapest"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("kestatis", "budvys"),
        ("KĘSTATIS", "budvys"),
        ("ke\u0328statis", "budvys"),
        ("lukasz zurek", "lukasz"),
        ("strasse", "street"),
        ("istan", "istanbul"),
        ("kb", "budvys"),
        ("budvys kestatis", "budvys"),
        ("kes bud", "budvys"),
    ],
)
def test_accents_case_initials_and_order(query: str, key: str) -> None:
    assert keys(query)[0] == key


def test_a_name_is_shown_where_its_alias_fits_better() -> None:
    assert fuzzy.match("bud", PEOPLE)[0].text == "Kęstatis Budvys"


def test_positions_are_places_in_the_original() -> None:
    assert shown("kes bud") == "KęsBud"
    assert shown("weiss") == "Weiß"
    assert shown("strasse w") == "Straße W"
    assert shown("tar") == "Tar"


def test_exact_comes_before_prefix_before_words_before_letters() -> None:
    candidates = [
        ("letters", "Anton Nadal Array"),
        ("inside", "Hannah"),
        ("words", "Maria Anna"),
        ("prefix", "Annabel"),
        ("exact", "Anna"),
    ]
    order = [m.key for m in fuzzy.match("anna", candidates)]
    assert order == ["exact", "prefix", "words", "inside", "letters"]


def test_strong_means_word_beginnings() -> None:
    assert fuzzy.match("bud", PEOPLE)[0].score >= fuzzy.STRONG
    assert fuzzy.match("udv", PEOPLE)[0].score < fuzzy.STRONG


def test_equal_fits_keep_their_order_and_limit_holds() -> None:
    twins = [(n, "Ana Sol") for n in range(9)]
    assert [m.key for m in fuzzy.match("ana", twins, 3)] == [0, 1, 2]
    assert [m.key for m in fuzzy.match("  ", twins, 3)] == [0, 1, 2]


def test_nothing_matches_nothing() -> None:
    assert keys("zzz") == []
    assert fuzzy.match("a", []) == []


def test_a_hostile_name_costs_nothing() -> None:
    names = [("long", "a" * 1_000_000), ("blank", ""), ("odd", "%s {0} <img>")]
    assert [m.key for m in fuzzy.match("<img", names)] == ["odd"]


def test_same_ignores_accents_and_case() -> None:
    assert fuzzy.same("Kęstatis BUDVYS ", "kestatis budvys")
    assert not fuzzy.same("Budvys", "Budvysz")


def test_ten_thousand_candidates_in_the_time_between_two_keys() -> None:
    many = [(n, f"Kęstas Vardenis {n}", f"K. V. {n}") for n in range(10_000)]
    fuzzy.match("warm up", many)
    found = fuzzy.match("vard 77", many)
    # generous: a slow machine under load still answers within a key stroke
    assert found[0].text.endswith(" 77")
