# SPDX-License-Identifier: MIT
"""Projects made of tables of ratings and of stretches, for tests of agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity
from annotator.model.identity import sha256_text
from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.services.session import Session, snapshot
from annotator.store.bulk import insert_bundle

NAMES = ("Ada", "Ben", "Cid", "Dot", "Eve", "Fay")

#: One judgement of a whole document.
_RATING = """
[codebook]
id = "ratings"
version = "1.0.0"
title = "Ratings"
unit = "document"

[[annotation_type]]
id = "rating"
[[role]]
of = "rating"
id = "passage"
[[field]]
of = "rating"
id = "value"
{field}
"""


def coder(number: int) -> Annotator:
    """The coder of a column, counted from 0."""
    name = NAMES[number] if number < len(NAMES) else f"Coder {number}"
    return Annotator(uid=f"c{number:02d}", name=name)


def session_of(
    folder: Path,
    codebook: Codebook,
    records: Iterable[DocumentRecord],
    coders: int,
    **header: Any,
) -> Session:
    """A project `p.annotator` with these documents, opened by someone else."""
    session = Session.create(folder / "p.annotator", codebook, annotator="Lead")
    bundle = Bundle(
        header=ProjectHeader(
            title="Table",
            codebook=(codebook.id, codebook.version),
            annotators=tuple(coder(n) for n in range(coders)),
            **header,
        ),
        codebooks=(snapshot(codebook),),
        documents=records,
    )
    run(insert_bundle(session.project, bundle, annotator=None, title="import"))
    return session


def of_ratings(
    folder: Path,
    units: Sequence[Sequence[Any]],
    field: str = 'type = "integer"',
) -> Session:
    """A document for each unit, a judgement of it for each value that is there.

    Args:
        folder: where the project is made.
        units: for each unit a value, or None, for each coder.
        field: what the codebook says of the field, as TOML.
    """
    codebook = from_toml(_RATING.format(field=field))
    coders = max(map(len, units))
    records = [_rated(number, unit, codebook) for number, unit in enumerate(units)]
    return session_of(folder, codebook, records, coders)


def _rated(number: int, unit: Sequence[Any], codebook: Codebook) -> DocumentRecord:
    uid = f"d{number:05d}"
    return DocumentRecord(
        document=document(uid, f"Unit {number}."),
        layers=tuple(layer(uid, n) for n in range(len(unit))),
        annotations=tuple(
            Annotation(
                uid=f"a{n}",
                document=uid,
                type="rating",
                annotator=coder(n).uid,
                codebook=codebook.sha256,
                state="complete",
                created=1_700_000_000_000 + number * 1_000_000_000,
                fields={"value": value},
            )
            for n, value in enumerate(unit)
            if value is not None
        ),
    )


def of_stretches(
    folder: Path,
    length: int,
    labels: Mapping[str, Sequence[Iterable[tuple[int, int]]]],
    documents: int = 1,
) -> Session:
    """A text in which coders marked (begin, size), each label a role of its own.

    With several documents each is the same as the first.
    """
    roles = "".join(f'[[role]]\nof = "mark"\nid = "{each}"\n' for each in labels)
    codebook = from_toml(
        '[codebook]\nid = "marks"\nversion = "1.0.0"\ntitle = "Marks"\n'
        '[[annotation_type]]\nid = "mark"\nnesting = true\n' + roles
    )
    text = "x" * length
    coders = max(len(each) for each in labels.values())
    records = []
    for copy in range(documents):
        uid = f"d{copy:05d}"
        made = [
            Annotation(
                uid=f"{label}-{n}-{begin}-{size}",
                document=uid,
                type="mark",
                annotator=coder(n).uid,
                codebook=codebook.sha256,
                spans=(Span(label, begin, begin + size, text[begin : begin + size]),),
            )
            for label, of_coders in labels.items()
            for n, units in enumerate(of_coders)
            for begin, size in units
        ]
        records.append(
            DocumentRecord(
                document=document(uid, text),
                layers=tuple(layer(uid, n) for n in range(coders)),
                annotations=tuple(made),
            )
        )
    return session_of(folder, codebook, records, coders)


#: Stretches with a category each.
_MARKS = """
[codebook]
id = "marks"
version = "1.0.0"
title = "Marks"
[[annotation_type]]
id = "mark"
[[role]]
of = "mark"
id = "words"
[[field]]
of = "mark"
id = "kind"
type = "integer"
"""


def of_marks(
    folder: Path,
    documents: Sequence[Sequence[Iterable[tuple[int, int, int]]]],
    length: int = 200,
) -> Session:
    """A project in which coders marked (start, end, number), document by document."""
    codebook = from_toml(_MARKS)
    text = "x" * length
    records = []
    for number, coders in enumerate(documents):
        uid = f"d{number:05d}"
        made = [
            Annotation(
                uid=f"{who}-{n}",
                document=uid,
                type="mark",
                annotator=coder(who).uid,
                codebook=codebook.sha256,
                spans=(Span("words", start, end, text[start:end]),),
                fields={"kind": kind},
            )
            for who, units in enumerate(coders)
            for n, (start, end, kind) in enumerate(units)
        ]
        records.append(
            DocumentRecord(
                document=document(uid, text),
                layers=tuple(layer(uid, n) for n in range(len(coders))),
                annotations=tuple(made),
            )
        )
    return session_of(folder, codebook, records, max(map(len, documents)))


def document(uid: str, text: str, **more: Any) -> Document:
    """A document of that text."""
    return Document(
        uid=uid,
        title=more.pop("title", f"Title of {uid}"),
        text=text,
        text_sha256=sha256_text(text),
        **more,
    )


def layer(uid: str, number: int, status: str = "complete") -> Layer:
    """A coder's layer of a document."""
    return Layer(document=uid, annotator=coder(number).uid, status=status)


