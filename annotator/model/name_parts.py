# SPDX-License-Identifier: MIT
"""A name taken apart for comparing: first names, family name, words, letters.

All parts are folded (no accents, no case); see `model.fuzzy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from annotator.model import name_words as words
from annotator.model.fuzzy import fold
from annotator.model.names import clean, guess_kind, propose_names

#: Longer names are compared by their beginning only.
_LONGEST: Final = 200
_WORD: Final = re.compile(r"[\w&]+(?:['’-][\w&]+)*")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
#: Words that make no difference between names of things.
_SMALL: Final = frozenset({"a", "an", "the", "of", "in", "and"})
_LEGAL: Final = frozenset({"inc", "ltd", "plc", "llc", "gmbh", "corp", "co"})
PERSON: Final = "person"
_KINDS: Final = (PERSON, "organization", "geopolitical", "unnamed")


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its parts.

    Attributes:
        text: as it was given, on one line.
        folded: its words, without accents, case and signs.
        sorted_words: what makes the difference of them, in the order of letters.
        is_person: whether it reads like a person's.
        given: a person's first names; an initial is one letter.
        family: a person's family name, particles left out; "" for a thing.
        suffix: "jr", "iii" …
        letters: the first letters of its words, or itself where it is those.
        is_letters: whether it is capitals only, such as "NATO".
    """

    text: str
    folded: str
    sorted_words: tuple[str, ...]
    is_person: bool
    given: tuple[str, ...] = ()
    family: str = ""
    suffix: str = ""
    letters: frozenset[str] = frozenset()
    is_letters: bool = False


@lru_cache(maxsize=32768)
def parse(text: str, is_person: bool | None = None) -> Name:
    """Take a name apart; a person's without titles and what is said after it.

    `is_person` says whether it is a person's; None: seen from the name.
    """
    text = clean(text[:_LONGEST])
    whole = _in_order(text)
    bare = (propose_names(whole) or [whole])[0]
    found = _words(bare) or _words(text)
    if is_person is None:
        is_person = guess_kind(bare, _KINDS) == PERSON
    if not is_person or not found:
        return _thing(text)
    return _person(text, found)


def _in_order(text: str) -> str:
    """ "Budrys, Kęstutis" as "Kęstutis Budrys"."""
    family, comma, given = text.partition(",")
    tokens = given.split()
    if not comma or "," in given or not 0 < len(tokens) <= 3:
        return text
    if not all(_is_first_name(token) for token in tokens) or len(family.split()) > 3:
        return text
    return f"{given.strip()} {family.strip()}"


def _is_first_name(token: str) -> bool:
    bare = token.strip(".").casefold()
    known = bare in words.TITLES or bare in words.TITLE_PARTS or bare in _SUFFIXES
    return token[:1].isupper() and not known


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(_apart(text))[0].replace("’", "'"))


def _apart(text: str) -> str:
    """ "J.F. Kent" as "J F Kent"."""
    return re.sub(r"(?<=\b\w)\.", " ", text)


def _person(text: str, found: list[str]) -> Name:
    rest, suffix = found, ""
    if len(found) > 1 and found[-1] in _SUFFIXES:
        rest, suffix = found[:-1], found[-1]
    family = rest[-1]
    given = tuple(each for each in rest[:-1] if each not in words.PARTICLES)
    return Name(
        text=text,
        folded=" ".join(found),
        sorted_words=tuple(sorted((*given, family))),
        is_person=True,
        given=given,
        family=family,
        suffix=suffix,
    )


def _thing(text: str) -> Name:
    found = [each for each in _words(text) if each not in _LEGAL] or _words(text)
    if found[:1] == ["the"] and len(found) > 1:
        found = found[1:]
    capitals = re.sub(r"[\s.&-]", "", text)
    is_letters = (
        capitals.isupper() and 2 <= len(capitals) <= 8 and len(text.split()) == 1
    )
    own = fold(capitals)[0] if is_letters else _first_letters(found)
    telling = [each for each in found if each not in _SMALL] or found
    return Name(
        text=text,
        folded=" ".join(found),
        sorted_words=tuple(sorted(telling)),
        is_person=False,
        letters=frozenset({own} if len(own) > 1 else ()),
        is_letters=is_letters,
    )


def _first_letters(found: list[str]) -> str:
    return "".join(each[0] for each in found if each not in _SMALL)


def spelling(word: str) -> str:
    """What several ways of writing the same sounds have in common.

    Double letters, and the endings in which transliterations differ.
    """
    word = re.sub(r"(?:iy|yi|yj|ij|yy|ii)$", "y", word)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word.replace("ue", "u").replace("oe", "o").replace("ae", "a")


def edits(one: str, other: str, most: int) -> int:
    """How many letters are to be changed, added, removed or swapped with the next.

    The optimal string alignment distance; `most` + 1 where it is more than `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
