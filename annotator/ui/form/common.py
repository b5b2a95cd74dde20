# SPDX-License-Identifier: MIT
"""What of a codebook is shown how, for parts that load no control of the form."""

from __future__ import annotations

from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.codebook import Field, Role
from annotator.model.names import propose_names

#: Roles that are optional, yet looked for in every annotation.
_COMMON: Final = ("content", "source", "cue")


def is_rare(role: Role) -> bool:
    """Whether a role is folded away while nothing plays it."""
    return role.min == 0 and role.id not in _COMMON


def tells_stance(field: Field) -> bool:
    """Whether the values of a choice are stances, to be shown by symbols."""
    return any(value.score is not None for value in field.values)


def source_names(annotation: Annotation) -> list[str]:
    """Names to propose from the words that are marked as source."""
    return propose_names(" ".join(s.text for s in annotation.spans_of("source")))
