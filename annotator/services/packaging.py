# SPDX-License-Identifier: MIT
"""One annotator's file: all that they need, and nothing of the others.

A package is a new project built from chosen rows.  It is never a copy from
which rows were deleted: revisions, history, search index and free pages of a
copy would give others' work away.  What goes in keeps its ids and revisions, so
that the file, once returned, is merged like any other.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.errors import UserError
from annotator.model.identity import instant_to_text, now_ms
from annotator.model.progress import Job
from annotator.model.team import Annotator, Assignment, Round
from annotator.services import files, guideline, people, rounds
from annotator.services.export_sight import plain_round, undisguised
from annotator.services.session import CHOSEN, Session
from annotator.services.visibility import SEEING
from annotator.store import workload
from annotator.store.bulk import read_bundle
from annotator.store.bulk_insert import fill_new
from annotator.store.project import Project
from annotator.store.rounds import ASSIGNMENTS, ROUNDS, assignment_whole, round_whole

SUFFIX: Final = ".annotator"


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a package, by its numbers.

    `assigned` counts documents that are assigned to the person, `documents` also
    those they annotated without; `guideline` is the name of its file, or "".
    """

    person: Annotator
    documents: int
    assigned: int
    annotations: int
    comments: int
    entities: int
    entries: int
    guideline: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was made: where, and what is in it."""

    path: Path
    contents: Contents


def file_name(session: Session, person: Annotator) -> str:
    """A name for somebody's package: the project's and theirs."""
    return files.safe_name(f"{session.path.stem} – {person.name}{SUFFIX}")


def receivers(
    session: Session, round_names: Collection[str] | None = None
) -> tuple[Annotator, ...]:
    """Those who have documents in some rounds (None: in any) and are active."""
    chosen = {each.uid for each in _rounds(session, round_names)}
    given = session.project.assignments.of_round()
    busy = {each.annotator for each in given if each.round in chosen}
    everybody = session.annotators()
    return tuple(p for p in everybody if p.uid in busy and not p.inactive)


def package(
    session: Session,
    annotator: str,
    output: Path | str,
    *,
    round_names: Collection[str] | None = None,
    overwrite: bool = False,
) -> Job[Package]:
    """Make the file of one annotator, whole or not at all.

    Args:
        annotator: uid or name.
        output: the file to be.
        round_names: uids or names of rounds whose documents go in; None: those
            of all rounds, and all that the person annotated besides.
        overwrite: replace a file of that name.

    Raises NotFoundError for unknown names, UserError where there is nothing for
    that person, NotWrittenError where the file cannot be written.
    """
    person = people.find(session, annotator)
    chosen = _rounds(session, round_names)
    choice = _choice(session, person, chosen, besides=round_names is None)
    found = guideline.find(session)
    counts = _Counts()
    with (
        files.atomic_path(output, overwrite=overwrite) as draft,
        tempfile.TemporaryDirectory(prefix="annotator-package-") as folder,
    ):
        # SQLite keeps a journal beside its file, so it is made in a place apart.
        place = Path(folder, f"package{SUFFIX}")
        bundle = _bundle(session, choice, counts)
        with Project.create(place, session.project.codebooks.current()) as made:
            yield from fill_new(made, bundle)
            _settle(session, made, person, found)
        shutil.copyfile(place, draft)
    contents = Contents(
        person,
        len(choice.documents),
        len({each.document for each in choice.assignments}),
        counts.annotations,
        counts.comments,
        len(bundle.header.entities),
        sum(map(len, bundle.header.vocabularies.values())),
        found.name if found else "",
    )
    return Package(Path(output), contents)


def package_all(
    session: Session,
    wanted: Mapping[str, Path],
    *,
    round_names: Collection[str] | None = None,
    overwrite: bool = False,
) -> Job[list[Package]]:
    """Several people's files, one after the other; each whole or not at all."""
    made: list[Package] = []
    for name, path in wanted.items():
        job = package(session, name, path, round_names=round_names, overwrite=overwrite)
        made.append((yield from job))
    return made


@dataclass(frozen=True, slots=True)
class _Choice:
    """The rows that go in: documents by uid, rounds and assignments as they are."""

    person: Annotator
    documents: tuple[str, ...]
    rounds: tuple[Round, ...]
    assignments: tuple[Assignment, ...]


@dataclass(slots=True)
class _Counts:
    annotations: int = 0
    comments: int = 0


def _rounds(session: Session, names: Collection[str] | None) -> tuple[Round, ...]:
    if names is None:
        return rounds.all_of(session)
    found = {each.uid: each for each in (rounds.find(session, name) for name in names)}
    return tuple(found.values())


