# SPDX-License-Identifier: MIT
"""The results of an annotation or a prediction as regions and relations.

A region's label and its other values are results of their own that share its id.
Offsets are as they stand there.  What is no text is counted and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from annotator.formats import typed
from annotator.formats.labelstudio.names import RELATION
from annotator.formats.marks.records import Prose, Value, said_value
from annotator.formats.marks.side import KEY
from annotator.formats.placing import Quote
from annotator.model.errors import InputError

Table = dict[str, Any]

#: The keys of a result that are read; the others are kept.
_READ: Final = frozenset(
    {"id", "from_name", "to_name", "type", "value", "parentID", "meta", "origin"}
)
#: What regions of pictures, sound, video and dialogues have.
_NO_TEXT: Final = frozenset(
    {"x", "y", "points", "channel", "sequence", "ranges", "paragraphlabels", "rle"}
    | {"original_length", "format", "instant", "vertices"}
)
_PATH: Final = " / "


@dataclass(slots=True)
class Region:
    """A stretch of text with its labels and values, or values of the whole text.

    `start` is None for the latter.  `attributes` go by the names of controls.
    """

    id: str
    object: str
    place: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    control: str = ""
    labels: list[str] = field(default_factory=list)
    attributes: dict[str, Value] = field(default_factory=dict)
    parent: str = ""
    details: Table = field(default_factory=dict)
    extra: Table = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it is called: its label, else the first of its controls."""
        if self.labels:
            return self.labels[0]
        return next(iter(self.attributes), self.control or RELATION)

    @property
    def is_bare(self) -> bool:
        """Whether it is a stretch of text without a label and without a value."""
        return self.start is not None and not (self.labels or self.attributes)

    def quoted(self) -> Quote | None:
        """Place and quoted text, where it has both; see `as_shown`."""
        if self.start is None or self.end is None or self.quote is None:
            return None
        return self.start, self.end, self.quote


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled relation between regions, by their ids."""

    label: str
    source: str
    target: str


@dataclass(slots=True)
class Results:
    """What a list of results says; `skipped` counts by type what is no text."""

    regions: dict[str, Region] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def results_of(items: list[Any], where: str) -> Results:
    """The regions and relations in a list; InputError names the field."""
    made = Results()
    for number, item in enumerate(items):
        place = f"{where}[{number}]"
        if not isinstance(item, dict):
            typed.wrong(place, "an object", item)
        try:
            _take(made, item, place)
        except InputError as error:
            raise typed.placed(error, place) from None
    return made


def as_shown(found: str, quoted: str) -> bool:
    """Whether `quoted` is `found` as the browser shows it and the program saves it.

    Line breaks become a backslash and an n, and white space collapses.
    """
    return "".join(found.split()) == "".join(quoted.replace("\\n", "\n").split())


def _take(made: Results, item: Table, place: str) -> None:
    kind = typed.text(item, "type")
    if kind == RELATION:
        made.relations += _relations(item)
        return
    value = typed.table_at(item, "value")
    if _NO_TEXT & value.keys():
        made.skipped[kind or "?"] += 1
        return
    start, end = _ends(value)
    if start is None and ("start" in value or "startOffset" in value):
        made.skipped[kind or "?"] += 1
        return
    uid = _id(item, "id") or place
    region = made.regions.get(uid)
    if region is None:
        region = Region(uid, typed.text(item, "to_name"), place, start, end)
        made.regions[uid] = region
    _describe(region, item, kind, value)


def _ends(value: Table) -> tuple[int | None, int | None]:
    """Start and end; None where the stretch is none of a plain text."""
    found = value
    if isinstance(value.get("start"), str):
        found = typed.table_at(value, "globalOffsets")
        if not found and "startOffset" not in value:
            typed.wrong("value.start", "a whole number, not negative", value["start"])
        # A path in a web page: its place in the text as such stands beside it.
    if found.get("start") is None and found.get("end") is None:
        return None, None
    return typed.whole(found.get("start"), "start"), typed.whole(found["end"], "end")


def _describe(region: Region, item: Table, kind: str, value: Table) -> None:
    """Take what one result says of a region."""
    name = typed.text(item, "from_name") or kind
    text = value.get("text")
    if isinstance(text, str) and kind != "textarea":
        region.quote = text
    labels = _labels(value)
    if labels is None:
        found = _value(kind, value)
        if found is not None:
            region.attributes[name] = found
        else:
            region.extra.setdefault("results", []).append(item)
    elif not region.labels:
        region.labels, region.control = labels, name
    elif labels:
        region.attributes[name] = tuple(labels) if len(labels) > 1 else labels[0]
    region.parent = region.parent or _id(item, "parentID")
    meta = dict(typed.table_at(item, "meta"))
    region.details |= typed.table_at(meta, KEY)
    meta.pop(KEY, None)
    others = {key: each for key, each in item.items() if key not in _READ}
    origin = item.get("origin")
    others |= {"origin": origin} if origin not in (None, "manual") else {}
    region.extra |= others | ({"meta": meta} if meta else {})


def _labels(value: Table) -> list[str] | None:
    """The labels; None where the result is no labelling."""
    for key, found in value.items():
        if key.endswith("labels") and isinstance(found, list):
            return list(typed.texts(value, key))
    return None


def _value(kind: str, value: Table) -> Value | None:
    """The value of a control; None for one that marks have none for."""
    if kind == "textarea" or (not kind and isinstance(value.get("text"), list)):
        said = value.get("text")
        texts = [said] if isinstance(said, str) else typed.texts(value, "text")
        return _several([Prose(each) for each in texts])
    if "choices" in value:
        return _several(typed.texts(value, "choices"))
    if "taxonomy" in value:
        paths = typed.items(value, "taxonomy")
        if all(isinstance(each, list) for each in paths):
            return _several([_PATH.join(map(said_value, each)) for each in paths])
        return None
    for key in ("rating", "number", "datetime"):
        if key in value:
            return _single(value[key])
    return None


def _single(value: object) -> Value | None:
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    return None


def _several(values: Sequence[str]) -> Value:
    return values[0] if len(values) == 1 else tuple(values)


def _relations(item: Table) -> list[Relation]:
    """A relation for each of its labels, in the directions that it has."""
    labels = typed.texts(item, "labels") or (RELATION,)
    source, target = _id(item, "from_id"), _id(item, "to_id")
    direction = typed.text(item, "direction")
    made = []
    for label in labels:
        if direction != "left":
            made.append(Relation(label, source, target))
        if direction in ("left", "bi"):
            made.append(Relation(label, target, source))
    return made


def _id(table: Mapping[str, Any], key: str) -> str:
    """An id as text, "" for none."""
    value = cast(object, table.get(key))
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        typed.wrong(key, "a number or a text", value)
    return str(value)
