# SPDX-License-Identifier: MIT
"""Which of some new names may mean somebody, or something, that is known already.

Two people who work apart write "K. Budrys" and "Kęstutis Budrys".  What is found
here is only proposed, each time with the reason: a person decides.  It is never
proposed across different family names; a family name may differ by a slip of the
pen where it is long and the first names are the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.model.name_parts import PERSON, Name, edits, parse, spelling
from annotator.model.sentence import Sentence

#: At most so many known ones are proposed for each new one.
MOST: Final = 3
#: A family name alone says little: it counts where so few bear it.
_FEW: Final = 1
#: A family name of fewer letters may not differ by a slip.
_LONG: Final = 6
_VERY_LONG: Final = 11

_SAME: Final = Sentence("The names are the same.")
_ALIKE: Final = Sentence("They differ in capitals, accents or signs only.")
_ORDER: Final = Sentence("The same words in another order.")
_INITIAL: Final = Sentence("The family name is the same and the initials fit.")
_FEWER: Final = Sentence("The family name is the same, and one has more first names.")
_ADDED: Final = Sentence("One of them is a junior, a senior or a third.")
_SPELLED: Final = Sentence("The family name is spelled in another way.")
_SLIP: Final = Sentence("The family names differ by a slip of the pen.")
_DOUBLE: Final = Sentence("One of them has a double family name.")
_ALONE: Final = Sentence("A family name that nobody else has.")
_LETTERS: Final = Sentence("One name is the first letters of the other.")

#: How sure a rule is, from 0 to 1, and the reason that is given.
Verdict: TypeAlias = tuple[float, Sentence]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name.

    Attributes:
        key: what the caller knows it by.
        names: its name, then its aliases.
        kind: "person", "organization", "issue" …; None: seen from the name.
    """

    key: Hashable
    names: tuple[str, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """That the new one may be the known one: how sure (0 to 1), and why."""

    new: Hashable
    known: Hashable
    score: float
    reason: Sentence


def propose(
    new: Iterable[Named], known: Iterable[Named], most: int = MOST
) -> list[Proposal]:
    """Whom the new ones may be, the surest first for each, in the order of `new`.

    At most `most` are proposed for each; nobody is proposed to be themselves.
    """
    index = _Index()
    for each in known:
        index.add(each)
    found: list[Proposal] = []
    for each in new:
        verdicts = index.search(each)
        verdicts.pop(each.key, None)
        best = sorted(verdicts.items(), key=lambda v: (-v[1][0], index.place(v[0])))
        found += [Proposal(each.key, k, *verdict) for k, verdict in best[:most]]
    return found


class _Index:
    """The known ones by all that a new name could share with theirs."""

    def __init__(self) -> None:
        self._places: dict[Hashable, int] = {}
        self._by_trait: dict[tuple[str, object], list[tuple[Named, Name]]] = {}

    def add(self, named: Named) -> None:
        self._places.setdefault(named.key, len(self._places))
        for text in named.names:
            name = parse(text, _is_person(named))
            for trait in set(_traits(name)):
                self._by_trait.setdefault(trait, []).append((named, name))

    def place(self, key: Hashable) -> int:
        """How early one of the known was added."""
        return self._places[key]

    def search(self, named: Named) -> dict[Hashable, Verdict]:
        """The known ones that `named` may be, with the surest verdict on each."""
        found: dict[Hashable, Verdict] = {}
        for text in named.names:
            name = parse(text, _is_person(named))
            for trait in set(_traits(name)):
                for other, theirs in self._by_trait.get(trait, ()):
                    if _kinds_differ(named, other):
                        continue
                    verdict = _compare(name, theirs)
                    if verdict and verdict[0] > found.get(other.key, (0.0,))[0]:
                        found[other.key] = verdict
            for key, verdict in self._alone(named, name).items():
                found.setdefault(key, verdict)
        return found

    def _alone(self, named: Named, name: Name) -> dict[Hashable, Verdict]:
        """Who is the only one of a family name, where one side says nothing else."""
        if not name.is_person:
            return {}
        bearers: dict[Hashable, bool] = {}
        for other, theirs in self._by_trait.get(("family", name.family), ()):
            if not _kinds_differ(named, other):
                bearers[other.key] = bool(theirs.given)
                if len(bearers) > _FEW:
                    return {}
        return {
            key: (0.5, _ALONE)
            for key, has_given in bearers.items()
            if has_given != bool(name.given)
        }


def _is_person(named: Named) -> bool | None:
    return None if named.kind is None else named.kind == PERSON


def _kinds_differ(one: Named, other: Named) -> bool:
    return bool(one.kind and other.kind) and one.kind != other.kind


def _traits(name: Name) -> Iterable[tuple[str, object]]:
    """What two names that may mean the same have in common, at least one of it."""
    yield "text", name.folded
    yield "words", name.sorted_words
    for letters in name.letters:
        yield "letters", letters
    if not name.is_person:
        yield from (("slip", each) for each in _lessened(name.folded.replace(" ", "")))
        return
    yield "family", name.family
    first = name.given[0][:1] if name.given else ""
    for part in {name.family, *name.family.split("-")}:
        yield "first", (part, first)
    yield "spelled", (spelling(name.family), first)
    for each in _lessened(name.family):
        yield "slip", (each, name.given)


def _lessened(word: str) -> Iterable[str]:
    """The word with each of its letters left out, and whole: for long ones only.

    Two words that differ by one letter share one of these.
    """
    if len(word) < _LONG:
        return ()
    return {word, *(word[:i] + word[i + 1 :] for i in range(min(len(word), 60)))}


# -- rules ------------------------------------------------------------------------


def _compare(one: Name, other: Name) -> Verdict | None:
    """How sure it is that two names mean the same; None: nothing speaks for it."""
    if one.text == other.text:
        return 1.0, _SAME
    if one.folded == other.folded:
        return 0.95, _ALIKE
    if one.is_person and other.is_person:
        return _compare_people(one, other)
    return _compare_things(one, other)


def _compare_people(one: Name, other: Name) -> Verdict | None:
    if _suffixes_differ(one, other):
        return None
    if one.family == other.family:
        verdict = _compare_given(one.given, other.given)
        if verdict and one.suffix != other.suffix:
            return min(verdict[0], 0.6), _ADDED
        return verdict
    if one.given and other.given and one.sorted_words == other.sorted_words:
        return 0.8, _ORDER
    return _compare_families(one, other)


def _compare_families(one: Name, other: Name) -> Verdict | None:
    """How sure it is where family names differ in the way that they are written."""
    verdict = _compare_given(one.given, other.given)
    if verdict is None or one.suffix != other.suffix:
        return None
    if _is_double(one.family, other.family):
        return (0.6, _DOUBLE) if verdict[0] >= 0.95 else None
    if spelling(one.family) == spelling(other.family):
        return min(verdict[0], 0.8) - 0.05, _SPELLED
    if one.given == other.given and _is_slip(one.family, other.family):
        return 0.7, _SLIP
    return None


def _suffixes_differ(one: Name, other: Name) -> bool:
    return bool(one.suffix and other.suffix) and one.suffix != other.suffix


def _compare_given(one: Sequence[str], other: Sequence[str]) -> Verdict | None:
    """How well first names fit each other, the family name being the same."""
    if not one or not other:
        return None
    if one == other:
        return 0.95, _ALIKE
    shorter, longer = sorted((one, other), key=len)
    pairs = list(zip(shorter, longer, strict=False))
    if all(a == b for a, b in pairs):
        return 0.85, _FEWER
    if all(_fits(a, b) for a, b in pairs):
        return 0.8, _INITIAL
    if len(shorter) == 1 and len(shorter[0]) > 1 and shorter[0] in longer:
        return 0.7, _FEWER
    return None


def _fits(one: str, other: str) -> bool:
    """Whether two first names are the same, or one is the other's initial."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) == 1 and longer.startswith(shorter))


def _is_double(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return "-" in longer and shorter in longer.split("-")


def _is_slip(one: str, other: str) -> bool:
    """Whether long family names differ by a slip, but not at the end.

    There a letter makes another name: Kowalski, Kowalska.
    """
    shorter = min(len(one), len(other))
    if shorter < _LONG or one[0] != other[0] or one[-1] != other[-1]:
        return False
    return edits(one, other, 2) <= (2 if shorter >= _VERY_LONG else 1)


def _compare_things(one: Name, other: Name) -> Verdict | None:
    """Organizations, issues: the same words, a slip in one, or the first letters."""
    if one.sorted_words == other.sorted_words:
        return 0.8, _ORDER
    if one.is_letters != other.is_letters and one.letters & other.letters:
        return 0.6, _LETTERS
    if _differ_by_a_slip(one.folded.split(), other.folded.split()):
        return 0.7, Sentence("They differ by a slip of the pen.")
    return None


def _differ_by_a_slip(one: list[str], other: list[str]) -> bool:
    """Whether all words are the same but a long one, and that by one letter."""
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(differing) != 1:
        return False
    a, b = differing[0]
    if a.isdigit() or b.isdigit() or min(len(a), len(b)) < _LONG:
        return False
    return a[0] == b[0] and edits(a, b, 1) == 1
