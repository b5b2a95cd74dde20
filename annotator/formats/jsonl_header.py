# SPDX-License-Identifier: MIT
"""Reads the first lines of `annotator-jsonl`: the project and its codebooks."""

from __future__ import annotations

from typing import Any, Final

from annotator.formats import typed
from annotator.model.bundle import CodebookVersion, ProjectHeader
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import InputError
from annotator.model.item import HEADER_KINDS
from annotator.model.plain_data import sha256_of
from annotator.model.team import ROLES, Annotator

FORMAT_NAME: Final = "annotator/1"

#: Lists that are carried as they are.
ITEMS: Final = HEADER_KINDS

_HEADER: Final = frozenset(
    {"kind", "format", "title", "codebook", "annotators", "entities", "vocabularies"}
) | frozenset({*ITEMS, "rivals"})
_ANNOTATOR: Final = frozenset(
    {"id", "name", "initials", "colour", "role", "inactive", "revs"}
)
_ENTITY: Final = frozenset(
    {"id", "type", "kind", "name", "aliases", "attributes", "merged_into"}
    | {"revs", "deleted"}
)
_ENTRY: Final = frozenset(
    {"id", "label", "definition", "parent", "merged_into", "revs", "deleted"}
)


def read_header(record: typed.Object) -> ProjectHeader:
    """The project line as a header; InputError names the field."""
    _check_format(record)
    return ProjectHeader(
        title=typed.text(record, "title"),
        codebook=_codebook_name(record),
        annotators=_unique(
            typed.each(record, "annotators", read_annotator), "annotators"
        ),
        entities=_unique(typed.each(record, "entities", read_entity), "entities"),
        vocabularies=_vocabularies(record),
        items={key: typed.each(record, key, dict) for key in ITEMS if record.get(key)},
        extra=typed.extra_of(record, _HEADER),
    )


def read_codebook(record: typed.Object) -> CodebookVersion:
    """A codebook line; its sha256 must be that of its body."""
    body = typed.table_at(record, "body")
    sha256 = sha256_of(body)
    if typed.text(record, "sha256", sha256) != sha256:
        raise InputError(
            "the codebook was changed: the sha256 of its body is {sha256}.",
            field="sha256",
            remedy="Leave the key out where the change is meant.",
            sha256=sha256,
        )
    return CodebookVersion(
        id=typed.identifier(record),
        version=typed.identifier(record, "version"),
        sha256=sha256,
        body=body,
    )


def _check_format(record: typed.Object) -> None:
    name = typed.text(record, "format", FORMAT_NAME)
    if name != FORMAT_NAME:
        raise InputError(
            "the file is in the format {name}; this program reads {known}.",
            field="format",
            remedy="A later version of the program may read it.",
            name=name,
            known=FORMAT_NAME,
        )


def _codebook_name(record: typed.Object) -> tuple[str, str] | None:
    named = typed.table_at(record, "codebook")
    if not named:
        return None
    try:
        return typed.identifier(named), typed.identifier(named, "version")
    except InputError as error:
        raise typed.placed(error, "codebook") from None


def read_annotator(raw: dict[str, Any]) -> Annotator:
    """An annotator of the project line."""
    uid = typed.identifier(raw)
    return Annotator(
        uid=uid,
        name=typed.text(raw, "name", uid),
        initials=typed.text(raw, "initials"),
        colour=typed.optional_text(raw, "colour"),
        role=typed.one_of(raw, "role", ROLES, "annotator"),
        inactive=typed.flag(raw, "inactive"),
        revs=typed.texts(raw, "revs"),
        extra=typed.extra_of(raw, _ANNOTATOR),
    )


def read_entity(raw: dict[str, Any]) -> Entity:
    """An entity of the project line."""
    uid = typed.identifier(raw)
    return Entity(
        uid=uid,
        type=typed.identifier(raw, "type"),
        name=typed.text(raw, "name"),
        kind=typed.optional_text(raw, "kind"),
        aliases=typed.texts(raw, "aliases"),
        attributes=_attributes(raw),
        merged_into=typed.optional_text(raw, "merged_into"),
        revs=typed.texts(raw, "revs"),
        deleted=typed.flag(raw, "deleted"),
        extra=typed.extra_of(raw, _ENTITY),
    )


def _attributes(raw: typed.Object) -> dict[str, str]:
    table = typed.table_at(raw, "attributes")
    return {key: typed.text(table, key) for key in table if table[key] is not None}


def _vocabularies(record: typed.Object) -> dict[str, tuple[VocabularyEntry, ...]]:
    table = typed.table_at(record, "vocabularies")

    def read(name: str) -> tuple[VocabularyEntry, ...]:
        entries = typed.each(table, name, lambda raw: read_entry(raw, name))
        return _unique(entries, name)

    try:
        return {name: read(name) for name in table}
    except InputError as error:
        raise typed.placed(error, "vocabularies") from None


def read_entry(raw: dict[str, Any], vocabulary: str) -> VocabularyEntry:
    """An entry of a vocabulary of the project line."""
    uid = typed.identifier(raw)
    return VocabularyEntry(
        uid=uid,
        vocabulary=vocabulary,
        label=typed.text(raw, "label", uid),
        definition=typed.text(raw, "definition"),
        parent=typed.optional_text(raw, "parent"),
        merged_into=typed.optional_text(raw, "merged_into"),
        revs=typed.texts(raw, "revs"),
        deleted=typed.flag(raw, "deleted"),
        extra=typed.extra_of(raw, _ENTRY),
    )


def _unique(records: tuple[Any, ...], key: str) -> tuple[Any, ...]:
    seen: set[str] = set()
    for number, record in enumerate(records):
        if record.uid in seen:
            where = f"{key}[{number}].id"
            raise InputError(
                "the id “{uid}” stands twice.", field=where, uid=record.uid
            )
        seen.add(record.uid)
    return records
