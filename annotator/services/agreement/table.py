# SPDX-License-Identifier: MIT
"""Figures of agreement as plain data, and as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

from annotator.formats.csv_cells import neutralise
from annotator.services.agreement.caption import caption, intervals
from annotator.services.agreement.result import Line, Result
from annotator.services.agreement.wording import measure_name
from annotator.services.files import atomic_path

#: The columns of the CSV.
COLUMNS: Final = (
    "stage",
    "measure",
    "name",
    "subject",
    "subject_label",
    "metric",
    "key",
    "group",
    "label",
    "annotators",
    "unit",
    "value",
    "low",
    "high",
    "used",
    "dropped",
    "why",
    "observed",
    "expected",
    "common",
    "prevalence",
    "filters",
    "intervals",
    "codebook",
)


def as_data(result: Result) -> dict[str, Any]:
    """The result as plain JSON data."""
    choice, basis = result.choice, result.basis
    return {
        "project": basis.title,
        "made": basis.made,
        "program": basis.program,
        "type": {"id": basis.type, "label": basis.type_label},
        "annotators": [{"id": each.uid, "name": each.name} for each in basis.coders],
        "documents": basis.documents,
        "annotations": basis.annotations,
        "layers": {"not_complete": basis.unfinished, "hidden": basis.hidden},
        "codebooks": [
            {"id": name, "version": version, "annotations": count}
            for (name, version), count in sorted(basis.versions.items())
        ],
        "filters": {
            "round": basis.round or None,
            "level": choice.level or None,
            "where": {path: list(values) for path, values in choice.where.items()},
            "least_overlap": choice.least,
            "complete": choice.complete,
            "by": choice.by,
        },
        "gamma": {
            "places": choice.gamma_weights[0],
            "values": choice.gamma_weights[1],
            "chance": choice.gamma_chance,
        }
        if choice.aligns
        else None,
        "intervals": {"resamples": choice.samples, "seed": choice.seed, "level": 0.95},
        "caption": [*map(str, caption(result)), str(intervals(choice))],
        "figures": [_data(result, line) for line in result.lines],
        "notes": [str(each) for each in result.notes],
    }


def _data(result: Result, line: Line) -> dict[str, Any]:
    figure = line.figure
    low, high = figure.interval or (None, None)
    return {
        "stage": line.stage,
        "measure": line.measure,
        "name": str(measure_name(line.measure)),
        "subject": line.subject,
        "subject_label": result.labels.get(line.subject, line.subject),
        "metric": line.metric or None,
        "key": line.key,
        "group": line.group,
        "label": line.label,
        "annotators": [result.basis.coders[place].uid for place in line.coders],
        "unit": line.unit,
        "value": figure.value,
        "low": low,
        "high": high,
        "used": figure.used,
        "dropped": figure.dropped,
        "why": str(figure.why),
        "observed": figure.observed,
        "expected": figure.expected,
        "common": _plain(figure.common),
        "prevalence": figure.prevalence,
    }


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def as_csv(result: Result) -> str:
    """The figures as CSV, each line with all its conditions; undefined is empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    filters = "; ".join(map(str, caption(result)[:-1]))
    more = {
        "filters": filters,
        "intervals": str(intervals(result.choice)),
        "codebook": str(caption(result)[-1]),
    }
    for line in result.lines:
        data = _data(result, line)
        data["annotators"] = ", ".join(result.names(line))
        writer.writerow({name: _cell(each) for name, each in (data | more).items()})
    return out.getvalue()


def _cell(value: object) -> object:
    """What is put into a cell; a name can be no formula."""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, str):
        return neutralise(value)
    return "" if value is None else value


def write_csv(result: Result, path: Path, *, overwrite: bool = False) -> None:
    """Write the figures to a file, whole or not at all."""
    with atomic_path(path, overwrite=overwrite) as draft:
        draft.write_text(as_csv(result), encoding="utf-8", newline="")
