# SPDX-License-Identifier: MIT
"""What a reviewer decides and what people say to each other about annotations.

A decision is about one facet of one unit: a unit is what several annotators
made of the same passage, a facet is what they can differ in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: What may be decided, and how it is stored.
VERDICTS: Final = (
    "take",
    "union",
    "intersection",
    "edited",
    "new",
    "rejected",
    "ambiguous",
    "agreed",
    "accepted",
    "corrected",
)
#: Verdicts after which the unit has no annotation in the adjudicated layer.
EMPTY: Final = frozenset({"rejected"})

#: Reasons offered until the project has a list of its own.
REASONS: Final = (
    "Guideline",
    "Slip of the hand",
    "Wrong boundary",
    "Overlooked",
    "Judgement",
)


@dataclass(frozen=True, slots=True)
class Facet:
    """What annotators can differ in.

    Attributes:
        kind: "annotation" (is there such a unit), "parent", "spans", "field",
            "row" (is there such a row) or "none" (is it said that there is none).
        name: the role of "spans", the field of "field".
        row: the row type, where it is about a row or inside one.
        key: which row: what it is about, and its number from the second on.
    """

    kind: str
    name: str = ""
    row: str = ""
    key: str = ""

    def __str__(self) -> str:
        """The facet as decisions store it, e.g. `row.stance.toll.field.stance`."""
        if self.kind in ("annotation", "parent"):
            return self.kind
        if self.kind == "none":
            return f"none.{self.row}"
        inside = f"{self.kind}.{self.name}"
        if not self.row:
            return inside
        row = f"row.{self.row}.{self.key}"
        return row if self.kind == "row" else f"{row}.{inside}"

    @classmethod
    def parse(cls, text: str) -> Facet:
        """The inverse of `str`.  A key may hold points, ids of the codebook not.

        Raises ValueError on what is no facet.
        """
        head, _, rest = text.partition(".")
        if head in ("annotation", "parent") and not rest:
            return cls(head)
        if head == "none" and rest:
            return cls("none", row=rest)
        if head in ("spans", "field") and rest:
            return cls(head, rest)
        row, point, key = rest.partition(".")
        if head != "row" or not point:
            raise ValueError(f"no facet: {text!r}")
        for kind in ("field", "spans"):
            before, found, name = key.rpartition(f".{kind}.")
            if found and "." not in name:
                return cls(kind, name, row, before)
        return cls("row", "", row, key)


ANNOTATION: Final = Facet("annotation")
PARENT: Final = Facet("parent")


@dataclass(frozen=True, slots=True)
class Primary:
    """One annotator's annotation as it stood when a decision was made."""

    annotation: str
    annotator: str
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one facet of one unit.

    Attributes:
        at: when, milliseconds UTC.
        primaries: what it was decided about, in the annotators' order.
        taken: the annotation whose value was taken, None where none was.
        result: the annotation in the adjudicated layer, None where there is none.
        value: what a field was decided to hold, None: unset or no field.
        revs: the chain of revisions, oldest first.
    """

    uid: str
    document: str
    author: str
    at: int
    facet: Facet
    primaries: tuple[Primary, ...] = ()
    verdict: str = "take"
    taken: str | None = None
    reason: str = ""
    note: str = ""
    result: str | None = None
    value: Any = None
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """Something said about a document, or about one annotation in it.

    Attributes:
        thread: the comment that it answers, None for the first of a thread.
        created: when, milliseconds UTC.
        resolved: whether the thread is settled; said by its first comment.
        read_by: who has seen it; merging unites the lists.
    """

    uid: str
    document: str
    author: str
    created: int
    text: str
    annotation: str | None = None
    thread: str | None = None
    resolved: bool = False
    read_by: tuple[str, ...] = ()
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The uid of the first comment of its thread."""
        return self.thread or self.uid
