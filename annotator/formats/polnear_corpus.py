# SPDX-License-Identifier: MIT
"""What a corpus in the manner of PolNeAR is called by: columns, folders, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from annotator.model.codebook import Codebook

COLUMNS: Final = (
    *("compartment", "filename", "level", "annotators", "publisher"),
    *("publication_date", "author", "title", "trump_count", "clinton_count"),
    *("credit", "wire"),
)
METADATA: Final = "metadata.tsv"
ROLES: Final = ("source", "cue", "content")

EVENTS: Final = {
    "names": {role: role.capitalize() for role in ROLES},
    "event": "Attribution",
    "event_without_source": "Attribution-no-source",
}
#: Our metadata and theirs.
KEYS: Final = {
    "source": "publisher",
    "author": "author",
    "published": "publication_date",
}
ADJUDICATED: Final = "-adjudicated"
TEXT: Final = "text"
ATTRIBUTIONS: Final = "attributions"


def fits(codebook: Codebook) -> bool:
    """Whether a type of annotations has source, cue and content."""
    return any(_has_roles(kind.roles) for kind in codebook.types)


def _has_roles(roles: Sequence[Any]) -> bool:
    return {role.id for role in roles} >= set(ROLES)
