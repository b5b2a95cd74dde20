# SPDX-License-Identifier: MIT
"""Read a name, a role and a kind out of the words that mark a speaker.

News names its speakers by a few patterns: office then name, name then a clause
between commas, a plain noun phrase, or a pronoun.  What is found is only ever
proposed: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from annotator.model import name_words as words

_SPACE: Final = re.compile(r"\s+")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)(\s+\w)?")
_ACRONYM: Final = re.compile(r"[A-Z0-9&/. -]{2,12}")
_QUOTES: Final = "\"'“”„‟«»‘’‚"


def propose_names(source_text: str) -> list[str]:
    """Names for the speaker behind `source_text`, the best first.

    Titles and appositives are taken off; a noun phrase stays as it is.  The
    whole phrase follows the name, since it may be a known alias.  Pronouns and
    bare offices ("the minister") give nothing: they refer to somebody else.
    """
    text = clean(source_text)
    if not text or refers_back(text):
        return []
    name = _name_in(text)
    found = [name] if name else []
    whole = without_article(text)
    if whole not in found and len(whole) <= words.LONGEST_ALIAS:
        found.append(whole)
    return found or [whole]


def propose_role(source_text: str) -> str:
    """The office in `source_text`: "Norvanian Foreign Minister", else ""."""
    text = clean(source_text)
    before, _, after = _cut_appositive(text)
    name = _name_in(text)
    if not name or refers_back(text):
        return ""
    if name in before:
        head = before.rsplit(name, 1)[0].strip()
        return without_article(head or after)
    if name == _joined(before):
        return without_article(after)
    return without_article(before if name in after else _titles_of(before))


def guess_kind(name: str, kinds: Sequence[str]) -> str | None:
    """The kind to preselect for a speaker called `name`; None without kinds."""
    wish = _kind_of(clean(name))
    if wish in kinds:
        return wish
    return kinds[0] if kinds else None


def clean(text: str) -> str:
    """`text` on one line, without quotation marks and stops around it."""
    text = _SPACE.sub(" ", text).strip()
    return text.strip(_QUOTES + " ,;:–—").removesuffix(".").strip()


def without_article(text: str) -> str:
    """`text` without a leading "the", "a", "an"."""
    head, _, rest = text.partition(" ")
    return rest if head.casefold() in words.ARTICLES and rest else text


def refers_back(text: str) -> bool:
    """Whether `text` only points at somebody named elsewhere."""
    tokens = [_bare(token) for token in text.split()]
    if all(token in words.PRONOUNS for token in tokens):
        return True
    if tokens[0] not in words.POINTERS:
        return False
    rest = tokens[1:]
    plain = all(t in words.TITLES or t in words.TITLE_PARTS for t in rest)
    return plain and bool(rest)


def _bare(token: str) -> str:
    token = token.strip(_QUOTES + ",.;:()").casefold().replace("’", "'")
    return token.removesuffix("'s")


def _cut_appositive(text: str) -> tuple[str, str, str]:
    """What stands before the first comma, the comma, what stands after."""
    before, comma, after = text.partition(",")
    return before.strip(), comma, after.strip(" ,")


def _name_in(text: str) -> str:
    """The personal name in `text`, "" where there is none."""
    before, _, after = _cut_appositive(text)
    name = _name_in_piece(before)
    if name:
        return name
    return _name_in_piece(after.partition(",")[0]) if after else ""


def _joined(piece: str) -> str:
    """Brackets opened: "President (Davit) Merkheli" has a first name in them."""

    def unpack(found: re.Match[str]) -> str:
        inner, more = found.group(1).strip(), found.group(2) or ""
        keep = more and inner[:1].isupper() and not _ACRONYM.fullmatch(inner)
        return f" {inner}{more}" if keep and len(inner.split()) < 3 else f" {more}"

    return _SPACE.sub(" ", _BRACKETED.sub(unpack, piece)).strip()


def _name_in_piece(piece: str) -> str:
    tokens = _joined(piece).split()
    start = _after_last_title(tokens)
    if start is not None:
        return _name_after_title(tokens[start:])
    lower = _last_lower(tokens)
    if lower is None:
        return _whole_name(tokens)
    rest = tokens[lower + 1 :]
    described = _bare(tokens[lower]) not in words.PREPOSITIONS
    return " ".join(rest) if described and len(rest) > 1 else ""


def _after_last_title(tokens: list[str]) -> int | None:
    """Where the words after the last title begin, None without a title."""
    places = [i for i, token in enumerate(tokens) if _is_title(token)]
    return places[-1] + 1 if places else None


def _is_title(token: str) -> bool:
    return _bare(token) in words.TITLES


def _name_after_title(rest: list[str]) -> str:
    """The name after an office, past "of Somewhere" where a name follows it."""
    if rest and _bare(rest[0]) in words.PREPOSITIONS:
        rest = [t for t in rest[1:] if _bare(t) not in words.ARTICLES]
        rest = rest[1:] if len(rest) > 2 else []
    return " ".join(rest) if rest and _looks_like_name(rest) else ""


def _looks_like_name(tokens: list[str]) -> bool:
    """Capital letters at both ends, and nothing but particles between them."""
    inner = all(t[:1].isupper() or _is_particle(t) for t in tokens)
    return (inner and tokens[-1][:1].isupper()) or _has_no_case("".join(tokens))


def _is_particle(token: str) -> bool:
    return token.casefold() in words.PARTICLES or "-" in token


def _has_no_case(text: str) -> bool:
    """Whether the script has no capitals (Georgian, Arabic, Chinese …)."""
    return not any(c.isupper() or c.islower() for c in text)


def _last_lower(tokens: list[str]) -> int | None:
    """The last word in small letters that is no part of a name."""
    places = [
        i
        for i, token in enumerate(tokens)
        if token[:1].islower() and not _is_particle(token)
    ]
    return places[-1] if places else None


def _whole_name(tokens: list[str]) -> str:
    """All of it, where it is a name and not an institution's."""
    if not tokens or tokens[0].casefold() in words.POINTERS:
        return ""
    return " ".join(tokens)


def _titles_of(piece: str) -> str:
    tokens = piece.split()
    start = _after_last_title(tokens)
    return " ".join(tokens[:start]) if start is not None else ""


def _kind_of(name: str) -> str:
    tokens = name.split()
    bare = [_bare(token) for token in tokens]
    if name.startswith("[") or (bare and bare[0] in words.VAGUE):
        return "unnamed"
    if any(token in words.ORGANIZATIONS for token in bare):
        return "organization"
    if bare and bare[-1] in words.PLURALS:
        return "unnamed"
    if name.endswith("(state)") or " ".join(bare) in words.PLACES:
        return "geopolitical"
    if len(tokens) == 1 and name.isupper() and len(name) > 1:
        return "organization"
    if len(tokens) > 1 and all(t[:1].islower() for t in tokens[1:]):
        return "organization"
    return "person"
