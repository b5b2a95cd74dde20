# SPDX-License-Identifier: MIT
"""Where a codebook holds stances on targets, as tables of stances need it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator import resources
from annotator.formats.marks.names import Names
from annotator.formats.options import ReadOptions
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import Codebook, Field
from annotator.model.codebook_reader import from_body, from_toml

COLUMNS: Final = ("ID", "Target", "Tweet", "Stance", "Opinion towards", "Sentiment")
#: What the shared task knows.
STANCES: Final = ("FAVOR", "AGAINST", "NONE")

_PRESET: Final = "semeval_stance.toml"
_STANCE: Final = "stance"
_TARGETS: Final = ("target", "issue")
#: What takes the place of NONE where a codebook has no such value.
_NONE: Final = ("none", "neutral", "unclear")
_OPINIONS: Final = ("TARGET", "OTHER", "NO_ONE")
_NUMBERED: Final = re.compile(r"([123])\s*\..*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The type and role whose words are judged, and where the judgement stands.

    `row` is "" where the annotation itself is the judgement.  `values` are the
    ids of the stances; `map` says what some of them are called in the table.
    """

    type: str = "judgement"
    role: str = "unit"
    label: str = "judgement"
    row: str = ""
    row_label: str = ""
    target: str = "target"
    stance: str = _STANCE
    target_field: Field | None = None
    values: Sequence[str] = (*STANCES, "NEUTRAL")
    map: Mapping[str, str] = field(default_factory=dict)
    columns: Sequence[str] = COLUMNS[:4]
    negatives: bool = False

    def written(self, stance: str) -> str:
        """The table's word for a stance."""
        said = self.map.get(stance, stance.upper())
        return said if said in STANCES else "NONE"


def shape_of(codebook: Codebook) -> Shape | None:
    """Where the codebook holds stances: a type's own fields, or a row's."""
    names = Names(codebook)
    table = codebook.export.get("semeval_tsv", {})
    export = table if isinstance(table, Mapping) else {}
    for kind in codebook.types:
        own = _fields(kind.fields)
        rows = [(row, _fields(row.fields)) for row in kind.rows]
        found = next(((r.id, f) for r, f in rows if f), None) if own is None else None
        row, fields = ("", own) if found is None else found
        if fields is None:
            continue
        target, stance = fields
        return Shape(
            type=kind.id,
            role=kind.main_role.id,
            label=names.main_label(kind),
            row=row,
            row_label=names.label(kind.id, row) if row else "",
            target=target.id,
            stance=stance.id,
            target_field=target,
            values=[value.id for value in stance.values],
            map=_words(export.get("map", {})),
            columns=list(export.get("columns", COLUMNS[:4])),
            negatives=export.get("negatives") is True,
        )
    return None


def _words(table: Any) -> dict[str, str]:
    found = table if isinstance(table, Mapping) else {}
    return {str(key): str(value) for key, value in found.items()}


def _fields(fields: Sequence[Field]) -> tuple[Field, Field] | None:
    """The field of the target and that of the stance, where there are both."""
    stances = [f for f in fields if f.id == _STANCE and f.type == "choice"]
    targets = [f for f in fields if f.type in ("vocabulary", "entity")]
    targets.sort(key=lambda each: each.id not in _TARGETS)
    return (targets[0], stances[0]) if stances and targets else None


def plain(name: str) -> str:
    """The name of a column without the difference of cases, spaces and `_`."""
    return " ".join(name.replace("_", " ").split()).casefold()


def attribute_of(column: str) -> str:
    """The field that a further column holds: `opinion_towards`."""
    return plain(column).replace(" ", "_")


def stance_of(said: str, shape: Shape) -> str | None:
    """The id of a stance that a table names; None for what is none."""
    ids = {value.casefold(): value for value in shape.values}
    own = ids.get(said.casefold())
    if own is not None:
        return own
    if said.upper() not in STANCES:
        return None
    if said.upper() == "NONE":
        return next((ids[each] for each in _NONE if each in ids), said)
    return said


def opinion(said: str) -> str:
    """The id of what the released tables give as a numbered sentence."""
    match = _NUMBERED.fullmatch(said)
    if match is not None:
        return _OPINIONS[int(match[1]) - 1]
    return "NO_ONE" if said.upper() == "NO ONE" else said


def codebook_of(
    options: ReadOptions, further: Sequence[str] = ()
) -> CodebookVersion | None:
    """The project's codebook, or that of the shared task with open targets.

    `further` are fields that are wanted besides target and stance.
    """
    own = options.codebook
    fits = own is not None and _has(from_body(own.body), further)
    if own is not None and (fits or not options.derive_codebook):
        return own
    found = from_body(_open(from_toml(resources.read_text("codebooks", _PRESET)).body))
    return CodebookVersion(
        id=found.id, version=found.version, sha256=found.sha256, body=found.body
    )


def _has(codebook: Codebook, further: Sequence[str]) -> bool:
    """Whether there is a place for stances, and for what stands beside them."""
    shape = shape_of(codebook)
    if shape is None:
        return False
    kind = codebook.type(shape.type)
    row = kind.row(shape.row) if shape.row else None
    held = {each.id for each in (kind.fields if row is None else row.fields)}
    return held.issuperset(further)


def _open(body: Mapping[str, Any]) -> dict[str, Any]:
    """The preset without its example of a target, with the column “Sentiment”."""
    made: dict[str, Any] = dict(body)
    head = {"id": "semeval_import", "title": "Imported from SemEval-2016 task 6"}
    made["codebook"] = {**body["codebook"], **head, "unit": "document"}
    made["vocabulary"] = [{"id": "target", "label": "Target", "open": True}]
    values = [{"id": each} for each in ("pos", "neg", "other")]
    sentiment = {"of": "judgement", "id": "sentiment", "type": "choice"}
    fields = [
        {**each, "required": False} if each["id"] == "opinion_towards" else each
        for each in body["field"]
    ]
    made["field"] = [*fields, {**sentiment, "values": values}]
    export = body["export"]["semeval_tsv"]
    made["export"] = {"semeval_tsv": {**export, "columns": list(COLUMNS)}}
    return made
