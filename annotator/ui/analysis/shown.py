# SPDX-License-Identifier: MIT
"""From figures to what the tables of the page show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.services.agreement.wording import measure_name
from annotator.ui.analysis.figures import PairFigure
from annotator.ui.analysis.heat import Heat, HeatCell, Label
from annotator.ui.analysis.shades import strength_of
from annotator.ui.analysis.words import named, number, percent, share, tr
from annotator.ui.plain import one_line
from annotator.ui.symbols import TOKENS, symbol_kind
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.agreement.exploring import Overview, Pair
    from annotator.services.agreement.passages import Confusion
    from annotator.services.agreement.result import Line

#: What F1 is the mean of; the first of a pair is the reference.
_SIDES = ("precision", "recall")
#: Coefficients by their signs.
_SIGNS = {"alpha": "α", "kappa": "κ", "ac1": "AC1", "ac2": "AC2"}
#: Of more values than these the less frequent ones are not shown.
MOST_VALUES = 12


def first_name(name: str) -> str:
    """A name as it stands above a column."""
    return one_line(name, 60).split(" ")[0] or name


def short_names(names: Sequence[str]) -> list[str]:
    """First names where they tell people apart, else whole ones."""
    first = [first_name(name) for name in names]
    whole = [one_line(name, 40) for name in names]
    return first if len(set(first)) == len(first) else whole


def pairs(seen: Overview) -> Heat:
    """F1 of every two: any overlap above the diagonal, exact below it."""
    people = seen.made.active
    names = [seen.made.frame.scope.coders[place].name for place in people]
    cells = []
    for row, one in enumerate(people):
        line = []
        for column, other in enumerate(people):
            if row == column:
                line.append(HeatCell(number(seen.marked[one])))
                continue
            pair = (min(one, other), max(one, other))
            value = seen.f1[pair][0 if row < column else 1]
            what = tr("F1, any overlap") if row < column else tr("F1, exact")
            tip = tr("{0} and {1}: {2} {3}, precision {4}, recall {5}")
            way = "overlap" if row < column else "exact"
            sorted_names = names[min(row, column)], names[max(row, column)]
            more = (_of(seen, pair, f"{each}_{way}") for each in _SIDES)
            for place, text in enumerate((*sorted_names, what, share(value), *more)):
                tip = tip.replace(f"{{{place}}}", one_line(text, 60))
            line.append(HeatCell(share(value), "agree", strength_of(value), tip))
        cells.append(tuple(line))
    return Heat(
        rows=tuple(Label(one_line(name, 40)) for name in names),
        columns=tuple(Label(name) for name in short_names(names)),
        cells=tuple(cells),
    )


def _of(seen: Overview, pair: Pair, measure: str) -> str:
    lines = (x for x in seen.units(pair) if x.measure == measure)
    return share(next(lines).figure.value)


def pair_figures(seen: Overview, pair: Pair, main: str) -> list[PairFigure]:
    """Alphas of the roles, and how many both, or only one of the two, marked."""
    from annotator.services.agreement.passages import BOTH, BOUNDARY, FIRST, SECOND
    from annotator.services.agreement.result import BOUNDARIES

    lines = seen.units(pair)
    labels = seen.result.labels
    found = []
    for line in _alphas(lines):
        label = named(labels.get(line.subject, line.subject))
        words = tr("αᵤ {0}").replace("{0}", label.lower())
        found.append(
            PairFigure(share(line.figure.value), words, in_words(line.figure.why))
        )
    names = [seen.made.frame.scope.coders[place].name for place in pair]
    both, *sizes, differing = seen.alone[pair]
    found.append(PairFigure(number(both), tr("Both"), "", BOTH))
    short = short_names(names)
    for kind, name, size in zip((FIRST, SECOND), short, sizes, strict=True):
        words = tr("Only {0}").replace("{0}", name)
        found.append(PairFigure(number(size), words, "", kind))
    same = next((x for x in lines if x.stage == BOUNDARIES and x.subject == main), None)
    tip = ""
    if same is not None and same.figure.value is not None:
        tip = tr("{0} of the matched ones have the same boundaries").replace(
            "{0}", percent(same.figure.value)
        )
    found.append(PairFigure(number(differing), tr("Boundaries"), tip, BOUNDARY))
    return found


def _alphas(lines: Sequence[Line]) -> list[Line]:
    """Those of the first roles; all together is what a reader asks for last."""
    return [line for line in lines if line.measure == "alpha_u"][:3]


def values(table: Confusion, names: Sequence[str]) -> Heat:
    """How often the one says this and the other that."""
    size = len(table.labels)
    most, largest = table.most_apart or 1, max(map(max, table.counts), default=1)
    cells = []
    for a, row in enumerate(table.counts):
        line = []
        for b, n in enumerate(row):
            same = a == b
            tip = tr("{0}: {1}; {2}: {3}; {4} times")
            for place, text in enumerate(
                (names[0], table.labels[a], names[1], table.labels[b], number(n))
            ):
                tip = tip.replace(f"{{{place}}}", named(text))
            strength = n / (largest or 1) if same else n / most
            text = number(n) if n else "·"
            kind = ("same" if same else "differ") if n else ""
            line.append(HeatCell(text, kind, strength, tip))
        cells.append(tuple(line))
    rows = tuple(number(sum(row)) for row in table.counts)
    columns = tuple(number(sum(row[b] for row in table.counts)) for b in range(size))
    labels = [_label(table, n) for n in range(size)]
    return Heat(
        rows=tuple(labels),
        columns=tuple(Label("" if x.symbol else x.text, x.symbol) for x in labels),
        cells=tuple(cells),
        row_sums=rows,
        column_sums=columns,
    )


@dataclass(frozen=True, slots=True)
class TableWords:
    """What stands above a table.

    Attributes:
        note: whose rows and columns they are.
        figures: what is measured of its units.
        tip: the same with names and reasons.
        why: why α is undefined though there are values; "" where it is not.
        undefined: why it is undefined at all.
    """

    note: str = ""
    figures: str = ""
    tip: str = ""
    why: str = ""
    undefined: str = ""


def table_words(
    names: Sequence[str], lines: Sequence[Line], everyone: Line | None
) -> TableWords:
    """What is said of a table of a pair; `everyone`: α of all annotators."""
    note = tr("Rows: {0}. Columns: {1}.")
    for place, name in enumerate(names):
        note = note.replace(f"{{{place}}}", name)
    alpha = next((x.figure for x in lines if x.measure == "alpha"), None)
    if alpha is None:
        return TableWords(note)
    undefined = in_words(alpha.why) if alpha.value is None else ""
    parts = [_coefficient(x) for x in lines] if alpha.used else []
    if everyone is not None:
        words = tr("all {0}: α {1}")
        words = words.replace("{0}", number(len(everyone.coders)))
        parts.append(words.replace("{1}", share(everyone.figure.value)))
    if alpha.dropped:
        parts.append(tr("{0} left out").replace("{0}", number(alpha.dropped)))
    said = tr("α is undefined. {0}").replace("{0}", undefined)
    return TableWords(
        note=note,
        figures=" · ".join(parts),
        tip="\n".join(_sentence(x) for x in lines),
        why=said if undefined and alpha.used else "",
        undefined=undefined,
    )


def _coefficient(line: Line) -> str:
    value = line.figure.value
    if line.measure == "percent":
        return tr("{0} alike").replace("{0}", percent(value))
    return f"{_SIGNS.get(line.measure, line.measure)} {share(value)}"


def _sentence(line: Line) -> str:
    """A coefficient by its name, with what it rests on and why it is as it is."""
    figure = line.figure
    words = tr("{0}: {1}, of {2}").replace("{0}", in_words(measure_name(line.measure)))
    words = words.replace("{1}", share(figure.value))
    words = words.replace("{2}", number(figure.used))
    return f"{words}. {in_words(figure.why)}" if figure.why else words


def _label(table: Confusion, place: int) -> Label:
    """A value's name; stances have their symbols."""
    value = table.values[place]
    name = str(value).casefold()
    is_stance = "stance" in table.subject.rsplit(".", 1)[-1] and isinstance(value, str)
    symbol = symbol_kind(str(value)) if is_stance else ""
    if symbol == "unclear" and name != "unclear":
        symbol = ""
    text = named(table.labels[place]).split(" / ")[0]
    return Label(text, symbol if symbol in TOKENS else "")


def largest(table: Confusion) -> tuple[int, int] | None:
    """The cell to look at first: the most frequent disagreement, else any."""
    best, found = -1, None
    for a, row in enumerate(table.counts):
        for b, n in enumerate(row):
            rank = n if a != b else -1 if n else -2
            if rank > best or found is None:
                best, found = rank, (a, b)
    return found
