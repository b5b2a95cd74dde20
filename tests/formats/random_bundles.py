# SPDX-License-Identifier: MIT
"""Arbitrary annotated documents for round trips through every format.

Texts have emoji, joiners, combining marks, right-to-left words, NBSP and curly
quotes; annotations nest, cross, fall into pieces and come from several people.
Values are such as people give: names and notes, not control characters.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from annotator.formats.tokens import Tokens
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.model.team import Annotator
from tests.formats.bundles import preset

_WORDS = (
    *("Ann", "said", "that", "the", "bridge", "“No.”", "it’s", "U.S.", "no", "—"),
    *("😀", "👩\u200d👩\u200d👧", "🇱🇻", "e\u0301t\u0301", "שלום", "مرحبا"),
    *("\u200fabc", "naïve", "12,5", "Łódź", "ZO\u200bE", "co-op", "…", "<b>"),
    *("&amp;", "[x]", "a|b", "a_b", "*", "\\n"),
)
_GAPS = (" ", " ", " ", "\u00a0", "  ", "\n", "\n\n", "")
NAMES = ("Ann Lee", "Łucja Żak", "O’Hara & Sons", "שרה", "C. D. (MP)", "A; B, C", "“X”")
NOTES = (
    *("check again", "50 % – sure?", "a\tb", "two\nlines", "tail ", "", "=1+1", "#x"),
    *("[1]|*_;->\\", "<a href='x'>&lt;", "null", "true", "0", "😀"),
)
PEOPLE = ("ada", "bo")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A short text of odd words."""
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=14))
    gaps = draw(st.lists(st.sampled_from(_GAPS), min_size=14, max_size=14))
    text = "".join(w + g for w, g in zip(words, gaps, strict=False))
    return text.strip() or "Ann"


@st.composite
def spans(
    draw: st.DrawFn, text: str, role: str, most: int, aligned: bool
) -> tuple[Span, ...]:
    """Up to `most` spans of one role that do not overlap each other."""
    wanted = draw(st.integers(0, most))
    places = _token_borders(text) if aligned else list(range(len(text) + 1))
    if aligned:
        starts, ends = [s for s, _ in places], [e for _, e in places]
        picks = sorted(draw(st.sets(st.integers(0, len(starts) - 1), max_size=wanted)))
        found = [(starts[i], ends[i]) for i in picks]
    else:
        size = min(2 * wanted, len(places))
        cuts = sorted(draw(st.sets(st.sampled_from(places), max_size=size)))
        found = list(zip(cuts[::2], cuts[1::2], strict=False))
    return tuple(Span(role, s, e, text[s:e]) for s, e in found)


def _token_borders(text: str) -> list[Any]:
    return list(Tokens(text).ranges)


@st.composite
def rows(draw: st.DrawFn, text: str, aligned: bool) -> Row:
    """A stance row."""
    fields: dict[str, Any] = {"issue": draw(st.sampled_from(["tax", "bridge"]))}
    for name, values in (
        ("stance", ["favor", "against", "mixed"]),
        ("conditional", [True, False]),
        ("intensity", [1, 2, 3]),
        ("rationale", NOTES),
    ):
        if draw(st.booleans()):
            fields[name] = draw(st.sampled_from(values))
    own = draw(spans(text, "evidence", 2, aligned))
    return Row(fields, own)


@st.composite
def annotations(
    draw: st.DrawFn, text: str, uid: str, others: list[Annotation], aligned: bool
) -> Annotation:
    """An attribution by one of two people, who point to their own ones only."""
    fields: dict[str, Any] = {}
    annotator = draw(st.sampled_from(PEOPLE))
    layer = draw(st.sampled_from(["primary", "primary", "adjudicated"]))
    own_layer = [e for e in others if (e.annotator, e.layer) == (annotator, layer)]
    earlier = [each.uid for each in own_layer]
    for name, values in (
        ("speaker", ["roe", "lee"]),
        ("quote_type", ["direct", "indirect"]),
        ("cue_negated", [True, False]),
        ("confidence", [1, 2, 3]),
        ("notes", NOTES),
    ):
        if draw(st.booleans()):
            fields[name] = draw(st.sampled_from(values))
    if earlier and draw(st.booleans()):
        fields["justifies"] = draw(st.sampled_from(earlier))
    stances = tuple(draw(st.lists(rows(text, aligned), max_size=2)))
    own = [
        *draw(spans(text, "content", 3, aligned)),
        *draw(spans(text, "source", 1, aligned)),
        *draw(spans(text, "cue", 1, aligned)),
        *draw(spans(text, "hedge", 2, aligned)),
    ]
    return Annotation(
        uid=uid,
        document="d",
        type="attribution",
        annotator=annotator,
        layer=layer,
        codebook=preset().sha256,
        parent=draw(st.sampled_from([None, *earlier])),
        state=draw(st.sampled_from(["draft", "complete"])),
        origin=draw(st.sampled_from(["human", "imported", "edited"])),
        created=draw(st.none() | st.integers(0, 4_000_000_000_000)),
        spans=tuple(own),
        fields=fields,
        rows={"stance": stances} if stances else {},
        none=() if stances else draw(st.sampled_from([(), ("stance",)])),
    )


@st.composite
def records(draw: st.DrawFn, number: int, aligned: bool) -> DocumentRecord:
    """A document with layers for the people in it."""
    text, uid = draw(texts()), f"doc-{number}"
    made: list[Annotation] = []
    for n in range(draw(st.integers(0, 3))):
        each = draw(annotations(text, f"a{n}", list(made), aligned))
        made.append(_in_document(each, uid))
    # The adjudicated layer as such is nobody's.
    layers = dict.fromkeys(
        (each.annotator if each.layer == "primary" else None, each.layer)
        for each in made
    )
    metadata: dict[str, Any] = {"source": None, "author": draw(st.sampled_from(NAMES))}
    if draw(st.booleans()):
        metadata["published"] = draw(st.sampled_from(["2031", "2031-02-03T04:05"]))
    return DocumentRecord(
        document=Document(
            uid=uid,
            title=draw(st.sampled_from(NAMES)),
            text=text,
            text_sha256=sha256_text(text),
            metadata=metadata,
        ),
        layers=tuple(
            Layer(document=uid, annotator=who, kind=kind, status="complete")
            for who, kind in layers
        ),
        annotations=tuple(made),
    )


def _in_document(each: Annotation, uid: str) -> Annotation:
    from dataclasses import replace

    return replace(each, document=uid)


@st.composite
def bundles(draw: st.DrawFn, aligned: bool = False) -> Bundle:
    """A bundle of one or two documents under the default codebook.

    `aligned`: spans begin and end where tokens do.
    """
    current = preset()
    count = draw(st.integers(1, 2))
    return Bundle(
        header=ProjectHeader(
            title="Made up",
            codebook=(current.id, current.version),
            annotators=(
                Annotator(uid="ada", name="Ada Nord"),
                Annotator(uid="bo", name="Bo Süd"),
            ),
            entities=(
                Entity(uid="roe", type="speaker", name="Jane Roe", kind="person"),
                Entity(uid="lee", type="speaker", name="Łucja “Lu” Żak; MP"),
            ),
            vocabularies={
                "issue": (
                    VocabularyEntry(uid="tax", vocabulary="issue", label="A new tax"),
                    VocabularyEntry(uid="bridge", vocabulary="issue", label="Bri|dge"),
                )
            },
        ),
        codebooks=(current,),
        documents=[draw(records(number, aligned)) for number in range(count)],
        total=count,
    )
