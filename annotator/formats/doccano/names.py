# SPDX-License-Identifier: MIT
"""The keys of doccano's lines, and the names of its files."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "doccano"
SUFFIX: Final = ".jsonl"

ENTITIES: Final = "entities"
RELATIONS: Final = "relations"
COMMENTS: Final = "Comments"
TITLE: Final = "title"
METADATA: Final = "metadata"
#: Where spans stand: in projects with relations, without, before version 1.0, and
#: in the plain JSON that it wrote first.
SPANS: Final = (ENTITIES, "label", "labels", "annotations")
#: Keys that doccano's importer and exporter have a meaning of their own for.
RESERVED: Final = frozenset(
    {"data", "filename", "upload_name", "example_uuid", "#line_number"}
)

#: The files that are nobody's: shared work, and what nobody annotated.
NOBODY: Final = frozenset({"all", "unknown"})
#: The stem of the adjudicated layer's file.
ADJUDICATED: Final = "adjudicated"
