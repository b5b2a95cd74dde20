# SPDX-License-Identifier: MIT
"""Figures of agreement, each with all that must be said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.analysis.figure import Figure
from annotator.services.agreement.choice import Choice, Coder

#: What figures are about: whether the same is marked; where matched units begin and
#: end; how matched units are coded.
UNITS, BOUNDARIES, CODING = "units", "boundaries", "coding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure.

    Attributes:
        stage: UNITS, BOUNDARIES or CODING.
        subject: an annotation type, a role, or the path of a field.
        metric: of which kind the values are taken to be, where it matters.
        key: which value or which issue it is about, "" for all.
        coders: places of the coders in the scope.
        group: the document, round or month, "" for all.
        label: the group or key as it is shown.
        unit: what is counted: "annotation", "token", "character", "document", "pair",
            "row".
    """

    stage: str
    subject: str
    figure: Figure
    coders: tuple[int, ...]
    unit: str
    metric: str = ""
    key: str = ""
    group: str = ""
    label: str = ""

    @property
    def measure(self) -> str:
        """The measure's id."""
        return self.figure.measure


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of one calculation rest on.

    Attributes:
        title: of the project.
        type: the annotation type and its label.
        coders: those who were to be compared; lines name their places.
        compared: those of them who worked on what another one worked on.
        documents: how many documents two or more of them worked on.
        unfinished: how many of the layers that count are not complete.
        hidden: how many layers may not be seen yet and were left out.
        annotations: how many annotations were compared.
        versions: (codebook's id, version) → annotations made under it.
        round: the round's name, "" for all documents.
        made: when, as an instant in files.
        program: name and version of this program.
    """

    title: str
    type: str
    type_label: str
    coders: tuple[Coder, ...]
    compared: tuple[Coder, ...]
    documents: int
    unfinished: int
    hidden: int
    annotations: int
    versions: Mapping[tuple[str, str], int]
    round: str = ""
    made: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The lines of one calculation, what was asked, and what they rest on.

    `labels` are those of subjects and of the values that `where` names; `notes`
    say what could not be measured.
    """

    choice: Choice
    basis: Basis
    lines: tuple[Line, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def names(self, line: Line) -> tuple[str, ...]:
        """The names of those whom a line is about."""
        return tuple(self.basis.coders[place].name for place in line.coders)
