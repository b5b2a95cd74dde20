# SPDX-License-Identifier: MIT
"""Words looked up in titles and texts, with the place of the first hit.

Matching ignores case and diacritics, as the index does.  Folding a text changes
its length (ß, İ, combining marks), so each folded character remembers where it
came from, and offsets are always those of the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from annotator.services import documents
from annotator.services.session import Session

_AROUND: Final = 60
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that has all the words.

    `start` and `end` are the place of the words in its text, or of the first of
    them that stands there (both 0 where they are in the title only); `before`,
    `match` and `after` are the text around it.
    """

    document: str
    title: str
    start: int = 0
    end: int = 0
    before: str = ""
    match: str = ""
    after: str = ""


def search(session: Session, query: str, limit: int = 50) -> list[Hit]:
    """The first `limit` documents whose title or text has all words of `query`.

    The last word counts as a beginning.  Nothing in the query is syntax.
    """
    ids = session.project.search.documents(query, limit=limit)
    return [_hit(session, each.uid, each.title, query) for each in _page(session, ids)]


def _page(session: Session, ids: object) -> list[documents.DocumentSummary]:
    return documents.page(session, ids)  # type: ignore[arg-type]


def _hit(session: Session, uid: str, title: str, query: str) -> Hit:
    text = session.project.documents.get(uid).text
    place = find(text, query)
    if place is None:
        return Hit(uid, title)
    start, end = place
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    return Hit(uid, title, start, end, before, text[start:end], after)


def find(text: str, query: str) -> tuple[int, int] | None:
    """Where the words of `query` first stand together, else the first word alone."""
    folded, places = fold(text)
    words = _WORD.findall(fold(query)[0])
    for wanted in (words, words[:1]):
        pattern = r"\b" + r"\W+".join(map(re.escape, wanted))
        found = re.search(pattern, folded) if wanted else None
        if found:
            start, last = places[found.start()], places[found.end() - 1]
            return start, _end_of(text, last)
    return None


def _end_of(text: str, last: int) -> int:
    """Behind the character at `last` and the combining marks on it."""
    end = last + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def fold(text: str) -> tuple[str, list[int]]:
    """`text` without case and diacritics, and where each character came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFD", char).casefold():
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return "".join(folded), places
