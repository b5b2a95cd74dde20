# SPDX-License-Identifier: MIT
"""Heads are the same in every order, and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.revisions import heads, supersedes, united


@dataclass(frozen=True)
class State:
    revs: tuple[str, ...]


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    """States that grew from each other, each by one revision."""
    grown = [State(("r0",))]
    for number in range(1, draw(st.integers(1, 6))):
        base = draw(st.sampled_from(grown))
        grown.append(State((*base.revs, f"r{number}")))
    return draw(st.lists(st.sampled_from(grown), min_size=1, max_size=5))


@given(histories())
def test_the_order_of_states_does_not_matter(states: list[State]) -> None:
    wanted = heads(states)
    for order in permutations(states):
        assert heads(order) == wanted


@given(histories(), histories())
def test_uniting_twice_or_in_parts_is_the_same(
    one: list[State], other: list[State]
) -> None:
    both = heads([*one, *other])
    assert heads([*heads(one), *heads(other)]) == both
    assert heads([*both, *both]) == both


@given(histories())
def test_every_state_is_superseded_by_a_head(states: list[State]) -> None:
    found = heads(states)
    assert found
    for state in states:
        assert any(supersedes(head.revs, state.revs) for head in found)
    for head in found:
        others = [each for each in found if each is not head]
        assert not any(supersedes(each.revs, head.revs) for each in others)


@given(histories())
def test_what_goes_on_from_all_supersedes_all(states: list[State]) -> None:
    after = State((*united(states), "new"))
    assert heads([*states, after]) == [after]
    assert united(reversed(states)) == united(states)


def test_an_empty_chain_is_superseded_by_any() -> None:
    assert supersedes(("a",), ())
    assert not supersedes((), ())
    assert not supersedes((), ("a",))
    assert heads([State(()), State(("a",))]) == [State(("a",))]
    assert heads([State(()), State(())]) == [State(())]
