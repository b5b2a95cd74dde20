# SPDX-License-Identifier: MIT
"""Writes the table of SemEval-2016, task 6: a line for each stance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from annotator.formats.features import Feature
from annotator.formats.losses import counted, said
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.stance_shape import Shape, attribute_of, shape_of
from annotator.model.annotation import Annotation, Span
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError, UserError
from annotator.model.progress import Job, Progress
from annotator.model.textunits import sentence

#: What ends a line or a cell for some reader of such tables.
_BREAK: Final = re.compile("[\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")

CARRIES: Final = frozenset({Feature.ROWS})
BROKEN: Final = "line breaks and tabs in texts: they are written as spaces"
COLLAPSED: Final = "stances besides FAVOR and AGAINST: they are written as NONE"
NO_TEXT: Final = "stances of annotations without marked content"
OTHERS: Final = "values of stances besides target and stance"
UNSET: Final = "stances that are not chosen yet"


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the table, one line for each stance.

    Raises UserError where texts may not be written, and InputError where the
    codebook has no stance on a target.
    """
    if not options.with_text:
        raise UserError(
            "the table consists of texts and cannot be written without them.",
            remedy="Choose a format with offsets, such as annotator-jsonl.",
        )
    writer = _Writer(Unfolder(bundle), options)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("\t".join(writer.columns) + "\n")
        records = counted(bundle, CARRIES, options.losses)
        for done, record in enumerate(records, start=1):
            for line in writer.lines(record):
                stream.write("\t".join(line) + "\n")
            yield Progress(done, bundle.total or 0)


class _Writer:
    """Makes the lines of documents."""

    def __init__(self, unfolder: Unfolder, options: WriteOptions) -> None:
        try:
            codebook = unfolder.names.codebook
        except ValueError:
            codebook = None
        shape = shape_of(codebook) if codebook is not None else None
        if shape is None:
            raise InputError(
                "the codebook has no stance on a target.",
                remedy="Choose another format.",
            )
        self._unfolder = unfolder
        self._shape: Shape = shape
        self._losses = options.losses
        self._negatives = options.negatives and shape.negatives
        self._ids: set[str] = set()
        self.columns = shape.columns

    def lines(self, record: DocumentRecord) -> Iterator[list[str]]:
        """The lines of a document, and of its sentences without a stance if wanted."""
        used: list[Span] = []
        targets: dict[str, None] = {}
        for annotation in record.annotations:
            if annotation.deleted or annotation.type != self._shape.type:
                continue
            spans = annotation.spans_of(self._shape.role)
            rows = self._judgements(annotation)
            if rows and not spans:
                self._losses.add(NO_TEXT, annotation.uid, len(rows))
                continue
            for number, fields in enumerate(rows, start=1):
                used += spans
                line = self._line(record, annotation, number, spans, fields)
                targets[line["Target"]] = None
                yield [line.get(column, "") for column in self.columns]
        if self._negatives:
            yield from self._without(record, used, list(targets))

    def _judgements(self, annotation: Annotation) -> list[Mapping[str, object]]:
        """The fields of each stance that an annotation holds."""
        rows: list[Mapping[str, object]]
        if not self._shape.row:
            return (
                [annotation.fields] if self._shape.stance in annotation.fields else []
            )
        rows = [row.fields for row in annotation.rows.get(self._shape.row, ())]
        return [each for each in rows if self._shape.stance in each]

    def _line(
        self,
        record: DocumentRecord,
        annotation: Annotation,
        number: int,
        spans: Sequence[Span],
        fields: Mapping[str, object],
    ) -> dict[str, str]:
        shape = self._shape
        stance = str(fields[shape.stance])
        written = shape.written(stance)
        if written != stance.upper():
            self._losses.add(COLLAPSED, f"{annotation.uid}: {stance}")
        text = record.document.text
        words = " ".join(text[each.start : each.end] for each in spans)
        line = {
            "ID": self._id(record, annotation, number),
            "Target": self._one_line(self._target(fields), annotation.uid),
            "Tweet": self._one_line(words, annotation.uid),
            "Stance": written,
        }
        others = {c: attribute_of(c) for c in self.columns if c not in line}
        known = (shape.stance, shape.target, *others.values())
        for name, value in fields.items():
            if name not in known and shape.row:
                self._losses.add(OTHERS, f"{annotation.uid}: {said({name: value})}")
        return line | {c: str(fields.get(name, "")) for c, name in others.items()}

    def _id(self, record: DocumentRecord, annotation: Annotation, number: int) -> str:
        """An id that follows from those of document and annotation."""
        uid = annotation.uid
        if self._shape.row:
            uid = f"{record.document.uid}/{annotation.uid}/{number}"
        elif uid in self._ids:
            uid = f"{record.document.uid}/{uid}"
        self._ids.add(uid)
        return _BREAK.sub(" ", uid)

    def _target(self, fields: Mapping[str, object]) -> str:
        value = fields.get(self._shape.target, "")
        several = value if isinstance(value, tuple) else (str(value),)
        field_of = self._shape.target_field
        assert field_of is not None
        return "; ".join(str(self._unfolder.ref(field_of, uid)) for uid in several)

    def _one_line(self, text: str, uid: str) -> str:
        if _BREAK.search(text):
            self._losses.add(BROKEN, f"{uid} “{text}”")
        return _BREAK.sub(" ", text).strip()

    def _without(
        self, record: DocumentRecord, used: Sequence[Span], targets: Sequence[str]
    ) -> Iterator[list[str]]:
        """Each sentence in which nobody takes a stance, on each target there is."""
        text, number = record.document.text, 0
        for start, end in _sentences(text):
            words = _BREAK.sub(" ", text[start:end]).strip()
            if any(each.start < end and start < each.end for each in used):
                continue
            for target in targets:
                number += 1
                uid = f"{record.document.uid}/none/{number}"
                said = {"ID": uid, "Target": target, "Tweet": words, "Stance": "NONE"}
                yield [said.get(column, "") for column in self.columns]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, with their full stops."""
    at = 0
    while at < len(text):
        start, end = sentence(text, at)
        end += text.startswith(".", end)
        if start < end and end > at:
            yield start, end
            at = end
        at += 1
