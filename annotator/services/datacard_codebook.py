# SPDX-License-Identifier: MIT
"""The codebook in a data card: what types, roles, fields and entries mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from annotator.model.bundle import ProjectHeader
from annotator.model.codebook import AnnotationType, Codebook, Field, Role, RowType
from annotator.services.markdown import code, escaped, table


def codebook_lines(codebook: Codebook, header: ProjectHeader) -> Iterator[str]:
    """Every type with its parts, then the vocabularies with their entries."""
    name = f"{code(codebook.id)} {escaped(codebook.version)}"
    yield f"{escaped(codebook.title)}, {name}, sha256 {code(codebook.sha256)}."
    for kind in codebook.types:
        yield from _type(kind)
    for vocabulary in codebook.vocabularies:
        entries = _entries(codebook, header, vocabulary.id)
        yield from ("", f"### Vocabulary {code(vocabulary.id)}", "")
        yield f"{escaped(vocabulary.label)}."
        if meaning := _meaning(codebook, vocabulary.id):
            yield meaning
        if entries:
            yield ""
            yield from table(("Id", "Label", "Definition"), entries)


def _type(kind: AnnotationType) -> Iterator[str]:
    yield from ("", f"### Type {code(kind.id)}: {escaped(kind.label)}")
    if kind.help:
        yield from ("", escaped(kind.help))
    yield from _roles(kind.roles)
    yield from _fields(kind.fields)
    for row in kind.rows:
        yield from _row(row)


def _row(row: RowType) -> Iterator[str]:
    yield from ("", f"#### Rows {code(row.id)}: {escaped(row.label)}")
    if row.help:
        yield from ("", escaped(row.help))
    yield from _roles(row.roles)
    yield from _fields(row.fields)


def _roles(roles: Iterable[Role]) -> Iterator[str]:
    rows = [(code(r.id), escaped(r.label), escaped(r.help)) for r in roles]
    if rows:
        yield ""
        yield from table(("Role", "Label", "Meaning"), rows)


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    rows: list[tuple[str, ...]] = []
    for each in fields:
        rows.append((code(each.id), "", escaped(each.label), _about(each)))
        rows += [
            ("", code(v.id), escaped(v.label), escaped(v.help)) for v in each.values
        ]
    if rows:
        yield ""
        yield from table(("Field", "Value", "Label", "Meaning"), rows)


def _about(each: Field) -> str:
    parts = [each.type, "required" if each.required else ""]
    if each.vocabulary:
        parts.append(f"of the vocabulary {code(each.vocabulary)}")
    kind = ", ".join(filter(None, parts))
    return f"({kind}) {escaped(each.help)}".strip()


def _meaning(codebook: Codebook, vocabulary: str) -> str:
    """What it means to be for an entry, where rows say so of it."""
    for kind in codebook.types:
        for row in kind.rows:
            uses = any(each.vocabulary == vocabulary for each in row.fields)
            scored = [v for f in row.fields for v in f.values if v.score is not None]
            if uses and scored:
                best = max(scored, key=lambda value: value.score or 0)
                return (
                    f"“{escaped(best.label)}” ({code(best.id)}) is meant towards an "
                    "entry as its definition has it."
                )
    return ""


def _entries(
    codebook: Codebook, header: ProjectHeader, identifier: str
) -> list[tuple[str, str, str]]:
    """Id, label and definition of the entries that the codebook and project have."""
    fixed = codebook.vocabulary(identifier)
    found = {v.id: (v.label, v.definition) for v in (fixed.values if fixed else ())}
    for entry in header.vocabularies.get(identifier, ()):
        if not entry.deleted and entry.merged_into is None:
            found[entry.uid] = (entry.label, entry.definition)
    return [
        (code(uid), escaped(label), escaped(definition) or "(none given)")
        for uid, (label, definition) in found.items()
    ]


def value_counts(
    values: Mapping[str, Counter[str]], codebook: Codebook, header: ProjectHeader
) -> Iterator[str]:
    """How often each value of each field was given."""
    labels = _labels(codebook, header)
    for name in sorted(values):
        rows = [
            (code(value), escaped(labels.get((name, value), "")), f"{count:,}")
            for value, count in sorted(
                values[name].items(), key=lambda each: (-each[1], each[0])
            )
        ]
        yield ""
        yield from table((f"Values of {code(name)}", "Label", "How many"), rows)


def _labels(codebook: Codebook, header: ProjectHeader) -> dict[tuple[str, str], str]:
    """(field as it is counted, value) → the value's label."""
    found: dict[tuple[str, str], str] = {}
    for kind in codebook.types:
        parts = [("", kind.fields), *((f"{r.id}.", r.fields) for r in kind.rows)]
        for prefix, fields in parts:
            for each in fields:
                named = _names(each, codebook, header)
                found |= {(f"{prefix}{each.id}", uid): said for uid, said in named}
    return found


def _names(
    each: Field, codebook: Codebook, header: ProjectHeader
) -> Iterator[tuple[str, str]]:
    """The values that a field can have, with their labels."""
    yield from ((v.id, v.label) for v in each.values)
    fixed = codebook.vocabulary(each.vocabulary)
    yield from ((v.id, v.label) for v in (fixed.values if fixed else ()))
    entries = header.vocabularies.get(each.vocabulary or "", ())
    yield from ((entry.uid, entry.label) for entry in entries)