def _choice(
    session: Session, person: Annotator, chosen: Iterable[Round], *, besides: bool
) -> _Choice:
    known = {each.uid: each for each in chosen}
    mine = tuple(
        each
        for each in session.project.assignments.of_round()
        if each.annotator == person.uid and each.round in known
    )
    uids = {each.document for each in mine}
    if besides:
        uids |= workload.touched(session.project, person.uid)
    if not uids:
        raise UserError(
            "nothing is assigned to {name}, and they annotated nothing.",
            remedy="Assign documents first.",
            name=person.name,
        )
    used = {each.round for each in mine}
    theirs = tuple(each for uid, each in known.items() if uid in used)
    return _Choice(person, tuple(sorted(uids)), theirs, mine)


# -- what goes in -----------------------------------------------------------------


def _bundle(session: Session, choice: _Choice, counts: _Counts) -> Bundle:
    """The chosen rows; comments' authors are found before documents are read."""
    everything = read_bundle(
        session.project,
        annotators=(choice.person.uid,),
        kinds=("primary",),
        documents=choice.documents,
    )
    seniors = {p.uid: p for p in session.annotators() if p.role in SEEING}
    talk = _Talk(choice.person.uid, frozenset(seniors))
    authors = _authors(session, choice, talk)
    head = everything.header
    header = ProjectHeader(
        title=head.title,
        codebook=head.codebook,
        annotators=(choice.person, *(seniors[uid] for uid in sorted(authors))),
        entities=head.entities,
        vocabularies=head.vocabularies,
        items={
            ROUNDS: tuple(round_whole(plain_round(each)) for each in choice.rounds),
            ASSIGNMENTS: tuple(map(assignment_whole, choice.assignments)),
        },
    )
    documents = (_record(each, talk, counts) for each in everything.documents)
    return Bundle(
        header=header,
        codebooks=everything.codebooks,
        documents=documents,
        total=everything.total,
    )


def _record(record: DocumentRecord, talk: _Talk, counts: _Counts) -> DocumentRecord:
    comments = tuple(talk.heard(record.comments, _own(record)))
    counts.annotations += sum(not each.deleted for each in record.annotations)
    counts.comments += len(comments)
    return DocumentRecord(
        document=undisguised(record.document),
        layers=record.layers,
        annotations=record.annotations,
        comments=comments,
    )


def _own(record: DocumentRecord) -> frozenset[str]:
    return frozenset(each.uid for each in record.annotations)


def _authors(session: Session, choice: _Choice, talk: _Talk) -> set[str]:
    """The leads and reviewers of whom the person hears something."""
    heard: set[str] = set()
    items = session.project.items
    for uid in choice.documents:
        said = [each.whole() for each in items.select("comments", uid)]
        if said:
            mine = session.project.annotations.of(uid, choice.person.uid, "primary")
            own = frozenset(each.uid for each in mine)
            heard |= {str(each.get("author")) for each in talk.heard(said, own)}
    return heard - {choice.person.uid}


@dataclass(frozen=True, slots=True)
class _Talk:
    """Which comments are meant for a person.

    Threads on their own annotations, and on documents as a whole where a lead, a
    reviewer or they themselves began; of these what leads, reviewers and they
    themselves said.
    """

    person: str
    seniors: frozenset[str]

    def heard(
        self, comments: Iterable[Mapping[str, Any]], own: frozenset[str]
    ) -> Iterator[dict[str, Any]]:
        """Those of one document's comments; `own` are the person's annotations."""
        known = {str(each.get("id")): each for each in comments}
        for each in known.values():
            first = known.get(str(each.get("thread") or each.get("id")))
            if first is not None and self._is_meant(first, own) and self._speaks(each):
                yield self._private(each)

    def _is_meant(self, first: Mapping[str, Any], own: frozenset[str]) -> bool:
        annotation = first.get("annotation")
        return self._speaks(first) and (annotation is None or annotation in own)

    def _speaks(self, comment: Mapping[str, Any]) -> bool:
        author = comment.get("author")
        return author == self.person or author in self.seniors

    def _private(self, comment: Mapping[str, Any]) -> dict[str, Any]:
        """Without who else has read it."""
        made = dict(comment)
        if "read_by" in made:
            made["read_by"] = [uid for uid in made["read_by"] if uid == self.person]
        return {key: value for key, value in made.items() if value != []}


def _settle(
    session: Session,
    made: Project,
    person: Annotator,
    found: guideline.Guideline | None,
) -> None:
    """Say whose file it is and where it comes from; begin as that person."""
    with made.atomic():
        made.settings.set(CHOSEN, {"annotator": person.uid, "step": 0})
        made.settings.set(
            people.PACKAGE,
            {
                "annotator": person.uid,
                "project": session.project.settings.get("uid"),
                "created": instant_to_text(now_ms()),
            },
        )
        if found is not None:
            text = {"name": found.name, "text": found.text}
            made.settings.set(guideline.SETTING, text)
