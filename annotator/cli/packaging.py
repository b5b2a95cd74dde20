# SPDX-License-Identifier: MIT
"""`annotator package`: one annotator's file, blind to the others, or a reviewer's."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.errors import UserError
from annotator.services import packaging
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "package",
        help="make a file for one annotator, blind to the others",
        description="Make a project file for one annotator: their documents, the "
        "codebook and its guideline, the speakers and issues, what they did already "
        "and what was said to them; nothing of the others. With --review it is a "
        "reviewer’s file: what others completed, the adjudicated layer, decisions and "
        "comments. It is built from chosen rows, whole or not at all. The returned "
        "file is merged with annotator merge.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--annotator", metavar="NAME", help="whose file it is to be")
    who.add_argument(
        "--all",
        action="store_true",
        help="a file for everybody who has documents; --output is a folder then",
    )
    parser.add_argument("--output", metavar="FILE", type=Path, required=True)
    parser.add_argument(
        "--round",
        metavar="NAME",
        action="append",
        help="only the documents of this round (all rounds, and all they annotated)",
    )
    parser.add_argument(
        "--review",
        metavar="NAME",
        nargs="*",
        help="a file for a reviewer, with the completed layers of these people "
        "(of everybody where none is named)",
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a file of that name"
    )
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_package)


def _package(args: argparse.Namespace) -> int:
    if args.all and args.review is not None:
        raise UserError(
            "a reviewer’s file is made for one person.",
            remedy="Name them with --annotator.",
        )
    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        if args.all:
            wanted = _everybody(session, args.output, args.round)
        else:
            wanted = {args.annotator: args.output}
        job = packaging.package_all(
            session,
            wanted,
            round_names=args.round,
            review_of=args.review,
            overwrite=args.overwrite,
        )
        made = console.drive(job, "Packing")
    if args.json:
        data = [_data(each) for each in made]
        console.say_json(data if args.all else data[0])
    for each in () if args.json else made:
        console.say(_sentence(each))
    return 0


def _everybody(
    session: Session, folder: Path, rounds: list[str] | None
) -> dict[str, Path]:
    if not folder.is_dir():
        raise UserError(
            "there is no such folder.",
            file=folder,
            remedy="Make it, or name one person with --annotator.",
        )
    people = packaging.receivers(session, rounds)
    if not people:
        raise UserError("nobody has any documents.", remedy="Assign some first.")
    return {p.uid: folder / packaging.file_name(session, p) for p in people}


def _sentence(made: packaging.Package) -> str:
    c = made.contents
    whose = f"of {', '.join(c.review_of)} to review" if c.review_of else "of theirs"
    said = (
        f"{made.path}: {c.documents:,} documents for {c.person.name}, "
        f"{c.annotations:,} annotations {whose}, {c.entities:,} speakers, "
        f"{c.entries:,} entries of vocabularies"
    )
    more = [f"{c.comments:,} comments"] if c.comments else []
    more += [f"the guideline {c.guideline}"] if c.guideline else []
    return f"{', '.join([said, *more])}."


def _data(made: packaging.Package) -> dict[str, Any]:
    c = made.contents
    return {
        "package": str(made.path),
        "annotator": {"id": c.person.uid, "name": c.person.name},
        "documents": c.documents,
        "assigned": c.assigned,
        "annotations": c.annotations,
        "comments": c.comments,
        "entities": c.entities,
        "entries": c.entries,
        "guideline": c.guideline or None,
        **({"review_of": list(c.review_of)} if c.review_of else {}),
    }
