# SPDX-License-Identifier: MIT
"""A small project under a small codebook, for tests of codebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document
from annotator.model.identity import sha256_text
from annotator.services.session import Session

TEXT = "Nobody said that the pier was cold, or warm, or late."
DOCUMENT = "d1"

CODEBOOK = """
[codebook]
id = "remarks"
version = "1.0.0"
title = "Remarks"

[[vocabulary]]
id = "place"
values = [{id = "pier"}, {id = "quay"}]

[[annotation_type]]
id = "remark"
[[role]]
of = "remark"
id = "words"
[[role]]
of = "remark"
id = "aside"
[[field]]
of = "remark"
id = "tone"
type = "choice"
required = true
values = [{id = "warm"}, {id = "cold"}]
[[field]]
of = "remark"
id = "also"
type = "multichoice"
values = [{id = "late"}, {id = "loud"}]
[[field]]
of = "remark"
id = "where"
type = "vocabulary"
vocabulary = "place"
[[row]]
of = "remark"
id = "echo"
[[field]]
of = "echo"
id = "loudness"
type = "integer"
"""


def small() -> Codebook:
    """The small codebook."""
    return from_toml(CODEBOOK)


def project_with(folder: Path, codebook: Codebook | None = None) -> Session:
    """A new project `p.annotator` with one document, opened by Ada."""
    path = folder / "p.annotator"
    session = Session.create(path, codebook or small(), annotator="Ada")
    digest = sha256_text(TEXT)
    document = Document(uid=DOCUMENT, title="Pier", text=TEXT, text_sha256=digest)
    with session.write("import", {"document"}) as project:
        project.documents.add(document)
    return session


def remark(session: Session, **fields: Any) -> Annotation:
    """A draft about the document's first word with these fields."""
    document = session.project.documents.get(DOCUMENT)
    who = session.annotator.uid
    draft = edits.begin(session.codebook, "remark", document, who, "words", 0, 6)
    for field, value in fields.items():
        draft = edits.set_field(draft, session.codebook, field, value)
    return draft
