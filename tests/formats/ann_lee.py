# SPDX-License-Identifier: MIT
"""One sentence with an emoji, two annotators, a stance and a link: for formats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import Document, Layer, SourceFile
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.model.team import Annotator
from tests.formats.bundles import preset

TEXT = "Ann 😀 Lee said:\n“No.”"
#: Half-open, in code points.
SPEAKER, CUE, QUOTE = (0, 9), (10, 14), (16, 21)


def span(role: str, place: tuple[int, int], text: str = TEXT) -> Span:
    """A span with its quote."""
    return Span(role, *place, text[slice(*place)])


def annotation(uid: str, *spans: Span, **others: Any) -> Annotation:
    """An attribution by Ada."""
    base = Annotation(
        uid=uid,
        document="doc-1",
        type="attribution",
        annotator="ada",
        codebook=preset().sha256,
        spans=spans,
    )
    return replace(base, **others)


def record(*annotations: Annotation, **others: Any) -> DocumentRecord:
    """The sentence with annotations."""
    text = others.pop("text", TEXT)
    said = {
        "title": "A refusal",
        "metadata": {"source": "Daily", "desk": "B"},
        **others,
    }
    document = Document(
        uid=said.pop("uid", "doc-1"), text=text, text_sha256=sha256_text(text), **said
    )
    people = dict.fromkeys(each.annotator for each in annotations)
    layers = tuple(Layer(document=document.uid, annotator=uid) for uid in people)
    return DocumentRecord(document=document, layers=layers, annotations=annotations)


def bundle(*records: DocumentRecord) -> Bundle:
    """A project of those documents."""
    current = preset()
    return Bundle(
        header=ProjectHeader(
            title="Made up",
            codebook=(current.id, current.version),
            annotators=(
                Annotator(uid="ada", name="Ada Nord"),
                Annotator(uid="bo", name="Bo Süd"),
            ),
            entities=(Entity(uid="lee", type="speaker", name="Ann Lee"),),
            vocabularies={
                "issue": (
                    VocabularyEntry(uid="tax", vocabulary="issue", label="A new tax"),
                )
            },
        ),
        codebooks=(current,),
        documents=list(records),
        total=len(records),
    )


def full() -> Bundle:
    """The sentence annotated by two people, and one that nobody annotated."""
    first = annotation(
        "a1",
        span("content", QUOTE),
        span("source", SPEAKER),
        span("cue", CUE),
        fields={"speaker": "lee", "quote_type": "direct", "confidence": 2},
        rows={"stance": (Row({"issue": "tax", "stance": "against"}),)},
        state="complete",
        origin="human",
        created=1_700_000_000_000,
        extra={"hf-jsonl": {"score": 1}, "spacy": {"kb_id": "Q1"}},
    )
    second = annotation(
        "b1",
        span("content", (16, 20)),
        annotator="bo",
        fields={"justifies": "a1", "notes": ""},
        none=("stance",),
    )
    file = SourceFile("ann.txt", "0" * 64, "utf-8")
    return bundle(
        record(first, second, file=file),
        record(uid="doc-2", text="Nothing here.", title="Empty"),
    )
