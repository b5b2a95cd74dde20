# SPDX-License-Identifier: MIT
"""How near one layer of a document comes to another that is held to be right.

In two stages, like agreement: are the same things marked, and are matched ones
coded alike.  Layers of the same person at two times are compared in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from annotator.analysis.facets import MISSING, View
from annotator.analysis.figure import Figure
from annotator.analysis.overlap import Area, area
from annotator.analysis.unitizing import Counts, exact, match
from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.review import Facet

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


#: How often the one said this of a unit and the other that.
Said: TypeAlias = Mapping[tuple[Hashable, Hashable], int]


@dataclass(frozen=True, slots=True)
class Score:
    """One layer against another, which comes first in `Counts`.

    Scores of several documents are added: figures are micro averages.

    Attributes:
        documents: how many were compared.
        exact, overlap: units with the same ends, and with any common character.
        fields: values of matched units by field, `row.field` for one of a row,
            the row's own name for whether there is such a row, `parent` for what
            they are nested in.
        said: by the same names, of what both say something.
    """

    documents: int = 0
    exact: Counts = _NOTHING
    overlap: Counts = _NOTHING
    fields: Mapping[str, Alike] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)

    def __add__(self, other: Score) -> Score:
        names = dict.fromkeys((*self.fields, *other.fields))
        none = Alike()
        said = {
            name: Counter(self.said.get(name, {})) + Counter(other.said.get(name, {}))
            for name in dict.fromkeys((*self.said, *other.said))
        }
        return Score(
            self.documents + other.documents,
            self.exact + other.exact,
            self.overlap + other.overlap,
            {n: self.fields.get(n, none) + other.fields.get(n, none) for n in names},
            said,
        )

    @property
    def coding(self) -> Alike:
        """All values of all fields together."""
        return sum(self.fields.values(), Alike())

    def alpha(
        self, name: str, metric: str = "nominal", values: Sequence[Hashable] = ()
    ) -> Figure:
        """Krippendorff's alpha of a field; `values`: the possible ones, in order."""
        from annotator.analysis import coding
        from annotator.analysis.ratings import ratings

        said = self.said.get(name, {})
        units = [pair for pair, count in said.items() for _ in range(count)]
        # Two people, though neither said anything.
        data = ratings(units or [(None, None)], values)
        return coding.alpha(metric).of(data.kept(2))


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
    found, matched = Score(documents=1), _Matched()
    for kind in codebook.types:
        mine, theirs = first.get(kind.id, []), second.get(kind.id, [])
        found += matched.units(mine, theirs, kind)
    view = View({kind.id: kind for kind in codebook.types}, canonical, matched.unit_of)
    return found + _coded(matched.pairs, view)


class _Matched:
    """What is matched with what, in all types: links may lead to another one."""

    def __init__(self) -> None:
        self.pairs: list[tuple[Annotation, Annotation]] = []
        self.unit_of: dict[str, int] = {}

    def units(
        self,
        first: Sequence[Annotation],
        second: Sequence[Annotation],
        kind: AnnotationType,
    ) -> Score:
        """Match those of one type."""
        areas = [_area(each, kind) for each in first]
        others = [_area(each, kind) for each in second]
        pairs = match(areas, others)
        for each in (*first, *second):
            self.unit_of[each.uid] = len(self.unit_of)
        for one, other in pairs:
            self.unit_of[second[other].uid] = self.unit_of[first[one].uid]
            self.pairs.append((first[one], second[other]))
        return Score(
            exact=exact(areas, others),
            overlap=Counts(len(pairs), len(areas), len(others)),
        )


def _coded(pairs: Iterable[tuple[Annotation, Annotation]], view: View) -> Score:
    """How alike matched ones are coded."""
    fields: dict[str, Alike] = {}
    said: dict[str, Counter[tuple[Hashable, Hashable]]] = {}
    for first, second in pairs:
        for name, mine, theirs in _compared(first, second, view):
            fields[name] = fields.get(name, Alike()) + Alike(int(mine == theirs), 1)
            if mine is not None and theirs is not None:
                said.setdefault(name, Counter())[mine, theirs] += 1
    return Score(fields=fields, said=said)


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
) -> Iterator[tuple[str, Hashable, Hashable]]:
    """(name, what each says) of what either says; what neither says is left out."""
    for facet in view.of((one, other)):
        if facet.kind not in ("field", "row", "parent"):
            continue
        mine, theirs = view.value(one, facet), view.value(other, facet)
        if MISSING in (mine, theirs) or mine is None is theirs:
            continue
        if _points(facet, view.kinds[one.type]):
            # Numbers of units are of one document each.
            mine, theirs = _placed(mine, one), _placed(theirs, one)
        name = f"{facet.row}.{facet.name}" if facet.row and facet.name else ""
        yield name or facet.row or facet.name or facet.kind, mine, theirs


def _points(facet: Facet, kind: AnnotationType) -> bool:
    """Whether its values are other annotations."""
    part = kind.row(facet.row) if facet.row else kind
    field = part.field(facet.name) if part else None
    return facet.kind == "parent" or (field is not None and field.type == "link")


def _placed(value: Hashable, annotation: Annotation) -> Hashable:
    return None if value is None else (annotation.document, value)
