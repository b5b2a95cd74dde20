# SPDX-License-Identifier: MIT
"""The header of a file: which column holds what of which layer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from annotator.model.errors import InputError

FORMAT: Final = "#FORMAT=WebAnno TSV "
VERSION: Final = "3.3"
TEXT: Final = "#Text="
SENTENCE_ID: Final = "#Sentence.id="
#: The key of a document's extra content: ids of sentences by their beginnings.
SENTENCES: Final = "sentences"
KINDS: Final = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}

VALUE: Final = "value"
PLACEHOLDER: Final = "placeholder"
ROLE: Final = "role"
TARGET: Final = "target"
SOURCE: Final = "source"

_ROLE: Final = "ROLE_"
_BASE: Final = "BT_"
#: A feature has no dots; what follows the last underscore before one is a type.
_SLOT: Final = re.compile(r"(?P<feature>[^.]*)_(?P<type>[^._]*\..*)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `layer` and `kind` of it, and what of it is in here.

    `holds` is a "value" of `feature`, only that an annotation is there
    ("placeholder"), the "role" or the "target" of slots, or the "source" of a
    relation.  `type` is the full name of the layer that is pointed to.
    """

    layer: str
    kind: str
    holds: str
    feature: str = ""
    type: str = ""


def is_layer(line: str) -> bool:
    """Whether a line of the header declares a layer."""
    return line.startswith(tuple(KINDS))


def columns(line: str) -> list[Column]:
    """The columns that a line of the header declares.

    Raises InputError where it declares a slot without a role.
    """
    mark = next(each for each in KINDS if line.startswith(each))
    layer, *declared = (part for part in line.removeprefix(mark).split("|"))
    made: list[Column] = []
    for part in declared:
        if part:
            made.append(_column(layer, KINDS[mark], part, made[-1] if made else None))
    return made or [Column(layer, KINDS[mark], PLACEHOLDER)]


def _column(layer: str, kind: str, part: str, before: Column | None) -> Column:
    if kind == "span" and part.startswith(_ROLE):
        rest = part.removeprefix(_ROLE).removeprefix(f"{layer}:")
        found = _SLOT.fullmatch(rest)
        feature = found["feature"] if found else rest
        return Column(layer, kind, ROLE, feature.rpartition(":")[2])
    if kind == "relation" and part.startswith(_BASE):
        return Column(layer, kind, SOURCE, type=part.removeprefix(_BASE))
    if kind == "span" and before is not None and before.holds == ROLE:
        return Column(layer, kind, TARGET, before.feature, part)
    if kind == "span" and "." in part:
        raise InputError(
            "“{name}” is the layer of a slot, and no role stands before it.", name=part
        )
    return Column(layer, kind, VALUE, part)


def slot(layer: str, feature: str, link: str, target: str) -> str:
    """The declaration of a slot, role and target."""
    return f"{_ROLE}{layer}:{feature}_{link}|{target}"
