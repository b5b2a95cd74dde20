# SPDX-License-Identifier: MIT
"""Annotations and layers on their way in: completed, checked, made into rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.document import STATUSES, Layer
from annotator.model.errors import InputError
from annotator.model.identity import new_revision
from annotator.store.annotations import insert_values
from annotator.store.rows import span_rows

if TYPE_CHECKING:
    from annotator.model.bundle import DocumentRecord


def with_quotes(annotation: Annotation, record: DocumentRecord) -> Annotation:
    """The annotation with a quote in every span; those given are checked.

    Raises InputError naming line, annotation and both strings.
    """
    text = record.document.text
    if _is_quoted(annotation, text):
        return annotation
    for s in annotation.all_spans():
        _check_span(s, text, annotation, record)
    rows = {
        name: tuple(
            Row(row.fields, _quoted(row.spans, text), row.extra) for row in each
        )
        for name, each in annotation.rows.items()
    }
    return replace(annotation, spans=_quoted(annotation.spans, text), rows=rows)


def _is_quoted(annotation: Annotation, text: str) -> bool:
    """Whether every span says what stands there.  Asked a million times."""
    length = len(text)
    for s in annotation.spans:
        start, end = s.start, s.end
        if not 0 <= start < end <= length or text[start:end] != s.text:
            return False
    for each in annotation.rows.values():
        for row in each:
            for s in row.spans:
                start, end = s.start, s.end
                if not 0 <= start < end <= length or text[start:end] != s.text:
                    return False
    return True


def _quoted(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    return tuple(Span(s.role, s.start, s.end, text[s.start : s.end]) for s in spans)


def _check_span(
    span: Span, text: str, annotation: Annotation, record: DocumentRecord
) -> None:
    if not 0 <= span.start < span.end <= len(text):
        raise InputError(
            "annotation “{uid}” has a span {start}–{end} outside of its "
            "text of {length} characters.",
            line=record.line,
            field=span.role,
            uid=annotation.uid,
            start=span.start,
            end=span.end,
            length=len(text),
        )
    if span.text and text[span.start : span.end] != span.text:
        raise InputError(
            "annotation “{uid}”: the text at {start}–{end} is “{found}”, "
            "not “{wanted}”.",
            line=record.line,
            field=span.role,
            uid=annotation.uid,
            start=span.start,
            end=span.end,
            found=text[span.start : span.end][:200],
            wanted=span.text[:200],
        )


def complete(
    annotation: Annotation,
    record: DocumentRecord,
    now: int,
    codebook: str | None = None,
) -> Annotation:
    """The annotation with quotes, times and a first revision where it has none."""
    a = with_quotes(annotation, record)
    uid = record.document.uid
    dated = a.created is not None and a.modified is not None
    if dated and a.revs and a.document == uid and codebook is None:
        return a
    created = now if a.created is None else a.created
    return replace(
        a,
        document=uid,
        codebook=codebook or a.codebook,
        created=created,
        modified=created if a.modified is None else a.modified,
        revs=a.revs or (new_revision(),),
    )


def append(
    rows: dict[str, list[tuple[Any, ...]]],
    annotation: Annotation,
    number: int,
    document: int,
    person: int,
    codebook: tuple[int | None, Any],
) -> None:
    """Add an annotation's rows to those that wait to be written."""
    codebook_id, targets = codebook
    rows["annotation"].append(
        insert_values(number, annotation, document, person, codebook_id)
    )
    rows["span"] += [(number, *span) for span in span_rows(annotation)]
    rows["reference"] += [(target, number) for target in targets]


def unite_layers(mine: Layer, theirs: Layer) -> Layer:
    """Both sides of a layer, the same whichever came first, but for the note.

    The status is the further one, the time the longer one; our note stays where
    we have one.
    """
    seconds = [s for s in (mine.seconds, theirs.seconds) if s is not None]
    speakers = {s.entity: s for s in (*theirs.speakers, *mine.speakers)}
    kept = tuple(speakers[s.entity] for s in mine.speakers)
    names = {s.entity for s in mine.speakers}
    return replace(
        mine,
        status=max(mine.status, theirs.status, key=_rank),
        note=mine.note or theirs.note,
        seconds=max(seconds, default=None),
        speakers=kept + tuple(s for s in theirs.speakers if s.entity not in names),
        extra={**theirs.extra, **mine.extra},
    )


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else -1


def unite_extra(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """What both say: objects key by key, lists of objects and words one by one.

    Ours stays where only one value can.
    """
    made = dict(mine)
    for key, value in theirs.items():
        held = made.setdefault(key, value)
        if isinstance(held, dict) and isinstance(value, dict):
            made[key] = unite_extra(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            new = (each for each in value if isinstance(each, (dict, str)))
            made[key] = held + [each for each in new if each not in held]
    return made
