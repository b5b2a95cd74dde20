# SPDX-License-Identifier: MIT
"""Writes a data set that Argilla's `Dataset.from_disk` loads.

Each person's spans are a response, by a user id that follows from the person; what
came as a suggestion goes back as one.  Argilla knows spans and labels: all else
stands in the metadata, which it keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from annotator.formats.argilla.names import (
    DATASET,
    DRAFT,
    FIELD,
    FOLDER,
    FORMAT,
    QUESTION,
    RECORDS,
    SETTINGS,
    SUBMITTED,
    SUGGESTION,
    user_id,
)
from annotator.formats.argilla.settings import ascii_json, dataset_of, settings_of
from annotator.formats.features import ANNOTATIONS
from annotator.formats.json_lines import dumps
from annotator.formats.losses import counted
from annotator.formats.marks.owners import Work, works
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.records import Mark, MarkedDocument, said_value
from annotator.formats.marks.side import KEY, side_table
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import Places
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

CARRIES: Final = ANNOTATIONS
#: So many spans a response may have.
_MOST: Final = 10_000

_DETAILS: Final = Sentence(
    "Argilla has labelled spans. Links, fields, states, times and ids stand in the"
    " metadata “{key}”, which it keeps and gives back with its own export.",
    key=KEY,
)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`.

    Raises UserError where the texts may not go out, and InputError where there is
    no codebook.
    """
    if not options.with_text:
        raise UserError(
            "Argilla takes no records without their texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    settings = settings_of(bundle)
    inner = path / FOLDER
    inner.mkdir(parents=True, exist_ok=True)
    (inner / SETTINGS).write_bytes(ascii_json(settings))
    (inner / DATASET).write_bytes(ascii_json(dataset_of(bundle)))
    unfolder = Unfolder(bundle)
    users: dict[str, str] = {}
    with (path / RECORDS).open("wb") as stream:
        before = b"[\n"
        documents = counted(bundle, CARRIES, options.losses)
        for done, record in enumerate(documents, start=1):
            row = _row(unfolder, record, users)
            stream.write(before + ascii_json(row))
            before = b",\n"
            yield Progress(done, bundle.total or 0)
        stream.write(b"\n]\n" if before != b"[\n" else b"[]\n")
    options.notes.add(_DETAILS)
    if users:
        said = Sentence(
            "Argilla takes responses of users that it knows. Make these users with"
            " these ids before you load the data set: {users}.",
            users=", ".join(f"{name} = {uid}" for uid, name in users.items()),
        )
        options.notes.add(said)


def _row(
    unfolder: Unfolder, record: DocumentRecord, users: dict[str, str]
) -> dict[str, Any]:
    marked = split_pieces(unfolder.unfold(record))
    document = marked.document
    metadata: dict[str, Any] = {
        key: said_value(value)
        for key, value in document.metadata.items()
        if value is not None
    }
    suggested = [mark for mark in marked.marks if _suggestion(mark) is not None]
    own = document.extra.get(FORMAT)
    kept = own if isinstance(own, Mapping) else {}
    also = kept.get("metadata")
    metadata |= also if isinstance(also, Mapping) else {}
    return {
        "id": document.uid,
        "fields": {FIELD: document.text},
        "metadata": {"title": document.title, **metadata, KEY: _side(marked, kept)},
        "suggestions": {QUESTION: _suggestions(suggested)} if suggested else {},
        "responses": _responses(works(record, marked), suggested, users),
        "vectors": {},
    }


def _side(marked: MarkedDocument, kept: Mapping[str, Any]) -> str:
    """All that Argilla has no key for, and what it said that it would not take."""
    document = marked.document
    made = side_table(marked, marked.links, Places(document.text), FORMAT)
    others = {key: value for key, value in kept.items() if key != "metadata"}
    if others:
        made["extra"] = {**made.get("extra", {}), FORMAT: others}
    return dumps(made).decode()


def _suggestion(mark: Mark) -> Mapping[str, Any] | None:
    """What was said of the suggestion that a mark was."""
    kept = mark.extra.get(FORMAT)
    said = kept.get(SUGGESTION) if isinstance(kept, Mapping) else None
    return said if isinstance(said, Mapping) and mark.pieces else None


def _suggestions(marks: Sequence[Mark]) -> dict[str, Any]:
    said = _suggestion(marks[0]) or {}
    kept = {k: said[k] for k in ("score", "agent", "type") if k in said}
    scores = kept.get("score")
    if isinstance(scores, list) and len(scores) != len(marks):
        # A score for each span, and some are gone.
        del kept["score"]
    return {"value": [_span(each) for each in marks], **kept}


def _responses(
    listed: Sequence[Work], suggested: Sequence[Mark], users: dict[str, str]
) -> dict[str, Any]:
    out = {mark.id for mark in suggested}
    made = []
    for work in listed:
        marks = [m for m in work.marks if m.pieces and m.id not in out]
        if work.annotator and (marks or not work.marks):
            uid = user_id(work.annotator, work.layer)
            users[uid] = work.name
            made.append(_response(work, marks, uid))
    return {QUESTION: made} if made else {}


def _response(work: Work, marks: Sequence[Mark], uid: str) -> dict[str, Any]:
    states = {mark.state for mark in work.marks if mark.state is not None}
    done = states == {"complete"}
    return {
        "value": [_span(each) for each in marks],
        "user_id": uid,
        "status": SUBMITTED if done else DRAFT,
    }


def _span(mark: Mark) -> dict[str, Any]:
    ((start, end),) = mark.pieces
    return {"start": start, "end": end, "label": mark.label}
