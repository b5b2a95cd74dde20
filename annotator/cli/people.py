# SPDX-License-Identifier: MIT
"""`annotator people`: who is in a project, with which role and colour."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.errors import UserError
from annotator.model.team import ROLES, Annotator
from annotator.services import people
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "people",
        help="list, add or change the people of a project",
        description="List, add or change the people of a project. Nobody is ever "
        "removed: who leaves gets no more work, and what they did stays.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _register_list(verbs)
    _register_add(verbs)
    _register_change(verbs)


def _register_list(verbs: Any) -> None:
    parser = verbs.add_parser(
        "list",
        help="who there is, and what they did",
        description="Who there is, with role, documents, annotations and time spent.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    add_json(parser)
    parser.set_defaults(run=_list)


def _register_add(verbs: Any) -> None:
    parser = verbs.add_parser(
        "add",
        help="add people",
        description="Add people. Without --colour each gets a colour that is free.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("names", metavar="NAME", nargs="+")
    parser.add_argument("--role", choices=ROLES, default="annotator")
    _add_details(parser)
    add_json(parser)
    parser.set_defaults(run=_add)


def _register_change(verbs: Any) -> None:
    parser = verbs.add_parser(
        "change",
        help="change somebody's name, role, colour or initials",
        description="Change somebody's name, role, colour or initials; say that "
        "they get no more work, or work again. One step, which can be undone.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("person", metavar="NAME")
    parser.add_argument("--name", metavar="NEW", help="another name")
    parser.add_argument("--role", choices=ROLES)
    _add_details(parser)
    active = parser.add_mutually_exclusive_group()
    active.add_argument(
        "--inactive", action="store_true", help="no more work is given to them"
    )
    active.add_argument("--active", action="store_true", help="they get work again")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_change)


def _add_details(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--initials", metavar="XY", help="up to four characters")
    parser.add_argument("--colour", metavar="#RRGGBB")


def _list(args: argparse.Namespace) -> int:
    with Session.open(args.project, read_only=True) as session:
        found, work = session.annotators(), people.work(session)
    nothing = people.Work()
    if args.json:
        console.say_json(
            [_data(each, work.get(each.uid, nothing)) for each in found],
        )
        return 0
    head = ("Name", "Initials", "Role", "Documents", "Annotations", "Hours")
    lines = [_line(each, work.get(each.uid, nothing)) for each in found]
    if lines:
        console.say_table([head, *lines])
    else:
        console.tell("Nobody is in the project yet; annotator people add adds some.")
    return 0


def _line(person: Annotator, work: people.Work) -> tuple[object, ...]:
    role = f"{person.role}, inactive" if person.inactive else person.role
    hours = f"{work.seconds / 3600:.1f}" if work.seconds else ""
    head = (person.name, person.initials, role)
    return (*head, work.documents, work.annotations, hours)


def _data(person: Annotator, work: people.Work | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": person.uid,
        "name": person.name,
        "initials": person.initials,
        "colour": person.colour,
        "role": person.role,
        "inactive": person.inactive,
    }
    if work is not None:
        data |= {
            "documents": work.documents,
            "annotations": work.annotations,
            "seconds": work.seconds,
        }
    return data


def _add(args: argparse.Namespace) -> int:
    if len(args.names) > 1 and (args.initials or args.colour):
        raise UserError(
            "initials and colour are one person's.", remedy="Add them one by one."
        )
    with Session.open(args.project) as session, session.project.atomic():
        added = [
            people.add(
                session,
                name,
                initials=args.initials or "",
                colour=args.colour,
                role=args.role,
            )
            for name in args.names
        ]
    if args.json:
        console.say_json([_data(each) for each in added])
    for each in () if args.json else added:
        console.say(f"Added {each.name} ({each.initials}), {each.role}.")
    return 0


def _change(args: argparse.Namespace) -> int:
    with Session.open(args.project, annotator=args.by) as session:
        before = people.find(session, args.person)
        given = {
            name: value
            for name in ("name", "role", "initials", "colour")
            if (value := getattr(args, name)) is not None
        }
        with session.grouped("annotator.update", name=before.name):
            after = people.update(session, replace(before, **given))
            if args.inactive or args.active:
                after = people.set_inactive(session, after.uid, args.inactive)
    if args.json:
        console.say_json(_data(after))
    else:
        role = f"{after.role}, inactive" if after.inactive else after.role
        console.say(f"{after.name} ({after.initials}), {role}.")
    return 0
