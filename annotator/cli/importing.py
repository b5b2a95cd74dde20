# SPDX-License-Identifier: MIT
"""`annotator import`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from annotator.cli import console
from annotator.cli.options import add_json
from annotator.model.sentence import Sentence
from annotator.services import columns, mapping, transfer
from annotator.services.session import Session

#: What `--unit` says, and what readers are told.
_UNITS: Final = {
    "code-points": "code points",
    "utf-16": "UTF-16 units",
    "bytes": "UTF-8 bytes",
    "graphemes": "grapheme clusters",
}


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
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
    _register_texts(parser)
    _register_tables(parser)
    _register_labels(parser)
    add("--overwrite", action="store_true", help="let --propose-mapping replace a file")
    add_json(parser)
    parser.set_defaults(run=_import)


def _register_texts(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("texts").add_argument
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


def _register_tables(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("tables of documents").add_argument
    add(
        "--columns",
        metavar="SLOT=COLUMN,…",
        help="which column holds what, e.g. text=body,title=headline,"
        f"metadata:desk=desk. Slots are {', '.join(columns.SLOTS)}, metadata:KEY",
    )
    add(
        "--column-map",
        metavar="FILE.toml",
        type=Path,
        help='the same in a file, one line for each: text = "body"',
    )


def _register_labels(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("labels of other programs").add_argument
    add(
        "--mapping",
        metavar="FILE.toml",
        type=Path,
        help="what foreign labels are called in the codebook",
    )
    add(
        "--propose-mapping",
        metavar="FILE.toml",
        type=Path,
        help="import nothing; write a mapping with proposals, to be read, corrected "
        "and used with --mapping",
    )
    add(
        "--unit",
        choices=tuple(_UNITS),
        help="what the offsets in the files count; else it is found out",
    )


def _import(args: argparse.Namespace) -> int:
    proposing = args.propose_mapping is not None
    with Session.open(
        args.project, annotator=args.annotator, read_only=proposing
    ) as session:
        options = _options(args, session)
        if proposing:
            return _propose(args, session, options)
        job = transfer.import_files(
            session, args.files, format=args.format, options=options
        )
        try:
            report = console.drive(job, "Importing")
        except mapping.UnmappedError as error:
            error.remedy = _REMEDY
            raise
    if args.json:
        console.say_json(_import_data(report))
        return 0
    console.say(report)
    console.tell_notes(report.notes)
    return 0


_REMEDY: Final = Sentence(
    "Write a mapping with --propose-mapping FILE.toml, correct it, and import with "
    "--mapping FILE.toml."
)


def _options(args: argparse.Namespace, session: Session) -> transfer.ImportOptions:
    given = None
    if args.mapping is not None:
        given = mapping.read_mapping(args.mapping, session.codebook)
    which: dict[str, str] = {}
    if args.column_map is not None:
        which |= columns.read_column_map(args.column_map)
    if args.columns is not None:
        which |= columns.parse_columns(args.columns)
    return transfer.ImportOptions(
        encoding=args.encoding,
        metadata_pattern=args.metadata_pattern,
        name_pattern=args.name_pattern,
        language=args.language,
        annotator=args.annotator,
        duplicates=args.duplicates,
        mapping=given,
        unit=_UNITS[args.unit] if args.unit else None,
        columns=which or None,
    )


def _propose(
    args: argparse.Namespace, session: Session, options: transfer.ImportOptions
) -> int:
    job = mapping.propose_mapping(
        session, args.files, format=args.format, options=options
    )
    proposal = console.drive(job, "Reading")
    path = args.propose_mapping
    mapping.save_mapping(path, proposal.text, overwrite=args.overwrite)
    if args.json:
        left = [each.sentence for each in proposal.unplaced]
        console.say_json({"file": str(path), "without_place": left})
        return 0
    console.say(Sentence("Wrote {file}. {left}", file=path, left=proposal.sentence))
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
        "left_out": report.left_out,
        "added": report.added,
        "notes": report.notes,
    }
