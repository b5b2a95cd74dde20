# SPDX-License-Identifier: MIT
"""How near one layer of a document comes to another that is held to be right.

In two stages, like agreement: are the same things marked, and are matched ones
coded alike.  Layers of the same person at two times are compared in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from annotator.analysis.facets import MISSING, View
from annotator.analysis.overlap import Area, area
from annotator.analysis.unitizing import Counts, exact, match
from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook

_NOTHING: Final = Counts()


@dataclass(frozen=True, slots=True)
class Alike:
    """Of how many values compared how many were equal."""

    equal: int = 0
    compared: int = 0

    def __add__(self, other: Alike) -> Alike:
        return Alike(self.equal + other.equal, self.compared + other.compared)

    @property
    def share(self) -> float | None:
        """None where nothing was compared."""
        return self.equal / self.compared if self.compared else None


@dataclass(frozen=True, slots=True)
class Score:
    """One layer against another, which comes first in `Counts`.

    Scores of several documents are added: figures are micro averages.

    Attributes:
        documents: how many were compared.
        exact, overlap: units with the same ends, and with any common character.
        fields: values of matched units by field, `row.field` for one of a row,
            the row's own name for whether there is such a row.
    """

    documents: int = 0
    exact: Counts = _NOTHING
    overlap: Counts = _NOTHING
    fields: Mapping[str, Alike] = field(default_factory=dict)

    def __add__(self, other: Score) -> Score:
        names = dict.fromkeys((*self.fields, *other.fields))
        none = Alike()
        return Score(
            self.documents + other.documents,
            self.exact + other.exact,
            self.overlap + other.overlap,
            {n: self.fields.get(n, none) + other.fields.get(n, none) for n in names},
        )

    @property
    def coding(self) -> Alike:
        """All values of all fields together."""
        return sum(self.fields.values(), Alike())


def score(
    reference: Iterable[Annotation],
    work: Iterable[Annotation],
    codebook: Codebook,
    canonical: Callable[[str], str] = str,
) -> Score:
    """The live annotations of one document against those held to be right.

    `canonical` gives the uid that an entity's or entry's uid stands for now.
    """
    first, second = _by_type(reference), _by_type(work)
    view = View({kind.id: kind for kind in codebook.types}, canonical, {})
    found = Score(documents=1)
    for kind in codebook.types:
        found += _of_type(first.get(kind.id, []), second.get(kind.id, []), kind, view)
    return found


def _of_type(
    first: Sequence[Annotation],
    second: Sequence[Annotation],
    kind: AnnotationType,
    view: View,
) -> Score:
    areas = [_area(each, kind) for each in first]
    others = [_area(each, kind) for each in second]
    pairs = match(areas, others)
    fields: dict[str, Alike] = {}
    for one, other in pairs:
        for name, same in _compared(first[one], second[other], view):
            fields[name] = fields.get(name, Alike()) + Alike(int(same), 1)
    return Score(
        exact=exact(areas, others),
        overlap=Counts(len(pairs), len(areas), len(others)),
        fields=fields,
    )


def _by_type(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for each in annotations:
        if not each.deleted:
            found.setdefault(each.type, []).append(each)
    return found


def _area(annotation: Annotation, kind: AnnotationType) -> Area:
    """The main spans, else all there are."""
    main = annotation.spans_of(kind.main_role.id) if kind.roles else ()
    spans = main or tuple(annotation.all_spans())
    return area((span.start, span.end) for span in spans)


def _compared(
    one: Annotation, other: Annotation, view: View
) -> Iterator[tuple[str, bool]]:
    """(name, whether equal) of what either says; what neither says is left out."""
    for facet in view.of((one, other)):
        if facet.kind not in ("field", "row"):
            continue
        mine, theirs = view.value(one, facet), view.value(other, facet)
        if MISSING in (mine, theirs) or mine is None is theirs:
            continue
        name = f"{facet.row}.{facet.name}" if facet.row and facet.name else ""
        yield name or facet.row or facet.name, mine == theirs
