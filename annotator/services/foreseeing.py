# SPDX-License-Identifier: MIT
"""What an import would bring, counted before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.options import Notes
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence, joined
from annotator.services.import_sources import prepare, sources
from annotator.services.importing import (
    ImportOptions,
    ImportReport,
    owner_of,
    read_options,
    without_duplicates,
)
from annotator.services.known import Known
from annotator.services.session import Session
from annotator.services.wording import counted


@dataclass(slots=True)
class Foreseen:
    """What is new in some files.

    Attributes:
        documents, annotations: how many would be new; `there` documents are in
            the project already, their annotations counted where they are new.
        skipped: documents that would be left out as duplicates.
        left_out: what the mapping leaves out.
        people, entities: names of new annotators and speakers.
        notes: what the import would say.
    """

    documents: int = 0
    annotations: int = 0
    there: int = 0
    skipped: int = 0
    left_out: int = 0
    people: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        """What would come in, in one line."""
        parts: list[Sentence] = [counted(self.documents, "document")]
        if self.annotations:
            parts.append(counted(self.annotations, "annotation"))
        for template, number in (
            ("new speakers: {n}", len(self.entities)),
            ("new annotators: {n}", len(self.people)),
            ("documents there already: {n}", self.there),
            ("duplicates left out: {n}", self.skipped),
            ("left out by the mapping: {n}", self.left_out),
        ):
            if number:
                parts.append(Sentence(template, n=f"{number:,}"))
        return Sentence("{parts}.", parts=joined(", ", parts))


def foresee(
    session: Session,
    paths: Sequence[Path | str],
    *,
    format: str | None = None,
    options: ImportOptions | None = None,
) -> Job[Foreseen]:
    """Read the files as an import would; a job that stores nothing.

    Raises what the import would raise while reading, UnmappedError among it.
    """
    options = options or ImportOptions()
    known, notes, made = Known(session), Notes(), Foreseen()
    owner = owner_of(session, options.annotator)
    reading = read_options(session, options, owner, known, notes)
    listed = sources(paths, format)
    prepared = yield from prepare(listed, reading)
    report = ImportReport()
    for source in listed:
        bundle = yield from prepared.bundle(source)
        _count_header(made, bundle, known)
        kept = without_duplicates(bundle, known, options, report, notes)
        for done, record in enumerate(kept.documents, start=1):
            _count(made, record, session, known)
            yield Progress(done, bundle.total or 0)
    made.skipped = report.skipped_documents
    made.left_out = notes.left_out
    made.notes = notes.texts()
    return made


def _count_header(made: Foreseen, bundle: Bundle, known: Known) -> None:
    header = bundle.header
    people = (each for each in header.annotators if not known("annotator", each.uid))
    made.people += [each.name for each in people if each.name not in made.people]
    entities = (each for each in header.entities if not known("entity", each.uid))
    made.entities += [each.name for each in entities if each.name not in made.entities]


def _count(
    made: Foreseen, record: DocumentRecord, session: Session, known: Known
) -> None:
    uid = record.document.uid
    mine: set[str] = set()
    if known.has_document(uid):
        made.there += 1
        ours = session.project.annotations.of(uid, deleted=True)
        mine = {each.uid for each in ours}
    else:
        made.documents += 1
    made.annotations += sum(each.uid not in mine for each in record.annotations)
