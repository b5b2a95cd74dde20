# SPDX-License-Identifier: MIT
"""Colleagues' files into one project.

A merge is one transaction and one step.  It makes no uid, time or revision, so
that the order of merging does not matter, and merging twice changes nothing.
What it would do is found out by doing it and taking it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats import registry
from annotator.formats.options import Notes
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError, NotAProjectError, UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services import unifying
from annotator.services.import_sources import unreadable
from annotator.services.importing import ImportOptions, read_options
from annotator.services.known import Known
from annotator.services.memory import rarely_collected
from annotator.services.session import Session
from annotator.services.unifying import Unification
from annotator.store.bulk import Begun, BulkReport, Conflict, insert_bundle
from annotator.store.connection import require_file
from annotator.store.foreign import ForeignProject
from annotator.store.project import Project

TABLES: Final = frozenset(
    {"document", "annotation", "layer", "entity", "vocabulary", "annotator"}
    | {"codebook", "round", "assignment", "decision", "comment"}
    | {"settings", "history"}
)
_SUFFIX: Final = ".annotator"
_MERGING: Final = Sentence("Merging")


@dataclass(frozen=True, slots=True)
class FileMerge:
    """What one file brings.

    Attributes:
        path: the file.
        report: what is new, changed, deleted, and changed on both sides.
        codebook: how the codebook of the file differs from ours; "" if it does not.
        matched: uids of theirs → of ours, of documents known by their text only.
    """

    path: Path
    report: BulkReport
    codebook: str = ""
    matched: dict[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether the file brings anything."""
        return self.report.wrote


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What the files of a merge brought.

    Attributes:
        files: what each of them brought, in the order given.
        proposals: new speakers and entries that may be known under another name.
        unified: how many of them were unified.
    """

    files: tuple[FileMerge, ...]
    proposals: tuple[Unification, ...] = ()
    unified: int = 0

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What was changed on both sides; both are kept."""
        return tuple(each for file in self.files for each in file.report.conflicts)

    def total(self, count: str) -> int:
        """The sum of a count over the files, such as "annotations"."""
        return sum(int(getattr(file.report, count)) for file in self.files)

    @property
    def changes(self) -> bool:
        """Whether any file brings anything."""
        return any(file.changes for file in self.files)


class _TakeBack(Exception):
    """Ends a trial; everything is rolled back."""


