# SPDX-License-Identifier: MIT
"""`annotator audit`: who did what when, and how it was before."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.errors import UserError
from annotator.model.identity import instant_from_text, instant_to_text
from annotator.services import audit, history, people
from annotator.services.annotate import Desk
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "audit",
        help="who did what when; how a document was, and bring that back",
        description="Who did what when: in the project, in a document, on one "
        "annotation, or by one person. With --as-of, show a layer of a document as it "
        "was then; with --bring-back make it so again, as one step with new revisions.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    add = parser.add_argument
    add("--document", metavar="ID", help="what was done in this document")
    add("--annotation", metavar="ID", help="and there to this annotation")
    add("--person", metavar="NAME", help="what this person did")
    add("--limit", metavar="N", type=int, default=50, help="at most so many steps (50)")
    add(
        "--as-of",
        metavar="STEP|TIME",
        help="a step's number, or an instant such as 2025-01-15T10:20:31.482Z",
    )
    add("--annotator", metavar="NAME", help="whose layer, with --as-of (one's own)")
    add("--bring-back", action="store_true", help="make it so again")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_audit)


def _audit(args: argparse.Namespace) -> int:
    if args.as_of is not None or args.bring_back:
        return _as_of(args)
    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        subject = _subject(session, args)
        names = {each.uid: each.name for each in session.annotators()}
        marks = audit.marks(session, subject, args.limit)
        found = [audit.told(session, number, subject) for number, _ in marks]
    if args.json:
        console.say_json([_told_data(each) for each in found])
        return 0
    for each in found:
        step = each.step
        who = names.get(step.annotator or "") or step.args.get("by") or "–"
        state = "" if step.state == "done" else f" ({step.state})"
        what = history.describe(step)
        console.say(f"{step.id}  {_local(step.at)}  {who}: {what}{state}")
        for sentence in each.changes:
            console.say(f"    {sentence}")
    if not found:
        console.tell("Nothing was done.")
    return 0


def _subject(session: Session, args: argparse.Namespace) -> audit.Subject:
    if args.annotation and not args.document:
        raise UserError(
            "an annotation’s id is unique within its document only.",
            remedy="Add --document.",
        )
    if args.person and args.document:
        raise UserError(
            "ask about a person or about a document.", remedy="Leave one of them out."
        )
    person = people.find(session, args.person).uid if args.person else None
    if args.document:
        session.project.documents.require_id(args.document)
    return audit.Subject(args.document, args.annotation, person)


def _told_data(told: audit.Told) -> dict[str, Any]:
    step = told.step
    return {
        "step": step.id,
        "at": instant_to_text(step.at),
        "annotator": step.annotator,
        "what": str(history.describe(step)),
        "title": step.title,
        "state": step.state,
        "changes": [str(each) for each in told.changes],
    }


def _as_of(args: argparse.Namespace) -> int:
    if not args.document or args.as_of is None:
        raise UserError(
            "which document, and as of when?", remedy="Add --document and --as-of."
        )
    reading = not args.bring_back
    with Session.open(args.project, annotator=args.by, read_only=reading) as session:
        who = session.annotator.uid
        if args.annotator:
            who = people.find(session, args.annotator).uid
        step = _step(session, args.document, args.as_of)
        desk = audit.as_of(session, args.document, who, step)
        changed = 0
        if args.bring_back:
            changed = audit.bring_back(session, args.document, who, step)
    if args.json:
        console.say_json({**_desk_data(desk, step), "changed": changed})
        return 0
    console.say(
        f"{desk.document.title}, as of step {step}: {desk.layer.status}, "
        f"{len(desk.annotations)} annotations"
    )
    if desk.annotations:
        console.say_table(_lines(desk))
    if args.bring_back:
        console.say(f"Brought back: {changed} annotations changed.")
    return 0


def _step(session: Session, document: str, wanted: str) -> int:
    if wanted.isdigit():
        return int(wanted)
    try:
        at = instant_from_text(wanted)
    except ValueError:
        raise UserError(
            "“{wanted}” is neither a step’s number nor an instant.",
            remedy="Write it as 2025-01-15T10:20:31.482Z.",
            wanted=wanted,
        ) from None
    return audit.step_at(session, audit.Subject(document), at)


def _lines(desk: Desk) -> Sequence[Sequence[object]]:
    return [
        (each.uid, each.type, each.state, " … ".join(s.text for s in each.spans)[:60])
        for each in desk.annotations
    ]


def _desk_data(desk: Desk, step: int) -> dict[str, Any]:
    return {
        "document": desk.document.uid,
        "annotator": desk.layer.annotator,
        "step": step,
        "status": desk.layer.status,
        "note": desk.layer.note,
        "annotations": [
            {
                "id": each.uid,
                "type": each.type,
                "state": each.state,
                "spans": [
                    {"role": s.role, "start": s.start, "end": s.end, "text": s.text}
                    for s in each.spans
                ],
                "fields": dict(each.fields),
            }
            for each in desk.annotations
        ],
    }


def _local(at: int) -> str:
    return datetime.fromtimestamp(at / 1000).strftime("%Y-%m-%d %H:%M:%S")
