# SPDX-License-Identifier: MIT
"""Writes a corpus in the manner of PolNeAR: the outermost attributions only."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats.brat.annotations import Annotations
from annotator.formats.brat.folder import SUFFIX
from annotator.formats.brat.vocabulary import Vocabulary
from annotator.formats.features import Feature
from annotator.formats.losses import counted
from annotator.formats.marks.records import Mark
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.polnear_corpus import (
    ADJUDICATED,
    ATTRIBUTIONS,
    COLUMNS,
    EVENTS,
    KEYS,
    METADATA,
    ROLES,
    TEXT,
    fits,
)
from annotator.formats.stems import Stems
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

CARRIES: Final = frozenset(
    {
        *(Feature.TEXTS, Feature.DOCUMENT_IDS, Feature.TITLES, Feature.PIECES),
        *(Feature.EMPTY_DOCUMENTS, Feature.PEOPLE, Feature.LAYER_KINDS),
        *(Feature.SUBTOKENS, Feature.GROUPS),
    }
)
#: Told one by one, since some of it is carried.
_COUNTED: Final = CARRIES | {Feature.METADATA, Feature.PARENTS, Feature.DOCUMENT_EXTRA}

NESTED: Final = "attributions inside others: only the outermost are written"
OTHER_ROLES: Final = "spans of other roles than source, cue and content"
OTHER_TYPES: Final = "annotations without the roles source, cue and content"


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`.

    Raises InputError where the codebook has no source, cue and content.
    """
    writer = _Writer(Unfolder(bundle), path, options)
    path.mkdir(parents=True, exist_ok=True)
    for done, record in enumerate(counted(bundle, _COUNTED, options.losses), start=1):
        writer.document(record)
        yield Progress(done, bundle.total or 0)
    writer.metadata()


@dataclass(slots=True)
class _Writer:
    """The corpus under way."""

    unfolder: Unfolder
    path: Path
    options: WriteOptions
    names: Stems = field(default_factory=Stems)
    people: Stems = field(default_factory=Stems)
    codes: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        try:
            codebook = self.unfolder.names.codebook
        except ValueError:
            codebook = None
        if codebook is None or not fits(codebook):
            raise InputError(
                "the codebook has no annotations with source, cue and content.",
                remedy="Choose another format.",
            )
        self.vocabulary = Vocabulary(codebook, EVENTS)

    def document(self, record: DocumentRecord) -> None:
        """Write the text of an article, and a file for each who annotated it."""
        kept = replace(record, annotations=tuple(self._outermost(record)))
        if not kept.annotations and not self.options.negatives:
            return
        own = self._own(record.document)
        compartment = self._compartment(own)
        name = self.names.unique(record.document.uid)
        if name != record.document.uid:
            self.options.losses.add(Feature.DOCUMENT_IDS, record.document.uid)
        text = record.document.text
        if self.options.with_text:
            self._save(compartment, TEXT, f"{name}.txt", text)
        marked = self.unfolder.unfold(kept)
        groups: dict[str, list[Mark]] = {}
        for mark in marked.marks:
            if self._is_carried(mark):
                groups.setdefault(self._code(mark), []).append(mark)
        for code, marks_of in groups.items():
            losses, quoting = self.options.losses, self.options.with_text
            made = Annotations(text, self.vocabulary, losses, quoting)
            made.write(marks_of, marked.links)
            lines = "".join(f"{line}\n" for line in made.lines)
            self._save(compartment, ATTRIBUTIONS, f"{name}_{code}{SUFFIX}", lines)
        self._row(record.document, compartment, name, groups, own)

    def _own(self, document: Document) -> Mapping[str, Any]:
        """What was kept of a corpus; what else was kept is counted as lost."""
        found = document.extra.get("polnear", {})
        own = found if isinstance(found, Mapping) else {}
        others = [name for name in document.extra if name != "polnear"]
        others += [str(line) for line in own.get("lines", ())]
        for each in others:
            self.options.losses.add(Feature.DOCUMENT_EXTRA, f"{document.uid}: {each}")
        return own

    def _compartment(self, own: Mapping[str, Any]) -> str:
        return Stems().unique(str(own.get("compartment") or "train"))

    def _outermost(self, record: DocumentRecord) -> Iterator[Annotation]:
        live = {each.uid for each in record.annotations if not each.deleted}
        for each in record.annotations:
            kind = self.vocabulary.event_type
            if each.deleted:
                continue
            if kind is None or each.type != kind.id:
                self.options.losses.add(OTHER_TYPES, each.uid)
            elif each.parent in live:
                self.options.losses.add(NESTED, _shown(each))
            else:
                yield replace(each, rows={}, none=(), fields={})

    def _is_carried(self, mark: Mark) -> bool:
        role = self.vocabulary.names.parts[mark.label].role
        if role is not None and role.id in ROLES:
            return True
        if mark.pieces:
            self.options.losses.add(OTHER_ROLES, mark.id)
        return False

    def _code(self, mark: Mark) -> str:
        who = mark.annotator or ""
        if who not in self.codes:
            person = self.unfolder.people.get(who)
            name = person.name if person else who
            self.codes[who] = self.people.unique(name, "annotator")
            if self.codes[who] != name:
                self.options.losses.add(Feature.PEOPLE, name)
        return self.codes[who] + (ADJUDICATED if mark.layer != "primary" else "")

    def _row(
        self,
        document: Document,
        compartment: str,
        name: str,
        groups: Mapping[str, Any],
        own: Mapping[str, Any],
    ) -> None:
        row = dict.fromkeys(("level", "credit", "wire"), "None")
        # Columns that PolNeAR does not have stand behind its own.
        row |= {key: value for key, value in own.items() if isinstance(value, str)}
        row |= dict.fromkeys(KEYS.values(), "")
        for key, value in document.metadata.items():
            if value is None:
                continue
            said = str(value)
            day = _DAY.match(said)
            if key in KEYS and (key != "published" or day):
                row[KEYS[key]] = day[0] if key == "published" and day else said
            if row.get(KEYS.get(key, "")) != said:
                self.options.losses.add(Feature.METADATA, f"{name}: {key} = {value}")
        row |= {"compartment": compartment, "filename": name, "title": document.title}
        self.rows.append({**row, "annotators": "|".join(groups)})

    def _save(self, compartment: str, folder: str, name: str, text: str) -> None:
        inside = self.path / compartment / folder
        inside.mkdir(parents=True, exist_ok=True)
        (inside / name).write_bytes(text.encode("utf-8"))

    def metadata(self) -> None:
        """Write metadata.tsv."""
        with (self.path / METADATA).open("w", encoding="utf-8", newline="") as stream:
            columns = dict.fromkeys((*COLUMNS, *(k for row in self.rows for k in row)))
            table = csv.DictWriter(
                stream, columns, delimiter="\t", lineterminator="\n", restval=""
            )
            table.writeheader()
            for row in self.rows:
                # One line for each article, whatever is in its title.
                table.writerow({k: " ".join(v.split()) for k, v in row.items()})


def _shown(annotation: Annotation) -> str:
    first = next(annotation.all_spans(), None)
    return f"{annotation.uid} “{first.text}”" if first else annotation.uid
