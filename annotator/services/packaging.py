# SPDX-License-Identifier: MIT
"""One person's file: all that they need to annotate, or to review.

An annotator's has nothing of the others (`package_own`); a reviewer's has what the
others completed (`package_review`).

A package is a new project built from chosen rows.  It is never a copy from which
rows were deleted: revisions, history, search index and free pages of a copy would
give others' work away.  What goes in keeps its ids and revisions, so that the file,
once returned, is merged like any other.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.model.errors import UserError
from annotator.model.identity import instant_to_text, now_ms
from annotator.model.progress import Job
from annotator.model.team import Annotator, Round
from annotator.services import files, guideline, people, rounds, visibility
from annotator.services.package_own import own_work
from annotator.services.package_parts import Counts, Filling
from annotator.services.package_review import others_work
from annotator.services.review import reasons
from annotator.services.session import CHOSEN, Session
from annotator.services.visibility import SEEING
from annotator.store import workload
from annotator.store.bulk_insert import fill_new
from annotator.store.project import Project

SUFFIX: Final = ".annotator"


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a package, by its numbers.

    `assigned` counts documents that somebody in it has in a round; `guideline` is
    the name of its file, or ""; `review_of` names those whose work a reviewer gets.
    """

    person: Annotator
    documents: int
    assigned: int
    annotations: int
    comments: int
    entities: int
    entries: int
    guideline: str
    review_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was made: where, and what is in it."""

    path: Path
    contents: Contents


def file_name(session: Session, person: Annotator, *, review: bool = False) -> str:
    """A name for somebody's package: the project's and theirs."""
    end = f" – review{SUFFIX}" if review else SUFFIX
    return files.safe_name(f"{session.path.stem} – {person.name}{end}")


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
    review_of: Collection[str] | None = None,
    overwrite: bool = False,
) -> Job[Package]:
    """Make the file of one annotator or reviewer, whole or not at all.

    Args:
        annotator: uid or name.
        output: the file to be.
        round_names: uids or names of rounds whose documents go in; None: those
            of all rounds, and all that the person annotated besides.
        review_of: uids or names of those whose completed work they are to review,
            empty for everybody's; None: they are to annotate.
        overwrite: replace a file of that name.

    Raises NotFoundError for unknown names, UserError where there is nothing for
    that person or it is hidden from who packs, NotWrittenError where the file
    cannot be written.
    """
    person = people.find(session, annotator)
    choice = _filling(session, person, round_names, review_of)
    found = guideline.find(session)
    counts = Counts()
    with (
        files.atomic_path(output, overwrite=overwrite) as draft,
        tempfile.TemporaryDirectory(prefix="annotator-package-") as folder,
    ):
        # SQLite keeps a journal beside its file, so it is made in a place apart.
        place = Path(folder, f"package{SUFFIX}")
        bundle = choice.bundle(session, counts)
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
        choice.of_whom(session),
    )
    return Package(Path(output), contents)


def package_all(
    session: Session,
    wanted: Mapping[str, Path],
    *,
    round_names: Collection[str] | None = None,
    review_of: Collection[str] | None = None,
    overwrite: bool = False,
) -> Job[list[Package]]:
    """Several people's files, one after the other; each whole or not at all."""
    made: list[Package] = []
    for name, path in wanted.items():
        job = package(
            session,
            name,
            path,
            round_names=round_names,
            review_of=review_of,
            overwrite=overwrite,
        )
        made.append((yield from job))
    return made


def reviewers(session: Session) -> tuple[Annotator, ...]:
    """Those who may be given others' work to review, but who is at work."""
    me = session.annotator.uid
    return tuple(
        each
        for each in session.annotators()
        if each.role in SEEING and not each.inactive and each.uid != me
    )


def completed_counts(
    session: Session, round_names: Collection[str] | None = None
) -> dict[str, int]:
    """How many documents of some rounds (None: of all) each person completed."""
    inside = None
    if round_names is not None:
        chosen = {each.uid for each in _rounds(session, round_names)}
        given = session.project.assignments.of_round()
        inside = {each.document for each in given if each.round in chosen}
    found = {}
    for person in session.annotators():
        done = workload.completed(session.project, person.uid)
        count = len(done if inside is None else done & inside)
        if count:
            found[person.uid] = count
    return found


def _filling(
    session: Session,
    person: Annotator,
    round_names: Collection[str] | None,
    review_of: Collection[str] | None,
) -> Filling:
    own = person.uid == session.annotator.uid and review_of is None
    may = people.may_lead(session) or visibility.takes_out(session).everything
    if not own and not may:
        raise UserError(
            "others’ work is hidden from you, so that you cannot pack it.",
            remedy="Ask a lead to make the file.",
        )
    chosen = _rounds(session, round_names)
    if review_of is None:
        return own_work(session, person, chosen, besides=round_names is None)
    only = None if round_names is None else chosen
    return others_work(session, person, only, review_of)


def _rounds(session: Session, names: Collection[str] | None) -> tuple[Round, ...]:
    if names is None:
        return rounds.all_of(session)
    found = {each.uid: each for each in (rounds.find(session, name) for name in names)}
    return tuple(found.values())


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
        if (offered := session.project.settings.get(reasons.KEY)) is not None:
            made.settings.set(reasons.KEY, offered)
        if found is not None:
            text = {"name": found.name, "text": found.text}
            made.settings.set(guideline.SETTING, text)
