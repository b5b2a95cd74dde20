# SPDX-License-Identifier: MIT
"""When two names mean the same: spelling aside, and by the words of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from annotator.model.fuzzy import STRONG, fold, match

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[\W_]+")

#: Words that other programs and guidelines use for one thing.
_GROUPS: Final = (
    "source | speaker | actor | holder | opinion holder | source entity | sayer"
    " | attributed to | who",
    "content | quote | quotation | statement | dna statement | claim | utterance"
    " | opinion | speech"
    " | reported speech | proposition",
    "cue | verb | reporting verb | speech verb | predicate | trigger"
    " | reporting clause",
    "addressee | recipient | hearer | listener",
    "issue | target | topic | concept | aspect | object",
    "stance | polarity | position | attitude | sentiment | agreement",
    "against | con | contra | oppose | opposed | disagree | disagreement | negative"
    " | anti | no | false | neg",
    "favor | for | favour | in favor | in favour | pro | support | agree | agreement"
    " | positive | yes | true | pos",
    "neutral | none | comment | discuss | neutral non committal",
    "unclear | unknown | unsure | ambiguous | cannot tell",
    "notes | note | remark | annotator note",
    "confidence | certainty | sure",
    "parent | nested | nested in | inside | part of | embedded in",
)


def plain(name: str) -> str:
    """A name for comparing: words in small letters without accents or plural."""
    words = _NO_WORD.sub(" ", fold(_CAMEL.sub(" ", name))[0]).split()
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us"))
    return word[:-1] if plural else word


_SETS: Final = tuple(frozenset(map(plain, each.split("|"))) for each in _GROUPS)


def related(name: str) -> frozenset[str]:
    """All names that mean the same as `name`, it included, in plain form."""
    wanted = plain(name)
    found = {wanted}
    for group in _SETS:
        if wanted in group:
            found |= group
    return frozenset(found)


def best(name: str, candidates: Mapping[str, Iterable[str]]) -> str | None:
    """The candidate that means the same as `name`, None where none is clear.

    Args:
        name: a foreign name.
        candidates: what each of ours is called: key → id, label …

    Looked for are the name itself, then the same but for spelling, then words of
    the field, then whole words in common.  Of two that fit equally well neither
    is taken, except that the name itself always is.
    """
    named = {key: (key, *names) for key, names in candidates.items()}
    for key, names in named.items():
        if name in names:
            return key
    wanted, words = plain(name), related(name)
    plains = {key: {plain(each) for each in names} for key, names in named.items()}
    for fits in (
        [key for key, names in plains.items() if wanted in names],
        [key for key, names in plains.items() if words & names],
        [key for key, names in plains.items() if _alike(wanted, names)],
    ):
        if fits:
            return fits[0] if wanted and len(fits) == 1 else None
    return None


def _alike(wanted: str, names: Iterable[str]) -> bool:
    """Whether one name is made of whole words that begin the words of the other."""
    if len(wanted) < 3:
        return False
    for name in names:
        pairs = ((wanted, name), (name, wanted))
        for query, text in pairs:
            if len(query) >= 3 and any(
                found.score >= STRONG for found in match(query, [(text, text)])
            ):
                return True
    return False
