# SPDX-License-Identifier: MIT
"""`annotator export`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.errors import UserError
from annotator.services import transfer
from annotator.services.files import is_special
from annotator.services.session import Session

#: Losses that are told at once; the report has all of them.
_TOLD: Final = 6


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "export",
        help="write a project as a data set",
        description="Write a project, or a choice of it, as a data set. Without a "
        "choice, all layers go out. An output such as data.csv becomes that file; "
        "one without a suffix becomes a folder with the data, a data card, the "
        "codebook, a manifest with check sums, and a report of what was lost. While a "
        "round is closed, an annotator exports only what they may see.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    add = parser.add_argument
    add("--format", metavar="NAME", required=True, help="see annotator formats")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help="a file, or a folder to make; - is standard output",
    )
    place.add_argument(
        "--preview",
        action="store_true",
        help="show the first records as they would be written, and write nothing",
    )
    _add_layers(parser)
    _add_choices(parser)
    add("--overwrite", action="store_true", help="replace a file or an export there")
    add("--bom", action="store_true", help="byte order mark for spreadsheets")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_export)


def _add_layers(parser: argparse.ArgumentParser) -> None:
    layers = parser.add_mutually_exclusive_group()
    layers.add_argument(
        "--annotator",
        metavar="NAME",
        nargs="+",
        action="extend",
        help="only the layers of these annotators",
    )
    layers.add_argument(
        "--adjudicated", action="store_true", help="only adjudicated layers"
    )
    layers.add_argument(
        "--all-layers", action="store_true", help="all layers, as without a choice"
    )
    parser.add_argument(
        "--majority",
        action="store_true",
        help="what most annotators of a document agree on (of those named, if any)",
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--documents",
        metavar="FILTER",
        default="",
        help="only documents that fit, as in the list: words, source:X, date:2025 …",
    )
    add("--complete", action="store_true", help="only layers that are complete")
    add(
        "--fields",
        metavar="A,B,C",
        help="only these fields, rows and roles (row.field for one of a row)",
    )
    add(
        "--split",
        metavar="PARTS",
        help="divide the documents, e.g. train=.8,dev=.1,test=.1, one file each",
    )
    add("--seed", metavar="N", type=int, default=0, help="seed of the division (0)")
    add(
        "--group-by",
        metavar="KEY",
        help="divide by source, published (the day) or another key of the metadata, "
        "so that near-duplicates stay in one part",
    )
    add(
        "--repeats",
        action="store_true",
        help="also documents that people read a second time (annotator-jsonl has them)",
    )
    add(
        "--no-negatives",
        action="store_true",
        help="leave out documents without annotations",
    )
    add(
        "--offsets-only",
        action="store_true",
        help="offsets without texts and quotes, for texts that may not be passed on",
    )


def _export(args: argparse.Namespace) -> int:
    _check(args)
    if args.preview:
        return _preview(args)
    if str(args.output) == "-":
        args.output = Path("/dev/stdout")
    selection = _selection(args)
    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        job = transfer.export(
            session,
            args.output,
            format=args.format,
            selection=selection,
            overwrite=args.overwrite or _may_replace(args, selection),
        )
        report = console.drive(job, "Exporting")
    # Where the data themselves go to standard output, the report must not.
    beside = is_special(args.output)
    if args.json and not beside:
        console.say_json(_as_data(report))
        return 0
    (console.tell if beside else console.say)(report)
    for line in _losses(report):
        console.tell(line)
    console.tell_notes([*report.limits, *report.notes])
    return 0


def _preview(args: argparse.Namespace) -> int:
    from annotator.services.export_preview import preview

    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        for line in preview(session, args.format, _selection(args)).split("\n"):
            console.say(line)
    return 0


def _check(args: argparse.Namespace) -> None:
    if args.majority and (args.adjudicated or args.all_layers):
        raise UserError(
            "a majority is one of annotators, not of other layers.",
            remedy="Leave out --adjudicated and --all-layers.",
        )
    if args.group_by and not args.split:
        raise UserError(
            "there is nothing to group by “{key}” without a division.",
            remedy="Add --split, e.g. --split train=.8,dev=.1,test=.1.",
            key=args.group_by,
        )


def _selection(args: argparse.Namespace) -> transfer.Selection:
    kinds = None
    if args.annotator:
        kinds = ("primary",)
    elif args.adjudicated:
        kinds = ("adjudicated",)
    split = None
    if args.split:
        split = transfer.parse_split(args.split, args.seed, args.group_by)
    fields = None if args.fields is None else tuple(_names(args.fields))
    return transfer.Selection(
        annotators=args.annotator,
        kinds=None if args.majority else kinds,
        majority=args.majority,
        filter=args.documents,
        complete=args.complete,
        fields=fields,
        split=split,
        repeats=args.repeats,
        negatives=not args.no_negatives,
        with_text=not args.offsets_only,
        bom=args.bom,
    )


def _names(fields: str) -> Iterator[str]:
    yield from filter(None, (name.strip() for name in fields.split(",")))


def _may_replace(args: argparse.Namespace, selection: transfer.Selection) -> bool:
    there = transfer.replaced(args.output, args.format, selection.split)
    if not there:
        return False
    names = ", ".join(map(str, there))
    return console.confirm(f"{names} exists already. Replace it?")


def _losses(report: transfer.ExportReport) -> Iterator[str]:
    """The first losses, and where all of them are told."""
    told = report.loss_sentences
    if not told:
        yield "Nothing was lost."
        return
    yield from told[:_TOLD]
    if len(told) > _TOLD:
        yield f"… and {len(told) - _TOLD} more kinds."
    if report.loss_report is not None:
        yield f"The full report is in {report.loss_report}."
    else:
        yield "With --json all of it is told; an export folder keeps the report."


def _as_data(report: transfer.ExportReport) -> dict[str, Any]:
    return {
        "format": report.format,
        "folder": None if report.folder is None else str(report.folder),
        "files": [str(path) for path in report.files],
        "documents": report.documents,
        "annotations": report.annotations,
        "parts": dict(report.parts),
        "losses": report.losses_data(),
        "never": list(report.never),
        "notes": [*report.limits, *report.notes],
    }
