# SPDX-License-Identifier: MIT
"""Small projects, bundles and annotations for the store's and services' tests."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.document import Document, Layer, SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.store.bulk import BulkReport, insert_bundle
from annotator.store.project import Project

ROOT = Path(__file__).parents[2]
TEXT = "“Yes,” said Āda 😀 Lee.\nShe\u00a0added that no one knew.\n"

_PRESET = ROOT / "resources" / "codebooks" / "speaker_stance.toml"


def codebook(version: str = "1.0.0") -> CodebookVersion:
    """The default preset as a snapshot, with another number where wanted."""
    body: dict[str, Any] = tomllib.loads(_PRESET.read_text(encoding="utf-8"))
    body["codebook"]["version"] = version
    canonical = json.dumps(
        body, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return CodebookVersion(
        id="speaker_stance",
        version=version,
        sha256=sha256(canonical.encode()).hexdigest(),
        body=body,
    )


def document(uid: str = "d1", text: str = TEXT, **more: Any) -> Document:
    """A document with an empty slot in its metadata."""
    metadata = {"source": None, "author": "Ann", "published": "2025-01-15"}
    return Document(
        uid=uid,
        title=more.pop("title", f"Title of {uid}"),
        text=text,
        text_sha256=sha256_text(text),
        metadata=more.pop("metadata", metadata),
        **more,
    )


def span(role: str, start: int, end: int, text: str = TEXT) -> Span:
    """A span with its quote."""
    return Span(role, start, end, text[start:end])


def annotation(uid: str = "a1", doc: str = "d1", **more: Any) -> Annotation:
    """An attribution with a stance row that has a span of its own."""
    given: dict[str, Any] = {
        "spans": (span("content", 0, 6), span("source", 12, 21)),
        "fields": {"speaker": "lee", "quote_type": "direct"},
        "rows": {
            "stance": (
                Row(
                    {"issue": "peace", "stance": "favor", "conditional": True},
                    (span("condition", 7, 11),),
                ),
            )
        },
    }
    return Annotation(
        uid=uid,
        document=doc,
        type="attribution",
        annotator=more.pop("annotator", "ann"),
        **(given | more),
    )


def bundle(records: Iterable[DocumentRecord] = (), **more: Any) -> Bundle:
    """A bundle with two people, an entity and an entry."""
    header: dict[str, Any] = {
        "title": "Made up",
        "codebook": ("speaker_stance", "1.0.0"),
        "annotators": (
            Annotator(uid="ann", name="Ann", initials="A", colour="#112233"),
            Annotator(uid="bob", name="Bob", role="reviewer", extra={"x": 1}),
        ),
        "entities": (
            Entity(uid="lee", type="speaker", name="Āda Lee", kind="person"),
            Entity(uid="lee2", type="speaker", name="A. Lee", merged_into="lee"),
        ),
        "vocabularies": {
            "issue": (
                VocabularyEntry(
                    uid="peace", vocabulary="issue", label="Peace", definition="for it"
                ),
            )
        },
    }
    chosen = {key: more.pop(key) for key in list(more) if key not in ("codebooks",)}
    return Bundle(header=ProjectHeader(**(header | chosen)), documents=records, **more)


def record(uid: str = "d1", *annotations: Annotation, **more: Any) -> DocumentRecord:
    """A document with its annotations and a layer that was begun."""
    layer = Layer(
        document=uid,
        annotator="ann",
        status="in_progress",
        note="begun",
        seconds=12,
        speakers=(SpeakerInDocument("lee", {"role": "minister"}),),
    )
    return DocumentRecord(
        document=more.pop("document", document(uid)),
        layers=more.pop("layers", (layer,)),
        annotations=annotations,
        **more,
    )


def new_project(folder: Path, name: str = "p.annotator") -> Project:
    """An empty project."""
    return Project.create(folder / name, codebook(), "Test")


def insert(project: Project, given: Bundle, **more: Any) -> BulkReport:
    """Import a bundle as nobody in particular."""
    return run(insert_bundle(project, given, annotator=None, title="import", **more))


def filled(folder: Path, name: str = "p.annotator") -> Project:
    """A project with two documents, the first of them annotated."""
    project = new_project(folder, name)
    insert(project, bundle([record("d1", annotation()), record("d2")]))
    return project


def sha(path: Path) -> str:
    """The sha256 of a file's bytes."""
    return sha256(path.read_bytes()).hexdigest()
