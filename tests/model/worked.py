# SPDX-License-Identifier: MIT
"""A small invented article with its annotations, and the reference one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator import resources
from annotator.model import edits
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document
from annotator.model.identity import sha256_text

TEXT = (
    "Harbour ministry has not ruled out a new ferry line\n\n"
    "Minister Ilze Berzā said on\u00a0Monday that talks had begun, and that the "
    "mayor of Saulkrasti was asking for a pier 🛳 before winter.\n\n"
    "“The pier,” he noted, “comes first.”"
)


def codebook() -> Codebook:
    """The default codebook as it ships."""
    return from_toml(resources.read_text("codebooks", "speaker_stance.toml"))


def document(text: str = TEXT) -> Document:
    """The invented article."""
    return Document(uid="d1", title="Ferry", text=text, text_sha256=sha256_text(text))


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where the words stand in the text (they must)."""
    start = text.index(words)
    return start, start + len(words)


def begun(
    words: str, *others: Annotation, role: str = "content", uid: str
) -> Annotation:
    """A draft of the invented article that begins with the words in that role."""
    start, end = at(words)
    return edits.begin(
        codebook(), "attribution", document(), "ada", role, start, end, others, uid=uid
    )


def marked(annotation: Annotation, role: str, words: str, **more: Any) -> Annotation:
    """The annotation with the words of the invented article in that role."""
    start, end = at(words)
    return edits.mark(annotation, codebook(), TEXT, role, start, end, **more)


def filled(annotation: Annotation, speaker: str, quote_type: str) -> Annotation:
    """The annotation with what it needs to be complete, and no stance."""
    book = codebook()
    annotation = edits.set_field(annotation, book, "speaker", speaker)
    annotation = edits.set_field(annotation, book, "quote_type", quote_type)
    return edits.set_none(annotation, "stance", True)


def invented() -> tuple[Annotation, ...]:
    """Two nested attributions and one of two pieces, all complete."""
    outer = begun(
        "that talks had begun, and that the mayor of Saulkrasti was "
        "asking for a pier 🛳 before winter",
        uid="a1",
    )
    outer = marked(marked(outer, "source", "Minister Ilze Berzā"), "cue", "said")
    inner = begun("a pier 🛳 before winter", outer, uid="a2")
    inner = marked(inner, "source", "the mayor of Saulkrasti", others=[outer])
    inner = marked(inner, "cue", "asking for", others=[outer])
    split = begun("“The pier,”", uid="a3")
    split = marked(split, "content", "“comes first.”")
    split = marked(marked(split, "source", "he"), "cue", "noted")
    return (
        filled(outer, "berza", "indirect"),
        filled(inner, "mayor", "reported"),
        filled(split, "mayor", "direct"),
    )


def gold(shared: Path) -> tuple[str, tuple[Annotation, ...]]:
    """The text and the annotations of the reference file."""
    lines = (shared / "seed" / "gold.jsonl").read_text("utf-8").splitlines()
    record = next(d for d in map(json.loads, lines) if d["kind"] == "document")
    return record["text"], tuple(map(_annotation, record["annotations"]))


def _annotation(data: dict[str, Any]) -> Annotation:
    return Annotation(
        uid=data["id"],
        document="seed-article",
        type=data["type"],
        annotator=data["annotator"],
        parent=data["parent"],
        state=data["state"],
        spans=_spans(data["spans"]),
        fields=data["fields"],
        rows={
            name: tuple(Row(fields=r["fields"], spans=_spans(r["spans"])) for r in rows)
            for name, rows in data["rows"].items()
        },
        none=tuple(data.get("none", ())),
    )


def _spans(spans: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(s["role"], s["start"], s["end"], s["text"]) for s in spans)
