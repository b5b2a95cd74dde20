# SPDX-License-Identifier: MIT
"""What the palette can find: providers of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.model import fuzzy
from annotator.services import documents
from annotator.ui.actions import ActionRegistry
from annotator.ui.documents.delegate import STATUS, date_words
from annotator.ui.keys_text import caps
from annotator.ui.plain import one_line

#: A project may have more documents than can be fitted while someone types.
MOST_DOCUMENTS = 5000


def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette.

    Attributes:
        title: what it is called.
        activate: called when it is chosen.
        positions: places in the title that answer the query.
        icon: name of an icon, or "".
        token: colour of the icon.
        detail: quiet words at the right; for what is not possible, why.
        keys: caps at the right.
        possible: False is drawn quietly and is not run.
        also: the other name by which it was found, or "".
        serif: whether the title is a quotation from a text.
    """

    title: str
    activate: Callable[[], object]
    positions: tuple[int, ...] = ()
    icon: str = ""
    token: str = "text_2"
    detail: str = ""
    keys: tuple[str, ...] = ()
    possible: bool = True
    also: str = ""
    serif: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """A source of hits.

    Attributes:
        title: the heading above its hits.
        find: gives the hits for a query, best first.
        prefix: the sign that asks for this provider alone, or "".
        hint: what the sign stands for, at the foot of the palette.
        limit: at most so many hits beside those of other providers.
        when_empty: whether it answers before anything is typed.
        begin: called when the palette opens, to look anew at what there is.
    """

    title: str
    find: Callable[[str], Iterable[Hit]]
    prefix: str = ""
    hint: str = ""
    limit: int = 6
    when_empty: bool = False
    begin: Callable[[], object] = _nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a title: `key` says which, `detail` stands at the right."""

    key: str
    title: str
    icon: str = ""
    detail: str = ""


def command_provider(registry: ActionRegistry, title: str, hint: str) -> Provider:
    """Offers the registry's commands by their titles and their other names."""

    def find(query: str) -> Iterable[Hit]:
        offered = (a for a in registry if a.palette)
        candidates = [(a.id, registry.title(a.id), *a.words) for a in offered]
        found = fuzzy.match(query, candidates, 200)
        if found and found[0].score >= fuzzy.STRONG:
            # Beside whole words nobody looks for scattered letters.
            found = [match for match in found if match.score >= fuzzy.WEAK]
        # What belongs to another mode of the window comes last.
        for match in sorted(found, key=lambda m: not registry.belongs(m.key)):
            yield _command_hit(registry, match)

    return Provider(title, find, ">", hint, when_empty=True, limit=8)


def _command_hit(registry: ActionRegistry, match: fuzzy.Match) -> Hit:
    identifier = match.key
    keys = registry.keys(identifier)
    reason = registry.reason(identifier)
    title = registry.title(identifier)
    named = match.text == title
    return Hit(
        title=title,
        activate=lambda: registry.run(identifier),
        positions=match.positions if named else (),
        also="" if named else match.text,
        icon=registry.action(identifier).icon or "",
        detail=reason or "",
        keys=tuple(caps(keys[0])) if keys and reason is None else (),
        possible=reason is None,
    )


def titles_provider(
    title: str,
    entries: Callable[[], Sequence[Entry]],
    chosen: Callable[[str], object],
    *,
    prefix: str = "",
    hint: str = "",
) -> Provider:
    """Offers things by title.

    `entries` is asked once each time the palette opens.  `chosen` is called
    with the key of the entry that was chosen.
    """
    known: list[Entry] = []

    def find(query: str) -> Iterable[Hit]:
        if not known:
            known.extend(entries())
        places = ((number, entry.title) for number, entry in enumerate(known))
        for match in fuzzy.match(query, places, 50):
            yield _entry_hit(known[match.key], match.positions, chosen)

    return Provider(title, find, prefix, hint, begin=known.clear)


def _entry_hit(
    entry: Entry, positions: tuple[int, ...], chosen: Callable[[str], object]
) -> Hit:
    return Hit(
        title=entry.title,
        activate=lambda: chosen(entry.key),
        positions=positions,
        icon=entry.icon,
        token=dict(STATUS.values()).get(entry.icon, "text_2"),
        detail=entry.detail,
    )


def window_providers(window: Any) -> list[Provider]:
    """Commands and documents of an annotating window."""
    tr = QCoreApplication.translate

    def entries() -> list[Entry]:
        ids = documents.rows(window.session)[:MOST_DOCUMENTS]
        return [_entry(found) for found in documents.page(window.session, ids)]

    commands = command_provider(
        window.registry, tr("palette", "Commands"), tr("palette", "commands")
    )
    titles = titles_provider(
        tr("palette", "Documents"),
        entries,
        window.open_document,
        prefix=":",
        hint=tr("palette", "documents"),
    )
    return [commands, titles]


def _entry(found: documents.DocumentSummary) -> Entry:
    sign, _ = STATUS.get(found.status, STATUS["new"])
    facts = (date_words(found.published), str(found.annotations or ""))
    detail = " · ".join(fact for fact in facts if fact)
    return Entry(found.uid, one_line(found.title), sign, detail)
