# SPDX-License-Identifier: MIT
"""What a DNA database says besides its documents, added to a bundle's header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.dna.people import annotator_of
from annotator.formats.dna.records import Contents, DnaEntity, Kind, Variable
from annotator.formats.marks.mapping import LabelMapping, LabelRule, of_row
from annotator.formats.marks.names import Names
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.model.bundle import Bundle
from annotator.model.codebook import Field
from annotator.model.codebook_reader import from_body
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.team import Annotator

NAME: Final = "dna"


def completed(bundle: Bundle, contents: Contents, options: ReadOptions) -> Bundle:
    """The bundle with all coders, entities, patterns and the rest."""
    header = bundle.header
    names = Names(from_body(bundle.codebooks[0].body))
    fields = _fields(contents, names, options.mapping or LabelMapping())
    entities = {each.uid: each for each in header.entities}
    entries = {k: {e.uid: e for e in v} for k, v in header.vocabularies.items()}
    for each in contents.entities:
        field = fields.get(each.variable)
        if field is not None and field.type == "entity":
            made = _entity(each, field, options)
            if not options.knows("entity", made.uid):
                entities[made.uid] = made
        elif field is not None and field.type == "vocabulary":
            _add_entry(entries, each, field, options)
    return replace(
        bundle,
        header=replace(
            header,
            annotators=(*header.annotators, *_others(bundle, contents, options)),
            entities=tuple(entities.values()),
            vocabularies={k: tuple(v.values()) for k, v in entries.items()},
            items=_items(contents),
            extra={NAME: _extra(contents)},
        ),
    )


def _fields(
    contents: Contents, names: Names, mapping: LabelMapping
) -> dict[int, Field]:
    """The field that each variable became, by its id."""
    found: dict[int, Field] = {}
    for kind, variable in contents.variables():
        field = _field(kind, variable, names, mapping)
        if field is not None:
            found[variable.id] = field
    return found


def _field(
    kind: Kind, variable: Variable, names: Names, mapping: LabelMapping
) -> Field | None:
    row, name = of_row(mapping.attributes.get(variable.name, variable.name))
    label = mapping.labels.get(kind.label, LabelRule(kind.label)).to
    part = names.parts.get(row or label)
    return names.field(part, name) if part is not None else None


def _entity(each: DnaEntity, field: Field, options: ReadOptions) -> Entity:
    kind = field.entity_type or ""
    uid = options.find_entity(kind, each.name) or stable_uid("entity", kind, each.name)
    kept: dict[str, Any] = {"id": each.id}
    if each.colour is not None:
        kept["colour"] = each.colour
    if each.child_of is not None:
        kept["child_of"] = each.child_of
    return Entity(
        uid=uid,
        type=kind,
        name=each.name,
        attributes=dict(each.attributes),
        extra={NAME: kept},
    )


def _add_entry(
    entries: dict[str, dict[str, VocabularyEntry]],
    each: DnaEntity,
    field: Field,
    options: ReadOptions,
) -> None:
    vocabulary = field.vocabulary or ""
    if options.find_entry(vocabulary, each.name) is None:
        uid = stable_uid("entry", vocabulary, each.name)
        made = VocabularyEntry(uid=uid, vocabulary=vocabulary, label=each.name)
        entries.setdefault(vocabulary, {}).setdefault(uid, made)


def _others(
    bundle: Bundle, contents: Contents, options: ReadOptions
) -> Iterator[Annotator]:
    """The coders without statements."""
    there = {each.uid for each in bundle.header.annotators}
    for coder in contents.coders:
        made = annotator_of(coder)
        if made.uid not in there and options.find_annotator(coder.name) is None:
            yield made


def _items(contents: Contents) -> dict[str, tuple[Mapping[str, Any], ...]]:
    highlights = tuple(
        {
            "id": stable_uid("highlight", pattern),
            "name": pattern,
            "pattern": pattern,
            "regex": True,
            "colour": colour,
        }
        for pattern, colour in contents.regexes
    )
    return {"highlights": highlights} if highlights else {}


def _extra(contents: Contents) -> dict[str, Any]:
    made = {
        "version": contents.version,
        "variable_links": [dict(each) for each in contents.links],
        "coder_relations": [
            dict(each)
            for each in contents.relations
            if any(each[name] != 1 for name in schema.RELATIONS)
        ],
        "statement_links": [dict(each) for each in contents.statement_links],
    }
    return {key: value for key, value in made.items() if value}
