# SPDX-License-Identifier: MIT
"""Annotations that point to others: what they are nested in, and their links.

Two people never point to the same annotation; they agree where those that they
point to are matched with each other, or where neither points to any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from annotator.analysis.arrays import Ints
from annotator.analysis.ratings import MISSING, Value
from annotator.model.codebook import AnnotationType, Field
from annotator.model.sentence import Sentence
from annotator.model.values import is_visible
from annotator.services.agreement.choice import CODING_MEASURES, Choice, expanded
from annotator.services.agreement.columns import Column
from annotator.services.agreement.frame import Frame, find_ids
from annotator.services.agreement.matching import Units
from annotator.store import coded as stored
from annotator.store import rows as cells
from annotator.store.project import Project

#: The path of what annotations are nested in; `_NESTED_IN` where a field has it.
PARENT: Final = "parent"
_NESTED_IN: Final = "nested_in"
#: The value of annotations that point to none; others are numbers of units.
NONE: Final = "none"
#: What two annotations that point to some are said to do, in a table.
SAME, OTHER = "same", "other"
_LABEL: Final = Sentence("Nested in")


def is_reference(field: Field) -> bool:
    """Whether the values of a field are other annotations."""
    return field.type == "link"


def parent_path(kind: AnnotationType) -> str:
    """The path of what annotations of a type are nested in."""
    return PARENT if kind.field(PARENT) is None else _NESTED_IN


def parent_field(kind: AnnotationType) -> Field:
    """The same, as if it were a field."""
    return Field(id=parent_path(kind), label=_LABEL, type="link")


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Which annotations point to which others by one field, or are nested in them.

    Attributes:
        field: by which.
        owner, target: row ids.
    """

    field: Field
    owner: Ints
    target: Ints

    def of(self, owners: Iterable[int]) -> dict[int, list[int]]:
        """What some annotations point to, by their row ids."""
        import numpy as np

        found: dict[int, list[int]] = {}
        there = np.isin(self.owner, np.array(list(owners), dtype=np.int64))
        pairs = self.owner[there].tolist(), self.target[there].tolist()
        for owner, target in zip(*pairs, strict=True):
            found.setdefault(owner, []).append(target)
        return found


def load(project: Project, kind: AnnotationType, choice: Choice) -> list[References]:
    """Those of a type that a choice asks for and that somebody made."""
    if not set(CODING_MEASURES) & set(expanded(choice.measures)):
        return []
    fields = [parent_field(kind), *(f for f in kind.fields if is_reference(f))]
    found = [
        _made(field, _pairs(project, kind, field))
        for field in fields
        if choice.fields is None or field.id in choice.fields
    ]
    return [each for each in found if len(each.owner)]


def _pairs(
    project: Project, kind: AnnotationType, field: Field
) -> Iterator[tuple[int, int]]:
    if field.id == parent_path(kind):
        yield from stored.nested(project, kind.id)
        return
    for owner, target, fields in stored.linked(project, kind.id, field.id):
        if field.visible_if is None or is_visible(field, cells.load_fields(fields)):
            yield owner, target


def _made(field: Field, pairs: Iterable[tuple[int, int]]) -> References:
    import numpy as np

    table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return References(field, table[:, 0], table[:, 1])


def column(given: References, frame: Frame, whole: Frame, units: Units) -> Column:
    """For each annotation of a frame the unit that it points to.

    `whole` has what was left out of the frame by its level or its values, too;
    `units` are its units.  What points to something that is not compared, such as
    an annotation of another type, says nothing.
    """
    import numpy as np

    owner, target = find_ids(frame.ids, given.owner), find_ids(whole.ids, given.target)
    here = owner >= 0
    owner = owner[here]
    unit_of = np.full(len(whole.ids) + 1, -1, dtype=np.int64)
    for members in units.members.T:
        there = np.flatnonzero(members >= 0)
        unit_of[members[there]] = there
    # The last is nobody's: of a target that is not there.
    unit_of[-1] = -1
    unit = unit_of[target[here]]
    codes = np.zeros(len(frame.ids), dtype=np.int64)
    codes[owner] = unit + 1
    _several(codes, owner, unit)
    codes[owner[unit < 0]] = MISSING
    used, place = np.unique(codes[codes > 0], return_inverse=True)
    codes[codes > 0] = place + 1
    return Column(given.field, codes, (NONE, *range(1, len(used) + 1)))


def _several(codes: Ints, owner: Ints, unit: Ints) -> None:
    """Give annotations that point to several units at once codes of their own."""
    import numpy as np

    several = np.bincount(owner, minlength=len(codes))[owner] > 1
    sets: dict[int, set[int]] = {}
    for number, each in zip(
        owner[several].tolist(), unit[several].tolist(), strict=True
    ):
        sets.setdefault(number, set()).add(each)
    known: dict[frozenset[int], int] = {}
    above = int(unit.max(initial=0)) + 2
    for number, units in sets.items():
        if len(units) > 1:
            codes[number] = known.setdefault(frozenset(units), above + len(known))


def in_words(field: Field, codes: Ints) -> Column:
    """What two annotations point to, as the values of a table.

    `codes` is of two columns; the column returned has codes of that shape.
    """
    import numpy as np

    same = (codes[:, :1] == codes[:, 1:]) & (codes > 0)
    found = np.where(codes > 0, np.where(same, 1, 2), codes)
    values: tuple[Value, ...] = (NONE, SAME, OTHER)
    return Column(field, found, values)
