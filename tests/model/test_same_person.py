# SPDX-License-Identifier: MIT
"""Names that may mean the same are proposed, with a reason; others never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.same_person import MOST, Named, Proposal, propose

KNOWN = (
    "Kęstutis Budrys",
    "Āda Lee",
    "John A. Smith",
    "Ursel von der Leuven",
    "Müller, Hans",
    "Oleh Zarensky",
    "Anna Kowalski",
    "Gabriel Ratas-Lepp",
    "Tove Rask",
    "European Union",
    "Ministry of Defence",
    "Ministry of Foreign Affairs of Norvania",
)


def _proposed(name: str, *known: str, kind: str | None = None) -> list[Proposal]:
    named = [Named(each, (each,), kind) for each in known or KNOWN]
    return propose([Named("new", (name,), kind)], named)


@pytest.mark.parametrize(
    ("name", "wanted", "words"),
    [
        ("K. Budrys", "Kęstutis Budrys", "initials fit"),
        ("Budrys, Kęstutis", "Kęstutis Budrys", "capitals, accents"),
        ("KESTUTIS BUDRYS", "Kęstutis Budrys", "capitals, accents"),
        ("Foreign Minister Kestutis Budrys", "Kęstutis Budrys", "capitals"),
        ("Kęstutis Budrys, the foreign minister", "Kęstutis Budrys", "capitals"),
        ("Budrys Kęstutis", "Kęstutis Budrys", "another order"),
        ("Budrys", "Kęstutis Budrys", "nobody else"),
        ("Maria Āda Lee", "Āda Lee", "more first names"),
        ("John Smith", "John A. Smith", "more first names"),
        ("J.A. Smith", "John A. Smith", "initials fit"),
        ("Ursel Leuven", "Ursel von der Leuven", "capitals"),
        ("Hans Mueller", "Müller, Hans", "spelled in another way"),
        ("Oleh Zarenskyy", "Oleh Zarensky", "spelled in another way"),
        ("Oleh Zarnesky", "Oleh Zarensky", "slip of the pen"),
        ("Gabriel Ratas", "Gabriel Ratas-Lepp", "double family name"),
        ("Tove Rask Jr.", "Tove Rask", "junior"),
        ("E.U.", "European Union", "first letters"),
        ("The European Union", "European Union", "capitals"),
        ("Ministry of Defense", "Ministry of Defence", "slip of the pen"),
        (
            "Foreign Affairs Ministry of Norvania",
            "Ministry of Foreign Affairs of Norvania",
            "another order",
        ),
    ],
)
def test_what_may_be_the_same_is_proposed(name: str, wanted: str, words: str) -> None:
    (found,) = _proposed(name)
    assert found.known == wanted
    assert words in str(found.reason)
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    "name",
    [
        "V. Budrys",
        "Kęstutis Butkus",
        "Kęstutis",
        "John B. Smith",
        "Anna Kowalska",
        "Tove Raske",
        "Tove Lask",
        "Ada Leeb",
        "Ministry of Justice",
        "European Commission",
        "officials",
        "She",
        "…",
        "",
    ],
)
def test_what_is_somebody_else_is_not(name: str) -> None:
    assert _proposed(name) == []


def test_a_family_name_alone_is_proposed_where_one_person_bears_it() -> None:
    assert _proposed("Lee", "Āda Lee", "Tove Rask")
    assert _proposed("Lee", "Āda Lee", "Tove Lee") == []


def test_aliases_count_and_kinds_that_differ_do_not() -> None:
    lee = Named("lee", ("Āda Lee", "the Iron Lady"), "person")
    (found,) = propose([Named("n", ("Iron Lady, the", "Ada Lee"), "person")], [lee])
    assert (found.known, found.score) == ("lee", 0.95)
    assert propose([Named("n", ("Āda Lee",), "organization")], [lee]) == []
    assert propose([Named("n", ("Āda Lee",))], [lee])


def test_the_surest_comes_first_and_few_are_told() -> None:
    known = ["J. Lee", "Jane Lee", "Jane M. Lee", "Jack Lee", "jane lee"]
    found = _proposed("Jane Lee", *known)
    assert [each.known for each in found][:2] == ["Jane Lee", "jane lee"]
    assert len(found) == MOST
    assert found == sorted(found, key=lambda each: -each.score)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sending troops to Norvania", "sending troops to norvania", True),
        ("Troops in Norvania", "Norvania troops", True),
        ("Nuclear energy", "Nuclear enregy", True),
        ("Peace Talks", "Peace talks", True),
        ("Sanctions against Norvania", "Sanctions for Norvania", False),
        ("No nuclear energy", "Nuclear energy", False),
        ("Tax 2024", "Tax 2025", False),
        ("Peace Talks", "War Talks", False),
        ("NATO membership", "Membership in NATO", True),
    ],
)
def test_issues_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert bool(_proposed(one, other, kind="issue")) is same


_words = st.text(alphabet="abcdeklmnorstuvžėáİß", min_size=1, max_size=9)
_names = st.lists(_words.map(str.capitalize), min_size=1, max_size=3).map(" ".join)


@given(_names, _names)
def test_it_does_not_matter_which_was_known(one: str, other: str) -> None:
    forth, back = _proposed(one, other), _proposed(other, one)
    assert [each.score for each in forth] == [each.score for each in back]


@given(_names, st.sampled_from(["Ondrax", "Xylo", "Qadriyy"]), st.booleans())
def test_never_across_different_family_names(
    name: str, family: str, initial: bool
) -> None:
    first = name.split()[0]
    other = f"{first[0]}. {family}" if initial else f"{first} {family}"
    assert _proposed(name, other, kind="person") == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_borne(one: str, other: str) -> None:
    for found in _proposed(one, other):
        assert 0 < found.score <= 1
    if one.strip():
        same = propose([Named(1, (one,))], [Named(1, (one,))])
        assert same == []


def test_ten_thousand_names_take_little_time() -> None:
    """The work grows with the matches, not with the product of both sides."""
    known = [
        Named(n, (f"{_syllables(n)} {_syllables(n * 7919)}",)) for n in range(10_000)
    ]
    new = [Named(-n - 1, (f"K. {_syllables(n * 7919)}",)) for n in range(1_000)]
    assert len(propose(new, known)) < 10_000


def _syllables(number: int) -> str:
    parts = ("ka", "be", "ro", "ti", "su", "ma", "pe", "lu", "do", "ni")
    return "".join(parts[int(d)] for d in f"{number % 10_000:04}").capitalize()
