# SPDX-License-Identifier: MIT
"""What stands behind a figure: the table of a field, and the passages of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from annotator.analysis.arrays import Bools, Ints
from annotator.model.errors import NotFoundError
from annotator.services.agreement import references, unitizing
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.coding import Coded
from annotator.services.agreement.matching import Units
from annotator.services.agreement.references import is_reference
from annotator.services.session import Session
from annotator.store import coded as stored
from annotator.store.coded import Passage as Passage

#: Kinds of cells: units that both have, that only one has, whose spans of a role
#: differ, whose values of a field are those of the cell, or differ.
BOTH: Final = "both"
FIRST: Final = "first"
SECOND: Final = "second"
BOUNDARY: Final = "boundary"
VALUES: Final = "values"
DIFFERENT: Final = "different"
#: What documents are taken apart by (see `choice.GROUPINGS`), and one part's key.
Within: TypeAlias = tuple[str, str]
EVERYWHERE: Final[Within] = ("", "")
#: Of a field each value is held against all others; a part's key is its number.
LABEL: Final = "label"
#: Characters of an annotation that another one points to.
_QUOTE: Final = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """What passages are asked for, of two coders.

    Attributes:
        coders: their places in the scope.
        kind: one of the kinds above.
        subject: the path of a field, or a role.
        key: what rows are about, by its number; None: anything.
        values: numbers of the two values, of VALUES.
        within: what documents are taken apart by, and the key of one part; ""
            for all documents.
    """

    coders: tuple[int, int]
    kind: str
    subject: str = ""
    key: int | None = None
    values: tuple[int, int] = (0, 0)
    within: Within = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Found:
    """One unit behind a figure.

    Attributes:
        document, title: where it is.
        members: each coder's annotation, None where there is none.
        values: what each says, in words; "" where nothing is asked of a field.
        about: the issue, or whatever the row is about; "" for none.
    """

    document: str
    title: str
    members: tuple[Passage | None, ...]
    values: tuple[str, ...] = ()
    about: str = ""

    @property
    def start(self) -> int:
        """Where the first of its annotations begins."""
        starts = [s for m in self.members if m is not None for _, s, _, _ in m.spans]
        return min(starts, default=0)


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """How often the one coder says one value and the other says another.

    Attributes:
        coders: places of those in rows and in columns.
        subject: the field's path; `key`: the issue's number, None for all.
        codes: numbers of the values, in the order of rows and columns.
        labels: their labels.
        values: their ids or plain values.
        counts: rows × columns.
    """

    coders: tuple[int, int]
    subject: str
    key: int | None
    codes: tuple[int, ...]
    labels: tuple[str, ...]
    values: tuple[object, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """Of how many units both say something."""
        return sum(map(sum, self.counts))

    @property
    def most_apart(self) -> int:
        """The most frequent disagreement."""
        rows = enumerate(self.counts)
        return max(
            (n for a, row in rows for b, n in enumerate(row) if a != b), default=0
        )


def field_of(
    made: Calculation,
    coders: Sequence[int],
    path: str,
    key: int | None = None,
    within: Within = EVERYWHERE,
) -> Coded:
    """A field of the units of some coders; NotFoundError for what is no such field."""
    found = next((each for each in made.coded(coders) if each.path == path), None)
    if found is None:
        raise NotFoundError(
            "agreement is not measured in a field “{name}”.",
            remedy="There are: {there}.",
            name=path,
            there=", ".join(each.path for each in made.coded(coders)),
        )
    if within[0] == LABEL:
        found = found.of_value(int(within[1]))
    elif within != EVERYWHERE:
        found = found.where(made.within(*within)[found.doc])
    if key is None or found.key is None:
        return found
    mask: Bools = found.key == key
    return found.where(mask)


def confusion(
    made: Calculation,
    coders: tuple[int, int],
    path: str,
    key: int | None = None,
    most: int = 0,
    within: Within = EVERYWHERE,
) -> Confusion:
    """The table of a field; `most`: only the most frequent values, 0: all used."""
    data = field_of(made, coders, path, key, within)
    if is_reference(data.field):
        data = _in_words(data)
    ratings = data.ratings().kept(2)
    totals = ratings.totals()
    used = [n for n in range(len(totals)) if totals[n]]
    if most and len(used) > most:
        used = sorted(sorted(used, key=lambda n: (-totals[n], n))[:most])
    place = {code: n for n, code in enumerate(used)}
    counts = [[0] * len(used) for _ in used]
    for (one, other), count in zip(
        ratings.codes.tolist(), ratings.counts.tolist(), strict=True
    ):
        if one in place and other in place:
            counts[place[one]][place[other]] += count
    values = [data.column.values[code] for code in used]
    return Confusion(
        coders=coders,
        subject=path,
        key=key,
        codes=tuple(used),
        labels=tuple(made.names.value(path, value) for value in values),
        values=tuple(values),
        counts=tuple(map(tuple, counts)),
    )


def _in_words(data: Coded) -> Coded:
    """What two annotations point to, as the values of a table."""
    column = references.in_words(data.field, data.codes)
    return replace(data, column=column, codes=column.codes)


def count(made: Calculation, cell: Cell) -> int:
    """How many units are behind a cell."""
    return len(_places(made, cell)[0])


def passages(
    session: Session, made: Calculation, cell: Cell, most: int = 0
) -> list[Found]:
    """The units behind a cell, by document and place; `most`: so many, 0: all."""
    import numpy as np

    places, data = _places(made, cell)
    units = made.matching.units(cell.coders)
    if data is None:
        rows, units_of = places, units.where(places)
    else:
        units_of = units.shared.where(data.unit[places])
        rows = places
    starts = _starts(made, units_of)
    order = np.lexsort((starts, units_of.doc))
    if most:
        order = order[:most]
    members = units_of.members[order]
    known = stored.passages(session.project, _ids(made, members))
    found = _found(made, members, units_of.doc[order], data, rows[order], known)
    if data is None or not is_reference(data.field):
        return list(found)
    return _pointing(session, made, data, list(found))


def _pointing(
    session: Session, made: Calculation, data: Coded, given: list[Found]
) -> list[Found]:
    """The same, with the words of what each annotation points to."""
    by = next(each for each in made.references if each.field is data.field)
    known: dict[int, str] = {}
    owners = [m.id for each in given for m in each.members if m is not None]
    pointed = by.of(owners)
    quotes = stored.passages(
        session.project, {t for ts in pointed.values() for t in ts}
    )
    main = made.frame.kind.main_role.id if made.frame.kind.roles else ""
    for owner, targets in pointed.items():
        known[owner] = ", ".join(_quote(quotes[each], main) for each in targets)
    return [
        replace(
            each,
            values=tuple(
                said and known.get(member.id, said) if member is not None else ""
                for member, said in zip(each.members, each.values, strict=True)
            ),
        )
        for each in given
    ]


def _quote(of: Passage, main: str) -> str:
    """The beginning of an annotation's main span, in quotation marks."""
    spans = [quote for role, _, _, quote in of.spans if role == main] or [
        quote for _, _, _, quote in of.spans
    ]
    text = " ".join(spans[0].split()) if spans else ""
    return f"“{text if len(text) <= _QUOTE else text[: _QUOTE - 1] + '…'}”"


