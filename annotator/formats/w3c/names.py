# SPDX-License-Identifier: MIT
"""Words of the model, and those that we add to it."""

from __future__ import annotations

from typing import Any, Final

FORMAT: Final = "w3c"
SUFFIX: Final = ".jsonld"
SUFFIXES: Final = (SUFFIX, ".json", ".jsonl", ".ndjson")
TEXT_SUFFIX: Final = ".txt"

MODEL: Final = "http://www.w3.org/ns/anno.jsonld"
#: Who says nothing about a motivation or a purpose means this.
COMMENTING: Final = "commenting"
CLASSIFYING: Final = "classifying"
IDENTIFYING: Final = "identifying"
LINKING: Final = "linking"
TAGGING: Final = "tagging"

#: What we say of annotations and documents besides; plain JSON to other programs.
DETAILS: Final = "annotator_details"
#: The description of the text that the annotations of a file are about.
DOCUMENT: Final = "annotator_document"

CONTEXT: Final[list[Any]] = [
    MODEL,
    {
        DETAILS: {"@id": "urn:annotator:term:details", "@type": "@json"},
        DOCUMENT: {"@id": "urn:annotator:term:document"},
    },
]

#: Keys under which containers hold annotations, or pages of them.
INSIDE: Final = frozenset(
    {"items", "first", "last", "next", "@graph", "graph", "resources", "rows"}
    | {"annotations", "as:items", "as:first"}
)
