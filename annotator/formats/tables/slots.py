# SPDX-License-Identifier: MIT
"""Which column of a table holds what: as told, or by the columns' names.

A slot is what a document has: its text, title, source …; `metadata:KEY` is
anything else that is kept under KEY.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from annotator.formats.marks.synonyms import plain
from annotator.model.document import METADATA_KEYS
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

#: What a column can become, besides metadata of any other name.
SLOTS: Final = ("text", "id", "title", *METADATA_KEYS)
METADATA: Final = "metadata:"

#: What columns are called that hold it, the likeliest first.
_USUAL: Final = {
    "text": "text|body|content|fulltext|full text|article text|article body"
    "|body text|main text|article|document|document text|tweet|inhalt|texte",
    "id": "id|doc id|document id|article id|uid|identifier",
    "title": "title|headline|heading|article title|titel|titre|überschrift",
    "source": "source|outlet|newspaper|publisher|publication|medium|paper|journal"
    "|source name|site name|quelle",
    "author": "author|byline|writer|journalist|creator|autor|auteur|verfasser",
    "published": "published|date|pubdate|publication date|published at|date published"
    "|publish date|datetime|created at|datum",
    "language": "language|lang|locale|sprache|langue",
    "url": "url|link|uri|href|permalink|web address",
    "timezone": "timezone|time zone|tz",
}
_NAMES: Final = {
    slot: tuple(dict.fromkeys((slot, *map(plain, names.split("|")))))
    for slot, names in _USUAL.items()
}

#: What tells a table of annotations that this program writes.
OWN_STANCES: Final = frozenset({"document_id", "annotation_id", "annotator_id"})


def propose(columns: Sequence[str]) -> dict[str, str]:
    """Slot → column, for every slot that a column is named after."""
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(column, column)
    for column in columns:
        known.setdefault(plain(column), column)
    made: dict[str, str] = {}
    for slot, names in _NAMES.items():
        found = next((known[name] for name in names if name in known), None)
        if found is not None and found not in made.values():
            made[slot] = found
    return made


def choose(
    columns: Sequence[str], told: Mapping[str, str] | None, path: Path
) -> dict[str, str]:
    """Slot → column, as told or as proposed; the text is always among them.

    Raises InputError where a column that was told is not there, and where
    nothing says which column holds the text.
    """
    proposed = propose(columns)
    if told is None:
        made = proposed
    else:
        made = {slot: _there(slot, name, columns, path) for slot, name in told.items()}
        if "text" not in made and "text" in proposed:
            made["text"] = proposed["text"]
    if "text" not in made:
        raise _no_text(columns, path)
    return made


def _there(slot: str, name: str, columns: Sequence[str], path: Path) -> str:
    if slot not in SLOTS and not slot.startswith(METADATA):
        raise InputError(
            "a document has no “{slot}”.",
            file=path,
            remedy="Known are: {known}, and metadata: with a name after it.",
            slot=slot,
            known=", ".join(SLOTS),
        )
    if name in columns:
        return name
    alike = [each for each in columns if plain(each) == plain(name)]
    if len(alike) == 1:
        return alike[0]
    raise InputError(
        "there is no column “{name}”, which shall hold “{slot}”.",
        file=path,
        remedy="The columns are: {columns}.",
        name=name,
        slot=slot,
        columns=shown(columns),
    )


def _no_text(columns: Sequence[str], path: Path) -> InputError:
    if OWN_STANCES.issubset(columns):
        return InputError(
            "this is a table of annotations that this program wrote; it holds no texts"
            " of documents.",
            file=path,
            remedy="Export the project as annotator-jsonl and import that instead.",
        )
    return InputError(
        "no column is called as texts are.",
        file=path,
        remedy="Say which one holds the text, e.g. --columns text={first}. The columns"
        " are: {columns}.",
        first=columns[0] if columns else Sentence("NAME"),
        columns=shown(columns),
    )


_SHOWN: Final = 40


def shown(columns: Sequence[str]) -> str:
    """The names of columns as a list for people, cut where there are many."""
    named = ", ".join(f"“{each}”" for each in columns[:_SHOWN])
    return f"{named} …" if len(columns) > _SHOWN else named
