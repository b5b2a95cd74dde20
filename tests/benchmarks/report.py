# SPDX-License-Identifier: MIT
"""Results as a table, as lines and as JSON data."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.benchmarks.harness import Result, percentile

_FACTOR: Final = {"ms": 1000.0, "s": 1.0, "MiB": 1.0}


def table(results: Sequence[Result]) -> Table:
    """One row for each benchmark, at the larger of its sizes."""
    made = Table(title="Ours beside a bare baseline (medians)")
    made.add_column("operation")
    for head in ("size", "ours", "p95", "baseline", "ratio", "aim", "growth"):
        made.add_column(head, justify="right")
    for result in results:
        made.add_row(*cells(result))
    return made


def cells(result: Result) -> list[str]:
    """The cells of a row: operation, size, ours, p95, baseline, ratio, aim, growth.

    Growth is from the small size to the large one, the baseline's in brackets.
    """
    name, aim = escape(result.benchmark.name), _aim(result)
    if result.failure:
        return [name, "", "", "", "", "[yellow]not measured[/]", aim, ""]
    last = result.runs[-1]
    style = "green" if result.holds else "bold red"
    ours, bare = result.growth
    return [
        name,
        f"{last.size:,}",
        amount(statistics.median(last.ours), last.unit),
        amount(percentile(last.ours, 95), last.unit),
        amount(statistics.median(last.bare), last.unit),
        f"[{style}]{last.ratio:.2f}[/]",
        aim,
        f"{ours:.1f} ({bare:.1f})",
    ]


def _aim(result: Result) -> str:
    limit = result.benchmark.limit
    more = f", p95 ≤ {amount(limit, 'ms')}" if limit else ""
    return f"≤ {result.benchmark.aim:g}{more}"


def amount(value: float, unit: str) -> str:
    """`value` in `unit`: three significant digits for times."""
    scaled = value * _FACTOR[unit]
    digits = 0 if scaled >= 100 else 1 if scaled >= 10 else 2
    return f"{scaled:,.{digits}f} {unit}"


def line(result: Result) -> str:
    """One line of plain text, for logs."""
    if result.failure:
        return escape(f"{result.benchmark.name}: not measured")
    row = cells(result)
    return f"{row[0]}: {row[2]} beside {row[4]}, ratio {row[5]} ({row[6]})"


def print_details(console: Console, results: Sequence[Result]) -> None:
    """What could not be measured and why, and the profiles that were asked for."""
    for result in results:
        if result.failure:
            console.print(
                f"{result.benchmark.name}: {result.failure}",
                style="yellow",
                markup=False,
                highlight=False,
            )
        if result.profile:
            console.rule(escape(result.benchmark.name))
            console.print(result.profile, markup=False, highlight=False)


def as_data(results: Sequence[Result]) -> list[dict[str, Any]]:
    """All samples, in seconds or MiB."""
    return [
        {
            "operation": result.benchmark.name,
            "aim": result.benchmark.aim,
            "limit": result.benchmark.limit,
            "failure": result.failure,
            "runs": [
                {
                    "size": run.size,
                    "unit": "MiB" if run.unit == "MiB" else "s",
                    "ratio": run.ratio,
                    "ours": run.ours,
                    "bare": run.bare,
                }
                for run in result.runs
            ],
        }
        for result in results
    ]
