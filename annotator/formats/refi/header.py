# SPDX-License-Identifier: MIT
"""What a project says besides its texts, added to the bundle: people, cases, codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from annotator.formats.jsonl_document import read_layer
from annotator.formats.jsonl_header import ITEMS
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.refi.described import described_entities, described_entries
from annotator.formats.refi.opening import open_project
from annotator.formats.refi.out_cases import (
    ALIASES,
    KIND,
    TYPE,
    UNITED,
    split_aliases,
)
from annotator.formats.refi.people import People, labels_of
from annotator.formats.refi.project import Project
from annotator.formats.refi.quoting import CASES, CODES, code_uid, paths_of
from annotator.formats.refi.reading import Loaded, people_of
from annotator.formats.refi.records import Case, Code
from annotator.formats.refi.side import (
    Lines,
    find_side,
    id_of,
    marks_of,
    table_of,
    tables_of,
)
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_body
from annotator.model.document import Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import InputError
from annotator.model.team import Annotator

Table = Mapping[str, Any]


def completed(
    bundle: Bundle, loaded: Loaded, options: ReadOptions, *, quoting: bool
) -> Bundle:
    """The bundle with all that a project says besides its texts."""
    codebook = from_body(bundle.codebooks[0].body)
    people = people_of(loaded, options, quoting)
    if quoting:
        entities = _quoted_cases(loaded.project, options)
        entries = _quoted_codes(loaded.project.codes, codebook)
    elif loaded.ours:
        entities = _cases(loaded, codebook)
        entries = _entries(loaded, codebook)
    else:
        found = chain.from_iterable(bundle.header.vocabularies.values())
        named = bundle.header.entities
        entities = described_entities(named, loaded.project, codebook)
        entries = described_entries(found, loaded.project)
    header = bundle.header
    side = loaded.side
    made = replace(
        header,
        title=_text(side, "title") if side else loaded.project.name or header.title,
        annotators=_all_people(header.annotators, people),
        entities=_united(header.entities, entities, options),
        vocabularies=_vocabularies(header.vocabularies, entries, options),
        items={key: tuple(tables_of(table_of(side, "items"), key)) for key in ITEMS},
        extra=table_of(side, "extra"),
    )
    made = replace(made, items={k: v for k, v in made.items.items() if v})
    documents = bundle.documents
    if side:
        documents = _Completed(documents, loaded, people)
    return replace(bundle, header=made, documents=documents)


def _all_people(found: Iterable[Annotator], people: People) -> tuple[Annotator, ...]:
    made = {each.uid: each for each in found}
    for each in people.everyone():
        made.setdefault(each.uid, each)
    return tuple(made.values())


def _united(
    found: Iterable[Entity], described: Iterable[Entity], options: ReadOptions
) -> tuple[Entity, ...]:
    made = {each.uid: each for each in found}
    new = (each for each in described if not options.knows("entity", each.uid))
    return tuple((made | {each.uid: each for each in new}).values())


def _vocabularies(
    found: Mapping[str, tuple[VocabularyEntry, ...]],
    described: Iterable[VocabularyEntry],
    options: ReadOptions,
) -> dict[str, tuple[VocabularyEntry, ...]]:
    made = {name: {e.uid: e for e in listed} for name, listed in found.items()}
    for each in described:
        if not options.knows("entry", each.uid):
            made.setdefault(each.vocabulary, {})[each.uid] = each
    return {name: tuple(listed.values()) for name, listed in made.items()}


# -- what we wrote -------------------------------------------------------------------


def _cases(loaded: Loaded, codebook: Codebook) -> Iterator[Entity]:
    """The entities among the cases."""
    kept = table_of(loaded.side, "entities")
    for case in loaded.project.cases.values():
        if codebook.entity_type(case.values.get(TYPE)) is not None:
            yield _entity(case, loaded, table_of(kept, case.guid))


def _entity(case: Case, loaded: Loaded, kept: Table) -> Entity:
    own = (TYPE, KIND, ALIASES, UNITED)
    others = {k: v for k, v in case.values.items() if k not in own}
    return Entity(
        uid=loaded.known.entity(case.values[TYPE], case),
        type=case.values[TYPE],
        name=case.name,
        kind=case.values.get(KIND),
        aliases=split_aliases(case.values.get(ALIASES, "")),
        attributes=loaded.project.values(others),
        merged_into=case.values.get(UNITED),
        revs=_texts(kept, "revs"),
        extra=table_of(kept, "extra"),
    )


def _entries(loaded: Loaded, codebook: Codebook) -> Iterator[VocabularyEntry]:
    """The entries of open vocabularies among the codes."""
    kept = table_of(loaded.side, "entries")
    for guid, (code, entry, above) in loaded.meanings.entries.items():
        name, uid = entry.vocabulary, entry.uid
        vocabulary = codebook.vocabulary(name)
        if vocabulary is None or not vocabulary.open:
            continue
        if any(value.id == uid for value in vocabulary.values):
            continue
        aside = table_of(kept, guid)
        yield VocabularyEntry(
            uid=uid,
            vocabulary=name,
            label=code.name,
            definition=code.description,
            parent=above,
            merged_into=_text(aside, "merged_into") or None,
            revs=_texts(aside, "revs"),
            extra=table_of(aside, "extra"),
        )


@dataclass(slots=True)
class _Completed:
    """Documents with what is kept aside of them; each iteration reads them anew."""

    documents: Iterable[DocumentRecord]
    loaded: Loaded
    people: People

    def __iter__(self) -> Iterator[DocumentRecord]:
        guids = {uid: guid for guid, uid in self.loaded.ids.items()}
        opened = open_project(self.loaded.path)
        with closing(opened.archive):
            side = find_side(opened, self.loaded.project)
            lines = Lines(side.sources() if side else ())
            for record in self.documents:
                uid = record.document.uid
                yield self._completed(record, lines.take(guids.get(uid, uid)))

    def _completed(self, record: DocumentRecord, line: Table) -> DocumentRecord:
        document = record.document
        unset: dict[str, Any] = dict.fromkeys(_texts(line, "unset"))
        extra = {**table_of(line, "extra"), **document.extra}
        marks = marks_of(line)
        kept = {id_of(x, guid): table_of(x, "extra") for guid, x in marks.items()}
        annotations = tuple(
            replace(each, extra={**each.extra, **kept[each.uid]})
            if kept.get(each.uid)
            else each
            for each in record.annotations
        )
        return replace(
            record,
            document=replace(
                document,
                metadata={**unset, **document.metadata},
                revs=_texts(line, "revs"),
                extra=extra,
            ),
            annotations=annotations,
            layers=self._layers(record, line, document.uid),
            decisions=tuple(tables_of(line, "decisions")),
            comments=tuple(tables_of(line, "comments")),
        )

    def _layers(
        self, record: DocumentRecord, line: Table, uid: str
    ) -> tuple[Layer, ...]:
        """The layers that were kept, then those that only annotations tell of."""
        try:
            kept = [read_layer(each, uid) for each in tables_of(line, "layers")]
        except InputError as error:
            error.file = str(self.loaded.path)
            raise
        made = {(x.annotator, x.kind): x for x in map(self._own, kept)}
        for each in record.layers:
            made.setdefault((each.annotator, each.kind), each)
        return tuple(made.values())

    def _own(self, layer: Layer) -> Layer:
        """The layer of whoever the annotator is here."""
        if layer.annotator is None:
            return layer
        return replace(layer, annotator=self.people.here(layer.annotator))


# -- quotations ----------------------------------------------------------------------


def _quoted_cases(project: Project, options: ReadOptions) -> Iterator[Entity]:
    for case in project.cases.values():
        if options.find_entity(CASES, case.name) is None:
            said = {"Description": case.description} if case.description else {}
            yield Entity(
                uid=stable_uid("entity", CASES, case.name),
                type=CASES,
                name=case.name,
                attributes={**project.values(case.values), **said},
            )


def _quoted_codes(
    roots: Iterable[Code], codebook: Codebook
) -> Iterator[VocabularyEntry]:
    """The codes as entries; those that the codebook fixes are there already."""
    roots = list(roots)
    labels, fixed = labels_of(roots), paths_of(codebook)
    uids = {guid: code_uid(label, fixed) for guid, label in labels.items()}
    for root in roots:
        for code in root.walk():
            for child in code.children:
                if labels[child.guid] not in fixed:
                    yield _quoted(child, uids[child.guid], uids[code.guid])
        if labels[root.guid] not in fixed:
            yield _quoted(root, uids[root.guid], None)


def _quoted(code: Code, uid: str, above: str | None) -> VocabularyEntry:
    kept: dict[str, Any] = {"color": code.color} if code.color else {}
    kept |= {} if code.codable else {"codable": False}
    return VocabularyEntry(
        uid=uid,
        vocabulary=CODES,
        label=code.name or code.guid,
        definition=code.description,
        parent=above,
        extra={"qdpx": kept} if kept else {},
    )


def _text(table: Table, key: str) -> str:
    found = table.get(key)
    return found if isinstance(found, str) else ""


def _texts(table: Table, key: str) -> tuple[str, ...]:
    found = table.get(key)
    return tuple(map(str, found)) if isinstance(found, list) else ()
