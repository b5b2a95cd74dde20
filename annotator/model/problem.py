# SPDX-License-Identifier: MIT
"""What is wrong with an annotation, said in one sentence that tells what to do.

The sentences are templates with named places, so that they can be translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ERROR: Final = "error"
WARNING: Final = "warning"

#: code → English sentence; what a rule of a codebook says is not among them.
TEMPLATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "required": "{field} is empty. Fill it in.",
        "required_boolean": "{field} is open. Say yes or no.",
        "required_choice": "{field} is not chosen. Choose one.",
        "required_entity": "No {field} is named. Name one.",
        "required_vocabulary": "No {field} is chosen. Choose one.",
        "wrong_type": "{field} holds {value}, which is not its kind. Set it again.",
        "unknown_value": "{field} has no value “{value}”. Choose another.",
        "unknown_entry": "“{value}” is not on the list of {field}. Choose another.",
        "too_small": "{field} is {value}. Give at least {limit}.",
        "too_large": "{field} is {value}. Give at most {limit}.",
        "not_a_date": "“{value}” is no date. Write 2025, 2025-01 or 2025-01-15.",
        "unknown_link": "{field} points to nothing in this document. Choose another.",
        "link_to_itself": "{field} points to the annotation itself. Choose another.",
        "unknown_field": "The codebook has no field “{name}”. Its value is kept.",
        "unknown_role": "The codebook has no role “{name}”. Remove its span.",
        "unknown_rows": "The codebook has no rows “{name}”. They are kept.",
        "unknown_type": "The codebook has no annotation type “{name}”. Delete it.",
        "role_missing": "No {role} is marked. Mark it.",
        "role_too_few": "{role} needs at least {limit} pieces. Mark more.",
        "role_too_many": "{role} may have {limit} pieces at most. Remove one.",
        "role_not_contiguous": "{role} must be one piece. Remove the others.",
        "empty_span": "The {role} is empty. Mark it again.",
        "outside_text": "The {role} lies outside the text. Mark it again.",
        "quote_differs": "The {role} no longer matches the text. Mark it again.",
        "white_space": "The {role} begins or ends with white space. Trim it.",
        "pieces_overlap": "Two pieces of {role} overlap. Make them one.",
        "rows_too_few": "{rows} needs at least {limit}. Add one.",
        "rows_too_many": "{rows} may have {limit} at most. Remove one.",
        "rows_missing": "No {rows} is coded. Add one, or say that there is none.",
        "rows_and_none": "It says no {rows}, yet has one. Remove one or the other.",
        "nesting": "Annotations of this type do not nest. Move it to the top.",
        "parent_missing": "Its parent is not in this document. Choose another.",
        "cycle": "It lies inside itself. Choose another parent.",
        "too_deep": "It is on level {level}. Go no deeper than {limit}.",
        "outside_parent": "The {role} lies outside the parent's {main}. Shorten it.",
        "overlap": "The {role} overlaps that of another annotation. Shorten one.",
        "univocal": "The {role} overlaps another span. A word takes one span only.",
        "not_unique": "Two {rows} have the same {fields}. Remove one.",
        "when_set": "{field} is “{value}”.",
        "when_true": "{field} is ticked.",
        "when_false": "{field} is not ticked.",
        "when_missing": "No {role} is marked.",
        "when_marked": "{role} is marked.",
        "then_choose": "Choose {values}.",
        "then_mark_or_choose": "Mark one, or choose {values}.",
        "then_set": "Set {field}.",
        "then_mark": "Mark the {role}.",
        "then_quote": "Let the {role} begin and end with quotation marks.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong; `severity` is "error" (not to be completed) or "warning".

    `template` and `args` make up the sentence.  `field`, `role` and `row` say
    where it is; `row_no` counts from 0.  `annotation` is the uid.
    """

    severity: str
    code: str
    template: str
    args: Mapping[str, object] = field(default_factory=dict)
    field: str | None = None
    role: str | None = None
    row: str | None = None
    row_no: int | None = None
    annotation: str = ""

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.in_words(self.template)

    def in_words(self, template: str) -> str:
        """The sentence made from a translation of the template."""
        return template.format_map(dict(self.args))
