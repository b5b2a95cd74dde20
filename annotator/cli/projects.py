# SPDX-License-Identifier: MIT
"""`annotator new`, `check`, `backup` and `recover`: project files as such."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_json
from annotator.model.errors import UserError
from annotator.resources import DEFAULT_CODEBOOK
from annotator.services import safekeeping
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the commands to the parser."""
    _register_new(subparsers)
    check = subparsers.add_parser(
        "check",
        help="look for damage in a project",
        description="Look for damage in a project file, row by row, and compare "
        "every stored quotation with the text it came from. The file is only read. "
        "The exit code is 1 where an error is found.",
    )
    check.add_argument("project", metavar="PROJECT", type=Path)
    add_json(check)
    check.set_defaults(run=_check)
    _register_copying(subparsers)


def _register_new(subparsers: Any) -> None:
    new = subparsers.add_parser(
        "new",
        help="make an empty project",
        description="Make an empty project file with a codebook.",
    )
    new.add_argument("project", metavar="PROJECT", type=Path)
    new.add_argument(
        "--codebook",
        metavar="PRESET|FILE",
        default=DEFAULT_CODEBOOK,
        help="a codebook that comes with the program, or a file, TOML or QDC"
        f" ({DEFAULT_CODEBOOK})",
    )
    new.add_argument("--title", metavar="T", default="", help="title of the project")
    add_json(new)
    new.set_defaults(run=_new)


def _register_copying(subparsers: Any) -> None:
    backup = subparsers.add_parser(
        "backup",
        help="copy a project and verify the copy",
        description="Copy a project, which may be open meanwhile, and verify the copy.",
    )
    backup.add_argument(
        "--overwrite", action="store_true", help="replace a file of that name"
    )
    backup.set_defaults(run=_backup)
    recover = subparsers.add_parser(
        "recover",
        help="save what can be read of a damaged project",
        description="Save what can be read of a damaged project into a new file. "
        "The damaged file is only read.",
    )
    recover.set_defaults(run=_recover)
    for parser in (backup, recover):
        parser.add_argument("project", metavar="PROJECT", type=Path)
        parser.add_argument("destination", metavar="DESTINATION", type=Path)
        add_json(parser)


def _new(args: argparse.Namespace) -> int:
    with Session.create(args.project, args.codebook, args.title) as session:
        codebook = session.codebook
    if args.json:
        console.say_json(
            {
                "project": str(args.project),
                "title": args.title,
                "codebook": {"id": codebook.id, "version": codebook.version},
            }
        )
    else:
        console.say(f"Made {args.project} with {codebook.id} {codebook.version}.")
    return 0


def _check(args: argparse.Namespace) -> int:
    findings = list(safekeeping.check(args.project))
    errors = sum(each.severity == "error" for each in findings)
    if args.json:
        listed = [
            {"severity": each.severity, "where": each.where, "message": each.message}
            for each in findings
        ]
        console.say_json({"ok": not errors, "findings": listed})
    else:
        for each in findings:
            console.say(f"{each.severity}: {each.where}: {each.message}")
        if not findings:
            console.say(f"{args.project}: nothing is wrong.")
    return 1 if errors else 0


def _backup(args: argparse.Namespace) -> int:
    if os.path.lexists(args.destination) and not args.overwrite:
        raise UserError(
            "the file is there already.",
            file=args.destination,
            remedy="Choose another name, or add --overwrite.",
        )
    made = safekeeping.backup(args.project, args.destination)
    if args.json:
        console.say_json({"backup": str(made)})
    else:
        console.say(f"Backed up to {made}.")
    return 0


def _recover(args: argparse.Namespace) -> int:
    found = safekeeping.recover(args.project, args.destination)
    if args.json:
        saved = {"project": str(args.destination), "rows": found.rows}
        console.say_json({**saved, "notes": found.notes})
        return 0
    console.say(f"Saved {sum(found.rows.values()):,} rows to {args.destination}.")
    console.tell_notes(found.notes)
    return 0
