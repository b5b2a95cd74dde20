# SPDX-License-Identifier: MIT
"""What an export takes out of a project, and into which parts it goes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.model.errors import NotFoundError, UserError
from annotator.model.sentence import Sentence
from annotator.services import documents, visibility
from annotator.services.session import Session
from annotator.services.splitting import Split
from annotator.services.visibility import Sight
from annotator.store import workload

_DOCUMENTS: Final = (
    "SELECT uid, text_sha256, metadata FROM document WHERE withdrawn = 0"
)
_COMPLETE: Final = (
    "SELECT DISTINCT d.uid FROM layer l JOIN document d ON d.id = l.document_id"
    " LEFT JOIN annotator p ON p.id = l.annotator_id"
    " WHERE l.status = 'complete' AND l.withdrawn = 0 AND d.withdrawn = 0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What goes out, and how.  The default is everything.

    Attributes:
        annotators: uids or names of those whose work is wanted; None: everybody's.
        kinds: kinds of layers, "primary" and "adjudicated"; None: both.
        majority: what most annotators of a document agree on, instead of layers.
        documents: uids of documents; None: all.
        filter: an expression as in the list of documents; "" lets all through.
        complete: only layers that are complete, and documents that have one.
        fields: ids of fields, rows and roles that go out, `row.field` for one of
            a row; None: all.  The main role always goes out.
        split: parts into which the documents are divided.
        repeats: whether documents that people read a second time, to be compared
            with themselves, go out; the exchange format always has them.
        negatives: whether documents (and in tables of sentences, sentences)
            without annotations go out.
        with_text: False for offsets without texts and quotes.
        bom: begin text files with a byte order mark, as some spreadsheets want.
    """

    annotators: Collection[str] | None = None
    kinds: Collection[str] | None = None
    majority: bool = False
    documents: Collection[str] | None = None
    filter: str = ""
    complete: bool = False
    fields: Collection[str] | None = None
    split: Split | None = None
    repeats: bool = False
    negatives: bool = True
    with_text: bool = True
    bom: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, divided or changed."""
        return self == Selection()


@dataclass(frozen=True, slots=True)
class Portion:
    """The documents of one file: its part's name and their uids (None: all)."""

    name: str | None
    uids: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A selection looked up in a project.

    `people` are uids, None for everybody; `total` is how many documents there
    are to go through; `repeats` are those left out because they repeat another;
    `sight` says whose layers may go out.  `torn` documents have a text that some
    document of another part has too.
    """

    selection: Selection
    people: tuple[str, ...] | None
    portions: tuple[Portion, ...]
    total: int
    sight: Sight
    repeats: tuple[str, ...] = ()
    torn: int = 0

    @property
    def kinds(self) -> Collection[str] | None:
        """The kinds of layers that are read."""
        return ("primary",) if self.selection.majority else self.selection.kinds


def plan(session: Session, selection: Selection, *, whole: bool = False) -> Plan:
    """Look the selection up; `whole` has repeats even where they are not asked for.

    Raises NotFoundError and UserError.
    """
    people = _people(session, selection.annotators)
    sight = visibility.takes_out(session)
    again: set[str] = set()
    # Whoever annotates must not learn which documents they read twice.
    if not whole and not selection.repeats and sight.everything:
        again = set(workload.repeats(session.project))
    if _is_of_others(selection, people, sight):
        selection = _seen_only(selection, sight)
    uids = _documents(session, selection, people, again)
    gone = tuple(sorted(again))
    if selection.split is None:
        total = session.project.documents.count() if uids is None else len(uids)
        return Plan(selection, people, (Portion(None, uids),), total, sight, gone)
    portions, torn = _portions(session, selection.split, uids)
    total = sum(len(each.uids or ()) for each in portions)
    return Plan(selection, people, portions, total, sight, gone, torn)


def _is_of_others(
    selection: Selection, people: Collection[str] | None, sight: Sight
) -> bool:
    """Whether others' layers are asked for, of a person who may not see them all."""
    if sight.everything:
        return False
    mine = people is None or sight.annotator in people
    primary = selection.kinds is None or "primary" in selection.kinds
    return selection.majority or not (mine and primary)


