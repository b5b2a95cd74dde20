# SPDX-License-Identifier: MIT
"""Values and rows that more than half of some annotations have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.analysis import keyed_rows
from annotator.model.annotation import Annotation, Fields, FieldValue, Row
from annotator.model.codebook import AnnotationType, Field


@dataclass(frozen=True, slots=True)
class Undecided:
    """A value that no majority has: where, and how many have what (None: unset)."""

    annotation: str
    name: str
    votes: tuple[tuple[FieldValue | None, int], ...]

    def __str__(self) -> str:
        said = (
            f"{'unset' if value is None else value} {count}"
            for value, count in self.votes
        )
        return f"{self.annotation} {self.name}: {', '.join(said)}"


@dataclass(slots=True)
class Voted:
    """The values that were agreed on, and those that were not."""

    values: dict[str, FieldValue] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)


@dataclass(slots=True)
class VotedRows:
    """The rows that were agreed on, and the values and rows that were not."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)


def voted_fields(
    given: Sequence[Fields],
    fields: Iterable[Field],
    names: Mapping[str, str],
    prefix: str = "",
) -> Voted:
    """Of each field what more than half of `given` have.

    Args:
        given: the values of each member.
        fields: the fields of the codebook, in its order.
        names: uid of an annotation → that of what its group became, for links.
        prefix: stands before the field's name where a vote is told.
    """
    found = Voted()
    for each in fields:
        values = [_named(each, member.get(each.id), names) for member in given]
        if all(value is None for value in values):
            continue
        agreed, is_decided = _vote(values)
        if agreed is not None:
            found.values[each.id] = agreed
        if not is_decided:
            found.undecided.append(Undecided("", f"{prefix}{each.id}", _told(values)))
    return found


def _named(
    each: Field, value: FieldValue | None, names: Mapping[str, str]
) -> FieldValue | None:
    """The value; of a link what the annotations that it leads to have become."""
    if each.type != "link" or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(names[uid] for uid in value if uid in names) or None
    return names.get(str(value))


def _vote(values: Sequence[FieldValue | None]) -> tuple[FieldValue | None, bool]:
    """What most have (None: unset, or no majority), and whether it is decided."""
    if any(isinstance(value, tuple) for value in values):
        return _vote_on_each(values)
    # False is 0 and True is 1 for Python; the type tells them apart.
    counts = Counter((type(value), value) for value in values)
    (_, value), count = counts.most_common(1)[0]
    is_decided = count * 2 > len(values)
    return (value if is_decided else None), is_decided


def _vote_on_each(
    values: Sequence[FieldValue | None],
) -> tuple[FieldValue | None, bool]:
    """Of several values each that most have; undecided where none is left of some."""
    counts = Counter(v for each in values if isinstance(each, tuple) for v in set(each))
    order = dict.fromkeys(v for each in values if isinstance(each, tuple) for v in each)
    kept = tuple(value for value in order if counts[value] * 2 > len(values))
    unset = sum(not value for value in values)
    return kept or None, bool(kept) or unset * 2 > len(values)


def _told(
    values: Sequence[FieldValue | None],
) -> tuple[tuple[FieldValue | None, int], ...]:
    counts = Counter(values)
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))


def voted_rows(
    members: Sequence[Annotation],
    nearest: Annotation,
    kind: AnnotationType,
    names: Mapping[str, str],
) -> VotedRows:
    """The rows that more than half of the members have, with their values.

    Rows are matched by what they are about (their first vocabulary or entity
    field), else by their number.  Spans are those of `nearest`, where it has the
    row, else of the first member that does.
    """
    found = VotedRows()
    for row_type in kind.rows:
        given = [each.rows.get(row_type.id, ()) for each in members]
        keyed = [keyed_rows.keyed(rows, row_type) for rows in given]
        made = []
        for key in dict.fromkeys(key for each in keyed for key in each):
            having = [rows[key] for rows in keyed if key in rows]
            label = f"{row_type.id} {key[0]}" if key[0] is not None else row_type.id
            if len(having) * 2 <= len(members):
                votes = (("given", len(having)), (None, len(members) - len(having)))
                found.undecided.append(Undecided("", label, votes))
                continue
            voted = voted_fields(
                [row.fields for row in having], row_type.fields, names, f"{label}."
            )
            found.undecided += voted.undecided
            shown = keyed[members.index(nearest)].get(key, having[0])
            made.append(replace(shown, fields=voted.values, extra={}))
        if made:
            found.rows[row_type.id] = tuple(made)
    return found