def plan(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    """What merging the files would do; nothing is kept of it.

    Raises UserError naming the file where one of them cannot be merged.
    """
    found = MergeReport(())
    with rarely_collected(), session.events.held():
        try:
            with session.project.atomic():
                found = yield from _take(session, paths)
                raise _TakeBack
        except _TakeBack:
            pass
    return found


def merge(
    session: Session, paths: Sequence[Path], unify: Iterable[tuple[str, str]] = ()
) -> Job[MergeReport]:
    """Merge projects (or files of the exchange format) into ours, as one step.

    `unify` names pairs of uids: a speaker or entry that came, and the known one
    that it is.

    Raises UserError naming the file; then, and when the job is closed before its
    end, nothing was merged.
    """
    names = ", ".join(path.name for path in paths)
    args = {"name": names, "count": len(paths)}
    step = session.project.history.step(session.annotator.uid, "merge", args)
    with rarely_collected(), session.events.held(), step:
        found = yield from _take(session, paths)
        unified = unifying.unify(session, unify)
    session.changed(TABLES)
    return replace(found, unified=unified)


def _take(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    known = unifying.known_nouns(session)
    found = []
    for path in paths:
        try:
            found.append((yield from _take_file(session, path)))
        except UserError as error:
            error.file = error.file or str(path)
            raise
        except OSError as error:
            raise unreadable(error, path) from error
    named = [noun for file in found for noun in file.report.named]
    return MergeReport(tuple(found), unifying.proposals(known, named))


def _take_file(session: Session, path: Path) -> Job[FileMerge]:
    _require_other(session, path)
    with ExitStack() as stack:
        bundle, begun = yield from _bundle(session, path, stack)
        matched = _Matched(session.project, bundle)
        job = insert_bundle(
            session.project,
            replace(bundle, documents=matched),
            annotator=session.annotator.uid,
            title="merge",
            skip_other_texts=True,
            begun=begun,
        )
        report = yield from _told(job)
    codebook = _codebook_difference(session, bundle)
    return FileMerge(path, report, codebook, matched.found)


def _told(job: Job[BulkReport]) -> Job[BulkReport]:
    """The job, saying what is being done."""
    while True:
        try:
            each = next(job)
        except StopIteration as stop:
            report: BulkReport = stop.value
            return report
        yield Progress(each.done, each.total, each.message or _MERGING)


def _require_other(session: Session, path: Path) -> None:
    if path.exists() and path.samefile(session.path):
        raise InputError("this is the project itself.", file=path)


def _bundle(
    session: Session, path: Path, stack: ExitStack
) -> Job[tuple[Bundle, Begun | None]]:
    """What a file holds, and who is to be told when it is being taken in.

    It is a project, or a file of the exchange format.

    A project is looked through before it is read.
    """
    require_file(path)
    native = registry.get("annotator-jsonl")
    if path.suffix.lower() == _SUFFIX or not registry.likely(native, path):
        theirs = stack.enter_context(closing(_foreign(path)))
        yield from theirs.verify()
        return theirs.bundle(), theirs.carry_into
    options = read_options(session, ImportOptions(), None, Known(session), Notes())
    assert native.read is not None
    return native.read(path, options), None


def _foreign(path: Path) -> ForeignProject:
    try:
        return ForeignProject(path)
    except NotAProjectError as error:
        remedy = "Only projects and files of annotator-jsonl are merged; import others."
        raise NotAProjectError(error.reason, file=path, remedy=remedy) from error


class _Matched:
    """The documents of a file, those known by their text only under our uid.

    Syndicated articles share a text, so that the match must be the only one on
    both sides.
    """

    def __init__(self, project: Project, bundle: Bundle) -> None:
        self._project = project
        self._bundle = bundle
        self.found: dict[str, str] = {}

    def __iter__(self) -> Iterator[DocumentRecord]:
        seen: dict[str, int] = {}
        waiting: list[DocumentRecord] = []
        for record in self._bundle.documents:
            document = record.document
            seen[document.text_sha256] = seen.get(document.text_sha256, 0) + 1
            if self._project.documents.row_id(document.uid) is not None:
                yield record
            elif len(self._project.documents.by_text_sha256(document.text_sha256)) == 1:
                waiting.append(record)
            else:
                yield record
        for record in waiting:
            yield self._renamed(record, seen[record.document.text_sha256])

    def _renamed(self, record: DocumentRecord, count: int) -> DocumentRecord:
        document = record.document
        ours = self._project.documents.by_text_sha256(document.text_sha256)
        if count > 1 or len(ours) != 1:
            return record
        self.found[document.uid] = ours[0]
        rename: Callable[..., object] = replace
        return replace(
            record,
            document=replace(document, uid=ours[0], revs=()),
            layers=tuple(replace(x, document=ours[0]) for x in record.layers),
            annotations=tuple(replace(a, document=ours[0]) for a in record.annotations),
            rivals=tuple(
                rename(each, document=ours[0])  # type: ignore[misc]
                for each in record.rivals
                if hasattr(each, "document")
            ),
        )


def _codebook_difference(session: Session, bundle: Bundle) -> str:
    """How the current codebook of a file differs from ours, in a sentence."""
    named = bundle.header.codebook
    ours = session.project.codebooks.current()
    theirs = [c for c in bundle.codebooks if (c.id, c.version) == named]
    if named is None or any(each.sha256 == ours.sha256 for each in theirs):
        return ""
    if named == (ours.id, ours.version):
        return Sentence(
            "It works under another {name} {version} than ours.",
            name=named[0],
            version=named[1],
        )
    return Sentence(
        "It works under {name} {version}; ours is {our_name} {our_version}.",
        name=named[0],
        version=named[1],
        our_name=ours.id,
        our_version=ours.version,
    )