def _seen_only(selection: Selection, sight: Sight) -> Selection:
    """The same of the documents whose layers may be seen."""
    seen = sight.documents
    if selection.documents is not None:
        seen = seen.intersection(selection.documents)
    if not seen:
        raise UserError(
            "what others marked is hidden from you until your own layer is complete.",
            remedy="Export your own layers, or ask the lead to open the round.",
        )
    return replace(selection, documents=tuple(sorted(seen)))


def _people(session: Session, names: Collection[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    people = session.project.annotators
    found = []
    for name in names:
        known = people.find(name) or people.find_by_name(name)
        if known is None:
            there = ", ".join(each.name for each in people.all()) or Sentence("nobody")
            reason = Sentence(
                "there is no annotator “{name}” in the project.", name=name
            )
            raise NotFoundError(reason, remedy="There are: {there}.", there=there)
        found.append(known.uid)
    return tuple(dict.fromkeys(found))


def _documents(
    session: Session,
    selection: Selection,
    people: Collection[str] | None,
    again: Collection[str],
) -> list[str] | None:
    """The uids of the wanted documents; None where all are."""
    found: set[str] | None = None
    if again:
        found = set(session.project.documents.uids()).difference(again)
    for some in _conditions(session, selection, people):
        found = some if found is None else found & some
    if found is not None and not found:
        raise UserError(
            "no document fits this choice; there is nothing to export.",
            remedy="Change the filter, or take all documents.",
        )
    return None if found is None else sorted(found)


def _conditions(
    session: Session, selection: Selection, people: Collection[str] | None
) -> Iterator[set[str]]:
    if selection.documents is not None:
        yield set(selection.documents)
    if selection.filter.strip():
        wanted = set(documents.rows(session, selection.filter, "id"))
        sql = "SELECT id, uid FROM document WHERE withdrawn = 0"
        yield {uid for row, uid in session.project.query(sql, ()) if row in wanted}
    if selection.complete:
        yield _complete(session, selection, people)


def _complete(
    session: Session, selection: Selection, people: Collection[str] | None
) -> set[str]:
    """The documents of which some wanted layer is complete."""
    sql, values = _COMPLETE, list[Any]()
    kinds = ("primary",) if selection.majority else selection.kinds
    if kinds is not None:
        sql += f" AND l.kind IN ({','.join('?' * len(kinds))})"
        values += kinds
    if people is not None:
        sql += f" AND p.uid IN ({','.join('?' * len(people))})"
        values += people
    return {row[0] for row in session.project.query(sql, values)}


def _portions(
    session: Session, split: Split, uids: list[str] | None
) -> tuple[tuple[Portion, ...], int]:
    """The parts, and how many documents share a text with one of another part."""
    wanted = None if uids is None else frozenset(uids)
    parts: dict[str, list[str]] = {name: [] for name in split.parts}
    of_text: dict[str, Counter[str]] = {}
    told, grouped = 0, 0
    for uid, sha256, metadata in session.project.query(_DOCUMENTS, ()):
        if wanted is None or uid in wanted:
            key = split.key_of(sha256, _plain(metadata))
            part = split.part_of(key)
            parts[part].append(uid)
            of_text.setdefault(sha256, Counter())[part] += 1
            told, grouped = told + 1, grouped + (key != sha256)
    if split.group_by and told and not grouped:
        raise UserError(
            "no document says anything of “{key}”, so they cannot be grouped by it.",
            remedy="Group by “source”, “published” or another key of the metadata.",
            key=split.group_by,
        )
    torn = sum(each.total() for each in of_text.values() if len(each) > 1)
    return tuple(Portion(name, sorted(some)) for name, some in parts.items()), torn


def _plain(metadata: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(metadata)
    return found
