# SPDX-License-Identifier: MIT
"""Files into a project.

All text files of one import become one bundle; every other file is a bundle of
its own.  Everything goes in within one transaction and one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import registry, text
from annotator.formats.format import Format
from annotator.formats.options import Notes, ReadOptions
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError, NotFoundError, UserError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence, joined
from annotator.model.team import Annotator
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
    """

    encoding: str | None = None
    metadata_pattern: str | None = None
    name_pattern: str | None = None
    language: str | None = None
    annotator: str | None = None
    duplicates: str = "skip"


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        files: how many files were read.
        documents, annotations, entities, entries: how many are new.
        updated: what was there and gave way to a later revision.
        skipped: annotations that were there already.
        skipped_documents: documents left out because their text is there.
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
    added: list[str] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What was imported, in one line."""
        said = Sentence("Imported {n}", n=counted(self.documents, "document"))
        parts = [said]
        if self.annotations:
            count = counted(self.annotations, "annotation")
            parts[0] = Sentence("{imported} with {n}", imported=said, n=count)
        if self.updated:
            parts.append(Sentence("updated {n}", n=self.updated))
        if self.skipped_documents:
            count = counted(self.skipped_documents, "duplicate")
            parts.append(Sentence("skipped {n}", n=count))
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
    sources = _sources(paths, format)
    args: dict[str, Any] = {"count": 0}
    project = session.project
    step = project.history.step(session.annotator.uid, "import", args)
    with rarely_collected(), step:
        owner = _owner(session, options.annotator)
        if owner is not None:
            project.annotators.add(owner)
        reading = _reading(session, options, owner, known, notes)
        for source in sources:
            bundle = _checked(source.read(reading), known, options, report, notes)
            yield from _insert(session, bundle, report, source)
            known.forget()
        args["count"] = report.documents
    report.notes += notes.texts()
    session.changed(_TABLES)
    return report


def _insert(
    session: Session,
    bundle: Bundle,
    report: ImportReport,
    source: _Source,
) -> Job[None]:
    job = insert_bundle(
        session.project, bundle, annotator=session.annotator.uid, title="import"
    )
    try:
        part = yield from job
    except UserError as error:
        error.file = error.file or str(source.paths[0])
        raise
    except OSError as error:
        raise _unreadable(error, source.paths[0]) from error
    report.files += len(source.paths)
    report.add(part)


@dataclass(frozen=True, slots=True)
class _Source:
    """Files that are read as one bundle."""

    format: Format
    paths: tuple[Path, ...]

    def read(self, options: ReadOptions) -> Bundle:
        """The bundle in the files."""
        try:
            if self.format is text.FORMAT:
                return text.read_files(self.paths, options)
            assert self.format.read is not None
            return self.format.read(self.paths[0], options)
        except OSError as error:
            raise _unreadable(error, self.paths[0]) from error


def _sources(paths: Sequence[Path | str], name: str | None) -> list[_Source]:
    chosen = registry.get(name) if name else None
    if chosen is not None and not chosen.reads:
        raise NotFoundError(
            "the format “{name}” can be written only.", name=chosen.name
        )
    texts: list[Path] = []
    sources: list[_Source] = []
    for path in map(Path, paths):
        try:
            found = chosen or registry.sniff(path)
            if found is text.FORMAT:
                texts += text.text_files(path) if path.is_dir() else [path]
            else:
                sources.append(_Source(found, (path,)))
        except OSError as error:
            raise _unreadable(error, path) from error
    if texts:
        # One file named twice is one file.
        sources.append(_Source(text.FORMAT, tuple(dict.fromkeys(texts))))
    return sources


def _unreadable(error: OSError, path: Path) -> InputError:
    said = error.strerror or str(error)
    said = said[:1].lower() + said[1:]
    reason = Sentence("it cannot be read: {said}.", said=said)
    return InputError(reason, file=error.filename or path)


def _owner(session: Session, name: str | None) -> Annotator | None:
    """Whose the annotations are that name nobody."""
    if name is None:
        return None
    own = session.annotator
    return own if name in (own.uid, own.name) else find_annotator(session.project, name)


def _reading(
    session: Session,
    options: ImportOptions,
    owner: Annotator | None,
    known: Known,
    notes: Notes,
) -> ReadOptions:
    if options.duplicates not in ("skip", "add"):
        raise ValueError(f"duplicates is skip or add, not {options.duplicates!r}")
    return ReadOptions(
        encoding=options.encoding,
        metadata_pattern=options.metadata_pattern,
        name_pattern=options.name_pattern,
        language=options.language,
        annotator=owner.uid if owner else None,
        codebook=session.project.codebooks.current(),
        find_codebook=known.codebook,
        knows=known,
        notes=notes,
    )


def _checked(
    bundle: Bundle,
    known: Known,
    options: ImportOptions,
    report: ImportReport,
    notes: Notes,
) -> Bundle:
    """The bundle without documents whose text is in the project already."""
    if options.duplicates == "add":
        return bundle
    documents = _without_duplicates(bundle.documents, known, report, notes)
    return replace(bundle, documents=documents)


def _without_duplicates(
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
