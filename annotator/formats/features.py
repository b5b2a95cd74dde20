# SPDX-License-Identifier: MIT
"""What a project holds that a format may or may not carry.

Each format names the features that it carries.  From that follow its declared
losses, the counted losses of an export, and what a round trip must keep.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Feature(StrEnum):
    """One thing that can be lost; the value is its name in manifests."""

    TEXTS = "texts"
    DOCUMENT_IDS = "document_ids"
    TITLES = "titles"
    METADATA = "metadata"
    FILES = "files"
    DOCUMENT_EXTRA = "document_extra"
    EMPTY_DOCUMENTS = "empty_documents"
    PEOPLE = "people"
    LAYERS = "layers"
    LAYER_KINDS = "layer_kinds"
    SPEAKERS = "speakers_in_documents"
    ENTITIES = "entities"
    ENTRIES = "entries"
    REFERENCES = "references"
    IDS = "ids"
    UNMARKED = "unmarked"
    PIECES = "pieces"
    OVERLAPS = "overlaps"
    SUBTOKENS = "subtokens"
    GROUPS = "groups"
    PARENTS = "parents"
    FIELDS = "fields"
    LINKS = "links"
    ROWS = "rows"
    NONE = "none"
    LINE_BREAKS = "line_breaks"
    STATES = "states"
    TIMES = "times"
    DELETED = "deleted"
    EXTRA = "extra"
    REVIEW = "review"
    ITEMS = "items"
    CODEBOOK = "codebook"


#: What is lost where a format does not carry the feature: completes “without …”.
LOSSES: Final[dict[Feature, str]] = {
    Feature.TEXTS: "texts of documents",
    Feature.DOCUMENT_IDS: "ids of documents",
    Feature.TITLES: "titles of documents",
    Feature.METADATA: "metadata of documents (source, author, date, language …)",
    Feature.FILES: "names and check sums of the files the texts came from",
    Feature.DOCUMENT_EXTRA: "what other formats said of documents",
    Feature.EMPTY_DOCUMENTS: "documents without annotations",
    Feature.PEOPLE: "who annotated",
    Feature.LAYERS: "status, note and time of each annotator's work on a document",
    Feature.LAYER_KINDS: "whether a layer is primary or adjudicated",
    Feature.SPEAKERS: "role, affiliation and country of speakers in a document",
    Feature.ENTITIES: "kinds, aliases and attributes of speakers",
    Feature.ENTRIES: "definitions and parents of vocabulary entries",
    Feature.REFERENCES: "ids of speakers and vocabulary entries (names are kept)",
    Feature.IDS: "ids of annotations",
    Feature.UNMARKED: "annotations and rows without a span",
    Feature.PIECES: "that the pieces of a discontinuous span belong together",
    Feature.OVERLAPS: "spans that overlap others",
    Feature.SUBTOKENS: "spans that begin or end inside a token",
    Feature.GROUPS: "which spans belong to one annotation",
    Feature.PARENTS: "which annotation lies in which",
    Feature.FIELDS: "values of fields",
    Feature.LINKS: "links between annotations",
    Feature.ROWS: "rows, such as stances",
    Feature.NONE: "that the annotator said that there is none",
    Feature.LINE_BREAKS: "line breaks and tabs inside values",
    Feature.STATES: "whether an annotation is a draft, and its origin",
    Feature.TIMES: "times and revisions",
    Feature.DELETED: "deleted annotations",
    Feature.EXTRA: "what other formats said of annotations",
    Feature.REVIEW: "decisions, comments, and both sides of what was changed apart",
    Feature.ITEMS: "rounds, assignments, highlights and searches",
    Feature.CODEBOOK: "the codebook (it lies beside the data in an export folder)",
}

#: What is of the project as a whole, of none of its documents.
OF_PROJECT: Final = frozenset(
    {Feature.ENTITIES, Feature.ENTRIES, Feature.ITEMS, Feature.CODEBOOK}
)

#: What a format loses that has a file of its own for each person's annotations;
#: it names this among what it loses besides.
ACROSS: Final = "links between annotations of different people or layers"
#: What a format of tokens loses that keeps spans inside them; as above.
EDGES: Final = "white space where spans begin and end"

#: Everything that any format carries.
ALL: Final = frozenset(Feature)
#: All of documents and annotations, and nothing of the project around them.
ANNOTATIONS: Final = ALL - {
    *(Feature.LAYERS, Feature.SPEAKERS, Feature.ENTITIES, Feature.ENTRIES),
    *(Feature.DELETED, Feature.EXTRA, Feature.REVIEW, Feature.ITEMS),
    Feature.CODEBOOK,
}
