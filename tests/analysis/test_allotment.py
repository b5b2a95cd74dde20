# SPDX-License-Identifier: MIT
"""Who gets what: balance, overlap, order, and what never changes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.allotment import Rule, allot, repeatable, sequence

PEOPLE = ("ann", "bob", "cid", "dee")


def _documents(count: int, first: int = 0) -> list[tuple[str, int]]:
    return [(f"d{n}", 500 + n * 37 % 900) for n in range(first, first + count)]


def _loads(made: dict[str, tuple[str, ...]]) -> Counter[str]:
    return Counter(person for who in made.values() for person in who)


@given(
    count=st.integers(0, 60),
    people=st.integers(1, 7),
    per_document=st.integers(1, 8),
    seed=st.integers(),
)
def test_loads_differ_by_one_at_most(
    count: int, people: int, per_document: int, seed: int
) -> None:
    who = [f"p{n}" for n in range(people)]
    made = allot(_documents(count), who, Rule(per_document, None, seed), {})
    for chosen in made.values():
        assert len(chosen) == len(set(chosen)) == min(per_document, people)
    loads = [_loads(made)[person] for person in who]
    assert max(loads) - min(loads) <= 1
    assert sum(loads) == count * min(per_document, people)


def test_pairs_share_about_equally_many() -> None:
    made = allot(_documents(120), PEOPLE, Rule(2), {})
    pairs = Counter(tuple(sorted(who)) for who in made.values())
    assert set(pairs) == set(combinations(PEOPLE, 2))
    assert max(pairs.values()) - min(pairs.values()) <= 2


@given(share=st.floats(0, 1), count=st.integers(1, 80), seed=st.integers(0, 9))
def test_the_overlap_is_the_share_asked_for(
    share: float, count: int, seed: int
) -> None:
    made = allot(_documents(count), PEOPLE, Rule(3, share, seed), {})
    sizes = Counter(len(who) for who in made.values())
    assert sizes[3] == round(share * count)
    assert sizes[1] == count - sizes[3]


def test_doing_it_again_adds_nothing_and_another_seed_changes_it() -> None:
    rule = Rule(2, 0.5, 7)
    made = allot(_documents(40), PEOPLE, rule, {})
    assert allot(_documents(40), PEOPLE, rule, made) == {}
    assert allot(_documents(40), PEOPLE, rule, {}) == made
    assert allot(_documents(40), PEOPLE, Rule(2, 0.5, 8), {}) != made


def test_added_documents_take_nothing_away() -> None:
    rule = Rule(2, 0.2, 3)
    made = allot(_documents(50), PEOPLE, rule, {})
    more = allot(_documents(80), PEOPLE, rule, made)
    # Only new documents are given out, and the share holds over all of them.
    assert set(more) == {uid for uid, _ in _documents(30, 50)}
    both = made | more
    assert sum(len(who) == 2 for who in both.values()) == 16
    loads = _loads(both)
    assert max(loads.values()) - min(loads.values()) <= 1


def test_a_document_that_has_someone_gets_only_who_is_missing() -> None:
    made = allot([("d1", 10)], PEOPLE, Rule(3), {"d1": {"bob", "zoe"}})
    assert len(made["d1"]) == 1
    assert made["d1"][0] not in ("bob", "zoe")


def test_everyone_gets_the_gold() -> None:
    documents = _documents(20)
    made = allot(documents, PEOPLE, Rule(1), {"d3": {"bob", "zoe"}}, ["d3", "d4"])
    assert set(made["d3"]) == set(PEOPLE) - {"bob"}
    assert set(made["d4"]) == set(PEOPLE)
    assert all(len(who) == 1 for uid, who in made.items() if uid not in ("d3", "d4"))


@given(count=st.integers(0, 50), seed=st.integers(0, 99))
def test_each_person_has_an_order_of_their_own(count: int, seed: int) -> None:
    uids = [uid for uid, _ in _documents(count)]
    ann = sequence(uids, "ann", seed)
    assert sorted(ann) == sorted(uids)
    assert sequence(reversed(uids), "ann", seed) == ann
    if count > 12:
        assert sequence(uids, "bob", seed) != ann
        assert ann != uids


@given(count=st.integers(4, 60), number=st.integers(1, 5), seed=st.integers(0, 50))
def test_a_repeat_comes_long_after_its_original(
    count: int, number: int, seed: int
) -> None:
    uids = [uid for uid, _ in _documents(count)]
    originals = repeatable(uids, "ann", seed, number)
    assert len(originals) == min(number, (count + 1) // 2)
    repeats: dict[str, str | None] = {f"again-{uid}": uid for uid in originals}
    order = sequence([*uids, *repeats], "ann", seed, repeats)
    assert sorted(order) == sorted([*uids, *repeats])
    # Without the repeats the order is what it was.
    assert [uid for uid in order if uid not in repeats] == sequence(uids, "ann", seed)
    for again, original in repeats.items():
        assert original is not None
        assert order.index(again) - order.index(original) >= count // 2


def test_a_repeat_of_an_earlier_round_comes_anywhere() -> None:
    uids = [f"d{n}" for n in range(30)]
    order = sequence([*uids, "again"], "ann", 1, {"again": None})
    assert sorted(order) == sorted([*uids, "again"])