def _places(made: Calculation, cell: Cell) -> tuple[Ints, Coded | None]:
    """Places of units, or of a field's units with the field."""
    import numpy as np

    if cell.kind in (VALUES, DIFFERENT):
        data = field_of(made, cell.coders, cell.subject, cell.key, cell.within)
        if cell.kind == VALUES and is_reference(data.field):
            data = _in_words(data)
        one, other = data.codes[:, 0], data.codes[:, 1]
        if cell.kind == VALUES:
            mask = (one == cell.values[0]) & (other == cell.values[1])
        else:
            mask = (one != other) & (one >= 0) & (other >= 0)
        return np.flatnonzero(mask), data
    units = made.matching.units(cell.coders)
    there = units.members >= 0
    if cell.kind == BOUNDARY:
        matched = np.flatnonzero(there.all(axis=1))
        some, _, same = unitizing.boundaries(
            made.frame, units.where(matched), cell.subject
        )
        return matched[(some > 0) & ~same], None
    mask = there.all(axis=1)
    if cell.kind in (FIRST, SECOND):
        mask = ~there[:, 1 if cell.kind == FIRST else 0]
    return np.flatnonzero(mask), None


def _starts(made: Calculation, units: Units) -> Ints:
    """Where the units begin, in the places of their space."""
    import numpy as np

    areas = made.frame.areas
    first = np.full(len(areas.size) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, areas.owner, areas.start)
    starts: Ints = first[units.members].min(axis=1) if len(units.doc) else units.doc
    return starts


def _ids(made: Calculation, members: Ints) -> list[int]:
    places = members[members >= 0]
    found: list[int] = made.frame.ids[places].tolist()
    return found


def _found(
    made: Calculation,
    members: Ints,
    docs: Ints,
    data: Coded | None,
    rows: Ints,
    known: dict[int, Passage],
) -> Iterator[Found]:
    ids = made.frame.ids
    for mine, doc, row in zip(
        members.tolist(), docs.tolist(), rows.tolist(), strict=True
    ):
        document = made.frame.scope.documents[doc]
        yield Found(
            document=document.uid,
            title=document.title,
            members=tuple(None if n < 0 else known.get(int(ids[n])) for n in mine),
            values=_said(made, data, row),
            about=_about(made, data, row),
        )


def _said(made: Calculation, data: Coded | None, row: int) -> tuple[str, ...]:
    if data is None:
        return ()
    return tuple(
        "" if code < 0 else made.names.value(data.path, data.column.values[code])
        for code in data.codes[row].tolist()
    )


def _about(made: Calculation, data: Coded | None, row: int) -> str:
    if data is None or data.key is None:
        return ""
    return made.names.subject(data.path, data.keys[int(data.key[row])])
