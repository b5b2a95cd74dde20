# SPDX-License-Identifier: MIT
"""`python -m tests.benchmarks`: run the benchmarks and print the table."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from tests.benchmarks import catalogue, report
from tests.benchmarks.harness import Benchmark, Result, measure
from tests.benchmarks.stage import Stage

#: Columns of the table where no terminal says how many there are.
WIDTH: Final = 118

#: Numbers of documents; the second is ten times the first.
SIZES: Final = {"small": (100, 1_000), "": (1_000, 10_000), "full": (10_000, 100_000)}


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 1 where something could not be measured."""
    wanted = _parser().parse_args(argv)
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    chosen = catalogue.REGISTRY.matching(wanted.only)
    if wanted.list:
        for entry in chosen:
            console.print(entry.name, highlight=False)
        return 0
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=wanted.folder) as name:
        _set_apart(Path(name))
        stage = Stage(Path(name), repeats=wanted.repeats, profile=wanted.profile)
        results = _run(console, stage, chosen, SIZES[wanted.size])
    console.print(report.table(results))
    report.print_details(console, results)
    if wanted.json:
        data = json.dumps(report.as_data(results), indent=2)
        wanted.json.write_text(data + "\n", encoding="utf-8")
    return 1 if any(result.failure for result in results) else 0


def _run(
    console: Console, stage: Stage, chosen: Sequence[Benchmark], sizes: Sequence[int]
) -> list[Result]:
    results = []
    for entry in chosen:
        with console.status(entry.name):
            results.append(measure(stage, entry, sizes))
        if not console.is_terminal:
            console.print(report.line(results[-1]), highlight=False, soft_wrap=True)
    return results


def _set_apart(folder: Path) -> None:
    """Keep the user's own settings out of it, and Qt off the screen."""
    os.environ["ANNOTATOR_HOME"] = str(folder / "home")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measure each operation beside a bare baseline.",
    )
    size = parser.add_mutually_exclusive_group()
    for name, help_text in (
        ("small", "100 and 1,000 documents: minutes become seconds"),
        ("full", "10,000 and 100,000 documents"),
    ):
        size.add_argument(
            f"--{name}", dest="size", action="store_const", const=name, help=help_text
        )
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="name the benchmarks")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep all samples")
    parser.add_argument("--repeats", type=int, metavar="N")
    parser.add_argument("--profile", action="store_true", help="profile our side")
    parser.add_argument("--folder", type=Path, help="where to write; on a real disk")
    parser.set_defaults(size="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
