# SPDX-License-Identifier: MIT
"""Coders as annotators."""

from __future__ import annotations

from typing import Final

from annotator.formats.dna.records import Coder
from annotator.formats.marks.resolver import stable_uid
from annotator.model.team import Annotator, initials_of

NAME: Final = "dna"


def annotator_of(coder: Coder) -> Annotator:
    """The annotator that a coder becomes; the password stays behind."""
    kept: dict[str, object] = {"id": coder.id}
    if coder.settings:
        kept["settings"] = dict(coder.settings)
    return Annotator(
        uid=stable_uid("annotator", coder.name),
        name=coder.name,
        initials=initials_of(coder.name),
        colour=coder.colour,
        extra={NAME: kept},
    )
