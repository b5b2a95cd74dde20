# SPDX-License-Identifier: MIT
"""A report that a method section can cite: one HTML file, with its pictures in it.

Nothing is fetched, nothing in it is run, and whatever comes from a project is
escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from annotator.model.sentence import Sentence
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.caption import caption, intervals
from annotator.services.agreement.choice import ALIGNMENT_MEASURES
from annotator.services.agreement.drawing import matrix, number, scale, strip
from annotator.services.agreement.passages import confusion
from annotator.services.agreement.result import (
    BOUNDARIES,
    CODING,
    UNITS,
    Line,
    Result,
)
from annotator.services.agreement.wording import (
    MEASURES,
    SOURCES,
    measure_name,
    source_of,
)
from annotator.services.agreement.wording import UNITS as UNIT_NAMES
from annotator.services.files import atomic_path

#: A table of values with more rows than these is not drawn.
_MOST_VALUES: Final = 10
#: Of more pairs than these, tables of values are not drawn.
_MOST_PAIRS: Final = 6
#: Texts of so many characters are not broken.
_ONE_LINE: Final = 24

_STYLE: Final = """
:root{--paper:#fff;--text:#1c1d20;--soft:#50535a;--line:#e3e0da;--accent:#4a4fb8;
--differ:#875800}
@media (prefers-color-scheme:dark){:root{--paper:#202124;--text:#e6e4df;--soft:#b4b4b6;
--line:#323338;--accent:#98a3f5;--differ:#e3b45c}}
body{background:var(--paper);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif;
max-width:68rem;margin:2.5rem auto;padding:0 1.5rem}
h1{font:700 1.7rem/1.25 "Charis SIL",Georgia,serif;margin:0 0 .3rem}
h2{font-size:1.05rem;margin:2.4rem 0 .2rem}h3{font-size:.95rem;margin:1.4rem 0 .3rem}
p.caption,figcaption{color:var(--soft);font-size:.85rem;margin:.1rem 0 1rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4rem 0 .6rem}
th{font-weight:500;color:var(--soft);text-align:left;
border-bottom:1px solid var(--line)}
th,td{padding:.28rem .9rem .28rem 0;vertical-align:top}
td.k{white-space:nowrap}td.n,th.n{text-align:right}td.v{font-weight:600;text-align:right}
figure{margin:.8rem 0 1.4rem;overflow-x:auto}
.beside{display:flex;flex-wrap:wrap;gap:0 2.2rem}td small{font-weight:400;
color:var(--soft);white-space:nowrap}
ol.why{color:var(--soft);font-size:.85rem;padding-left:1.4rem}
svg{display:block}svg text{font:13px Inter,system-ui,sans-serif;fill:var(--text)}
svg text.head{fill:var(--soft);font-size:12px}.agree{fill:var(--accent)}
.differ{fill:var(--differ)}.plain{fill:var(--soft)}.dot{fill:var(--accent)}
.span{stroke:var(--accent);stroke-width:1.6}.grid{stroke:var(--line)}
.axis{stroke:var(--soft)}sup{color:var(--soft)}
@media print{body{margin:0;max-width:none}section{break-inside:avoid}}
"""


def write_report(
    made: Calculation, result: Result, path: Path, *, overwrite: bool = False
) -> None:
    """Write the report to a file, whole or not at all."""
    with atomic_path(path, overwrite=overwrite) as draft:
        draft.write_text(report(made, result), encoding="utf-8")


def report(made: Calculation, result: Result) -> str:
    """The report as HTML."""
    return "\n".join(_Report(made, result).parts())


class _Report:
    """Writes the parts one after the other, and numbers the reasons."""

    def __init__(self, made: Calculation, result: Result) -> None:
        self._made, self._result = made, result
        self._whys: dict[str, int] = {}
        self._metrics = {
            line.subject: line.metric
            for line in result.lines
            if line.measure == "alpha" and line.metric != "nominal"
        }

    def parts(self) -> Iterator[str]:
        """All of it."""
        title = Sentence("Agreement: {type}", type=self._result.basis.type_label)
        yield "<!doctype html>"
        yield '<html lang="en"><head><meta charset="utf-8">'
        yield (
            '<meta http-equiv="Content-Security-Policy"'
            " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        )
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        yield f"<header><h1>{escape(title)}</h1>"
        yield f'<p class="caption">{escape(self._result.basis.title)}</p>'
        yield self._caption()
        yield "</header>"
        for note in self._result.notes:
            yield f"<p>{escape(note)}</p>"
        yield from self._units()
        yield from self._boundaries()
        yield from self._coding()
        yield from self._tables()
        yield from self._reasons()
        yield from self._methods()
        yield "</body></html>"

    def _caption(self, *more: str) -> str:
        parts = [*more, *map(str, caption(self._result))]
        return f'<p class="caption">{escape(" · ".join(parts))}</p>'

    # -- units

    def _units(self) -> Iterator[str]:
        lines = [x for x in self._result.lines if x.stage == UNITS]
        if not lines:
            return
        yield _heading(Sentence("Units: do they mark the same things?"))
        yield '<div class="beside">'
        for measure in ("f1_overlap", "f1_exact", "f1_token"):
            yield from self._matrix(measure, lines)
        yield "</div>"
        shares = [x for x in lines if "_" in x.measure and x.measure != "alpha_u"]
        yield from self._pivot(shares, "what")
        yield from self._pivot([x for x in lines if x.measure == "alpha_u"], "subject")
        aligned = [x for x in lines if x.measure in ALIGNMENT_MEASURES]
        yield from self._pivot(aligned, "subject")

    def _matrix(self, measure: str, lines: Sequence[Line]) -> Iterator[str]:
        """F1 of every two, where there are more than two."""
        found = {
            x.coders: x
            for x in lines
            if x.measure == measure and len(x.coders) == 2 and not x.group
        }
        people = sorted({place for pair in found for place in pair})
        if len(people) < 3:
            return
        names = [self._result.basis.coders[place].name for place in people]
        cells = [
            [self._pair_cell(found.get((min(a, b), max(a, b)))) for b in people]
            for a in people
        ]
        title = measure_name(measure)
        yield "<figure>"
        yield matrix(names, _heads(names), cells, str(title))
        yield f"<figcaption>{escape(title)}</figcaption></figure>"

    def _pair_cell(self, line: Line | None) -> tuple[str, float | None, str]:
        if line is None:
            return "", None, "plain"
        value = line.figure.value
        return number(value), value or 0.0, "agree"

    # -- boundaries and coding

    def _boundaries(self) -> Iterator[str]:
        lines = [x for x in self._result.lines if x.stage == BOUNDARIES]
        if lines:
            yield _heading(Sentence("Boundaries: where do matched ones begin and end?"))
            yield from self._pivot(lines, "subject")

    def _coding(self) -> Iterator[str]:
        lines = [x for x in self._result.lines if x.stage == CODING]
        if not lines:
            return
        yield _heading(Sentence("Coding: do they code matched ones alike?"))
        for coders in dict.fromkeys(x.coders for x in lines):
            some = [x for x in lines if x.coders == coders]
            yield f"<h3>{escape(self._people(some[0]))}</h3>"
            yield from self._pivot(some, "subject", people=False)

    def _pivot(
        self, lines: Sequence[Line], first: str, *, people: bool = True
    ) -> Iterator[str]:
        """A row for each thing that is measured, a column for each measure."""
        if not lines:
            return
        table: dict[tuple[str, ...], dict[str, Line]] = {}
        for line in lines:
            head = (*self._heads(line, people), self._first(line, first), line.label)
            table.setdefault(head, {})[_column(line)] = line
        columns = list(dict.fromkeys(_column(line) for line in lines))
        labelled = any(line.label for line in lines)
        frequent = any(line.stage == CODING for line in lines)
        names = [Sentence("Annotators")] if people else []
        names += [Sentence("What")] + ([Sentence("Of")] if labelled else [])
        names += [Sentence("Units")] + ([Sentence("Most frequent")] if frequent else [])
        yield "<table><thead><tr>"
        yield "".join(f"<th>{escape(each)}</th>" for each in names)
        yield "".join(f'<th class="n">{escape(_NAMES[each])}</th>' for each in columns)
        yield f"<th>{scale()}</th></tr></thead><tbody>"
        for head, found in table.items():
            cells = head if labelled else head[:-1]
            yield self._row(cells, found, columns, frequent)
        yield "</tbody></table>"

    def _heads(self, line: Line, people: bool) -> tuple[str, ...]:
        return (self._people(line),) if people else ()

    def _first(self, line: Line, first: str) -> str:
        if first == "what":
            return str(_WAYS[line.measure.partition("_")[2]])
        label = self._result.labels.get(line.subject, line.subject)
        metric = self._metrics.get(line.subject, "")
        return f"{label} ({metric})" if metric else label

    def _row(
        self,
        cells: Sequence[str],
        found: Mapping[str, Line],
        columns: Sequence[str],
        frequent: bool,
    ) -> str:
        shown = next((found[c] for c in ("alpha", *columns) if c in found), None)
        assert shown is not None
        texts = [*cells, self._used(shown)]
        if frequent:
            texts.append(self._common(shown))
        made = "".join(map(_cell, texts))
        made += "".join(self._value(found.get(each)) for each in columns)
        figure = shown.figure
        picture = ""
        if figure.value is not None and shown.measure != "disorder":
            picture = strip(figure.value, figure.interval, _interval(shown))
        return f"<tr>{made}<td>{picture}</td></tr>"

    def _value(self, line: Line | None) -> str:
        """A value, its interval below it, and the number of what is to be said."""
        if line is None:
            return "<td></td>"
        figure = line.figure
        value = number(figure.value, 3)
        if figure.why:
            place = self._whys.setdefault(str(figure.why), len(self._whys) + 1)
            value += f"<sup>{place}</sup>"
        below = ""
        if figure.interval is not None:
            low, high = figure.interval
            below = f"<br><small>{number(low)} to {number(high)}</small>"
        return f'<td class="v">{value}{below}</td>'

    def _used(self, line: Line) -> str:
        figure = line.figure
        text = f"{figure.used:,}"
        if line.stage == UNITS:
            text = f"{text} {UNIT_NAMES[line.unit]}"
        return f"{text} (−{figure.dropped:,})" if figure.dropped else text

    def _common(self, line: Line) -> str:
        figure = line.figure
        if figure.prevalence is None:
            return ""
        label = self._made.names.value(line.subject, figure.common)
        return f"{label} {figure.prevalence:.0%}"

    def _people(self, line: Line) -> str:
        return ", ".join(self._result.names(line))

    # -- tables of values

    def _tables(self) -> Iterator[str]:
        pairs = [each for each in self._made.scopes if len(each) == 2]
        if not pairs or len(pairs) > _MOST_PAIRS:
            return
        parts = [part for pair in pairs for part in self._of_pair(pair)]
        if parts:
            yield _heading(Sentence("Which values are taken for which?"))
            yield from parts

    def _of_pair(self, pair: tuple[int, ...]) -> Iterator[str]:
        one, other = pair
        names = [self._result.basis.coders[place].name for place in pair]
        for data in self._made.coded(pair):
            if data.field.type not in ("choice", "boolean"):
                continue
            table = confusion(self._made, (one, other), data.path)
            if not 1 < len(table.labels) <= _MOST_VALUES:
                continue
            most = max(map(max, table.counts)) or 1
            apart = max(
                n
                for a, row in enumerate(table.counts)
                for b, n in enumerate(row)
                if a != b
            )
            cells = [
                [
                    (
                        str(n) if n else "·",
                        n / (most if a == b else apart or 1),
                        "plain" if a == b else "differ",
                    )
                    for b, n in enumerate(row)
                ]
                for a, row in enumerate(table.counts)
            ]
            label = self._made.names.subject_label(data.path)
            yield f"<figure><h3>{escape(label)}</h3>"
            yield matrix(table.labels, table.labels, cells, label)
            said = Sentence(
                "Rows: {one}. Columns: {other}. {n} units.",
                one=names[0],
                other=names[1],
                n=table.total,
            )
            yield f"<figcaption>{escape(said)}</figcaption></figure>"

    # -- what must be known

    def _reasons(self) -> Iterator[str]:
        if not self._whys:
            return
        yield _heading(Sentence("What was left out or is undefined"))
        yield '<ol class="why">'
        yield from (f"<li>{escape(why)}</li>" for why in self._whys)
        yield "</ol>"

    def _methods(self) -> Iterator[str]:
        yield _heading(Sentence("How it was measured"))
        yield self._caption(str(intervals(self._result.choice)))
        measures = dict.fromkeys(x.measure for x in self._result.lines)
        sources = dict.fromkeys(str(source_of(each)) for each in measures)
        if self._made.references and any(x.stage == CODING for x in self._result.lines):
            sources[str(SOURCES["reference"])] = None
        yield "<ul>"
        yield from (f"<li>{escape(each)}</li>" for each in sources)
        yield "</ul>"
        basis = self._result.basis
        said = Sentence(
            "Calculated by {program} on {made} from {n} annotations.",
            program=basis.program,
            made=basis.made[:10],
            n=basis.annotations,
        )
        yield f"<p>{escape(said)}</p>"


#: Columns of the tables, by measure; three kinds of F1 share theirs.
_NAMES: Final = {
    **MEASURES,
    "f1": Sentence("F1"),
    "precision": Sentence("Precision"),
    "recall": Sentence("Recall"),
}
_WAYS: Final = {
    "overlap": Sentence("any overlap"),
    "exact": Sentence("exact"),
    "token": Sentence("tokens"),
}


def _cell(text: str) -> str:
    """A cell; what is short stays on one line."""
    kind = ' class="k"' if len(text) <= _ONE_LINE else ""
    return f"<td{kind}>{escape(text)}</td>"


def _heads(names: Sequence[str]) -> list[str]:
    """First names, where they tell people apart."""
    first = [name.split(" ")[0] for name in names]
    return first if len(set(first)) == len(first) else list(names)


def _column(line: Line) -> str:
    """The column in which a line's value stands."""
    first, _, way = line.measure.partition("_")
    return first if way in _WAYS else line.measure


def _interval(line: Line) -> str:
    value, interval = line.figure.value, line.figure.interval
    if interval is None:
        return number(value, 3)
    return f"{number(value, 3)} [{number(interval[0], 3)}, {number(interval[1], 3)}]"


def _heading(text: str) -> str:
    return f"<section><h2>{escape(text)}</h2></section>"
