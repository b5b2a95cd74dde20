# SPDX-License-Identifier: MIT
"""Which of several states of one thing hold: those that no other supersedes.

Each state carries the chain of its revisions.  A state supersedes another where
the other's last revision is in its chain.  The states that are left, the heads,
are the same whatever the order in which states become known, and clocks decide
nothing.  One head: all agree.  Several: they were changed apart, and all are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Revised(Protocol):
    """Something with a chain of revisions, oldest first."""

    @property
    def revs(self) -> tuple[str, ...]: ...


S = TypeVar("S", bound=Revised)


def supersedes(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the chain `one` has gone on from the end of `other`.

    A chain supersedes itself, and an empty one is superseded by every other.
    """
    return other[-1] in one if other else bool(one)


def heads(states: Iterable[S]) -> list[S]:
    """The states that no other supersedes, by their last revision.

    Of states with the same last revision, which are the same, one stays; so does
    one of those without any revision, where there is nothing else.
    """
    by_last: dict[str, S] = {}
    for state in states:
        known = by_last.get(_last(state))
        # Of two chains to one end the longer one knows more.
        if known is None or len(known.revs) < len(state.revs):
            by_last[_last(state)] = state
    found = [
        state
        for state in by_last.values()
        if not any(
            other is not state and supersedes(other.revs, state.revs)
            for other in by_last.values()
        )
    ]
    return sorted(found, key=_last)


def united(states: Iterable[Revised]) -> tuple[str, ...]:
    """A chain that goes on from all of `states`, in an order that is always the same.

    With a new revision at its end it supersedes them all.
    """
    ordered = sorted(states, key=_last)
    return tuple(dict.fromkeys(rev for state in ordered for rev in state.revs))


def _last(state: Revised) -> str:
    return state.revs[-1] if state.revs else ""
