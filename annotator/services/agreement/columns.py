# SPDX-License-Identifier: MIT
"""What annotations say in their fields and rows, as columns of small numbers.

Equal JSON is parsed once: most of a million annotations say what others said.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.analysis import keyed_rows
from annotator.analysis.arrays import Ints
from annotator.analysis.facets import said
from annotator.analysis.ratings import MISSING, Value
from annotator.model.annotation import Row
from annotator.model.codebook import Field, RowType
from annotator.store import rows as stored

#: Types of fields whose values can be the same by more than chance.
CODED: Final = frozenset(
    {"choice", "multichoice", "boolean", "integer", "date", "entity", "vocabulary"}
)


def is_coded(of: Field) -> bool:
    """Whether agreement on the field can be measured: no free text, no links."""
    return of.type in CODED


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One field over all annotations or rows: a code for each, MISSING without.

    `values` are what the codes stand for: those of the codebook in its order, then
    others, sorted.
    """

    field: Field
    codes: Ints
    values: tuple[Value, ...]


class _Codes:
    """Gives the values of one field their numbers, in the order of their coming."""

    def __init__(self, of: Field) -> None:
        self.field = of
        self.known = known_values(of)
        self._number: dict[Hashable, int] = {v: n for n, v in enumerate(self.known)}
        self._booleans = of.type == "boolean"

    def code(self, value: Any) -> int:
        """The number of a value; MISSING for None."""
        if value is None:
            return MISSING
        if isinstance(value, bool) is not self._booleans:
            # 1 and true are not the same, though Python takes them for it.
            value = str(value)
        try:
            return self._number.setdefault(value, len(self._number))
        except TypeError:
            return self._number.setdefault(repr(value), len(self._number))

    def column(self, codes: Ints) -> Column:
        """The column of such codes, with the values in order."""
        import numpy as np

        come = list(self._number)
        others = sorted(come[len(self.known) :], key=_order)
        values = (*self.known, *others)
        place = {value: n for n, value in enumerate(values)}
        turn = np.array([*(place[value] for value in come), MISSING], dtype=np.int64)
        return Column(self.field, turn[codes], values)


def known_values(of: Field) -> tuple[Value, ...]:
    """The values that a codebook allows, where there is a list of them."""
    if of.type == "choice":
        return tuple(dict.fromkeys(value.id for value in of.values))
    if of.type == "boolean":
        return (False, True)
    if of.type == "integer" and of.min is not None and of.max is not None:
        few = of.max - of.min < 100
        return tuple(range(of.min, of.max + 1)) if few else ()
    return ()


def _order(value: object) -> tuple[int, float, str]:
    if isinstance(value, int):
        return 0, float(value), ""
    if isinstance(value, frozenset):
        return 2, 0.0, "\0".join(sorted(map(str, value)))
    return 1, 0.0, str(value)


class Table:
    """Texts of JSON → rows of codes, each text looked at once."""

    def __init__(
        self, fields: Iterable[Field], canonical: Callable[[str], str]
    ) -> None:
        self._codes = [_Codes(each) for each in fields if is_coded(each)]
        self._canonical = canonical
        self._number: dict[str | None, int] = {}
        self._rows: list[list[int]] = []

    def numbers(self, texts: Sequence[str | None]) -> list[int]:
        """For each text its number."""
        known = self._number
        try:
            return [known[text] for text in texts]
        except KeyError:
            for text in texts:
                if text not in known:
                    known[text] = len(self._rows)
                    self._rows.append(self.row(stored.load_fields(text)))
            return [known[text] for text in texts]

    def row(self, fields: Mapping[str, Any]) -> list[int]:
        """The codes of some fields."""
        canonical = self._canonical
        return [each.code(said(each.field, fields, canonical)) for each in self._codes]

    def columns(self, numbers: Ints) -> dict[str, Column]:
        """The columns of all annotations, from the numbers of their texts."""
        return self.columns_of(self._rows, numbers)

    def columns_of(self, made: list[list[int]], numbers: Ints) -> dict[str, Column]:
        """As `columns`, of rows of codes that were kept elsewhere."""
        import numpy as np

        table = np.array(made, dtype=np.int64).reshape(len(made), len(self._codes))
        return {
            each.field.id: each.column(table[numbers, n])
            for n, each in enumerate(self._codes)
        }


