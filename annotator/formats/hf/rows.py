# SPDX-License-Identifier: MIT
"""Documents as rows of a data set: every column in every row, unset ones None."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.features import ANNOTATIONS, Feature
from annotator.formats.hf.schema import BOOL, WHOLE, Kind, Struct, columns_of
from annotator.formats.losses import counted, said
from annotator.formats.marks.names import PARENT, Names, row_labels
from annotator.formats.marks.plain import json_text
from annotator.formats.marks.records import Mark, MarkedDocument, Ref, said_value
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import METADATA_KEYS
from annotator.model.identity import instant_to_text

CARRIES: Final = ANNOTATIONS

#: The names under which what only these formats know is kept.
JSONL: Final = "hf-jsonl"
PARQUET: Final = "hf-parquet"

_MOST: Final = 1 << 63


class Rows:
    """The rows of a bundle; `columns` are their names and types."""

    def __init__(self, bundle: Bundle, options: WriteOptions) -> None:
        self.columns = columns_of(bundle, with_text=options.with_text)
        self._bundle = bundle
        self._options = options
        self._unfolder = Unfolder(bundle)
        self._rows = row_labels(bundle)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for record in counted(self._bundle, CARRIES, self._options.losses):
            yield self._row(record)

    def _row(self, record: DocumentRecord) -> dict[str, Any]:
        document, marked = record.document, self._unfolder.unfold(record)
        known, file = document.metadata, document.file
        others = {k: v for k, v in known.items() if k not in METADATA_KEYS}
        return self._fitted(
            {
                "id": document.uid,
                "title": document.title,
                "text": document.text,
                "text_sha256": document.text_sha256,
                **{key: _text(known.get(key)) for key in METADATA_KEYS},
                "metadata": [{"key": k, "value": _text(v)} for k, v in others.items()],
                "file": file
                and {"name": file.name, "sha256": file.sha256}
                | {"encoding": file.encoding},
                "people": [{"id": p.uid, "name": p.name} for p in marked.people],
                "spans": list(self._spans(record, marked)),
                "annotations": list(self._annotations(record, marked)),
                "extra": json_text(document.extra),
            }
        )

    def _fitted(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with exactly the columns there are."""
        return {name: row[name] for name in self.columns}

    def _quoted(self, marked: MarkedDocument, mark: Mark) -> Iterator[dict[str, Any]]:
        for start, end in mark.pieces:
            made: dict[str, Any] = {"start": start, "end": end}
            if self._options.with_text:
                made["text"] = marked.document.text[start:end]
            yield made

    def _spans(
        self, record: DocumentRecord, marked: MarkedDocument
    ) -> Iterator[dict[str, Any]]:
        """All spans of roles, flat, in text order."""
        found = []
        for annotation, group in _grouped(record, marked):
            whose = {"annotation": annotation.uid, "annotator": annotation.annotator}
            for mark in group.marks:
                if mark.label not in self._rows:
                    for place in self._quoted(marked, mark):
                        said = {"label": mark.label, **whose}
                        found.append({"start": 0, "end": 0, **said, **place})
        yield from sorted(found, key=lambda each: (each["start"], -each["end"]))

    def _annotations(
        self, record: DocumentRecord, marked: MarkedDocument
    ) -> Iterator[dict[str, Any]]:
        for annotation, group in _grouped(record, marked):
            names = self._unfolder.names_of(annotation)
            yield self._annotation(annotation, group, names, marked)

    def _annotation(
        self,
        annotation: Annotation,
        group: _Group,
        names: Names,
        marked: MarkedDocument,
    ) -> dict[str, Any]:
        body = group.marks[0]
        kind = self._kind("annotations")
        held = _Held(group, body, names)
        made: dict[str, Any] = {
            "id": annotation.uid,
            "type": annotation.type,
            "label": body.label,
            "annotator": annotation.annotator,
            "layer": annotation.layer,
            "state": annotation.state,
            "origin": annotation.origin,
            "created": _instant(annotation.created),
            "modified": _instant(annotation.modified),
            "revs": list(annotation.revs),
            "parent": held.parent,
            "spans": list(self._roles([body, *held.roles], names, marked)),
        }
        if "fields" in kind:
            made["fields"] = self._fields(body, kind["fields"])
        if "rows" in kind:
            made["rows"] = self._tables(held, group, names, marked, kind["rows"])
        extra = annotation.extra.get(JSONL) or annotation.extra.get(PARQUET)
        made |= {"none": list(annotation.none), "links": held.links}
        return made | {"extra": json_text(extra)}

    def _kind(self, column: str) -> Struct:
        kind = self.columns[column]
        assert isinstance(kind, list)
        item = kind[0]
        assert isinstance(item, dict)
        return item

    def _roles(
        self, marks: list[Mark], names: Names, marked: MarkedDocument
    ) -> Iterator[dict[str, Any]]:
        for mark in marks:
            role = names.parts[mark.label].role
            said = {"role": role.id if role else None, "label": mark.label}
            yield from ({**said, **place} for place in self._quoted(marked, mark))

    def _tables(
        self,
        held: _Held,
        group: _Group,
        names: Names,
        marked: MarkedDocument,
        kinds: Kind,
    ) -> dict[str, Any]:
        assert isinstance(kinds, dict)
        tables: dict[str, Any] = {name: [] for name in kinds}
        for name, mark in held.rows:
            kind = kinds[name]
            assert isinstance(kind, list)
            own = kind[0]
            assert isinstance(own, dict)
            mine = _Held(group, mark, names)
            row: dict[str, Any] = {"label": mark.label}
            if "fields" in own:
                row["fields"] = self._fields(mark, own["fields"])
            row["spans"] = list(self._roles(mine.roles, names, marked))
            tables[name].append(row | {"links": mine.links})
        return tables

    def _fields(self, mark: Mark, kinds: Kind) -> dict[str, Any]:
        assert isinstance(kinds, dict)
        made: dict[str, Any] = dict.fromkeys(kinds)
        for name, value in mark.attributes.items():
            if name in kinds:
                made[name] = _value(kinds[name], value)
            if made.get(name) is None and not name.startswith("no_"):
                self._options.losses.add(
                    Feature.FIELDS, f"{mark.id}: {said({name: value})}"
                )
        return made


