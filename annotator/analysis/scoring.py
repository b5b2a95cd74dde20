# SPDX-License-Identifier: MIT
"""How near one layer of a document comes to another that is held to be right.

In two stages, like agreement: are the same things marked, and are matched ones
coded alike.  Layers of the same person at two times are compared in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from annotator.analysis.keyed_rows import keyed
from annotator.analysis.overlap import Area, area
from annotator.analysis.unitizing import Counts, exact, match
from annotator.model.annotation import Annotation, FieldValue
from annotator.model.codebook import AnnotationType, Codebook, Field

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
    reference: Iterable[Annotation], work: Iterable[Annotation], codebook: Codebook
) -> Score:
    """The live annotations of one document against those held to be right."""
    first, second = _by_type(reference), _by_type(work)
    found = Score(documents=1)
    for kind in codebook.types:
        found += _of_type(first.get(kind.id, []), second.get(kind.id, []), kind)
    return found


def _of_type(
    first: Sequence[Annotation], second: Sequence[Annotation], kind: AnnotationType
) -> Score:
    areas = [_area(each, kind) for each in first]
    others = [_area(each, kind) for each in second]
    pairs = match(areas, others)
    fields: dict[str, Alike] = {}
    for one, other in pairs:
        for name, same in _compared(first[one], second[other], kind):
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
    one: Annotation, other: Annotation, kind: AnnotationType
) -> Iterator[tuple[str, bool]]:
    """(name, whether equal) of what either says; both unset is not compared."""
    yield from _values(one.fields, other.fields, kind.fields, "")
    for row_type in kind.rows:
        mine = keyed(one.rows.get(row_type.id, ()), row_type)
        theirs = keyed(other.rows.get(row_type.id, ()), row_type)
        for key in dict.fromkeys((*mine, *theirs)):
            both = key in mine and key in theirs
            yield row_type.id, both
            if both:
                given = mine[key].fields, theirs[key].fields
                yield from _values(*given, row_type.fields, f"{row_type.id}.")


def _values(
    one: Mapping[str, FieldValue],
    other: Mapping[str, FieldValue],
    fields: Iterable[Field],
    prefix: str,
) -> Iterator[tuple[str, bool]]:
    for each in fields:
        # Links lead to annotations of one's own, and texts are written freely.
        if each.type in ("link", "text"):
            continue
        mine, theirs = one.get(each.id), other.get(each.id)
        if mine is not None or theirs is not None:
            yield f"{prefix}{each.id}", _plain(mine) == _plain(theirs)


def _plain(value: FieldValue | None) -> object:
    return frozenset(value) if isinstance(value, tuple) else value
