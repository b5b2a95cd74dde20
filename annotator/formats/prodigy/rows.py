# SPDX-License-Identifier: MIT
"""A task of Prodigy as spans and relations, each with its place in the task.

Prodigy says each place twice, in characters and in tokens; the last token counts.
Characters go before tokens.  Where a task has tokens only, they tell the place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_objects import Row
from annotator.formats.marks.plain import KEYS
from annotator.formats.marks.side import KEY
from annotator.formats.placing import Places
from annotator.formats.prodigy.tokens import TokenTable
from annotator.formats.quoted import placed_span
from annotator.formats.tokens import Range
from annotator.model.errors import InputError

_SPAN: Final = frozenset({"start", "end", "token_start", "token_end", "label", "text"})
#: What the relations view says of each span, the same of all.
_TYPE: Final = "type"
#: The label of a token that a relation points to and that is no span.
TOKEN: Final = "token"
#: The label of a relation that has none.
RELATION: Final = "relation"


@dataclass(slots=True)
class Slips:
    """What did not agree in a file, counted."""

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, said: str) -> None:
        """Count a slip; `said` is told with its number in the place {n}."""
        self.counts[said] += 1


EXCLUSIVE: Final = (
    "The last tokens of {n} spans count exclusively; Prodigy counts the last one too."
    " The characters were taken."
)
DISAGREE: Final = (
    "The tokens of {n} spans are not where their characters are. The characters were"
    " taken."
)
OFF_TOKEN: Final = (
    "{n} relations point to tokens with which no span ends; the span around the token"
    " was taken."
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span in code points, with what is said of it in Prodigy's own keys.

    `table` is all of it as it stands there.
    """

    label: str
    place: Range
    table: Mapping[str, Any]
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class End:
    """What a relation begins or ends at: a span of the task, or a mere token.

    `span` is the span's number in the task, None for a token at `place`.
    """

    span: int | None
    place: Range


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from its head to its child."""

    label: str
    head: End
    child: End


def spans_of(
    row: Row, places: Places, tokens: TokenTable | None, slips: Slips
) -> list[Span]:
    """The spans of a task; InputError names the field."""
    ours = KEY in row
    found = []
    for number, table in _tables(row, "spans"):
        try:
            found.append(_span(row, table, places, tokens, slips, ours))
        except InputError as error:
            raise typed.placed(error, f"spans[{number}]") from None
    return found


def _tables(row: Row, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, each in enumerate(typed.items(row, key)):
        if not isinstance(each, dict):
            typed.wrong(f"{key}[{number}]", "an object", each)
        yield number, each


def _span(
    row: Row,
    table: Mapping[str, Any],
    places: Places,
    tokens: TokenTable | None,
    slips: Slips,
    ours: bool,
) -> Span:
    label = table.get("label", row.get("label"))
    if label is None:
        label = ""  # highlighted and not named: the user is asked
    if not isinstance(label, str):
        typed.wrong("label", "a label", label)
    known = _SPAN | set(KEYS) if ours else _SPAN
    extra = {k: v for k, v in table.items() if k not in known}
    if extra.get(_TYPE) == "span":
        del extra[_TYPE]
    return Span(label, place_of(table, places, tokens, slips), table, extra)


def place_of(
    table: Mapping[str, Any], places: Places, tokens: TokenTable | None, slips: Slips
) -> Range:
    """Where a span is; InputError names the key."""
    if table.get("start") is None and table.get("token_start") is not None:
        return _by_tokens(table, tokens)
    place = placed_span(table, "start", "end", places)
    last = table.get("token_end")
    if tokens is not None and type(last) is int:
        _compare(place, last, tokens, slips)
    return place


def _by_tokens(table: Mapping[str, Any], tokens: TokenTable | None) -> Range:
    first, last = (
        token_at(table.get(key), key, tokens) for key in ("token_start", "token_end")
    )
    if first[0] >= last[1]:
        typed.wrong("token_end", "a token behind the first", table.get("token_end"))
    return first[0], last[1]


def token_at(value: object, key: str, tokens: TokenTable | None) -> Range:
    """The place of a token by its number; InputError where there is none."""
    number = typed.whole(value, key)
    if tokens is None:
        raise InputError(
            "it names a token, and the task has no tokens.",
            field=key,
            remedy="Export the data set from Prodigy, which adds them.",
        )
    if number >= len(tokens.ranges):
        raise InputError(
            "there is no token {number}: the task has {count}.",
            field=key,
            number=number,
            count=len(tokens.ranges),
        )
    return tokens.ranges[number]


def _compare(place: Range, last: int, tokens: TokenTable, slips: Slips) -> None:
    """Count where the last token of a span is not where its characters end."""
    ranges = tokens.ranges
    if 0 <= last < len(ranges) and ranges[last][1] == place[1]:
        return
    before = 0 < last <= len(ranges) and ranges[last - 1][1] == place[1]
    slips.note(EXCLUSIVE if before else DISAGREE)


# -- relations ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ends:
    """Finds what the relations of a task point to."""

    spans: list[Span]
    places: Places
    tokens: TokenTable | None
    slips: Slips

    def relations(self, row: Row) -> list[Relation]:
        """The relations of a task; InputError names the field."""
        found = []
        for number, table in _tables(row, "relations"):
            try:
                label = table.get("label") or RELATION
                if not isinstance(label, str):
                    typed.wrong("label", "a label", label)
                head, child = (self._end(table, key) for key in ("head", "child"))
            except InputError as error:
                raise typed.placed(error, f"relations[{number}]") from None
            found.append(Relation(label, head, child))
        return found

    def _end(self, table: Mapping[str, Any], key: str) -> End:
        span = table.get(f"{key}_span")
        if isinstance(span, dict):
            found = self._by_span(span, f"{key}_span")
            if found is not None:
                return found
        return self._by_token(token_at(table.get(key), key, self.tokens))

    def _by_span(self, table: Mapping[str, Any], key: str) -> End | None:
        """The span that a relation describes; a token where there is none."""
        try:
            place = place_of(table, self.places, self.tokens, Slips())
        except InputError as error:
            raise typed.placed(error, key) from None
        label, uid = table.get("label"), table.get("id")
        alike = [n for n, each in enumerate(self.spans) if each.place == place]
        same = [n for n in alike if self.spans[n].table.get("id", place) == uid]
        called = [n for n in alike if self.spans[n].label == label]
        for fits in (same, called, alike):
            if fits:
                return End(fits[0], place)
        return End(None, place)

    def _by_token(self, place: Range) -> End:
        """The span whose last token it is, else the shortest one around it."""
        start, end = place
        ending = [n for n, each in enumerate(self.spans) if each.place[1] == end]
        if ending:
            return End(min(ending, key=self._length), place)
        around = [
            n
            for n, each in enumerate(self.spans)
            if each.place[0] <= start and end <= each.place[1]
        ]
        if around:
            self.slips.note(OFF_TOKEN)
            return End(min(around, key=self._length), place)
        return End(None, place)

    def _length(self, number: int) -> int:
        start, end = self.spans[number].place
        return end - start
