# SPDX-License-Identifier: MIT
"""`annotator assign` and `annotator rounds`: who is to annotate what."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.errors import UserError
from annotator.model.team import ROUND_KINDS, Round
from annotator.services import (
    assigning,
    assignment_wish,
    board,
    board_totals,
    handing_over,
    rounds,
)
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the commands to the parser."""
    _register_assign(subparsers)
    parser = subparsers.add_parser(
        "rounds",
        help="list, open or close the rounds of a project",
        description="List, open or close the rounds of a project. In an opened round "
        "everybody may see others’ layers; before, only of documents of which their "
        "own layer is complete.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser(
        "list",
        help="which rounds there are, and how far they are",
        description="The rounds, the newest last, with how far each of them is.",
    )
    listing.add_argument("project", metavar="PROJECT", type=Path)
    add_json(listing)
    listing.set_defaults(run=_list)
    for verb, does in (("open", "open a round"), ("close", "close a round again")):
        one = verbs.add_parser(verb, help=does, description=f"{does.capitalize()}.")
        one.add_argument("project", metavar="PROJECT", type=Path)
        one.add_argument("round", metavar="ROUND", help="name or id of the round")
        add_by(one)
        add_json(one)
        one.set_defaults(run=_set_opened, opened=verb == "open")


def _register_assign(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "assign",
        help="divide documents among annotators",
        description="Divide documents among annotators by a rule, so that all have "
        "about equally many and each has them in an order of their own. What was "
        "assigned before stays as it is; the same command again adds only what is "
        "missing, for instance documents that were imported since.",
    )
    add = parser.add_argument
    add("project", metavar="PROJECT", type=Path)
    add(
        "--round",
        metavar="NAME",
        help="round to assign in; made where it is not there "
        f"(the newest, else “{assignment_wish.FIRST}”)",
    )
    add("--kind", choices=ROUND_KINDS, help="kind of a new round (production)")
    _register_choice(parser)
    _register_rule(parser)
    add(
        "--take-away",
        action="store_true",
        help="take the chosen documents from the chosen people instead; "
        "what they annotated stays",
    )
    add(
        "--hand-over",
        metavar="NAME",
        help="instead: what NAME has in the round and has not begun goes to the others "
        "(or to --annotators), evenly",
    )
    add(
        "--dry-run",
        action="store_true",
        help="say what would be done, and store nothing",
    )
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_assign)


def _register_choice(parser: argparse.ArgumentParser) -> None:
    which = parser.add_argument_group("which documents, to whom")
    documents = which.add_mutually_exclusive_group()
    documents.add_argument(
        "--documents", metavar="ID", nargs="+", help="these documents only"
    )
    documents.add_argument(
        "--filter",
        metavar="EXPRESSION",
        default="",
        help="those that the filter of the list lets through, e.g. source:post",
    )
    documents.add_argument(
        "--all", action="store_true", help="all documents, which is the default"
    )
    which.add_argument(
        "--annotators",
        metavar="NAME,…",
        type=_names,
        help="among these people (all active annotators)",
    )


