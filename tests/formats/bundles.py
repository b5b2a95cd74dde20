# SPDX-License-Identifier: MIT
"""Bundles for the tests of formats: a small one, and arbitrary ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from annotator import resources
from annotator.formats import jsonl_read, jsonl_write
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document, Layer, SourceFile, SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.model.progress import run
from annotator.model.team import Annotator


def preset(name: str = "speaker_stance") -> CodebookVersion:
    """A codebook that comes with the program."""
    found = from_toml(resources.read_text("codebooks", f"{name}.toml"))
    return CodebookVersion(
        id=found.id, version=found.version, sha256=found.sha256, body=found.body
    )


def options(**others: Any) -> ReadOptions:
    """Options of a reader that knows the default codebook."""
    return ReadOptions(find_codebook=lambda *_: preset(), **others)


def lines(*records: dict[str, Any]) -> bytes:
    """Records as JSON Lines."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


def header(**others: Any) -> dict[str, Any]:
    """A project line with one annotator, one speaker and one issue."""
    return {
        "kind": "project",
        "format": "annotator/1",
        "codebook": {"id": "speaker_stance", "version": preset().version},
        "annotators": [{"id": "ada", "name": "Ada"}],
        "entities": [{"id": "roe", "type": "speaker", "name": "Jane Roe"}],
        "vocabularies": {"issue": [{"id": "tax", "label": "A new tax"}]},
        **others,
    }


