# SPDX-License-Identifier: MIT
"""`annotator import` and `annotator export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_json
from annotator.services import transfer
from annotator.services.files import is_special
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the commands to the parser."""
    _register_import(subparsers)
    _register_export(subparsers)


def _register_import(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "import",
        help="bring files into a project",
        description="Bring files, or folders of text files, into a project, as one "
        "step that can be undone. Either all of it goes in or nothing does.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("files", metavar="FILE_OR_FOLDER", nargs="+", type=Path)
    add = parser.add_argument
    add("--format", metavar="NAME", help="format of the files; else it is found out")
    add(
        "--annotator",
        metavar="NAME",
        help="who imports, and annotated what names nobody",
    )
    add("--encoding", metavar="NAME", help="encoding of text files, e.g. cp1252")
    add("--language", metavar="CODE", help="language of documents that name none")
    add(
        "--metadata-pattern",
        metavar="REGEX",
        help="the header line of text files, with groups (?P<source>…), (?P<date>…), "
        "(?P<time>…), (?P<author>…); an empty pattern looks for none",
    )
    add(
        "--name-pattern",
        metavar="PATTERN",
        help="what names of text files say, e.g. {published}_{source}_{title}",
    )
    add(
        "--duplicates",
        choices=("skip", "add"),
        default="skip",
        help="what to do with documents whose text is there already (skip)",
    )
    add_json(parser)
    parser.set_defaults(run=_import)


def _register_export(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "export",
        help="write a project as a data set",
        description="Write a project, or a choice of it, as a data set. Without a "
        "choice, all layers go out.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    add = parser.add_argument
    add("--format", metavar="NAME", required=True, help="see annotator formats")
    add(
        "--output",
        metavar="PATH",
        required=True,
        type=Path,
        help="file; - is standard output",
    )
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
    add(
        "--split",
        metavar="PARTS",
        help="divide the documents, e.g. train=.8,dev=.1,test=.1, into PATH-train …",
    )
    add("--seed", metavar="N", type=int, default=0, help="seed of the division (0)")
    add("--overwrite", action="store_true", help="replace files of that name")
    add("--bom", action="store_true", help="byte order mark for spreadsheets")
    add_json(parser)
    parser.set_defaults(run=_export)


def _import(args: argparse.Namespace) -> int:
    options = transfer.ImportOptions(
        encoding=args.encoding,
        metadata_pattern=args.metadata_pattern,
        name_pattern=args.name_pattern,
        language=args.language,
        annotator=args.annotator,
        duplicates=args.duplicates,
    )
    with Session.open(args.project, annotator=args.annotator) as session:
        job = transfer.import_files(
            session, args.files, format=args.format, options=options
        )
        report = console.drive(job, "Importing")
    if args.json:
        console.say_json(_import_data(report))
        return 0
    console.say(report)
    console.tell_notes(report.notes)
    return 0


def _import_data(report: transfer.ImportReport) -> dict[str, Any]:
    return {
        "files": report.files,
        "documents": report.documents,
        "annotations": report.annotations,
        "entities": report.entities,
        "entries": report.entries,
        "updated": report.updated,
        "skipped": report.skipped,
        "skipped_documents": report.skipped_documents,
        "added": report.added,
        "notes": report.notes,
    }


def _export(args: argparse.Namespace) -> int:
    if str(args.output) == "-":
        args.output = Path("/dev/stdout")
    selection = _selection(args)
    with Session.open(args.project, read_only=True) as session:
        job = transfer.export(
            session,
            args.output,
            format=args.format,
            selection=selection,
            overwrite=args.overwrite or _may_replace(args.output, selection),
            bom=args.bom,
        )
        report = console.drive(job, "Exporting")
    # Where the data themselves go to standard output, the report must not.
    beside = is_special(args.output)
    if args.json and not beside:
        console.say_json(_export_data(report))
        return 0
    (console.tell if beside else console.say)(report)
    console.tell_notes(f"{report.format} leaves out {loss}." for loss in report.losses)
    console.tell_notes(report.notes)
    return 0


def _selection(args: argparse.Namespace) -> transfer.Selection:
    kinds = None
    if args.annotator:
        kinds = ("primary",)
    elif args.adjudicated:
        kinds = ("adjudicated",)
    split = transfer.parse_split(args.split, args.seed) if args.split else None
    return transfer.Selection(annotators=args.annotator, kinds=kinds, split=split)


def _may_replace(output: Path, selection: transfer.Selection) -> bool:
    paths = transfer.output_paths(output, selection.split)
    there = [path for path in paths if path.is_file()]
    if not there:
        return False
    names = ", ".join(map(str, there))
    return console.confirm(f"{names} exists already. Replace it?")


def _export_data(report: transfer.ExportReport) -> dict[str, Any]:
    return {
        "format": report.format,
        "files": [str(path) for path in report.files],
        "documents": report.documents,
        "annotations": report.annotations,
        "parts": report.parts,
        "losses": list(report.losses),
        "notes": report.notes,
    }
