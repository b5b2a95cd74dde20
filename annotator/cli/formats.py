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
    shape = parser.add_mutually_exclusive_group()
    add_json(shape)
    shape.add_argument(
        "--markdown", action="store_true", help="print the page of the help"
    )
    parser.set_defaults(run=_formats)


def _formats(args: argparse.Namespace) -> int:
    listed = transfer.describe_formats()
    if args.json:
        console.say_json(listed)
    elif args.markdown:
        console.say(transfer.formats_page().rstrip())
    else:
        for each in listed:
            _say(each)
    console.tell_notes(transfer.format_problems())
    return 0


def _say(each: dict[str, Any]) -> None:
    ways = [way for way in ("reads", "writes") if each[way]]
    console.say(f"{each['name']}: {each['title']}; {' and '.join(ways)}.")
    if not each["available"]:
        console.say(f"    needs a package: pip install {' '.join(each['needs'])}")
    for loss in each["losses"]:
        console.say(f"    without {loss}")
