# SPDX-License-Identifier: MIT
"""Writes doccano's lines, a file for each person, as its own export does.

Each line is one person's work on one document: spans and relations under the keys
that its importer reads, all else under keys that it keeps as metadata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from annotator.formats.doccano.names import (
    ADJUDICATED,
    COMMENTS,
    ENTITIES,
    FORMAT,
    METADATA,
    NOBODY,
    RELATIONS,
    RESERVED,
    SUFFIX,
    TITLE,
)
from annotator.formats.doccano.read import document_uid
from annotator.formats.features import ANNOTATIONS
from annotator.formats.json_lines import Place, dumps, lines, parse
from annotator.formats.losses import counted
from annotator.formats.marks.owners import Work, works
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.records import Mark, MarkedDocument, said_value
from annotator.formats.marks.side import KEY, side_text
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import UTF16, Places
from annotator.formats.stems import Stems
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import METADATA_KEYS
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

CARRIES: Final = ANNOTATIONS
_EMPTY: Final = "documents that have no text, which doccano does not take"
BESIDES: Final = (_EMPTY,)

_ALL: Final = "all"
_SETTINGS: Final = Sentence(
    "Make the project in doccano one for sequence labeling that allows overlapping"
    " entities and uses relation labeling, and import the files as JSONL(Relation)."
)

_DETAILS: Final = Sentence(
    "doccano has spans and relations. Fields, states, times and ids stand in the"
    " metadata “{key}”, which it keeps and gives back with its own export.",
    key=KEY,
)

#: Whose work it is: annotator ("" nobody) and layer.
Owner = tuple[str, str]


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`.  Raises UserError where the texts may not go out."""
    if not options.with_text:
        raise UserError(
            "doccano takes no documents without their texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    path.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = _Files(path, stack, Unfolder(bundle))
        for done, record in enumerate(
            counted(bundle, CARRIES, options.losses), start=1
        ):
            if record.document.text:
                for owner, line in _lines(files, record):
                    files.add(owner, line)
            else:
                options.losses.add(_EMPTY, record.document.uid)
            yield Progress(done, bundle.total or 0)
    files.level()
    options.notes.add(_SETTINGS)
    options.notes.add(_DETAILS)


@dataclass(slots=True)
class _Files:
    """The files of the folder, and the keys that their lines have."""

    folder: Path
    stack: ExitStack
    unfolder: Unfolder
    stems: Stems = field(default_factory=lambda: Stems((*NOBODY, ADJUDICATED)))
    streams: dict[Path, BinaryIO] = field(default_factory=dict)
    paths: dict[Owner, Path] = field(default_factory=dict)
    keys: dict[Path, dict[str, None]] = field(default_factory=dict)
    #: the files whose lines do not all have the same keys
    uneven: set[Path] = field(default_factory=set)
    #: of each file, how many spans it has so far
    spans: dict[Path, int] = field(default_factory=dict)

    def path(self, owner: Owner) -> Path:
        """The file of somebody's work; one person's alone is shared work."""
        if owner not in self.paths:
            uid, layer = owner
            stem = _ALL
            if layer != "primary":
                stem = ADJUDICATED
            elif uid and len(self.unfolder.people) != 1:
                person = self.unfolder.people.get(uid)
                stem = self.stems.unique(person.name if person else uid, "annotator")
            self.paths[owner] = self.folder / f"{stem}{SUFFIX}"
        return self.paths[owner]

    def ids(self, owner: Owner, count: int) -> range:
        """Numbers for the spans of a line, each once in its file."""
        path = self.path(owner)
        first = self.spans.get(path, 0) + 1
        self.spans[path] = first + count - 1
        return range(first, first + count)

    def add(self, owner: Owner, line: dict[str, Any]) -> None:
        """Write a line."""
        path = self.path(owner)
        if path not in self.streams:
            self.streams[path] = self.stack.enter_context(path.open("wb"))
            self.keys[path] = dict.fromkeys(line)
        elif line.keys() != self.keys[path].keys():
            self.uneven.add(path)
            self.keys[path] |= dict.fromkeys(line)
        self.streams[path].write(dumps(line) + b"\n")

    def level(self) -> None:
        """Give all lines of a file the same keys.

        doccano reads them into a table, whose holes are no JSON any more.
        """
        for path in self.uneven:
            whole = path.with_suffix(".part")
            with whole.open("wb") as stream:
                for _, raw in lines(path, Place()):
                    filled = dict.fromkeys(self.keys[path]) | parse(raw)
                    stream.write(dumps(filled) + b"\n")
            whole.replace(path)


def _lines(
    files: _Files, record: DocumentRecord
) -> Iterator[tuple[Owner, dict[str, Any]]]:
    """The lines of a document, one for each person who worked on it."""
    marked = split_pieces(files.unfolder.unfold(record))
    kept = marked.extra.get(FORMAT)
    kept = dict(kept) if isinstance(kept, Mapping) else {}
    places = Places(record.document.text, UTF16)
    for number, work in enumerate(works(record, marked)):
        owner = work.annotator, work.layer
        ids = files.ids(owner, len(work.marks))
        # What was said of the text as such stands in one line only.
        said = kept if not number else {}
        yield owner, _line(marked, work, ids, places, said)


def _line(
    marked: MarkedDocument,
    work: Work,
    numbers: range,
    places: Places,
    kept: Mapping[str, Any],
) -> dict[str, Any]:
    document = marked.document
    uid: str | int = document.uid
    if isinstance(kept.get("id"), int):
        theirs = document_uid(kept["id"], document.text)
        uid = kept["id"] if theirs == uid else uid
    placed = [mark for mark in work.marks if mark.pieces]
    ids = {mark.id: number for mark, number in zip(placed, numbers, strict=False)}
    metadata = document.metadata
    others = {k: said_value(v) for k, v in metadata.items() if k not in METADATA_KEYS}
    mine = replace(marked, marks=work.marks, people=work.people)
    own = [x for x in work.links if x.source in ids and x.target in ids]
    rest = [x for x in work.links if not {x.source, x.target} <= ids.keys()]
    return {
        "id": uid,
        "text": document.text,
        TITLE: document.title,
        **{key: _text(metadata.get(key)) for key in METADATA_KEYS},
        METADATA: others,
        **{key: v for key, v in kept.items() if key not in RESERVED | {"id"}},
        ENTITIES: [_entity(mark, ids[mark.id], places) for mark in placed],
        RELATIONS: [
            {"id": n, "from_id": ids[x.source], "to_id": ids[x.target], "type": x.label}
            for n, x in enumerate(own, start=1)
        ],
        COMMENTS: kept.get(COMMENTS, []),
        KEY: side_text(mine, rest, places, FORMAT),
    }


def _entity(mark: Mark, number: int, places: Places) -> dict[str, Any]:
    ((start, end),) = mark.pieces
    return {
        "id": number,
        "label": mark.label,
        "start_offset": places.offset(start),
        "end_offset": places.offset(end),
    }


def _text(value: object) -> str | None:
    return None if value is None else said_value(value)
