# SPDX-License-Identifier: MIT
"""`annotator agreement`: do annotators mark the same, and code it alike?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli import console
from annotator.cli.options import add_json
from annotator.model.errors import UserError

if TYPE_CHECKING:
    from annotator.services.agreement.calculation import Calculation
    from annotator.services.agreement.choice import Choice
    from annotator.services.agreement.result import Line, Result
    from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "agreement",
        help="measure how far annotators agree",
        description="Measure how far annotators agree, in two stages: whether they "
        "mark the same (F1, Krippendorff's u-alpha), and whether they code matched "
        "annotations alike (percent, alpha, kappa, AC1 and more). Undefined values "
        "are explained. Others' work counts only where you may see it.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    _add_filters(parser)
    _add_measures(parser)
    out = parser.add_mutually_exclusive_group()
    add_json(out)
    out.add_argument("--csv", metavar="FILE", type=Path, help="write a table of all")
    out.add_argument(
        "--report", metavar="FILE.html", type=Path, help="write a report to cite"
    )
    out.add_argument(
        "--passages", metavar="FIELD", help="list where values of a field differ"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a file of that name"
    )
    parser.set_defaults(run=_run)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--annotators",
        metavar="A,B",
        type=_names,
        help="names, “adjudicated” for the adjudicated layer (otherwise everybody)",
    )
    add("--type", metavar="T", default="", help="annotation type (the first)")
    add("--round", metavar="R", default="", help="only documents of that round")
    add(
        "--level",
        metavar="N",
        type=int,
        default=0,
        help="1: only annotations that lie in no other one, 2: only those in them",
    )
    add(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only annotations with that value; may be given several times",
    )
    add("--complete", action="store_true", help="only layers that are complete")


def _add_measures(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--measure",
        metavar="M,…",
        type=_names,
        help="f1, alpha_u, gamma, disorder, exact, overlap, percent, alpha, kappa, "
        "fleiss, ac1, ac2, pi, s, alpha_ordinal and so on; units, boundaries, coding "
        "or all",
    )
    add("--field", metavar="F", action="append", help="only that field (stance.stance)")
    add(
        "--by",
        choices=("pair", "document", "label", "round", "month"),
        default="pair",
        help="what figures are taken apart by",
    )
    add(
        "--least",
        metavar="SHARE",
        type=float,
        default=0.0,
        help="the smallest overlap of a match, 0 to 1 (any)",
    )
    add(
        "--samples",
        metavar="N",
        type=int,
        default=1000,
        help="resamples for intervals, 0 for none (1000)",
    )
    add(
        "--seed",
        metavar="N",
        type=int,
        default=0,
        help="of the resamples and of gamma's chance (0)",
    )
    add(
        "--gamma-weights",
        metavar="P,V",
        type=_weights,
        default=(3.0, 1.0),
        help="what places count for gamma, and values of the one --field (3,1)",
    )
    add(
        "--gamma-chance",
        choices=("shuffled", "drawn"),
        default="shuffled",
        help="how gamma samples chance: by moving what there is along the text "
        "(shuffled), or by drawing sizes, gaps and values like those there are",
    )


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _weights(text: str) -> tuple[float, float]:
    try:
        places, values = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("two numbers, such as 3,1") from None
    return places, values


def _run(args: argparse.Namespace) -> int:
    from annotator.services.agreement.calculate import measure
    from annotator.services.session import Session

    choice = _choice(args)
    with Session.open(args.project, read_only=True) as session:
        made, result = console.drive(measure(session, choice), "Measuring")
        if args.passages:
            return _passages(session, made, args.passages)
        return _print(args, made, result)


def _choice(args: argparse.Namespace) -> Choice:
    from annotator.services.agreement.choice import DEFAULT_MEASURES, Choice

    if args.samples < 0 or args.samples > 100_000:
        raise UserError("--samples is a number from 0 to 100000.")
    return Choice(
        annotators=args.annotators,
        type=args.type,
        round=args.round,
        measures=tuple(args.measure or DEFAULT_MEASURES),
        by=args.by,
        level=args.level,
        where=_where(args.where),
        least=args.least,
        complete=args.complete,
        fields=args.field,
        samples=args.samples,
        seed=args.seed,
        gamma_weights=args.gamma_weights,
        gamma_chance=args.gamma_chance,
    )


def _where(given: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in given:
        field, equals, value = each.partition("=")
        if not equals or not field:
            raise UserError(
                "“{given}” is no condition.",
                remedy="Write FIELD=VALUE, for example quote_type=direct.",
                given=each,
            )
        found.setdefault(field, []).append(value)
    return found


def _print(args: argparse.Namespace, made: Calculation, result: Result) -> int:
    from annotator.services.agreement import report, table
    from annotator.services.agreement.caption import caption, intervals

    if args.json:
        console.say_json(table.as_data(result))
        return 0
    console.tell_notes(result.notes)
    if args.csv:
        table.write_csv(result, args.csv, overwrite=args.overwrite)
        console.say(f"{len(result.lines)} figures written to {args.csv}.")
    elif args.report:
        report.write_report(made, result, args.report, overwrite=args.overwrite)
        console.say(f"Report written to {args.report}.")
    else:
        console.say("; ".join(map(str, caption(result))))
        console.say(intervals(result.choice))
        _say_lines(result)
    return 0


def _say_lines(result: Result) -> None:
    """All figures in one table for each who, and the reasons below it."""
    head = ("Measure", "What", "Of", "Value", "Interval", "n", "Left out")
    for coders in dict.fromkeys(line.coders for line in result.lines):
        lines = [line for line in result.lines if line.coders == coders]
        console.say()
        console.say(", ".join(result.names(lines[0])))
        console.say_table([head, *(_line(result, line) for line in lines)])
    whys = dict.fromkeys(
        f"{_what(result, line)}: {line.figure.why}"
        for line in result.lines
        if line.figure.why
    )
    console.tell_notes(whys)


def _what(result: Result, line: Line) -> str:
    from annotator.services.agreement.wording import measure_name

    subject = result.labels.get(line.subject, line.subject)
    return f"{measure_name(line.measure)} of {subject}"


def _line(result: Result, line: Line) -> tuple[object, ...]:
    from annotator.services.agreement.wording import measure_name

    figure = line.figure
    name = str(measure_name(line.measure))
    value = "undefined" if figure.value is None else f"{figure.value:.4f}"
    low, high = figure.interval or (None, None)
    interval = "" if low is None or high is None else f"{low:.3f} to {high:.3f}"
    return (
        f"{name} ({line.metric})" if line.metric else name,
        result.labels.get(line.subject, line.subject),
        line.label,
        value,
        interval,
        figure.used,
        figure.dropped or "",
    )


def _passages(session: Session, made: Calculation, path: str) -> int:
    """Where values of a field differ, with their places."""
    from annotator.services.agreement.passages import DIFFERENT, Cell, passages

    pairs = [each for each in made.scopes if len(each) == 2]
    for one, other in pairs:
        names = [made.frame.scope.coders[place].name for place in (one, other)]
        found = passages(session, made, Cell((one, other), DIFFERENT, path))
        console.say(f"{names[0]} and {names[1]}: {len(found)}")
        for each in found:
            console.say(f"  {each.document}  {each.title}")
            for name, member, value in zip(
                names, each.members, each.values, strict=True
            ):
                if member is not None:
                    spans = " … ".join(quote for _, _, _, quote in member.spans[:1])
                    start = min((s for _, s, _, _ in member.spans), default=0)
                    about = f" on {each.about}" if each.about else ""
                    place = f"{member.uid}, {start}"
                    console.say(f"    {name}: {value}{about}  [{place}] {spans}")
    return 0
