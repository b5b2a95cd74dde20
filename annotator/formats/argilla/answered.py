# SPDX-License-Identifier: MIT
"""One text of a record with its answers, on its way to a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from annotator.formats import typed
from annotator.formats.argilla.names import (
    DISCARDED,
    FORMAT,
    MODEL,
    SUBMITTED,
    SUGGESTION,
    user_id,
)
from annotator.formats.argilla.records import Answer, Record
from annotator.formats.guessing import Guess
from annotator.formats.making import make_document
from annotator.formats.marks.owners import LAYERS
from annotator.formats.marks.plain import json_object
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.marks.side import KEY, Side, Table, kept_links
from annotator.formats.options import ReadOptions
from annotator.formats.placing import CODE_POINTS, Places
from annotator.model.errors import InputError
from annotator.model.team import Annotator

_SPAN: Final = frozenset({"start", "end", "label"})
_TITLE: Final = "title"


class Known(Protocol):
    """What is known of the whole file."""

    options: ReadOptions
    #: what people's offsets count, and those of models
    people: Guess
    models: Guess
    #: the questions that have spans somewhere
    questions: set[str]
    discarded: int
    #: answers to questions that have no spans, by question
    aside: Counter[str]

    @property
    def name(self) -> str:
        """What messages call it."""


@dataclass(slots=True)
class Answered:
    """A text of a record: that of the field `name`, with the answers about it.

    `first` tells that it is the record's first one, which is called like it.
    """

    known: Known
    record: Record
    name: str
    answers: Sequence[Answer]
    line: int
    first: bool
    side: Side = field(init=False)
    kept: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, Annotator] = field(default_factory=dict)
    _ours: dict[str, tuple[str, str]] = field(init=False)
    _places: dict[str, Places] = field(default_factory=dict)
    _ids: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        said = self.record.metadata.get(KEY)
        self.side = Side() if said is None else Side.read(said, _whose)
        self._ours = {
            user_id(each.uid, layer): (each.uid, layer)
            for each in self.side.people
            for layer in LAYERS
        }
        self.people |= {each.uid: each for each in self.side.people}

    @property
    def text(self) -> str:
        """The text, line ends as the record has them."""
        return self.record.fields[self.name]

    def document(self) -> MarkedDocument:
        """The document with its marks; InputError names the field."""
        document = make_document(
            self.text,
            uid=self._uid(),
            title=self._title(),
            file=self.side.file,
            metadata=self._metadata(),
            extra={k: v for k, v in self.side.extra.items() if k != FORMAT},
            field=f"fields.{self.name}",
        )
        found = [mark for answer in self.answers for mark in self._marks(answer)]
        found += self.side.unplaced()
        self.side.note_missing(self.known.options.notes, self.known.name, self.line)
        return MarkedDocument(
            document=document,
            marks=tuple(found),
            links=kept_links(self.side.links, found),
            people=tuple(self.people.values()),
            extra=self._extra(),
            line=self.line,
        )

    def _uid(self) -> str:
        if not self.record.id:
            return stable_uid("document", FORMAT, self.name, self.text)
        return self.record.id if self.first else f"{self.record.id}/{self.name}"

    def _title(self) -> str:
        said = self.record.metadata.get(_TITLE)
        return said if isinstance(said, str) else ""

    def _metadata(self) -> dict[str, str]:
        found = {k: v for k, v in self.record.fields.items() if k != self.name}
        found |= {k: v for k, v in self.record.metadata.items() if isinstance(v, str)}
        return {k: v for k, v in found.items() if k not in (KEY, _TITLE, self.name)}

    # -- answers ---------------------------------------------------------------------

    def _marks(self, answer: Answer) -> Iterator[Mark]:
        if answer.status == DISCARDED:
            self.known.discarded += 1
            self._keep(answer)
            return
        if answer.value is None:
            return
        if not isinstance(answer.value, list):
            typed.wrong(answer.place, "a list of spans", answer.value)
        base = self._base(answer)
        tables = [_table(each, answer, n) for n, each in enumerate(answer.value)]
        whose: Hashable = SUGGESTION if answer.suggested else answer.user
        unit = self._unit(answer, tables, whose)
        for number, table in enumerate(tables):
            try:
                yield self._mark(base, table, whose, unit)
            except InputError as error:
                raise typed.placed(error, f"{answer.place}[{number}]") from None

    def _base(self, answer: Answer) -> Mark:
        """What all marks of an answer have in common; its id begins theirs."""
        user = answer.user
        annotator, layer = self._ours.get(user or "", (user, None))
        extra: dict[str, Any] = {}
        if answer.suggested:
            agent = answer.said.get("agent")
            annotator = agent if isinstance(agent, str) and agent else MODEL
            extra = {SUGGESTION: {"question": answer.question, **answer.said}}
        elif user is not None and user not in self._ours:
            self.people[user] = Annotator(uid=user, name=user)
        return Mark(
            label="",
            pieces=(),
            id=f"{answer.question}/{annotator or ''}",
            annotator=annotator,
            layer=layer,
            state="complete" if answer.status == SUBMITTED else None,
            origin="suggested" if answer.suggested else None,
            extra=extra,
        )

    def _mark(self, base: Mark, table: Table, whose: Hashable, unit: str) -> Mark:
        start, end, label = table["start"], table["end"], table["label"]
        ours = self.side.knows(label, start, end, whose)
        unit = self.known.options.unit or (CODE_POINTS if ours else unit)
        if unit not in self._places:
            self._places[unit] = Places(self.text, unit)
        self._ids[base.id] += 1
        mark = replace(
            base,
            label=label,
            pieces=(self._places[unit].span(start, end),),
            id=f"{base.id}/{self._ids[base.id]}",
            extra={**base.extra, **{k: v for k, v in table.items() if k not in _SPAN}},
        )
        return self.side.told(mark, start, end, whose)

    def _unit(self, answer: Answer, tables: Sequence[Table], whose: Hashable) -> str:
        """What the spans count that are not as we wrote them."""
        guess = self.known.models if answer.suggested else self.known.people
        new = [
            (each["start"], each["end"])
            for each in tables
            if not self.side.knows(each["label"], each["start"], each["end"], whose)
        ]
        return guess.of(self.text, new)

    # -- what is kept ----------------------------------------------------------------

    def _keep(self, answer: Answer) -> None:
        made = {"question": answer.question, "value": answer.value, **answer.said}
        made |= {"user_id": answer.user} if answer.user else {}
        self.kept.append(made)

    def _extra(self) -> dict[str, Any]:
        """What was kept before, other answers, and values that are no text."""
        before = self.side.extra.get(FORMAT)
        made = dict(before) if isinstance(before, dict) else {}
        if not self.first:
            return made
        for answer in self.record.answers:
            if answer.question not in self.known.questions:
                self._keep(answer)
                if answer.value is not None:
                    self.known.aside[answer.question] += 1
        others = {
            key: value
            for key, value in self.record.metadata.items()
            if not isinstance(value, str) and value is not None
        }
        made |= self.record.extra
        made |= {"metadata": others} if others else {}
        return made | ({"answers": self.kept} if self.kept else {})


def _whose(table: Table) -> Hashable:
    """Whose answer a mark of ours stands in."""
    if SUGGESTION in json_object(table, "extra"):
        return SUGGESTION
    layer = typed.text(table, "layer", "primary")
    return user_id(typed.text(table, "annotator"), layer)


def _table(value: object, answer: Answer, number: int) -> Table:
    place = f"{answer.place}[{number}]"
    if not isinstance(value, dict):
        typed.wrong(place, "a span", value)
    try:
        for key in ("start", "end"):
            typed.whole(value.get(key), key)
        if not isinstance(value.get("label"), str):
            typed.wrong("label", "a label", value.get("label"))
    except InputError as error:
        raise typed.placed(error, place) from None
    return value
