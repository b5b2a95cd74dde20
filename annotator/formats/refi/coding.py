# SPDX-License-Identifier: MIT
"""Selections as marks under the labels of their codes.

A code of ours is a role, a row, a value or an issue with a stance.  What we wrote
has one role or row on each selection, and values beside it.  Where people went on
coding in another program, a selection may have several roles, or an issue and a
stance without the row that they belong to: that follows from what the codes are.
Any other code is a label of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.marks.mapping import last
from annotator.formats.marks.records import Link, Mark, Ref
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.refi.basis import UNCODED, Basis, Picked
from annotator.formats.refi.coder import from_data
from annotator.formats.refi.meanings import Entry, Label, Meanings, Said, Stance
from annotator.formats.refi.people import Who
from annotator.formats.refi.records import Case, Coding
from annotator.formats.refi.shape import Owner
from annotator.model.annotation import ORIGINS, STATES

#: Attributes of marks that our codebook did not make.
COMMENT: Final = "comment"
CASE: Final = "case"


@dataclass(slots=True)
class _Made:
    """A mark under way; `owner` is what its attributes belong to, None for a label
    that is not ours."""

    label: str
    owner: Owner | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    created: int | None = None

    def add(self, name: str, value: Any, several: bool) -> None:
        """Add a value to those that there may be of the same attribute."""
        before = self.attributes.get(name)
        if not several:
            self.attributes.setdefault(name, value)
        elif before is None:
            self.attributes[name] = (value,)
        elif value not in before:
            self.attributes[name] = (*before, value)


class Codings:
    """Turns the selections of a source into marks."""

    def __init__(self, basis: Basis, meanings: Meanings) -> None:
        self._basis = basis
        self._meanings = meanings
        self._seen: set[str] = set()

    def marks(self, picked: Picked) -> Iterator[tuple[list[Mark], list[Link]]]:
        """The marks of a selection, for everyone who coded it."""
        for number, (who, codings) in enumerate(self._basis.by_person(picked)):
            made, links = self._made(codings)
            if number == 0:
                self._beside(made, picked)
            if made:
                yield self._finished(made, links, who, picked, number)
            else:
                self._basis.bare += 1

    def _made(
        self, codings: Sequence[Coding]
    ) -> tuple[list[_Made], list[tuple[int, int]]]:
        """What the codes of one person on a selection are, and which row is whose."""
        made: list[_Made] = []
        rows: list[tuple[int, int]] = []
        meant = [(self._meanings.get(each.code), each) for each in codings]
        for meaning, coding in meant:
            if isinstance(meaning, Label):
                made.append(_Made(meaning.label, meaning.owner, {}, coding.created))
            elif meaning is None:
                label = self._basis.label(coding)
                made.append(_Made(label, None, {}, coding.created))
        for meaning, _ in meant:
            if isinstance(meaning, Said):
                self._bearer(meaning.owner, made, rows).add(
                    meaning.attribute, meaning.value, meaning.several
                )
            elif isinstance(meaning, Stance):
                row = self._free_bearer(meaning, made, rows)
                row.attributes[meaning.issue] = _ref(meaning.entry)
                row.attributes[meaning.said.attribute] = meaning.said.value
            elif isinstance(meaning, Entry):
                self._entry(meaning, made, rows)
        return made, rows

    def _bearer(
        self, owner: Owner, made: list[_Made], rows: list[tuple[int, int]]
    ) -> _Made:
        """The mark that bears attributes of a type or row; it is made if need be."""
        found = [each for each in made if each.owner == owner]
        main = self._meanings.label(owner)
        for each in found:
            if each.label == main:
                return each
        return found[0] if found else self._new(owner, made, rows)

    def _new(
        self, owner: Owner, made: list[_Made], rows: list[tuple[int, int]]
    ) -> _Made:
        label = self._meanings.label(owner)
        assert label is not None
        new = _Made(label, owner)
        if owner[1] is not None:
            above = self._bearer((owner[0], None), made, rows)
            made.append(new)
            rows.append((made.index(above), len(made) - 1))
        else:
            made.append(new)
        return new

    def _free_bearer(
        self, stance: Stance, made: list[_Made], rows: list[tuple[int, int]]
    ) -> _Made:
        """The row that has no issue yet; two stances are two rows."""
        for each in made:
            is_free = stance.issue not in each.attributes
            if each.owner == stance.said.owner and is_free:
                return each
        return self._new(stance.said.owner, made, rows)

    def _entry(
        self, entry: Entry, made: list[_Made], rows: list[tuple[int, int]]
    ) -> None:
        for each in made:
            if self._point(each, "vocabulary", entry.vocabulary, _ref(entry)):
                return
        owner = self._meanings.owner_of_entries(entry.vocabulary)
        if owner is not None:
            new = self._new(owner, made, rows)
            self._point(new, "vocabulary", entry.vocabulary, _ref(entry))

    def _point(self, made: _Made, kind: str, of: str, ref: Ref) -> bool:
        """Let a mark point to an entity or entry; whether it has a field for it."""
        if made.owner is None:
            return False
        names = self._meanings.fields(made.label, kind, of)
        if len(names) > 1 and self._basis.whole:
            return True  # which of them it is stands aside
        for name in names:
            several = self._meanings.is_several(made.label, name)
            if several or name not in made.attributes:
                made.add(name, ref, several)
                return True
        return False

    # -- what stands beside the codes ------------------------------------------------

    def _beside(self, made: list[_Made], picked: Picked) -> None:
        """Notes, comments and cases of a selection become attributes."""
        comments = [picked.selection.description] * bool(picked.selection.description)
        notes, cases = list(self._basis.notes(picked)), self._basis.cases(picked)
        plain = self._meanings.plain
        if not made and plain is not None:
            self._new((plain.type, None), made, [])
        elif not made and (comments or notes or cases):
            made.append(_Made(UNCODED))
        ours = [each for each in made if each.owner is not None]
        for note in notes:
            bearer = next((e for e in ours if self._takes(e, note.name)), None)
            if bearer is not None:
                bearer.attributes.setdefault(note.name, note.text)
            else:
                comments.append(note.text or note.name)
        for each in ours[:1] or made:
            if comments:
                name = self._comment_of(each)
                each.attributes.setdefault(name, "\n\n".join(comments))
            for case in cases:
                self._case(each, case)
        if made:
            made[0].attributes |= _aside(picked.kept.get("attributes"))

    def _takes(self, made: _Made, name: str) -> bool:
        return self._meanings.has_field(made.label, name)

    def _comment_of(self, made: _Made) -> str:
        plain = self._meanings.plain
        if plain is None or made.owner != (plain.type, None):
            return COMMENT
        return self._meanings.attribute(made.label, plain.comment) or COMMENT

    def _case(self, made: _Made, case: Case) -> None:
        kind, ref = self._basis.type_of(case), self._basis.ref(case)
        if kind is None and made.owner is not None:
            kind = self._meanings.sole_entity(made.label)
        if kind is None or not self._point(made, "entity", kind, ref):
            made.add(CASE, ref, True)

    # -- marks -----------------------------------------------------------------------

    def _finished(
        self,
        made: list[_Made],
        rows: list[tuple[int, int]],
        who: Who,
        picked: Picked,
        number: int,
    ) -> tuple[list[Mark], list[Link]]:
        marks: list[Mark] = []
        ids: dict[int, str] = {}
        for place, each in enumerate(made):
            uid = self._id(each, who, picked, number, place)
            if uid is not None:
                ids[place] = uid
                first = number == 0 and place == 0
                marks.append(self._mark(each, uid, who, picked, first))
        links = [
            Link(label=last(made[row].label), source=ids[above], target=ids[row])
            for above, row in rows
            if above in ids and row in ids
        ]
        return marks, links

    def _id(
        self, made: _Made, who: Who, picked: Picked, number: int, place: int
    ) -> str | None:
        """The id of a mark; None where the very same is there already."""
        if made.owner is not None:
            return (
                picked.uid
                if (number, place) == (0, 0)
                else (f"{picked.uid}/{number}/{place}")
            )
        parts = (who.annotator or "", who.layer or "", made.label, str(picked.pieces))
        uid = stable_uid("coding", picked.document, *parts)
        if uid in self._seen:
            self._basis.repeated += 1
            return None
        self._seen.add(uid)
        return uid

    def _mark(
        self, made: _Made, uid: str, who: Who, picked: Picked, first: bool
    ) -> Mark:
        kept: Mapping[str, Any] = picked.kept if first else {}
        selection = picked.selection
        revs = kept.get("revs")
        return Mark(
            label=made.label,
            pieces=picked.pieces,
            id=uid,
            attributes=made.attributes,
            annotator=who.annotator,
            layer=who.layer,
            state=_among(STATES, kept.get("state")),
            origin=_among(ORIGINS, kept.get("origin")),
            created=made.created if selection.created is None else selection.created,
            modified=selection.modified,
            revs=tuple(map(str, revs)) if isinstance(revs, list) else (),
        )


def _aside(found: object) -> dict[str, Any]:
    """The attributes that were kept aside."""
    if not isinstance(found, dict):
        return {}
    values = {name: from_data(data) for name, data in found.items()}
    return {name: value for name, value in values.items() if value is not None}


def _ref(entry: Entry) -> Ref:
    return Ref(entry.name, entry.uid)


def _among(known: Sequence[str], value: object) -> str | None:
    return value if isinstance(value, str) and value in known else None
