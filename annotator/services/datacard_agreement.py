# SPDX-License-Identifier: MIT
"""What the data card says of agreement: both stages, always together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from annotator.model.progress import Job
from annotator.services.markdown import escaped, table
from annotator.services.session import Session

if TYPE_CHECKING:
    from annotator.services.agreement.result import Line, Result

#: The stage of unitizing, then that of coding.
MEASURES: Final = ("f1_overlap", "f1_exact", "alpha_u", "percent", "alpha")
#: The interval of a card is a rough one: `annotator agreement` takes more samples.
SAMPLES: Final = 200
_MOST: Final = 60


def agreement_of(
    session: Session,
    documents: Collection[str] | None,
    annotators: Sequence[str] | None,
) -> Job[tuple[str, ...]]:
    """Paragraphs and a table about the agreement in an export; () without any.

    Args:
        session: an open project.
        documents: uids of the documents that go out; None: all.
        annotators: uids of those whose work goes out; None: everybody.
    """
    # These bring numpy, which nothing else of an export needs.
    from annotator.services.agreement.calculate import calculate
    from annotator.services.agreement.choice import Choice

    kind = next(iter(session.codebook.types), None)
    people = session.annotators() if annotators is None else annotators
    if kind is None or documents == [] or len(people) < 2:
        return ()
    choice = Choice(
        annotators=annotators,
        documents=documents,
        type=kind.id,
        measures=MEASURES,
        samples=SAMPLES,
    )
    result = yield from calculate(session, choice)
    lines = [each for each in result.lines if not each.key and not each.group]
    if not any(each.figure.value is not None for each in lines):
        return ()
    return (*_paragraphs(session, result), "\n".join(_table(session, result, lines)))


def _paragraphs(session: Session, result: Result) -> Iterator[str]:
    basis = result.basis
    names = ", ".join(escaped(each.name) for each in basis.coders)
    yield (
        f"Of {escaped(basis.type_label)}, between {names}, in {basis.documents:,} "
        f"documents that two or more of them annotated; {basis.annotations:,} "
        "annotations. Annotations were matched one to one by the greatest overlap of "
        "their main spans; fields are compared on matched annotations. Intervals are "
        f"of 95 %, from {SAMPLES} resamples with the seed 0."
    )
    if basis.unfinished:
        yield f"Layers of it that are not complete: {basis.unfinished:,}."
    if basis.hidden:
        yield f"{basis.hidden:,} layers may not be seen yet and were left out."


def _table(session: Session, result: Result, lines: Sequence[Line]) -> Iterator[str]:
    from annotator.services.agreement.choice import kind_of
    from annotator.services.agreement.wording import Names, measure_name

    names = Names(session, kind_of(session, result.choice))
    coders = result.basis.coders
    rows = []
    for line in lines[:_MOST]:
        figure = line.figure
        kind = f" ({line.metric})" if line.metric else ""
        interval = figure.interval
        rows.append(
            (
                escaped(names.subject_label(line.subject)),
                escaped(f"{measure_name(line.measure)}{kind}"),
                ", ".join(escaped(coders[n].name) for n in line.coders),
                "undefined" if figure.value is None else f"{figure.value:.3f}",
                f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "",
                f"{figure.used:,} × {escaped(line.unit)}",
                escaped(figure.why),
            )
        )
    head = ("Of", "Measure", "Between", "Value", "Interval", "Rests on", "Note")
    yield from table(head, rows)
    if len(lines) > _MOST:
        yield ""
        yield f"{len(lines) - _MOST:,} more figures are in `annotator agreement`."