@dataclass(frozen=True, slots=True, eq=False)
class RowColumns:
    """The rows of one kind of all annotations.

    Attributes:
        row_type: what kind they are.
        owner: for each row the number of its annotation; in that order.
        key: for each row what it is about and which of those, as a code.
        keys: what the codes stand for: (subject or None, number from 0).
        columns: the rows' fields by id, without the one they are about.
        about: for each annotation what its rows are about, as a set; empty where
            its annotator said that there is none.  None where rows are about
            nothing in particular.
    """

    row_type: RowType
    owner: Ints
    key: Ints
    keys: tuple[keyed_rows.RowKey, ...]
    columns: Mapping[str, Column]
    about: Column | None


@dataclass(slots=True)
class _Kept:
    """The rows of one text: their keys and codes, and what they are about."""

    keys: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    about: int = MISSING


class RowTable:
    """Texts of JSON → the rows of one kind, each text looked at once."""

    def __init__(self, row_type: RowType, canonical: Callable[[str], str]) -> None:
        self.row_type = row_type
        self._about = keyed_rows.about(row_type)
        self._canonical = canonical
        others = [each for each in row_type.fields if each.id != self._about]
        self._table = Table(others, canonical)
        self._keys: dict[keyed_rows.RowKey, int] = {}
        field = row_type.field(self._about or "")
        self._subjects = None if field is None else _Codes(field)
        # Several subjects are a set, and one is a set, too.
        self._nothing = MISSING if field is None else self._of(())
        self._number: dict[str | None, int] = {None: 0}
        self._kept: list[_Kept] = [_Kept()]
        self._rows: list[list[int]] = []

    def numbers(self, texts: Sequence[str | None]) -> list[int]:
        """For each text its number."""
        known = self._number
        for text in texts:
            if text not in known:
                known[text] = len(self._kept)
                self._kept.append(self._read(text))
        return [known[text] for text in texts]

    def _read(self, text: str | None) -> _Kept:
        cells = stored.load_map(text).get(self.row_type.id, ())
        rows = [Row(self._named(stored.freeze_fields(cell[0]))) for cell in cells]
        kept = _Kept()
        for key, row in keyed_rows.keyed(rows, self.row_type).items():
            kept.keys.append(self._keys.setdefault(key, len(self._keys)))
            kept.codes.append(len(self._rows))
            self._rows.append(self._table.row(row.fields))
        if rows:
            kept.about = self._of(row.fields.get(self._about or "") for row in rows)
        return kept

    def _of(self, subjects: Iterable[Any]) -> int:
        """The code of a set of subjects."""
        found = frozenset(each for each in subjects if each is not None)
        return MISSING if self._subjects is None else self._subjects.code(found)

    def _named(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields with what the row is about under its present uid."""
        value = fields.get(self._about or "")
        if self._about is None or value is None:
            return fields
        several = isinstance(value, tuple)
        subject = (
            frozenset(map(self._canonical, value))
            if several
            else self._canonical(str(value))
        )
        return {**fields, self._about: subject}

    def columns(self, numbers: Ints, none: Ints) -> RowColumns:
        """All rows, from the numbers of the annotations' texts.

        `none`: for each annotation whether its annotator said that it has none.
        """
        import numpy as np

        many = np.array([len(each.keys) for each in self._kept], dtype=np.int64)
        first = np.cumsum(many) - many
        flat_keys = np.array([k for e in self._kept for k in e.keys], dtype=np.int64)
        flat_codes = np.array([c for e in self._kept for c in e.codes], dtype=np.int64)
        count = many[numbers]
        owner = np.repeat(np.arange(len(numbers)), count)
        start = np.repeat(first[numbers] - (np.cumsum(count) - count), count)
        place = start + np.arange(len(owner))
        return RowColumns(
            self.row_type,
            owner,
            flat_keys[place],
            tuple(self._keys),
            self._table.columns_of(self._rows, flat_codes[place]),
            self._about_column(numbers, none),
        )

    def _about_column(self, numbers: Ints, none: Ints) -> Column | None:
        import numpy as np

        if self._subjects is None:
            return None
        of_text = np.array([each.about for each in self._kept], dtype=np.int64)
        codes = of_text[numbers]
        codes[(codes == MISSING) & (none > 0)] = self._nothing
        return self._subjects.column(codes)
