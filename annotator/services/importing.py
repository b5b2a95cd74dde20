# SPDX-License-Identifier: MIT
"""Files into a project.

Everything goes in within one transaction and one step.  How files become bundles
is in `services.import_sources`, what an import would bring in `services.foreseeing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.marks.mapping import LabelMapping
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.placing import ALL_UNITS
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Document
from annotator.model.errors import UserError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence, joined
from annotator.model.team import Annotator
from annotator.services.import_sources import Source, prepare, sources, unreadable
from annotator.services.known import Known
from annotator.services.memory import rarely_collected
from annotator.services.session import Session, find_annotator
from annotator.services.wording import counted
from annotator.store.bulk import BulkReport, insert_bundle

_TABLES: Final = (
    *("document", "annotation", "layer", "entity", "vocabulary", "annotator"),
    *("codebook", "settings", "history"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import.

    Attributes:
        encoding: of text files; None: found out, or asked for by an error.
        metadata_pattern: regular expression for the header line of text files;
            None: the usual one, "": none.
        name_pattern: what the names of text files say, such as
            `{published}_{source}_{title}`; None: nothing.
        language: written to documents that name none; None: left out.
        annotator: uid or name of whose the annotations are that name nobody.
        duplicates: "skip" documents without annotations whose text is in the
            project already, or "add" them.
        mapping: what foreign labels are called here.
        unit: what offsets count (one of `ALL_UNITS`); None: as it is found.
        columns: which column of a table of documents holds what.
    """

    encoding: str | None = None
    metadata_pattern: str | None = None
    name_pattern: str | None = None
    language: str | None = None
    annotator: str | None = None
    duplicates: str = "skip"
    mapping: LabelMapping | None = None
    unit: str | None = None
    columns: Mapping[str, str] | None = None


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        files: how many files were read.
        documents, annotations, entities, entries: how many are new.
        updated: what was there and gave way to a later revision.
        skipped: annotations that were there already.
        skipped_documents: documents left out because their text is there.
        left_out: marks, links and values that a mapping left out.
        added: uids of the new documents.
        notes: sentences the user should read.
    """

    files: int = 0
    documents: int = 0
    annotations: int = 0
    entities: int = 0
    entries: int = 0
    updated: int = 0
    skipped: int = 0
    skipped_documents: int = 0
    left_out: int = 0
    added: list[str] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What was imported, in one line."""
        what = counted(self.documents, "document")
        if self.entries and not self.documents and not self.annotations:
            what = counted(self.entries, "entry")
        said = Sentence("Imported {n}", n=what)
        parts = [said]
        if self.annotations:
            count = counted(self.annotations, "annotation")
            parts[0] = Sentence("{imported} with {n}", imported=said, n=count)
        if self.updated:
            parts.append(Sentence("updated {n}", n=self.updated))
        if self.skipped_documents:
            count = counted(self.skipped_documents, "duplicate")
            parts.append(Sentence("skipped {n}", n=count))
        if self.left_out:
            parts.append(Sentence("left out {n}", n=f"{self.left_out:,}"))
        return Sentence("{parts}.", parts=joined(", ", parts))

    def add(self, part: BulkReport) -> None:
        """Count what one bundle brought."""
        for name in ("documents", "annotations", "entities", "entries"):
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self.updated += part.updated
        self.skipped += part.skipped
        self.skipped_documents += part.skipped_documents
        self.added += part.added
        self.notes += part.notes
        if part.conflicts:
            said = Sentence(
                "What was there already and says something else now ({n}) is kept in"
                " both states, to be decided on in the review.",
                n=len(part.conflicts),
            )
            self.notes.append(said)


def input_formats() -> tuple[Format, ...]:
    """The formats that can be imported."""
    return tuple(each for each in registry.formats() if each.reads)


