# SPDX-License-Identifier: MIT
"""What whoever uses a data set must know of it besides its losses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from annotator.model.sentence import Sentence
from annotator.services.export_choice import Plan
from annotator.services.export_records import Tally
from annotator.services.export_sight import HIDDEN
from annotator.services.wording import counted

_UNDONE: Final = (
    "Nobody has completed {documents} without annotations; do not take them for "
    "negative examples."
)


def limits(plan: Plan, tally: Tally, whole: bool) -> Iterator[Sentence]:
    """Sentences about an export, what must not be overlooked first.

    `whole`: it is the whole project, to be kept or merged rather than learned from.
    """
    hidden = tally.left_out.items.get(HIDDEN)
    if hidden is not None:
        yield Sentence(
            "A round is closed: of {documents} only your own layers went out.",
            documents=counted(hidden.count, "document"),
        )
    elif tally.undone and not whole:
        yield Sentence(_UNDONE, documents=counted(tally.undone, "document"))
    for name, documents in tally.parts.items():
        if not documents:
            yield Sentence(
                "The part “{part}” is empty: make it larger, or take another seed.",
                part=name,
            )
    if plan.torn:
        yield Sentence(
            "{documents} share a text with a document of another part, because "
            "they belong to other groups.",
            documents=counted(plan.torn, "document"),
        )
