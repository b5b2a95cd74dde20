# SPDX-License-Identifier: MIT
"""How much there is in a project, and how it is distributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.formats.losses import Losses
from annotator.model.annotation import Annotation, FieldValue
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook import Codebook, Field
from annotator.model.document import STATUSES
from annotator.services import visibility
from annotator.services.export_sight import seen
from annotator.services.session import Session
from annotator.store.bulk import read_bundle


@dataclass(slots=True)
class PersonStats:
    """One annotator: documents by status, annotations, seconds of active time."""

    name: str
    statuses: Counter[str] = field(default_factory=Counter)
    annotations: int = 0
    seconds: int = 0


@dataclass(slots=True)
class Stats:
    """Counts over a whole project; tombstones are not counted.

    In a closed round those who annotate count what they may see; `hidden` is in how
    many documents others' layers are left out.

    `levels` counts annotations by depth of nesting, `rows` the rows by type,
    `values` the values of choices, truths and vocabulary fields, by the name of
    the field (`stance.issue` for one of a row).
    """

    title: str
    codebook: str
    documents: int = 0
    characters: int = 0
    annotations: int = 0
    spans: int = 0
    hidden: int = 0
    types: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    people: dict[str, PersonStats] = field(default_factory=dict)
    values: dict[str, Counter[str]] = field(default_factory=dict)


def stats(session: Session) -> Stats:
    """Count everything in the project."""
    codebook = session.codebook
    bundle = read_bundle(session.project)
    found = Stats(session.title, f"{codebook.id} {codebook.version}")
    for person in bundle.header.annotators:
        found.people[person.uid] = PersonStats(person.name)
    fields = counted_fields(codebook)
    hidden = Losses()
    for record in seen(bundle.documents, visibility.takes_out(session), hidden):
        add(found, record, fields)
    found.hidden = sum(each.count for each in hidden.listed())
    return found


def counted_fields(codebook: Codebook) -> frozenset[str]:
    """The names of the fields whose values are counted; see `Stats`."""

    def names(fields: Iterable[Field], row: str = "") -> Iterable[str]:
        counted = ("choice", "multichoice", "boolean", "vocabulary")
        return (f"{row}{each.id}" for each in fields if each.type in counted)

    found: set[str] = set()
    for kind in codebook.types:
        found.update(names(kind.fields))
        for row in kind.rows:
            found.update(names(row.fields, f"{row.id}."))
    return frozenset(found)


def add(found: Stats, record: DocumentRecord, fields: frozenset[str]) -> None:
    """Count a document with all that belongs to it."""
    found.documents += 1
    found.characters += len(record.document.text)
    for layer in record.layers:
        if layer.annotator is not None:
            person = _person(found, layer.annotator)
            person.statuses[layer.status] += 1
            person.seconds += layer.seconds or 0
    by_uid = {each.uid: each for each in record.annotations}
    for annotation in record.annotations:
        if not annotation.deleted:
            found.levels[_level(annotation, by_uid)] += 1
            _add_annotation(found, annotation, fields)


def _add_annotation(
    found: Stats, annotation: Annotation, fields: frozenset[str]
) -> None:
    found.annotations += 1
    found.spans += sum(1 for _ in annotation.all_spans())
    found.types[annotation.type] += 1
    found.states[annotation.state] += 1
    _person(found, annotation.annotator).annotations += 1
    _add_values(found, annotation.fields, fields)
    for name, rows in annotation.rows.items():
        found.rows[name] += len(rows)
        for row in rows:
            _add_values(found, row.fields, fields, f"{name}.")


def _add_values(
    found: Stats,
    values: Mapping[str, FieldValue],
    fields: frozenset[str],
    prefix: str = "",
) -> None:
    for name, value in values.items():
        key = f"{prefix}{name}"
        if key in fields:
            counts = found.values.setdefault(key, Counter())
            for each in value if isinstance(value, tuple) else (value,):
                shown = str(each)
                counts[shown.lower() if isinstance(each, bool) else shown] += 1


def _person(found: Stats, uid: str) -> PersonStats:
    return found.people.setdefault(uid, PersonStats(uid))


def _level(annotation: Annotation, by_uid: Mapping[str, Annotation]) -> int:
    level, seen = 1, {annotation.uid}
    while (parent := annotation.parent) and parent in by_uid and parent not in seen:
        seen.add(parent)
        annotation = by_uid[parent]
        level += 1
    return level


def as_data(found: Stats) -> dict[str, object]:
    """The counts as plain JSON data."""
    return {
        "title": found.title,
        "codebook": found.codebook,
        "documents": found.documents,
        "characters": found.characters,
        "annotations": found.annotations,
        "spans": found.spans,
        **({"hidden": found.hidden} if found.hidden else {}),
        "types": dict(found.types),
        "states": dict(found.states),
        "levels": {str(n): found.levels[n] for n in sorted(found.levels)},
        "rows": dict(found.rows),
        "annotators": [_person_data(uid, each) for uid, each in found.people.items()],
        "values": {key: dict(found.values[key]) for key in sorted(found.values)},
    }


def _person_data(uid: str, person: PersonStats) -> dict[str, object]:
    return {
        "id": uid,
        "name": person.name,
        "documents": {status: person.statuses[status] for status in STATUSES},
        "annotations": person.annotations,
        "seconds": person.seconds,
    }
