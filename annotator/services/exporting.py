# SPDX-License-Identifier: MIT
"""A project, or a choice of it, to files of any format that can be written."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.options import Notes, WriteOptions
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import NotFoundError, UserError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence
from annotator.services.files import atomic_path
from annotator.services.memory import rarely_collected
from annotator.services.session import Session
from annotator.services.splitting import Split
from annotator.services.wording import counted
from annotator.store.bulk import read_bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What goes out.  The default is everything.

    Attributes:
        annotators: uids or names of those whose work is wanted; None: everybody's.
        kinds: kinds of layers, "primary" and "adjudicated"; None: both.
        documents: uids of documents; None: all.
        split: parts into which the documents are divided, one file each.
    """

    annotators: Collection[str] | None = None
    kinds: Collection[str] | None = None
    documents: Collection[str] | None = None
    split: Split | None = None


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        format: the name of the format.
        files: the files written.
        documents, annotations: how many went out.
        parts: documents by name of the part, where there was a split.
        losses: what the format cannot carry, in words.
        notes: sentences the user should read.
    """

    format: str
    files: list[Path] = field(default_factory=list)
    documents: int = 0
    annotations: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    losses: tuple[str, ...] = ()
    notes: list[Sentence] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What was exported, in one line."""
        return Sentence(
            "Exported {documents} with {annotations} to {files}.",
            documents=counted(self.documents, "document"),
            annotations=counted(self.annotations, "annotation"),
            files=", ".join(str(path) for path in self.files),
        )


def output_formats() -> tuple[Format, ...]:
    """The formats that can be exported to."""
    return tuple(each for each in registry.formats() if each.writes)


def export(
    session: Session,
    output: Path | str,
    *,
    format: str,
    selection: Selection | None = None,
    overwrite: bool = False,
    bom: bool = False,
) -> Job[ExportReport]:
    """Write the project, or a choice of it, to a file; with a split, to several.

    Args:
        session: an open project, which is only read.
        output: the file; a part `dev` of `data.csv` goes to `data-dev.csv`.
        format: the name of the format.
        selection: what goes out; None: everything.
        overwrite: whether files of those names may be replaced.
        bom: begin text files with a byte order mark, as some spreadsheets want.

    Raises UserError; then, and when the job is closed before its end, every
    file is as it was.
    """
    selection = selection or Selection()
    found = registry.get(format)
    if found.write is None:
        raise NotFoundError("the format “{format}” can be read only.", format=format)
    report = ExportReport(found.name, losses=found.losses)
    options = WriteOptions(bom=bom, notes=Notes())
    people = _people(session, selection.annotators)
    with rarely_collected(), contextlib.ExitStack() as stack:
        # All drafts first: no file is replaced before every one is written.
        drafts = []
        for part, path in _targets(Path(output), selection.split):
            _spare_project(session, path)
            draft = stack.enter_context(atomic_path(path, overwrite=overwrite))
            drafts.append((part, draft))
            report.files.append(path)
        for part, draft in drafts:
            bundle = _bundle(session, selection, people)
            bundle = replace(
                bundle, documents=_counted(bundle, part, selection.split, report)
            )
            yield from found.write(bundle, draft, options)
    report.notes += options.notes.texts()
    return report


def _spare_project(session: Session, path: Path) -> None:
    """Refuse to write over the project that is read, by whatever name."""
    with contextlib.suppress(OSError):
        if path.samefile(session.path):
            raise UserError(
                "this is the project itself; an export cannot replace it.",
                file=path,
                remedy="Choose another name.",
            )


def _people(session: Session, names: Collection[str] | None) -> list[str] | None:
    if names is None:
        return None
    people = session.project.annotators
    found = []
    for name in names:
        known = people.find(name) or people.find_by_name(name)
        if known is None:
            there = ", ".join(each.name for each in people.all()) or Sentence("nobody")
            reason = Sentence(
                "there is no annotator “{name}” in the project.", name=name
            )
            raise NotFoundError(reason, remedy="There are: {there}.", there=there)
        found.append(known.uid)
    return found


def _bundle(session: Session, selection: Selection, people: list[str] | None) -> Bundle:
    return read_bundle(
        session.project,
        annotators=people,
        kinds=selection.kinds,
        documents=selection.documents,
    )


def output_paths(output: Path, split: Split | None) -> list[Path]:
    """The files that an export writes: one, or one for each part."""
    return [path for _, path in _targets(output, split)]


def _targets(output: Path, split: Split | None) -> list[tuple[str | None, Path]]:
    if split is None:
        return [(None, output)]
    return [
        (name, output.with_name(f"{output.stem}-{name}{output.suffix}"))
        for name in split.parts
    ]


def _counted(
    bundle: Bundle, part: str | None, split: Split | None, report: ExportReport
) -> Iterator[DocumentRecord]:
    """The bundle's documents, or those of one part, counted as they pass."""
    records: Iterable[DocumentRecord] = bundle.documents
    if part is not None:
        report.parts[part] = 0
    for record in records:
        if split is not None and part is not None:
            if split.part_of(record.document.text_sha256) != part:
                continue
            report.parts[part] += 1
        report.documents += 1
        report.annotations += sum(not each.deleted for each in record.annotations)
        yield record
