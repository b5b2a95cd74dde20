# SPDX-License-Identifier: MIT
"""Who gets which documents, and in which order.

Nothing here is random: everything follows from a seed and the uids, so that the
same question has the same answer on every machine.  What was assigned before is
never taken away or moved; a rule only adds to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: The range of `_draw`.
_WHOLE: Final = float(1 << 64)


@dataclass(frozen=True, slots=True)
class Rule:
    """How many people read each document.

    Attributes:
        per_document: people for each document.
        overlap: the share (0 to 1) of the documents that get so many; the others
            get one person.  None: all documents get so many.
        seed: another one gives another arrangement.
    """

    per_document: int = 1
    overlap: float | None = None
    seed: int = 0


def allot(
    documents: Sequence[tuple[str, int]],
    people: Sequence[str],
    rule: Rule,
    given: Mapping[str, Collection[str]],
    everyone: Collection[str] = (),
) -> dict[str, tuple[str, ...]]:
    """Whom each document is to be given to, besides those who have it.

    Numbers of documents differ by no more than one between people who began
    with equally many; then every two people are to share equally many
    documents; then the lengths of the texts decide.

    Args:
        documents: the uids chosen, with the lengths of their texts.
        people: uids of those among whom they are divided.
        rule: how many of them read each document.
        given: who has which document by now, also documents that are not chosen.
        everyone: uids of documents that all people get (gold).

    Returns: the new people by document, only where there are any.
    """
    board = _Board(people, given, dict(documents))
    wanted = _wanted(documents, rule, given, everyone, len(people))
    made: dict[str, tuple[str, ...]] = {}
    for uid in sorted(wanted, key=lambda uid: (_draw(rule.seed, uid), uid)):
        missing = wanted[uid] - len(set(given.get(uid, ())))
        if chosen := board.choose(uid, missing, rule.seed):
            made[uid] = chosen
    return made


def _wanted(
    documents: Sequence[tuple[str, int]],
    rule: Rule,
    given: Mapping[str, Collection[str]],
    everyone: Collection[str],
    most: int,
) -> dict[str, int]:
    """How many people each chosen document is to have."""
    n = min(rule.per_document, most)
    wanted = {uid: n for uid, _ in documents}
    if rule.overlap is not None:
        ordinary = [uid for uid in wanted if uid not in everyone]
        shared = _shared(ordinary, rule, given)
        wanted = {uid: n if uid in shared else min(1, n) for uid in wanted}
    for uid in wanted.keys() & set(everyone):
        # Whoever else has it: all of these people are to have it.
        wanted[uid] = most + len(given.get(uid, ()))
    return wanted


def _shared(
    uids: Sequence[str], rule: Rule, given: Mapping[str, Collection[str]]
) -> set[str]:
    """The documents that several people get: the share that the rule asks for."""
    share = 0.0 if rule.overlap is None else rule.overlap
    several = {uid for uid in uids if len(given.get(uid, ())) > 1}
    # Documents that nobody has come first: what is under way is left alone.
    rest = sorted(
        (uid for uid in uids if uid not in several),
        key=lambda uid: (len(given.get(uid, ())), _draw(rule.seed, "share", uid), uid),
    )
    return several | set(rest[: max(0, round(share * len(uids)) - len(several))])


class _Board:
    """Who has how much by now.  People are numbers here, those asked for first."""

    def __init__(
        self,
        people: Sequence[str],
        given: Mapping[str, Collection[str]],
        sizes: Mapping[str, int],
    ) -> None:
        self._people = list(dict.fromkeys(people))
        others = {person for who in given.values() for person in who}
        everyone = [*self._people, *sorted(others - set(self._people))]
        self._number = {person: n for n, person in enumerate(everyone)}
        self._sizes = sizes
        self._given = given
        self._count = [0] * len(everyone)
        self._length = [0] * len(everyone)
        self._pairs = [[0] * len(everyone) for _ in everyone]
        for uid, who in given.items():
            has: list[int] = []
            for person in who:
                self._note(uid, self._number[person], has)

    def choose(self, uid: str, number: int, seed: int) -> tuple[str, ...]:
        """The people who get a document, so many more; from now on they have it."""
        has = [self._number[person] for person in self._given.get(uid, ())]
        free = [n for n in range(len(self._people)) if n not in has]
        if number < len(free):
            chosen = self._best(uid, free, has, number, seed)
        else:
            chosen = free
            for person in free:
                self._note(uid, person, has)
        return tuple(self._people[n] for n in chosen)

    def _best(
        self, uid: str, free: list[int], has: list[int], number: int, seed: int
    ) -> list[int]:
        draw = {n: _draw(seed, uid, self._people[n]) for n in free}
        shared = {n: sum(self._pairs[n][other] for other in has) for n in free}
        count, length = self._count, self._length
        chosen: list[int] = []
        for _ in range(number):
            best = min(free, key=lambda n: (count[n], shared[n], length[n], draw[n]))
            free.remove(best)
            self._note(uid, best, has)
            for n in free:
                shared[n] += self._pairs[n][best]
            chosen.append(best)
        return chosen

    def _note(self, uid: str, person: int, has: list[int]) -> None:
        """That a person has a document, which those of `has` have as well."""
        self._count[person] += 1
        self._length[person] += self._sizes.get(uid, 0)
        for other in has:
            self._pairs[person][other] += 1
            self._pairs[other][person] += 1
        has.append(person)


def sequence(
    documents: Iterable[str],
    person: str,
    seed: int,
    repeats: Mapping[str, str | None] | None = None,
) -> list[str]:
    """Documents in a person's own order.

    `repeats` names documents that repeat another one (their uid → that of the
    original, or None where the original was read in an earlier round).  At
    least half of the sequence lies between an original and its repeat where the
    original is in the first half; see `repeatable`.
    """
    repeats = repeats or {}
    plain = [uid for uid in documents if uid not in repeats]
    plain.sort(key=lambda uid: (_draw(seed, person, uid), uid))
    place = {uid: float(n) for n, uid in enumerate(plain)}
    half, length = len(plain) / 2, len(plain)
    for uid, original in repeats.items():
        first = place.get(original, -half) + half if original else 0.0
        drawn = _draw(seed, "repeat", person, uid) / _WHOLE
        place[uid] = first + drawn * max(length - first, 1.0)
    return sorted(place, key=lambda uid: (place[uid], uid in repeats, uid))


def repeatable(
    documents: Iterable[str], person: str, seed: int, number: int
) -> tuple[str, ...]:
    """So many documents of a person that may come a second time later on.

    They are drawn from the first half of the person's sequence.
    """
    order = sequence(documents, person, seed)
    return drawn(order[: (len(order) + 1) // 2], person, seed, number)


def drawn(
    documents: Iterable[str], person: str, seed: int, number: int
) -> tuple[str, ...]:
    """So many of a person's documents, drawn by the seed."""
    order = sorted(documents, key=lambda uid: (_draw(seed, "again", person, uid), uid))
    return tuple(order[: max(0, number)])


def _draw(seed: int, *names: str) -> int:
    """A number below 2**64 that follows from seed and names alone."""
    text = "\0".join((str(seed), *names))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")
