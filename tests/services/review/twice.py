# SPDX-License-Identifier: MIT
"""A project in which two invented people annotated one invented article.

What they did: A01 the same; A02 other boundaries; A03 another stance; A04 only
Ieva; A05 only Tilo; A06 with A06a inside it, which Tilo does not nest.
"""

from __future__ import annotations

from pathlib import Path

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.document import Document
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.services import annotate
from annotator.services.session import Session

TEXT = (
    "The harbour council said that it would vote on the tolls in May. "
    "Mayor Voss replied that the ferries could not wait so long. "
    "Captain Rostel warned that the tolls would empty the port. "
    "Nobody asked the fishers, their union noted. "
    "A clerk hinted at delays. "
    "The minister claimed that the union believes the port is lost."
)
DOCUMENT = "harbour"
IEVA, TILO = "ieva", "tilo"


def at(words: str) -> tuple[int, int]:
    """Where some words of the text stand."""
    start = TEXT.index(words)
    return start, start + len(words)


def made(
    uid: str, content: str, stance: str = "favor", speaker: str = "voss", **more: object
) -> Annotation:
    """A complete annotation of some words."""
    fields = {"speaker": speaker, "quote_type": "indirect", "source_type": "implicit"}
    fields["factuality"] = "factual"
    row = Row(
        fields={"issue": "tolls", "stance": stance, "directness": "explicit"},
    )
    return Annotation(
        uid=uid,
        document=DOCUMENT,
        type="attribution",
        annotator="",
        state="complete",
        spans=(Span("content", *at(content)),),
        fields=fields,
        rows={"stance": (row,)},
        **more,  # type: ignore[arg-type]
    )


def of_ieva() -> list[Annotation]:
    """Her layer."""
    return [
        made("i1", "that it would vote on the tolls in May", "neutral", "council"),
        made("i2", "that the ferries could not wait so long", "against"),
        made("i3", "that the tolls would empty the port", "against", "rostel"),
        made("i4", "Nobody asked the fishers", "unclear", "union"),
        made("i6", "that the union believes the port is lost", "mixed", "minister"),
        made("i6a", "the port is lost", "against", "union", parent="i6"),
    ]


def of_tilo() -> list[Annotation]:
    """His layer."""
    return [
        made("t1", "that it would vote on the tolls in May", "neutral", "council"),
        made("t2", "the ferries could not wait so long", "against"),
        made("t3", "that the tolls would empty the port", "mixed", "rostel"),
        made("t5", "delays", "unclear", "clerk"),
        made("t6", "that the union believes the port is lost", "mixed", "minister"),
        made("t6a", "the port is lost", "against", "union"),
    ]


def add_document(session: Session, uid: str = DOCUMENT) -> None:
    """The article, once more under another uid."""
    with session.write("import", {"document"}) as project:
        project.documents.add(
            Document(
                uid=uid,
                title=f"Tolls in the {uid}",
                text=TEXT,
                text_sha256=sha256_text(TEXT),
            )
        )


def project(path: Path) -> Path:
    """Make the project; returns its path."""
    with Session.create(path, "speaker_stance", annotator="Setter") as session:
        add_document(session)
        with session.write("entity.add", {"entity"}) as store:
            for uid in ("council", "voss", "rostel", "union", "clerk", "minister"):
                name = f"The {uid}"
                entity = Entity(uid=uid, type="speaker", name=name, kind="organization")
                store.entities.add(entity)
            store.vocabularies.add(
                VocabularyEntry(
                    uid="tolls", vocabulary="issue", label="Tolls", definition="For it."
                )
            )
        _person(session, IEVA, "Ieva Sand", of_ieva())
        _person(session, TILO, "Tilo Brandt", of_tilo())
    return path


def _person(session: Session, uid: str, name: str, work: list[Annotation]) -> None:
    from annotator.model.team import Annotator, initials_of

    person = Annotator(uid=uid, name=name, initials=initials_of(name))
    session.annotator = person
    for each in work:
        annotate.add(session, each)
    annotate.set_status(session, DOCUMENT, "complete", force=True)
