# SPDX-License-Identifier: MIT
"""`annotator codebook`: check a file, show a codebook, upgrade a project's."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.model.codebook import AnnotationType, Codebook, Field, Role, RowType
from annotator.model.codebook_diff import bump, level
from annotator.model.errors import CodebookError
from annotator.model.sentence import Sentence
from annotator.services import codebook as codebooks
from annotator.services.session import Session


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add `codebook check`, `codebook show` and `codebook upgrade`."""
    parser = subparsers.add_parser(
        "codebook", help="check, show or upgrade a codebook", description=__doc__
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_check(verbs)
    _add_show(verbs)
    _add_upgrade(verbs)


def _add_check(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = verbs.add_parser(
        "check",
        help="find the mistakes in codebook files",
        description="Find the mistakes in codebook files: file, line and key of each.",
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a codebook (TOML, QDC)"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.set_defaults(run=check)


def _add_show(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = verbs.add_parser(
        "show",
        help="show what a codebook defines",
        description="Show the codebook of a project, a preset or a file.",
    )
    parser.add_argument(
        "name",
        nargs="?",
        metavar="PROJECT|PRESET|FILE",
        help="a project, a bundled codebook or a file; without it, the bundled ones",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="show as JSON")
    form.add_argument("--toml", action="store_true", help="show as a codebook file")
    form.add_argument(
        "--qdc",
        action="store_true",
        help="show as codes for NVivo, ATLAS.ti, MAXQDA and others (REFI-QDA)",
    )
    parser.set_defaults(run=show)


def _add_upgrade(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = verbs.add_parser(
        "upgrade",
        help="give a project a new codebook version",
        description="Give a project a new codebook version. Values that go away "
        "need a mapping; nothing is dropped.",
    )
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("file", metavar="FILE", help="a codebook file or a preset")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="where a removed or redefined value goes, as in quote_type.mixed=indirect;"
        " with nothing after the sign it is unset, and kept aside",
    )
    parser.add_argument("--annotator", metavar="NAME", help="who does it")
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.set_defaults(run=upgrade)


# -- check ------------------------------------------------------------------------


def check(args: argparse.Namespace) -> int:
    """Print every mistake with file, line and key; 1 where one is an error."""
    found = {file: codebooks.check_file(file) for file in args.files}
    if args.json:
        print(json.dumps(_mistakes(found), ensure_ascii=False, indent=2))
    else:
        for file, mistakes in found.items():
            print("\n".join(map(_line, mistakes)) if mistakes else f"{file}: sound")
    wrong = any(m.severity == "error" for each in found.values() for m in each)
    return 1 if wrong else 0


def _line(mistake: codebooks.Mistake) -> str:
    place = f"{mistake.file}:{mistake.line or 1}"
    key = f" [{mistake.key}]" if mistake.key else ""
    return f"{place}: {mistake.severity}: {mistake.message}{key}"


def _mistakes(found: dict[str, list[codebooks.Mistake]]) -> list[dict[str, Any]]:
    return [
        {
            "file": file,
            "line": each.line,
            "key": each.key,
            "severity": each.severity,
            "message": each.message,
        }
        for file, mistakes in found.items()
        for each in mistakes
    ]


# -- show -------------------------------------------------------------------------


def show(args: argparse.Namespace) -> int:
    """Print a codebook in words, as JSON, TOML or QDC."""
    if args.name is None:
        _show_presets(as_json=args.json)
        return 0
    codebook = _find(args.name)
    if args.json:
        print(json.dumps(_data(codebook), ensure_ascii=False, indent=2))
    elif args.toml:
        print(codebooks.to_toml(codebook), end="")
    elif args.qdc:
        print(codebooks.to_qdc(codebook), end="")
    else:
        print("\n".join(_described(codebook)))
    return 0


def _find(name: str) -> Codebook:
    """A project's codebook, a preset or a file's."""
    path = Path(name)
    is_codebook = path.suffix == codebooks.TOML or codebooks.is_codes(path)
    if path.is_file() and not is_codebook:
        with Session.open(path, read_only=True) as session:
            return session.codebook
    return codebooks.find(name)


def _show_presets(*, as_json: bool) -> None:
    found = [codebooks.preset(name) for name in codebooks.presets()]
    if as_json:
        listed = [{"id": c.id, "version": c.version, "title": c.title} for c in found]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for each in found:
            print(f"{each.id:16} {each.version:8} {each.title}")


def _data(codebook: Codebook) -> dict[str, Any]:
    head = {"id": codebook.id, "version": codebook.version, "sha256": codebook.sha256}
    return {**head, "body": codebook.body}


def _described(codebook: Codebook) -> Iterator[str]:
    yield f"{codebook.title} ({codebook.id} {codebook.version})"
    yield f"sha256 {codebook.sha256}"
    for kind in codebook.types:
        yield ""
        yield kind.label
        yield from _part(kind, "  ")
        for row in kind.rows:
            yield f"  {row.label}, repeated"
            yield from _part(row, "    ")
    for vocabulary in codebook.vocabularies:
        yield ""
        state = "open" if vocabulary.open else "closed"
        yield f"{vocabulary.label} ({vocabulary.id}, {state})"
        for entry in vocabulary.values:
            yield f"  {entry.id:18} {entry.label}"
    yield ""
    yield from (f"Rule {rule.id}: {rule.severity}" for rule in codebook.rules)


def _part(part: AnnotationType | RowType, margin: str) -> Iterator[str]:
    for role in part.roles:
        yield f"{margin}{_keyed(role)} role, {_count(role)}"
    for field in part.fields:
        need = "required" if field.required else "optional"
        default = "" if field.default is None else f", default {field.default}"
        yield f"{margin}{_keyed(field)} {field.type}, {need}{default}"
        for value in field.values:
            key = f"[{value.key}]" if value.key else ""
            yield f"{margin}    {value.id:16} {key:4} {value.label}"


def _keyed(part: Role | Field) -> str:
    return f"{part.id:18} {f'[{part.key}]' if part.key else '':4}"


def _count(role: Role) -> str:
    most = str(role.max) if role.max else "any number"
    return f"{role.min} to {most}"


# -- upgrade ----------------------------------------------------------------------


def upgrade(args: argparse.Namespace) -> int:
    """Give the project the codebook of the file, carrying annotations over."""
    mapping = dict(map(_mapped, args.map))
    codebook = codebooks.find(args.file)
    with Session.open(args.project, annotator=args.annotator) as session:
        old = session.codebook
        try:
            report = codebooks.upgrade(session, codebook, mapping)
        except codebooks.MappingNeededError as error:
            error.remedy = _remedy(error)
            raise
    _advise(old, codebook)
    if args.json:
        print(json.dumps(_report(report), ensure_ascii=False, indent=2))
    else:
        print(_told(report))
    return 0


def _mapped(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not sign or not old:
        raise CodebookError(
            "“{text}” is no mapping. Write OLD=NEW, or OLD= .", text=text
        )
    return old.strip(), new.strip()


def _remedy(error: codebooks.MappingNeededError) -> Sentence:
    examples = [
        f"--map {use.need.path}={(*use.need.choices, '')[0]}" for use in error.uses
    ]
    return Sentence(
        "Say so, for example with {examples} (OLD= keeps it aside).",
        examples=" ".join(examples),
    )


def _advise(old: Codebook, new: Codebook) -> None:
    """Say so where the version number hides what kind of change it is."""
    wanted = bump(old.version, level(old, new))
    if new.id == old.id and _numbers(new.version) < _numbers(wanted):
        print(
            f"This is a {level(old, new)} change: the version would be {wanted}"
            f" rather than {new.version}.",
            file=sys.stderr,
        )


def _numbers(version: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in version.split(".")]


def _report(report: codebooks.UpgradeReport) -> dict[str, Any]:
    return {
        "from": report.old,
        "to": report.new,
        "changed": report.changed,
        "kept": report.kept,
        "reopened": report.reopened,
    }


def _told(report: codebooks.UpgradeReport) -> str:
    if report.old == report.new and not report.changed:
        return f"The project has {report.new}."
    words = [f"{report.old} → {report.new}"]
    words += [f"{report.changed} annotations carried over"] * bool(report.changed)
    words += [f"{report.kept} keep something aside"] * bool(report.kept)
    words += [f"{report.reopened} are drafts again"] * bool(report.reopened)
    return ", ".join(words) + "."