def import_files(
    session: Session,
    paths: Sequence[Path | str],
    *,
    format: str | None = None,
    options: ImportOptions | None = None,
) -> Job[ImportReport]:
    """Bring files and folders into the project, as one step.

    Args:
        session: a project open for writing.
        paths: files, or folders of text files.
        format: the name of the format; None: found out for each file.
        options: how to read them.

    Raises UserError naming file, line and field; then, and when the job is
    closed before its end, nothing was imported.
    """
    options = options or ImportOptions()
    report = ImportReport()
    known = Known(session)
    notes = Notes()
    listed = sources(paths, format)
    args: dict[str, Any] = {"count": 0}
    project = session.project
    step = project.history.step(session.annotator.uid, "import", args)
    with rarely_collected(), step:
        owner = owner_of(session, options.annotator)
        if owner is not None:
            project.annotators.add(owner)
        reading = read_options(session, options, owner, known, notes)
        prepared = yield from prepare(listed, reading)
        for source in listed:
            read = yield from prepared.bundle(source)
            bundle = without_duplicates(read, known, options, report, notes)
            yield from _insert(session, bundle, report, source)
            known.forget()
        args["count"] = report.documents
    report.notes += notes.texts()
    report.left_out = notes.left_out
    session.changed(_TABLES)
    return report


def _insert(
    session: Session,
    bundle: Bundle,
    report: ImportReport,
    source: Source,
) -> Job[None]:
    job = insert_bundle(
        session.project,
        bundle,
        annotator=session.annotator.uid,
        title="import",
        unite_extra=source.marks is not None,
    )
    try:
        part = yield from job
    except UserError as error:
        error.file = error.file or str(source.paths[0])
        raise
    except OSError as error:
        raise unreadable(error, source.paths[0]) from error
    report.files += len(source.paths)
    report.add(part)


def owner_of(session: Session, name: str | None) -> Annotator | None:
    """Whose the annotations are that name nobody."""
    if name is None:
        return None
    own = session.annotator
    return own if name in (own.uid, own.name) else find_annotator(session.project, name)


def read_options(
    session: Session,
    options: ImportOptions,
    owner: Annotator | None,
    known: Known,
    notes: Notes,
) -> ReadOptions:
    """What the readers are told; ValueError or UserError for a wrong option."""
    if options.duplicates not in ("skip", "add"):
        raise ValueError(f"duplicates is skip or add, not {options.duplicates!r}")
    if options.unit is not None and options.unit not in ALL_UNITS:
        raise UserError(
            "offsets do not count “{unit}”.",
            remedy="They count one of: {known}.",
            unit=options.unit,
            known=", ".join(ALL_UNITS),
        )
    return ReadOptions(
        encoding=options.encoding,
        metadata_pattern=options.metadata_pattern,
        name_pattern=options.name_pattern,
        language=options.language,
        annotator=owner.uid if owner else None,
        codebook=session.project.codebooks.current(),
        find_codebook=known.codebook,
        knows=known,
        mapping=options.mapping,
        derive_codebook=known.is_empty(),
        unit=options.unit,
        find_annotator=known.annotator,
        find_entity=known.entity,
        find_entry=known.entry,
        find_document=known.document if options.duplicates == "skip" else _apart,
        owners=known.owners,
        columns=options.columns,
        notes=notes,
    )


def _apart(sha256: str) -> Document | None:
    """Documents are to be added beside those of the same text."""
    return None


def without_duplicates(
    bundle: Bundle,
    known: Known,
    options: ImportOptions,
    report: ImportReport,
    notes: Notes,
) -> Bundle:
    """The bundle without documents whose text is in the project already."""
    if options.duplicates == "add":
        return bundle
    documents = _not_there(bundle.documents, known, report, notes)
    return replace(bundle, documents=documents)


def _not_there(
    records: Iterable[DocumentRecord], known: Known, report: ImportReport, notes: Notes
) -> Iterator[DocumentRecord]:
    seen: set[str] = set()
    for record in records:
        document = record.document
        if record.annotations or known.has_document(document.uid):
            yield record
        elif document.text_sha256 in seen or known.has_text(document.text_sha256):
            report.skipped_documents += 1
            name = document.file.name if document.file else document.uid
            notes.add(
                Sentence(
                    "“{title}” has the text of another document; skipped.",
                    title=document.title,
                ),
                file=name,
                line=record.line,
            )
        else:
            seen.add(document.text_sha256)
            yield record
