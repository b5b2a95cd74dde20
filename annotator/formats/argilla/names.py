# SPDX-License-Identifier: MIT
"""The names of Argilla's files and keys, and ids of its users."""

from __future__ import annotations

import re
from typing import Final

from annotator.formats.marks.owners import PRIMARY
from annotator.formats.marks.resolver import stable_uid

FORMAT: Final = "argilla"

#: The files of a data set on disk; the first versions had no folder for settings.
RECORDS: Final = "records.json"
FOLDER: Final = ".argilla"
SETTINGS: Final = "settings.json"
DATASET: Final = "dataset.json"

#: The field and the question that we write.
FIELD: Final = "text"
QUESTION: Final = "spans"

#: The annotator of suggestions whose model has no name.
MODEL: Final = "suggestions"
#: Under this key a mark keeps what was said of the suggestion that it was.
SUGGESTION: Final = "suggestion"

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
DISCARDED: Final = "discarded"

_UUID: Final = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


def user_id(annotator: str, layer: str) -> str:
    """The id of the user whose response an annotator's layer is.

    It is the annotator's own where that is a UUID, as Argilla's are; a user has one
    response to each record, so that other layers are other users'.
    """
    if layer == PRIMARY and _UUID.fullmatch(annotator):
        return annotator
    return stable_uid("user", FORMAT, annotator, layer)
