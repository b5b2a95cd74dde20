# SPDX-License-Identifier: MIT
"""Writes tasks with annotations and predictions, and the configuration for them.

Each person's work on a document is one annotation, the adjudicated one is marked
as ground truth, and what was only suggested becomes a prediction.  Label Studio
takes the names of people that it does not know for a mistake, so these stand in
keys of ours, and so does what it has no controls for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import features
from annotator.formats.features import Feature
from annotator.formats.json_lines import dumps
from annotator.formats.labelstudio.config import configuration
from annotator.formats.labelstudio.controls import Controls
from annotator.formats.labelstudio.found import ADJUDICATED
from annotator.formats.labelstudio.names import (
    ANNOTATIONS,
    CONFIG,
    FORMAT,
    LABELS,
    LABELS_KEY,
    NATIVE,
    PREDICTIONS,
    RELATION,
    TASKS,
    TEXT,
    TITLE,
)
from annotator.formats.labelstudio.shares import Share, Shares, kept_of, shares_of
from annotator.formats.losses import counted, said
from annotator.formats.marks.names import PARENT
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.plain import plain_mark
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.side import KEY, side_table
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import Places
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

CARRIES: Final = features.ANNOTATIONS | {Feature.LAYERS}

_SETTINGS: Final = Sentence(
    "In Label Studio, make a project with the labelling interface in {config}, then"
    " import {tasks}.",
    config=CONFIG,
    tasks=TASKS,
)
_PEOPLE: Final = Sentence(
    "Label Studio takes imported work for that of whoever imports it. The names of"
    " your annotators stand in “{key}”, which it gives back with its own export.",
    key=KEY,
)

Table = dict[str, Any]


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`.  Raises UserError where the texts may not go out."""
    if not options.with_text:
        raise UserError(
            "Label Studio takes no tasks without their texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    path.mkdir(parents=True, exist_ok=True)
    writer = _Writer(Unfolder(bundle), Controls(bundle), options)
    with (path / TASKS).open("wb") as stream:
        before = b"[\n"
        documents = counted(bundle, CARRIES, options.losses)
        for done, record in enumerate(documents, start=1):
            marked = split_pieces(writer.unfolder.unfold(record))
            if marked.marks or options.negatives:
                stream.write(before + dumps(writer.task(marked)))
                before = b",\n"
            yield Progress(done, bundle.total or 0)
        stream.write(b"\n]\n" if before != b"[\n" else b"[]\n")
    (path / CONFIG).write_bytes(configuration(writer.controls))
    options.notes.add(_SETTINGS)
    options.notes.add(_PEOPLE)


@dataclass(slots=True)
class _Writer:
    """The tasks under way; `tasks` and `annotations` number them."""

    unfolder: Unfolder
    controls: Controls
    options: WriteOptions
    tasks: int = 0
    annotations: int = 0

    def task(self, marked: MarkedDocument) -> Table:
        """The task of a document whose marks are continuous."""
        self.tasks += 1
        kept = kept_of(marked.extra)
        shares = shares_of(marked)
        found: dict[str, list[Table]] = {ANNOTATIONS: [], PREDICTIONS: []}
        for share in shares.all:
            results = list(self._results(share, shares.ids, marked.document.text))
            kind = PREDICTIONS if share.suggested else ANNOTATIONS
            found[kind].append(self._found(share, results, kept))
        meta = {**kept_of(kept, "meta"), KEY: _details(marked, shares)}
        data = _data(marked, kept)
        return {"id": self.tasks, "data": data, "meta": meta, **found}

    def _found(self, share: Share, results: list[Table], kept: Table) -> Table:
        person = self.unfolder.people.get(share.person)
        name = person.name if person else share.person
        details = {"annotator": share.person}
        if share.suggested:
            return {"model_version": name, "result": results, KEY: details}
        self.annotations += 1
        work = share.work
        details |= {"status": work.status, "note": work.note}
        person_said = {"created_username": name} if name else {}
        return {
            "id": self.annotations,
            "result": results,
            "was_cancelled": work.status == "skipped",
            # Taken for true where it is left out.
            "ground_truth": share.layer == ADJUDICATED,
            "lead_time": work.seconds,
            **person_said,
            **_completed_by(kept, name),
            KEY: {key: value for key, value in details.items() if value},
        }

    def _results(
        self, share: Share, ids: Mapping[str, str], text: str
    ) -> Iterator[Table]:
        parents = {x.source: ids[x.target] for x in share.links if x.label == PARENT}
        for mark in share.marks:
            region = _region(mark, ids[mark.id], text)
            if mark.id in parents:
                region["parentID"] = parents[mark.id]
            value = {**region["value"], LABELS_KEY: [mark.label]}
            yield {**region, "from_name": LABELS, "type": LABELS_KEY, "value": value}
            yield from self._values(mark, region)
        for mark in share.texts:
            # As the program says it of a whole text: no region, no label.
            bare: Table = {"origin": "manual", "id": mark.id, "to_name": TEXT}
            yield from self._values(mark, {**bare, "value": {}})
        for link in share.links:
            if link.label != PARENT:
                self.controls.relations[link.label] = None
                yield {
                    "type": RELATION,
                    "from_id": ids[link.source],
                    "to_id": ids[link.target],
                    "direction": "right",
                    "labels": [link.label],
                }

    def _values(self, mark: Mark, region: Table) -> Iterator[Table]:
        """A result for each attribute of a mark, over the same region."""
        shared = {key: value for key, value in region.items() if key != "meta"}
        for name, value in mark.attributes.items():
            control = self.controls.of(mark.label, name)
            result = control.result(value)
            if result is None and not mark.pieces:
                continue  # it stands in our own details
            control.uses.add(bool(mark.pieces))
            if result is None:
                example = f"{mark.id}: {said({name: value})}"
                self.options.losses.add(Feature.FIELDS, example)
                continue
            yield {
                **shared,
                "from_name": control.name,
                "type": control.kind,
                "value": {**region["value"], **result},
            }


def _region(mark: Mark, uid: str, text: str) -> Table:
    """What all results of a mark have in common."""
    ((start, end),) = mark.pieces
    own = kept_of(mark.extra)
    native: Table = {key: own[key] for key in NATIVE if key in own}
    rest = {key: value for key, value in own.items() if key not in NATIVE}
    details = plain_mark(replace(mark, extra={FORMAT: rest}), FORMAT)
    if details["id"] == uid:
        del details["id"]
    details |= {"annotator": mark.annotator} if mark.annotator else {}
    return {
        "origin": "manual",
        **native,
        "id": uid,
        "to_name": TEXT,
        "value": {"start": start, "end": end, "text": text[start:end]},
        "meta": {**kept_of(native, "meta"), KEY: details},
    }


def _completed_by(kept: Table, name: str) -> Table:
    """The account of a person, where the work came from an account once."""
    for each in kept.get("found") or ():
        account = each.get("completed_by") if isinstance(each, Mapping) else None
        if account and each.get("person") == name:
            return {"completed_by": account}
    return {}


def _data(marked: MarkedDocument, kept: Table) -> Table:
    document = marked.document
    metadata = {k: value for k, value in _metadata(marked) if isinstance(value, str)}
    own = {TEXT: document.text, TITLE: document.title}
    return {**kept_of(kept, "data"), **metadata, **own}


def _metadata(marked: MarkedDocument) -> Iterator[tuple[str, object]]:
    """The metadata; those whose names are taken have no value."""
    for key, value in marked.document.metadata.items():
        yield key, None if key in (TEXT, TITLE) else value


def _details(marked: MarkedDocument, shares: Shares) -> Table:
    """What a task has no keys for."""
    document = marked.document
    bare = replace(marked, marks=tuple(shares.unplaced))
    metadata = {
        key: document.metadata[key]
        for key, value in _metadata(marked)
        if not isinstance(value, str)
    }
    made = side_table(bare, shares.across, Places(document.text), FORMAT)
    made |= {"metadata": metadata} if metadata else {}
    return {"id": document.uid, **made}