@dataclass(slots=True)
class _Group:
    """The marks of one annotation, the body first, and the links from them."""

    marks: list[Mark] = field(default_factory=list)
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def _grouped(
    record: DocumentRecord, marked: MarkedDocument
) -> list[tuple[Annotation, _Group]]:
    """The annotations that are not deleted, each with its marks."""
    live = [each for each in record.annotations if not each.deleted]
    groups: list[_Group] = []
    for mark in marked.marks:
        if len(groups) < len(live) and mark.id == live[len(groups)].uid:
            groups.append(_Group())
        groups[-1].marks.append(mark)
    owners = {mark.id: group for group in groups for mark in group.marks}
    for link in marked.links:
        held = owners[link.source].links.setdefault(link.source, [])
        held.append((link.label, link.target))
    return list(zip(live, groups, strict=True))


class _Held:
    """What belongs to a mark: spans of roles, rows with their kind, links, parent."""

    def __init__(self, group: _Group, mark: Mark, names: Names) -> None:
        own = {each.id: each for each in group.marks}
        self.roles: list[Mark] = []
        self.rows: list[tuple[str, Mark]] = []
        self.links: list[dict[str, str]] = []
        self.parent: str | None = None
        for label, target in group.links.get(mark.id, ()):
            part = names.parts[own[target].label] if target in own else None
            if part is None or target == group.marks[0].id:
                self._point(label, target)
            elif part.row is not None and part.role is None:
                self.rows.append((part.row.id, own[target]))
            else:
                self.roles.append(own[target])

    def _point(self, label: str, target: str) -> None:
        if label == PARENT and self.parent is None:
            self.parent = target
        else:
            self.links.append({"label": label, "target": target})


def _value(kind: Kind, value: object) -> Any:
    """A value as its column has it; None where it cannot hold it."""
    if isinstance(kind, list):
        several = value if isinstance(value, tuple) else (value,)
        return [_value(kind[0], each) for each in several]
    if isinstance(kind, dict):
        ref = value if isinstance(value, Ref) else Ref(said_value(value))
        return {"id": ref.uid, "name": ref.name}
    if kind == BOOL:
        return value if isinstance(value, bool) else None
    if kind == WHOLE:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return value if whole and -_MOST <= int(str(value)) < _MOST else None
    if isinstance(value, tuple):
        return ", ".join(map(said_value, value))
    return said_value(value)


def _text(value: object) -> str | None:
    return None if value is None else said_value(value)


def _instant(value: int | None) -> str | None:
    return None if value is None else instant_to_text(value)
