# SPDX-License-Identifier: MIT
"""`annotator merge`: colleagues' files into a project."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.states import Record
from annotator.services import merging
from annotator.services.conflicts import Conflict
from annotator.services.merging import FileMerge, MergeReport
from annotator.services.session import Session
from annotator.services.unifying import Unification, name_of
from annotator.services.wording import counted

#: Conflicts told one by one.
_TOLD: Final = 20


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "merge",
        help="bring colleagues' projects together",
        description="Merge projects, or files of the exchange format, into a project, "
        "as one step that can be undone. Merging twice changes nothing, and the order "
        "does not matter. What was changed on both sides is kept on both sides.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("files", metavar="OTHER", nargs="+", type=Path)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it would do, and do nothing"
    )
    parser.add_argument(
        "--unify",
        metavar=("NEW", "KNOWN"),
        nargs=2,
        action="append",
        default=[],
        help="ids of a speaker or entry that the files bring, and of the known one "
        "that it is; --dry-run proposes some; may be given several times",
    )
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_merge)


def _merge(args: argparse.Namespace) -> int:
    with Session.open(args.project, annotator=args.by) as session:
        if args.dry_run:
            job = merging.plan(session, args.files)
        else:
            pairs = [(new, known) for new, known in args.unify]
            job = merging.merge(session, args.files, pairs)
        report = console.drive(job, "Merging")
    if args.json:
        console.say_json(_as_data(report, args.dry_run))
        return 0
    for each in report.files:
        console.say(f"{each.path}: {_summary(each)}")
        for note in (*_notes(each), *each.report.notes):
            console.tell(note)
    for line in (*_conflicts(report), *_proposals(report, args.dry_run)):
        console.say(line)
    if args.dry_run:
        console.tell("Nothing was changed.")
    return 0


def _summary(file: FileMerge) -> str:
    report = file.report
    said = [
        str(counted(number, noun))
        for number, noun in (
            (report.documents, "document"),
            (report.annotations, "annotation"),
        )
        if number
    ]
    if report.layers:
        said.append(f"{report.layers:,} {'layer' if report.layers == 1 else 'layers'}")
    for number, what in (
        (report.updated, "changed"),
        (report.deleted, "deleted"),
        (report.entities + report.entries, "new speakers and entries"),
        (len(report.people), "new people"),
        (report.items, "new rounds, assignments, decisions and comments"),
        (len(report.conflicts), "changed on both sides"),
    ):
        if number:
            said.append(f"{number:,} {what}")
    if not said:
        return "nothing new but revisions." if file.changes else "nothing new."
    return ", ".join(said) + "."


def _notes(file: FileMerge) -> Iterator[str]:
    if file.codebook:
        yield file.codebook
    for uid in file.report.other_texts:
        yield f"Document “{uid}” has another text there and was left out."
    if file.matched:
        yield f"{len(file.matched):,} documents were recognised by their text."


def _conflicts(report: MergeReport) -> Iterator[str]:
    conflicts = report.conflicts
    for each in conflicts[:_TOLD]:
        where = f" of document “{each.document}”" if each.document else ""
        yield f"Both sides changed {each.kind} “{each.key}”{where}; both are kept."
    if len(conflicts) > _TOLD:
        yield f"… and {len(conflicts) - _TOLD:,} more."


def _proposals(report: MergeReport, dry: bool) -> Iterator[str]:
    """What may be the same; of a merge that was done only what was unified."""
    if not dry:
        if report.unified:
            yield f"Unified {report.unified:,}."
        return
    for each in report.proposals[:_TOLD]:
        new, known = name_of(each.new), name_of(each.known)
        yield f"“{new}” may be “{known}”: {each.reason}"
        yield f"  --unify {each.new.uid} {each.known.uid}"
    if len(report.proposals) > _TOLD:
        yield f"… and {len(report.proposals) - _TOLD:,} more."


def _proposal_data(proposal: Unification) -> dict[str, Any]:
    return {
        "new": {"id": proposal.new.uid, "name": name_of(proposal.new)},
        "known": {"id": proposal.known.uid, "name": name_of(proposal.known)},
        "score": proposal.score,
        "reason": str(proposal.reason),
    }


def _as_data(report: MergeReport, dry: bool) -> dict[str, Any]:
    return {
        "applied": not dry,
        "files": [_file_data(each) for each in report.files],
        "conflicts": [_conflict_data(each) for each in report.conflicts],
        "proposals": [_proposal_data(each) for each in report.proposals],
        "unified": report.unified,
    }


def _file_data(file: FileMerge) -> dict[str, Any]:
    report = file.report
    return {
        "file": str(file.path),
        "changes": file.changes,
        "documents": report.documents,
        "annotations": report.annotations,
        "layers": report.layers,
        "updated": report.updated,
        "deleted": report.deleted,
        "unchanged": report.skipped,
        "entities": report.entities,
        "entries": report.entries,
        "people": [each.name for each in report.people],
        "items": report.items,
        "other_texts": list(report.other_texts),
        "matched": dict(file.matched),
        "codebook": str(file.codebook),
        "notes": [str(each) for each in report.notes],
    }


def _conflict_data(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "id": conflict.key,
        "document": conflict.document,
        "revisions": [_last(each) for each in conflict.states],
    }


def _last(state: Record) -> str | None:
    return state.revs[-1] if state.revs else None