#: Attributions with stances, small.
STANCES = """
[codebook]
id = "speech"
version = "2.1.0"
title = "Speech"
[[entity_type]]
id = "speaker"
[[vocabulary]]
id = "issue"
values = [{id = "pier", label = "The pier"}, {id = "toll", label = "The toll"}]
[[annotation_type]]
id = "attribution"
label = "Attribution"
nesting = true
[[role]]
of = "attribution"
id = "content"
[[role]]
of = "attribution"
id = "cue"
[[field]]
of = "attribution"
id = "speaker"
type = "entity"
entity_type = "speaker"
[[field]]
of = "attribution"
id = "kind"
type = "choice"
values = [{id = "direct", label = "Direct"}, {id = "indirect", label = "Indirect"}]
[[field]]
of = "attribution"
id = "sure"
type = "integer"
min = 1
max = 3
metric = "ordinal"
[[field]]
of = "attribution"
id = "notes"
type = "text"
[[field]]
of = "attribution"
id = "reasons"
type = "link"
multiple = true
[[row]]
of = "attribution"
id = "stance"
label = "Stance"
explicit_none = true
[[field]]
of = "stance"
id = "issue"
type = "vocabulary"
vocabulary = "issue"
[[field]]
of = "stance"
id = "stance"
label = "Stance"
type = "choice"
values = [
 {id = "favor", label = "Favor", score = 1},
 {id = "against", label = "Against", score = -1},
]
"""

TEXT = (
    "Mara Quist said that the pier must stay, and Ole Tarn wants no toll at all. " * 3
)


def speech(uid: str, number: int, start: int, end: int, **more: Any) -> Annotation:
    """An attribution of one coder; `stances` are (issue, stance) pairs."""
    stances = more.pop("stances", None)
    rows = {}
    if stances:
        rows["stance"] = tuple(Row({"issue": i, "stance": s}) for i, s in stances)
    spans = [Span("content", start, end, TEXT[start:end])]
    if cue := more.pop("cue", None):
        spans.append(Span("cue", *cue, TEXT[cue[0] : cue[1]]))
    return Annotation(
        uid=uid,
        document=more.pop("document", "d1"),
        type="attribution",
        annotator=coder(number).uid,
        codebook=codebook_of_speech().sha256,
        created=more.pop("created", 1_700_000_000_000),
        parent=more.pop("parent", None),
        deleted=more.pop("deleted", False),
        layer=more.pop("layer", "primary"),
        spans=tuple(spans),
        rows=rows,
        none=("stance",) if stances == () else (),
        fields=more,
    )


def codebook_of_speech() -> Codebook:
    """The codebook of `speech`."""
    return from_toml(STANCES)


def of_speech(
    folder: Path,
    annotations: Sequence[Annotation],
    coders: int = 2,
    statuses: Mapping[tuple[str, int], str] | None = None,
    **header: Any,
) -> Session:
    """A project with these attributions; layers are complete unless told otherwise."""
    given = statuses or {}
    documents = dict.fromkeys(each.document for each in annotations)
    for uid, _ in given:
        documents.setdefault(uid)
    records = [
        DocumentRecord(
            document=document(uid, TEXT, title=f"Article {uid}"),
            layers=tuple(
                layer(uid, n, given.get((uid, n), "complete")) for n in range(coders)
            ),
            annotations=tuple(a for a in annotations if a.document == uid),
        )
        for uid in documents
    ]
    header.setdefault(
        "entities",
        (
            Entity(uid="quist", type="speaker", name="Mara Quist"),
            Entity(uid="tarn", type="speaker", name="Ole Tarn"),
            Entity(uid="tarn2", type="speaker", name="O. Tarn", merged_into="tarn"),
        ),
    )
    return session_of(folder, codebook_of_speech(), records, coders, **header)


def rounds(**documents: Sequence[str]) -> dict[str, Any]:
    """Rounds by name with the documents that are assigned in them, for a header."""
    return {
        "rounds": tuple(
            {
                "id": name,
                "name": name.title(),
                "created": f"2024-01-{day:02d}T00:00:00.000Z",
            }
            for day, name in enumerate(documents, 1)
        ),
        "assignments": tuple(
            {
                "id": f"{name}-{uid}-{who}",
                "round": name,
                "document": uid,
                "annotator": coder(who).uid,
                "order": 1,
            }
            for name, uids in documents.items()
            for uid in uids
            for who in range(2)
        ),
    }