def _register_rule(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("the rule").add_argument
    add(
        "--per-document",
        metavar="N",
        type=_number_or_all,
        help="people for each document, or “all” (1; 2 with --overlap)",
    )
    add(
        "--overlap",
        metavar="SHARE",
        type=float,
        help="only this share of the documents gets N people, e.g. .2; the others one",
    )
    add("--seed", metavar="N", type=int, help="of orders and choices (the round's)")
    add(
        "--gold",
        metavar="ID",
        nargs="+",
        default=(),
        help="documents with a known answer, which everybody gets among the others",
    )
    add(
        "--more-gold",
        metavar="N",
        type=int,
        default=0,
        help="so many more gold documents, drawn from those with a known answer",
    )
    add(
        "--repeats",
        metavar="N",
        type=int,
        default=0,
        help="documents that each person gets a second time, much later",
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _number_or_all(text: str) -> int:
    return 0 if text == "all" else int(text)


def _assign(args: argparse.Namespace) -> int:
    with Session.open(
        args.project, annotator=args.by, read_only=args.dry_run
    ) as session:
        if args.take_away:
            return _take_away(session, args)
        if args.hand_over:
            return _hand_over(session, args)
        plan = assigning.plan(session, _wish(args))
        if not args.dry_run and (plan.assignments or plan.is_new):
            assigning.assign(session, plan)
    if args.json:
        console.say_json(_plan_data(plan, args.dry_run))
    else:
        _say_plan(plan, args.dry_run)
    return 0


def _wish(args: argparse.Namespace) -> assignment_wish.Wish:
    return assignment_wish.Wish(
        round=args.round,
        kind=args.kind,
        documents=args.documents,
        filter=args.filter,
        people=args.annotators,
        per_document=args.per_document,
        overlap=args.overlap,
        seed=args.seed,
        gold=args.gold,
        more_gold=args.more_gold,
        repeats=args.repeats,
    )


def _take_away(session: Session, args: argparse.Namespace) -> int:
    if not args.documents or not args.annotators:
        raise UserError(
            "what is taken away must be named.",
            remedy="Add --documents and --annotators.",
        )
    if args.dry_run:
        raise UserError("--take-away has no --dry-run.", remedy="Undo takes it back.")
    here = _named_round(session, args)
    taken = {
        name: assigning.take(session, here.uid, args.documents, name)
        for name in args.annotators
    }
    if args.json:
        console.say_json({"round": _round_data(here), "taken": taken})
    for name, count in () if args.json else taken.items():
        console.say(f"Took {count} documents from {name}.")
    return 0


def _named_round(session: Session, args: argparse.Namespace) -> Round:
    here = rounds.find(session, args.round) if args.round else rounds.newest(session)
    if here is None:
        raise UserError("there is no round in the project.")
    return here


def _hand_over(session: Session, args: argparse.Namespace) -> int:
    here = _named_round(session, args)
    plan = handing_over.plan(session, here.uid, args.hand_over, args.annotators)
    if not args.dry_run:
        handing_over.hand_over(session, plan)
    names = {each.uid: each.name for each in session.annotators()}
    if args.json:
        console.say_json(
            {
                "round": _round_data(here),
                "from": plan.person.uid,
                "given": {uid: list(each) for uid, each in plan.given.items()},
                "nobody": list(plan.nobody),
                "stored": not args.dry_run,
            }
        )
        return 0
    for uid, documents in plan.given.items():
        console.say(f"{len(documents):,} documents go to {names[uid]}.")
    if plan.nobody:
        console.tell(f"Everybody else has them already: {', '.join(plan.nobody)}")
    if not plan.gone:
        console.tell(f"{plan.person.name} has begun everything.")
    return 0


def _say_plan(plan: assigning.Plan, dry: bool) -> None:
    verb = "Would assign" if dry else "Assigned"
    console.say(
        f"{verb} {plan.documents:,} documents in “{plan.round.name}” "
        f"({plan.round.kind}, seed {plan.round.settings['seed']})."
    )
    head = ("Annotator", "new", "characters", "in the round")
    lines = [
        (each.person.name, each.documents, f"{each.characters:,}", each.total)
        for each in plan.loads
    ]
    console.say_table([head, *lines])
    spread = ", ".join(f"{n} by {people}" for people, n in plan.readers.items())
    console.say(f"Documents by number of people: {spread}.")
    console.tell_notes(plan.notes)


def _plan_data(plan: assigning.Plan, dry: bool) -> dict[str, Any]:
    return {
        "round": _round_data(plan.round),
        "stored": not dry,
        "documents": plan.documents,
        "annotators": [
            {
                "id": each.person.uid,
                "name": each.person.name,
                "documents": each.documents,
                "characters": each.characters,
                "total": each.total,
                "seconds": each.seconds,
            }
            for each in plan.loads
        ],
        "readers": {str(n): count for n, count in plan.readers.items()},
        "assignments": [
            {"document": a.document, "annotator": a.annotator, "order": a.order}
            for a in plan.assignments
        ],
        "repeats": len(plan.copies),
        "notes": list(plan.notes),
    }


def _round_data(of: Round) -> dict[str, Any]:
    return {
        "id": of.uid,
        "name": of.name,
        "kind": of.kind,
        "opened": of.opened,
        "codebook": {k: of.codebook.get(k) for k in ("id", "version")},
        **of.settings,
    }


def _list(args: argparse.Namespace) -> int:
    with Session.open(args.project, read_only=True) as session:
        found = [
            (each, board_totals.totals(board.load(session, each.uid)))
            for each in rounds.all_of(session)
        ]
    if args.json:
        console.say_json(
            [{**_round_data(each), **_totals_data(counts)} for each, counts in found]
        )
        return 0
    head = ("Round", "Kind", "Codebook", "Documents", "Assignments", "Done", "")
    lines = [
        (
            each.name,
            each.kind,
            each.codebook.get("version", ""),
            counts.documents,
            counts.assigned,
            counts.done,
            "opened" if each.opened else "",
        )
        for each, counts in found
    ]
    if lines:
        console.say_table([head, *lines])
    else:
        console.tell("There is no round yet; annotator assign makes one.")
    return 0


def _totals_data(of: board_totals.Totals) -> dict[str, Any]:
    return {
        "documents": of.documents,
        "assignments": of.assigned,
        "done": of.done,
        "seconds": of.seconds,
        "forecast": of.forecast,
        "annotators": [
            {
                "id": each.person.uid,
                "name": each.person.name,
                **each.by_status,
                "seconds": each.seconds,
                "forecast": each.forecast.seconds,
            }
            for each in of.shares
        ],
    }


def _set_opened(args: argparse.Namespace) -> int:
    with Session.open(args.project, annotator=args.by) as session:
        here = rounds.find(session, args.round)
        after = rounds.set_opened(session, here.uid, args.opened)
    if args.json:
        console.say_json(_round_data(after))
    else:
        console.say(f"“{after.name}” is {'open' if after.opened else 'closed'}.")
    return 0
