# SPDX-License-Identifier: MIT
"""What the palette finds in the open document: speakers, issues, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from annotator.model.annotation import Annotation, FieldValue
from annotator.model.codebook import Codebook, Field
from annotator.services import entities
from annotator.ui.palette.hits import Entry, Hit, Provider, titles_provider

#: So many characters of the text stand before and after the words found.
BEFORE: Final = 28
AFTER: Final = 60
#: So many characters are looked through, lest a key press take longer than a frame.
REACH: Final = 500_000
#: Words shorter than this stand everywhere.
SHORTEST: Final = 2


def inside_providers(window: Any) -> list[Provider]:
    """Speakers, issues and words of the document that is open in `window`."""
    tr = QCoreApplication.translate
    speakers = titles_provider(
        tr("palette", "Speakers in this text"),
        lambda: _speakers(window),
        lambda uid: _next_with(window, uid),
        prefix="@",
        hint=tr("palette", "speakers"),
    )
    issues = titles_provider(
        tr("palette", "Issues in this text"),
        lambda: _issues(window),
        lambda uid: _next_with(window, uid),
        prefix="#",
        hint=tr("palette", "issues"),
    )
    words = Provider(
        tr("palette", "In this text"),
        lambda query: _words(window, query),
        "/",
        tr("palette", "text"),
        limit=3,
    )
    return [speakers, issues, words]


# -- speakers and issues


def _values(annotation: Annotation, book: Codebook, kinds: str) -> Iterator[FieldValue]:
    """The values that an annotation and its rows hold in fields of that type."""
    kind = book.type(annotation.type)
    for field_id in _fields(kind.fields, kinds):
        yield from _many(annotation.fields.get(field_id))
    for row in kind.rows:
        for field_id in _fields(row.fields, kinds):
            for each in annotation.rows.get(row.id, ()):
                yield from _many(each.fields.get(field_id))


def _fields(fields: Iterable[Field], kinds: str) -> list[str]:
    return [each.id for each in fields if each.type == kinds]


def _many(value: FieldValue | None) -> tuple[FieldValue, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _counts(window: Any, kinds: str) -> Counter[str]:
    book = window.session.codebook
    found: Counter[str] = Counter()
    for annotation in window.bench.annotations:
        found.update({str(each) for each in _values(annotation, book, kinds)})
    return found


def _speakers(window: Any) -> list[Entry]:
    counts = _counts(window, "entity")
    known = (entities.get(window.session, uid) for uid in counts)
    return [
        Entry(each.uid, each.name, _sign(each.kind), str(counts[each.uid]))
        for each in known
    ]


def _sign(kind: str | None) -> str:
    known = ("person", "organization", "geopolitical", "unnamed")
    return kind if kind in known else "person"


def _issues(window: Any) -> list[Entry]:
    counts = _counts(window, "vocabulary")
    label = window.bench.names.issue
    return [Entry(uid, label(uid), "concept", str(n)) for uid, n in counts.items()]


def _next_with(window: Any, uid: str) -> None:
    """Choose the next annotation that names it, going round."""
    book, order = window.session.codebook, window.bench.annotations
    chosen = window.bench.chosen
    after = order.index(chosen) + 1 if chosen in order else 0
    for annotation in (*order[after:], *order[:after]):
        kinds = ("entity", "vocabulary")
        if any(uid in _values(annotation, book, each) for each in kinds):
            window.bench.choose(annotation.uid)
            window.article.ensure_visible(annotation.uid)
            return


# -- words


def matches(text: str, query: str, near: int = 0) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, whatever their case and the space between.

    Found in the text itself and not in a folded copy: the offsets hold.  A text
    without end is looked through around the offset `near` only.
    """
    parts = query.split()
    if len(" ".join(parts)) < SHORTEST:
        return
    found = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
    low = max(0, min(near - REACH // 2, len(text) - REACH))
    for match in found.finditer(text, low, low + REACH):
        yield match.span()


def _words(window: Any, query: str) -> Iterable[Hit]:
    text = window.bench.text
    for start, end in matches(text, query, window.article.caret()):
        yield _hit(window, text, start, end)


def _hit(window: Any, text: str, start: int, end: int) -> Hit:
    low = max(0, start - BEFORE, text.rfind("\n", 0, start) + 1)
    stop = text.find("\n", end)
    high = min(end + AFTER, len(text) if stop < 0 else stop)
    low = _word_start(text, low, start)
    around = text[low:high]
    return Hit(
        title=around,
        activate=_selector(window, start, end),
        positions=tuple(range(start - low, end - low)),
        icon="quote",
        detail=_label(window, start, end),
        serif=True,
    )


def _word_start(text: str, low: int, start: int) -> int:
    """The next beginning of a word, so that none is cut."""
    if low == 0 or text[low - 1].isspace():
        return low
    space = re.compile(r"\s").search(text, low, start)
    return space.end() if space else low


def _label(window: Any, start: int, end: int) -> str:
    """The label of the innermost annotation whose words these are."""
    holding = [
        (span.end - span.start, each.uid)
        for each in window.bench.annotations
        for span in each.spans
        if span.start <= start and end <= span.end
    ]
    return window.bench.labels.get(min(holding)[1], "") if holding else ""


def _selector(window: Any, start: int, end: int) -> Callable[[], None]:
    def select() -> None:
        window.article.set_selection(start, end)
        window.article.setFocus()

    return select
