# SPDX-License-Identifier: MIT
"""`annotator search` and `annotator stats`: what there is in a project."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.document import STATUSES
from annotator.services import search, stats
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the commands to the parser."""
    found = subparsers.add_parser(
        "search",
        help="find documents by their words",
        description="Find the documents whose title or text has all the words. Case "
        "and accents do not matter, and nothing in the words is syntax.",
    )
    found.add_argument("project", metavar="PROJECT", type=Path)
    found.add_argument("query", metavar="QUERY", nargs="+")
    found.add_argument(
        "--limit", metavar="N", type=int, default=50, help="at most so many (50)"
    )
    add_json(found)
    found.set_defaults(run=_search)
    counts = subparsers.add_parser(
        "stats",
        help="count documents and annotations",
        description="Count documents, annotations, rows and values, and how far "
        "each annotator has come.",
    )
    counts.add_argument("project", metavar="PROJECT", type=Path)
    add_by(counts)
    add_json(counts)
    counts.set_defaults(run=_stats)


def _search(args: argparse.Namespace) -> int:
    with Session.open(args.project, read_only=True) as session:
        hits = search.search(session, " ".join(args.query), args.limit)
    if args.json:
        console.say_json([asdict(hit) for hit in hits])
        return 0
    for hit in hits:
        console.say(f"{hit.document}  {hit.title}")
        if hit.match:
            around = f"{hit.before}[{hit.match}]{hit.after}"
            console.say(f"    {hit.start}: …{' '.join(around.split())}…")
    if not hits:
        console.tell("Nothing found.")
    return 0


def _stats(args: argparse.Namespace) -> int:
    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        found = stats.stats(session)
    if args.json:
        console.say_json(stats.as_data(found))
        return 0
    console.say_table(_overview(found))
    if found.hidden:
        console.tell(
            f"In {found.hidden:,} documents only your own layer is counted: others’ "
            "are hidden until yours is complete."
        )
    if found.people:
        console.say()
        console.say_table(_people(found))
    for name in sorted(found.values):
        console.say()
        console.say(name)
        counts = found.values[name].most_common()
        console.say_table([("", value, count) for value, count in counts])
    return 0


def _overview(found: stats.Stats) -> list[tuple[str, object]]:
    levels = ", ".join(f"level {n}: {found.levels[n]}" for n in sorted(found.levels))
    return [
        ("Title", found.title),
        ("Codebook", found.codebook),
        ("Documents", found.documents),
        ("Characters", found.characters),
        ("Annotations", f"{found.annotations} ({levels})" if levels else 0),
        ("Spans", found.spans),
        *((f"Rows of {name}", count) for name, count in sorted(found.rows.items())),
    ]


def _people(found: stats.Stats) -> list[tuple[object, ...]]:
    head = ("Annotator", *(s.replace("_", " ") for s in STATUSES), "annotations")
    rows = [
        (each.name, *(each.statuses[s] for s in STATUSES), each.annotations)
        for each in found.people.values()
    ]
    return [head, *rows]