def document(text: str, *annotations: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A document line."""
    return {
        "kind": "document",
        "id": "d1",
        "text": text,
        "annotations": list(annotations),
        **others,
    }


def annotation(*spans: tuple[Any, ...], **others: Any) -> dict[str, Any]:
    """An annotation with spans (role, start, end) or (role, start, end, text)."""
    keys = ("role", "start", "end", "text")
    return {
        "id": "a1",
        "type": "attribution",
        "annotator": "ada",
        "spans": [dict(zip(keys, span, strict=False)) for span in spans],
        **others,
    }


def read_bytes(folder: Path, data: bytes, **others: Any) -> Bundle:
    """What the reader makes of `data`, documents included."""
    path = folder / "in.jsonl"
    path.write_bytes(data)
    bundle = jsonl_read.read(path, options(**others))
    return Bundle(
        header=bundle.header,
        codebooks=bundle.codebooks,
        documents=list(bundle.documents),
        total=bundle.total,
    )


def written(bundle: Bundle, folder: Path) -> bytes:
    """The bytes that the writer makes of a bundle."""
    path = folder / "out.jsonl"
    run(jsonl_write.write(bundle, path, WriteOptions()))
    return path.read_bytes()


# -- arbitrary bundles ------------------------------------------------------------

_CHARS = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"),
    st.sampled_from('\u00a0\u2028\u2029\u0085\ufeff\ufffe\u200d😀👩🇺́ęŁİß"\\\n\t’“'),
)
TEXTS = st.text(_CHARS, min_size=4, max_size=60)
WORDS = st.text(_CHARS, max_size=12)
NAMES = st.text(_CHARS, min_size=1, max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
    ),
    max_leaves=6,
)
EXTRA = st.dictionaries(st.text("xyz", min_size=4, max_size=6), PLAIN, max_size=2)
REVS = st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=2)
TIMES = st.none() | st.integers(0, 4_000_000_000_000)


@st.composite
def spans(draw: st.DrawFn, text: str, roles: tuple[str, ...]) -> tuple[Span, ...]:
    """Spans in canonical order, crossing ones among them."""
    found = set()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.add((draw(st.integers(0, len(roles) - 1)), start, end))
    return tuple(Span(roles[r], s, e, text[s:e]) for r, s, e in sorted(found))


@st.composite
def rows(draw: st.DrawFn, text: str) -> Row:
    """A stance row."""
    fields: dict[str, Any] = {"issue": "tax"}
    if draw(st.booleans()):
        fields["stance"] = draw(st.sampled_from(["favor", "against", "mixed"]))
    if draw(st.booleans()):
        fields["conditional"] = draw(st.booleans())
    if draw(st.booleans()):
        fields["rationale"] = draw(WORDS)
    own = draw(spans(text, ("condition", "evidence")))
    return Row(fields, own, draw(EXTRA))


@st.composite
def annotations(draw: st.DrawFn, text: str, uid: str, parent: str | None) -> Annotation:
    """An annotation by Ada."""
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        fields["speaker"] = "roe"
    if draw(st.booleans()):
        fields["quote_type"] = draw(st.sampled_from(["direct", "indirect"]))
    if draw(st.booleans()):
        fields["confidence"] = draw(st.integers(1, 3))
    if draw(st.booleans()):
        fields["notes"] = draw(WORDS)
    stances = tuple(draw(st.lists(rows(text), max_size=2)))
    return Annotation(
        uid=uid,
        document="d",
        type="attribution",
        annotator="ada",
        layer=draw(st.sampled_from(["primary", "adjudicated"])),
        codebook=preset().sha256,
        parent=parent,
        state=draw(st.sampled_from(["draft", "complete"])),
        origin=draw(st.sampled_from(["human", "imported", "suggested", "edited"])),
        created=draw(TIMES),
        modified=draw(TIMES),
        revs=tuple(draw(REVS)),
        spans=draw(spans(text, ("content", "source", "cue", "hedge"))),
        fields=fields,
        rows={"stance": stances} if stances else {},
        none=() if stances else draw(st.sampled_from([(), ("stance",)])),
        deleted=draw(st.booleans()),
        extra=draw(EXTRA),
    )


@st.composite
def records(draw: st.DrawFn, number: int) -> DocumentRecord:
    """A document with layers for everything in it."""
    text = draw(TEXTS)
    uid = f"d{number}"
    count = draw(st.integers(0, 3))
    made = []
    for n in range(count):
        parent = f"a{n - 1}" if n and draw(st.booleans()) else None
        each = draw(annotations(text, f"a{n}", parent))
        made.append(_in_document(each, uid))
    metadata = {"source": None, "author": draw(WORDS), "x": draw(WORDS)}
    person = SpeakerInDocument("roe", {"role": draw(WORDS), "country": "LV"})
    return DocumentRecord(
        document=Document(
            uid=uid,
            title=draw(WORDS),
            text=text,
            text_sha256=sha256_text(text),
            file=draw(st.none() | st.just(SourceFile("a.txt", "0" * 64, "utf-8"))),
            metadata=metadata,
            extra=draw(EXTRA),
        ),
        layers=(
            Layer(
                document=uid,
                annotator="ada",
                status=draw(st.sampled_from(["new", "complete"])),
                note=draw(WORDS),
                seconds=draw(st.none() | st.integers(0, 10**6)),
                speakers=(person,),
                extra=draw(EXTRA),
            ),
            Layer(document=uid, annotator=None, kind="adjudicated"),
        ),
        annotations=tuple(made),
        decisions=tuple(draw(st.lists(EXTRA, max_size=1))),
        comments=tuple(draw(st.lists(EXTRA, max_size=1))),
    )


def _in_document(each: Annotation, uid: str) -> Annotation:
    from dataclasses import replace

    return replace(each, document=uid)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A bundle under the default codebook, in canonical order."""
    current = preset()
    count = draw(st.integers(0, 2))
    return Bundle(
        header=ProjectHeader(
            title=draw(WORDS),
            codebook=(current.id, current.version),
            annotators=(Annotator(uid="ada", name=draw(NAMES), extra=draw(EXTRA)),),
            entities=(
                Entity(
                    uid="roe",
                    type="speaker",
                    name=draw(WORDS),
                    kind="person",
                    aliases=tuple(draw(st.lists(WORDS, max_size=2))),
                    attributes={"wikidata": draw(WORDS)},
                    revs=tuple(draw(REVS)),
                    deleted=draw(st.booleans()),
                    extra=draw(EXTRA),
                ),
            ),
            vocabularies={
                "issue": (
                    VocabularyEntry(
                        uid="tax",
                        vocabulary="issue",
                        label=draw(NAMES),
                        definition=draw(WORDS),
                        revs=tuple(draw(REVS)),
                    ),
                )
            },
            extra=draw(EXTRA),
        ),
        codebooks=(current,),
        documents=[draw(records(number)) for number in range(count)],
        total=count,
    )
