# SPDX-License-Identifier: MIT
"""What must stand beside every figure: of whom, of what, under which conditions."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.sentence import Sentence, joined
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.result import Basis, Line, Result
from annotator.services.agreement.wording import UNITS


def caption(result: Result) -> list[Sentence]:
    """All conditions of a result, one sentence or phrase each."""
    return list(_parts(result.choice, result.basis, result))


def _parts(choice: Choice, basis: Basis, result: Result) -> Iterator[Sentence]:
    yield _documents(basis)
    people = basis.compared or basis.coders
    if people:
        yield joined(", ", (each.name for each in people))
    yield Sentence("{type}", type=basis.type_label)
    if basis.round:
        yield Sentence("round {round}", round=basis.round)
    if choice.level:
        yield Sentence("level {level}", level=choice.level)
    else:
        yield Sentence("all levels")
    for path, values in choice.where.items():
        labels = ", ".join(result.labels.get(each, each) for each in values)
        name = result.labels.get(path, path)
        yield Sentence("{field}: {values}", field=name, values=labels)
    yield _least(choice)
    if choice.aligns:
        yield _alignment(choice, result)
    yield from _layers(choice, basis)
    yield _versions(basis)


def _documents(basis: Basis) -> Sentence:
    if basis.documents == 1:
        return Sentence("1 document annotated at least twice")
    return Sentence("{n} documents annotated at least twice", n=basis.documents)


def _least(choice: Choice) -> Sentence:
    if not choice.least:
        return Sentence("matched by any overlap")
    return Sentence("matched by an overlap of {least} or more", least=choice.least)


def _alignment(choice: Choice, result: Result) -> Sentence:
    """What the best alignment rests on, and chance with it."""
    alpha, beta = choice.gamma_weights
    chance = {
        "shuffled": Sentence("chance by moving what annotators marked"),
        "drawn": Sentence("chance by drawing sizes, gaps and values"),
    }[choice.gamma_chance]
    if len(choice.fields or ()) != 1:
        return Sentence("γ of places alone, {chance}", chance=chance)
    (path,) = choice.fields or ()
    return Sentence(
        "γ with places × {alpha} and {field} × {beta}, {chance}",
        alpha=f"{alpha:g}",
        field=result.labels.get(path, path),
        beta=f"{beta:g}",
        chance=chance,
    )


def _layers(choice: Choice, basis: Basis) -> Iterator[Sentence]:
    if choice.complete:
        yield Sentence("complete layers only")
    elif basis.unfinished == 1:
        yield Sentence("1 layer of them not complete")
    elif basis.unfinished:
        yield Sentence("{n} layers of them not complete", n=basis.unfinished)
    if basis.hidden == 1:
        yield Sentence("1 layer hidden from you until yours is complete")
    elif basis.hidden:
        yield Sentence(
            "{n} layers hidden from you until yours are complete", n=basis.hidden
        )


def _versions(basis: Basis) -> Sentence:
    """The codebook's versions, with how many annotations each has if several."""
    parts: list[Sentence] = []
    for (name, version), count in sorted(basis.versions.items()):
        if not name:
            parts.append(Sentence("no codebook ({n})", n=count))
        elif len(basis.versions) == 1:
            parts.append(Sentence("{name} {version}", name=name, version=version))
        else:
            parts.append(
                Sentence("{name} {version} ({n})", name=name, version=version, n=count)
            )
    return joined(", ", parts) if parts else Sentence("no annotations")


def intervals(choice: Choice) -> Sentence:
    """How the intervals were made."""
    if choice.samples < 1:
        return Sentence("without intervals")
    return Sentence(
        "95 % percentile bootstrap intervals, {samples} resamples of units (for F1 of"
        " documents), seed {seed}",
        samples=choice.samples,
        seed=choice.seed,
    )


def used(line: Line) -> Sentence:
    """Of how many units a figure is, and how many were left out."""
    figure = line.figure
    unit = UNITS[line.unit]
    if figure.dropped:
        return Sentence(
            "{n} {unit}, {dropped} left out",
            n=figure.used,
            unit=unit,
            dropped=figure.dropped,
        )
    return Sentence("{n} {unit}", n=figure.used, unit=unit)
