# SPDX-License-Identifier: MIT
"""`annotator formats`: what can be read and written, and what gets lost."""

from __future__ import annotations

import argparse
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_json
from annotator.services import transfer


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "formats",
        help="list what can be read and written",
        description="List the formats that can be read and written, and what each "
        "of them cannot carry.",
    )
    add_json(parser)
    parser.set_defaults(run=_formats)


def _formats(args: argparse.Namespace) -> int:
    listed = transfer.describe_formats()
    if args.json:
        console.say_json(listed)
    else:
        for each in listed:
            _say(each)
    console.tell_notes(transfer.format_problems())
    return 0


def _say(each: dict[str, Any]) -> None:
    ways = [way for way in ("reads", "writes") if each[way]]
    console.say(f"{each['name']}: {each['title']}; {' and '.join(ways)}.")
    if not each["available"]:
        console.say(f"    needs the package {each['extra']}")
    for loss in each["losses"]:
        console.say(f"    without {loss}")
