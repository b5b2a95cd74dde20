# SPDX-License-Identifier: MIT
"""The keys of Prodigy's tasks."""

from __future__ import annotations

import re
from typing import Final

FORMAT: Final = "prodigy"
SUFFIX: Final = ".jsonl"

INPUT_HASH: Final = "_input_hash"
TASK_HASH: Final = "_task_hash"
SESSION: Final = "_session_id"
ANNOTATOR: Final = "_annotator_id"
VIEW: Final = "_view_id"
ANSWER: Final = "answer"
ACCEPT: Final = "accept"
#: Answers to a task whose spans nobody stands for.
REFUSED: Final = frozenset({"reject", "ignore"})

#: The view in which relations are drawn, and the one in which spans may overlap.
RELATIONS_VIEW: Final = "relations"
SPANS_VIEW: Final = "spans_manual"

#: Sessions that nobody named are called by the time at which they began.
UNNAMED: Final = re.compile(r"\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}")
