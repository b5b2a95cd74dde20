# SPDX-License-Identifier: MIT
"""A document: a text that never changes once imported, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.model.records import maker

#: Statuses of a layer, in the order in which work goes through them.
STATUSES: Final = ("new", "in_progress", "complete", "skipped")

#: Metadata keys every document table, importer and filter knows, in this order.
METADATA_KEYS: Final = ("source", "author", "published", "language", "url", "timezone")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a document came from: its name, sha256 of its bytes, encoding."""

    name: str
    sha256: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text and its metadata.

    `text` is canonical: decoded, BOM stripped, line ends turned to LF, nothing
    else.  `metadata` values are text, or None for a slot that was empty;
    `published` is exactly as precise as its source and has no zone.  `revs` is
    the chain of revisions of title, metadata and extra, empty as long as they are
    as they were imported.
    """

    uid: str
    title: str
    text: str
    text_sha256: str
    file: SourceFile | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    revs: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeakerInDocument:
    """What holds of an entity in one document only: role, affiliation, country."""

    entity: str
    attributes: Mapping[str, str]


#: The same, for what makes millions of them.
make_speaker: Final[Callable[[str, Mapping[str, str]], SpeakerInDocument]] = maker(
    SpeakerInDocument
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One annotator's (or the adjudicated) work on one document.

    `annotator` is None for the adjudicated layer as such.  `seconds` is active
    time, or None where measuring was never consented to; it only ever grows, and
    no revision speaks of it.
    """

    document: str
    annotator: str | None
    kind: str = "primary"
    status: str = "new"
    note: str = ""
    seconds: int | None = None
    speakers: tuple[SpeakerInDocument, ...] = ()
    revs: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


#: The same, for what makes many of them.
make_layer: Final[Callable[..., Layer]] = maker(Layer)
