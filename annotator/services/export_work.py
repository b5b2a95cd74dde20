# SPDX-License-Identifier: MIT
"""One export under way: to files, or to a folder that explains itself."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from annotator.formats.features import LOSSES, Feature
from annotator.formats.format import Format, Write
from annotator.formats.losses import Losses
from annotator.formats.options import Notes, WriteOptions
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.services import export_folder, export_losses, stats
from annotator.services.datacard_agreement import agreement_of
from annotator.services.export_choice import Plan, Portion, Selection
from annotator.services.export_limits import limits
from annotator.services.export_records import Tally, bundle_of
from annotator.services.export_report import ExportReport
from annotator.services.files import atomic_path, is_special
from annotator.services.manifest import content_sha256, file_sha256
from annotator.services.session import Session
from annotator.services.whole_folder import atomic_folder

T = TypeVar("T")


def part_path(output: Path, part: str | None) -> Path:
    """The file of a part: `data-dev.csv` for the part `dev` of `data.csv`."""
    if part is None:
        return output
    return output.with_name(f"{output.stem}-{part}{output.suffix}")


def spare_project(session: Session, path: Path) -> None:
    """Refuse to write over the project that is read, by whatever name."""
    with contextlib.suppress(OSError):
        if path.samefile(session.path):
            raise UserError(
                "this is the project itself; an export cannot replace it.",
                file=path,
                remedy="Choose another name.",
            )


@dataclass(slots=True)
class Work:
    """One export: what it reads, what it wrote so far.

    `done` of `total` documents have passed; a folder reads them more than once.
    """

    session: Session
    format: Format
    plan: Plan
    tally: Tally = field(default_factory=Tally)
    notes: Notes = field(default_factory=Notes)
    losses: list[Losses] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    folder: Path | None = None
    done: int = 0
    total: int = 0

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        return self.plan.selection

    # -- to files

    def to_files(self, output: Path, overwrite: bool) -> Job[None]:
        """Write a file for each part, all of them or none."""
        self.total = self.plan.total
        with contextlib.ExitStack() as stack:
            # All drafts first: no file is replaced before every one is written.
            drafts = []
            for portion in self.plan.portions:
                path = part_path(output, portion.name)
                draft = self._draft(stack, path, overwrite)
                drafts.append((portion, path, draft))
            for portion, path, draft in drafts:
                if self.format.beside:
                    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
                        place = Path(folder, path.name)
                        yield from self._write(portion, place)
                        shutil.copyfile(place, draft)
                        self._beside(stack, place, path, overwrite)
                else:
                    yield from self._write(portion, draft)

    def _draft(self, stack: contextlib.ExitStack, path: Path, overwrite: bool) -> Path:
        spare_project(self.session, path)
        draft = stack.enter_context(atomic_path(path, overwrite=overwrite))
        self.files.append(path)
        return draft

    def _beside(
        self, stack: contextlib.ExitStack, place: Path, path: Path, overwrite: bool
    ) -> None:
        """Take over what the format wrote beside its file."""
        for each in sorted(place.parent.iterdir()):
            # A pipe has room for one file only.
            if each != place and not is_special(path):
                draft = self._draft(stack, path.with_name(each.name), overwrite)
                shutil.copyfile(each, draft)

    # -- to a folder

    def to_folder(self, output: Path, overwrite: bool) -> Job[None]:
        """Write a folder with the data and all that explains them."""
        passes = 1 + self.format.has_table_of_documents + (not self._is_whole)
        self.total = self.plan.total * passes
        self.tally.counts = self._counts()
        self.folder = output
        with atomic_folder(output, overwrite=overwrite) as draft:
            data: dict[str, Path] = {}
            documents: dict[str, Path] = {}
            for portion in self.plan.portions:
                name = self._file_name(portion)
                data[portion.name or ""] = draft / name
                self.files.append(output / name)
                yield from self._write(portion, draft / name)
                if self.format.has_table_of_documents:
                    name = self._documents_name(portion)
                    documents[portion.name or ""] = draft / name
                    self.files.append(output / name)
                    yield from self._write_documents(portion, draft / name)
            content = yield from self._content(data)
            agreement = yield from self._agreement()
            self._describe(draft, data, documents, content, agreement)

    def _counts(self) -> stats.Stats:
        counts = stats.Stats(self.session.title, self.session.codebook.id)
        for person in self.session.annotators():
            counts.people[person.uid] = stats.PersonStats(person.name)
        return counts

    def _file_name(self, portion: Portion) -> str:
        name = portion.name or "data"
        if self.format.many or not self.format.suffixes:
            return name
        return f"{name}{self.format.suffixes[0]}"

    def _documents_name(self, portion: Portion) -> str:
        stem = f"{portion.name}-documents" if portion.name else "documents"
        return f"{stem}{self.format.suffixes[0]}"

    @property
    def _is_whole(self) -> bool:
        """Whether the data are the canonical form of the whole project."""
        whole = self.selection.is_everything and self.plan.sight.everything
        return self.format.name == "annotator-jsonl" and whole

    def _content(self, data: dict[str, Path]) -> Job[str]:
        """The sha256 of the project, that of the data where they are all of it."""
        if self._is_whole:
            return file_sha256(data[""])
        return (yield from self._told(content_sha256(self.session), self.plan.total))

    def _agreement(self) -> Job[tuple[str, ...]]:
        """What is said of the agreement of those whose work goes out."""
        kinds = self.selection.kinds
        if kinds is not None and "primary" not in kinds:
            return ()
        some = [portion.uids for portion in self.plan.portions]
        uids = None
        if None not in some:
            uids = [uid for each in some for uid in each or ()]
        people = None if self.plan.people is None else sorted(self.plan.people)
        return (yield from self._told(agreement_of(self.session, uids, people), 0))

    def _describe(
        self,
        draft: Path,
        data: dict[str, Path],
        documents: dict[str, Path],
        content: str,
        agreement: tuple[str, ...],
    ) -> None:
        written = export_folder.Written(
            folder=draft,
            format=self.format,
            selection=self.selection,
            tally=self.tally,
            report=self.report(),
            targets=data,
            documents=documents,
        )
        export_folder.describe(self.session, written, content, agreement)

    # -- the writers of the format

    def _write(self, portion: Portion, path: Path) -> Job[None]:
        assert self.format.write is not None
        options = self._options()
        self.losses.append(options.losses)
        yield from self._run(self.format.write, portion, path, options, self.tally)

    def _write_documents(self, portion: Portion, path: Path) -> Job[None]:
        assert self.format.write_documents is not None
        write = self.format.write_documents
        yield from self._run(write, portion, path, self._options(), Tally())

    def _options(self) -> WriteOptions:
        return WriteOptions(
            bom=self.selection.bom,
            with_text=self.selection.with_text,
            negatives=self.selection.negatives,
            may_divide=self.folder is not None,
            notes=self.notes,
        )

    def _run(
        self,
        write: Write,
        portion: Portion,
        path: Path,
        options: WriteOptions,
        tally: Tally,
    ) -> Job[None]:
        bundle = bundle_of(self.session, self.plan, portion, tally)
        size = bundle.total or 0
        yield from self._told(write(bundle, path, options), size)

    def _told(
        self, job: Generator[Progress, None, T], size: int
    ) -> Generator[Progress, None, T]:
        """Drive a job over `size` documents as a stretch of the whole."""
        start = self.done
        with contextlib.closing(job):
            while True:
                try:
                    each = next(job)
                except StopIteration as stop:
                    self.done = start + size
                    result: T = stop.value
                    return result
                at = start + min(each.done, size)
                yield Progress(at, self.total, each.message)

    # -- what came of it

    def report(self) -> ExportReport:
        """What was done so far."""
        # Examples quote what may not be passed on.
        quoting = self.selection.with_text
        losses = export_losses.merged(self.losses, examples=quoting)
        for each in self._kept_elsewhere():
            losses.items.pop(LOSSES[each], None)
        return ExportReport(
            self.format.name,
            has_documents=self.format.has_documents,
            files=self.files,
            folder=self.folder,
            documents=self.tally.documents,
            annotations=self.tally.annotations,
            parts=self.tally.parts,
            losses=losses,
            left_out=export_losses.merged([self.tally.left_out], examples=quoting),
            never=tuple(w for w in self.format.besides if w not in losses.items),
            limits=list(limits(self.plan, self.tally, self._is_whole)),
            # The same of every part is said once.
            notes=list({str(each): each for each in self.notes.texts()}.values()),
        )

    def _kept_elsewhere(self) -> Iterator[Feature]:
        """What the data lack, and what lies beside them has, or nobody wanted."""
        if not self.selection.with_text:
            yield Feature.TEXTS
        if self.folder is not None:
            yield from self.format.in_folder
