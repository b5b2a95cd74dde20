# SPDX-License-Identifier: MIT
"""Between records and table rows: JSON columns and the annotation's own shape.

Empty mappings and sequences are stored as NULL, which keeps rows short.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import orjson

from annotator.model.annotation import (
    Annotation,
    FieldValue,
    Row,
    Span,
    make_row,
    make_span,
)
from annotator.model.document import SourceFile
from annotator.model.stored import SpanRow


def dump(value: object) -> str:
    """Compact JSON of plain data, tuples as lists."""
    try:
        return orjson.dumps(value).decode("utf-8")
    except TypeError:  # integers beyond 64 bits, and mapping types orjson knows not
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), default=_plain
        )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"not JSON data: {type(value).__name__}")


def dump_or_none(value: Any) -> str | None:
    """As `dump`; None for what is empty."""
    return dump(value) if value else None


#: Whole numbers from about 64 bits on; orjson would make floats of them.
_has_long_number: Final = re.compile("[0-9]{19}").search
_SHORT: Final = frozenset({str, bool, type(None)})


def load(text: str) -> Any:
    """The data of a JSON column."""
    if _has_long_number(text):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def load_map(text: str | None) -> dict[str, Any]:
    """A JSON object; {} for NULL."""
    if not text:
        return {}
    try:  # `load`, written out: an export reads millions of these
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("a JSON object is expected here")
    # Nearly all hold words only, and need no second look at their text.
    if not _SHORT.issuperset(map(type, value.values())) and _has_long_number(text):
        exact: dict[str, Any] = json.loads(text)
        return exact
    return value


def load_tuple(text: str | None) -> tuple[Any, ...]:
    """A JSON list as a tuple; () for NULL."""
    return tuple(load(text)) if text else ()


def load_fields(text: str | None) -> dict[str, FieldValue]:
    """Field values; lists become tuples."""
    found = load_map(text)
    # Most have no list, and an export reads a million of these.
    return freeze_fields(found) if text and "[" in text else found


def freeze_fields(data: dict[str, Any]) -> dict[str, FieldValue]:
    """Lists, which JSON has, as the tuples that records hold; in place."""
    for key, value in data.items():
        if type(value) is list:
            data[key] = tuple(value)
    return data


def load_file(text: str | None) -> SourceFile | None:
    """The source file that a document came from."""
    return SourceFile(*load(text)) if text else None


def dump_file(file: SourceFile | None) -> str | None:
    """The inverse of `load_file`."""
    return None if file is None else dump([file.name, file.sha256, file.encoding])


# -- annotations ------------------------------------------------------------------


def span_rows(annotation: Annotation) -> list[SpanRow]:
    """The annotation's spans, then those of its rows, numbered as they stand."""
    found: list[SpanRow] = [
        (n, None, None, s.role, s.start, s.end, s.text)
        for n, s in enumerate(annotation.spans)
    ]
    n = len(found)
    for name, rows in annotation.rows.items():
        for number, row in enumerate(rows):
            for s in row.spans:
                found.append((n, name, number, s.role, s.start, s.end, s.text))
                n += 1
    return found


def dump_rows(rows: Mapping[str, tuple[Row, ...]]) -> str | None:
    """{row: [[fields] or [fields, extra], …]}; their spans are in `span`."""
    if not rows:
        return None
    return dump(
        {
            name: [[r.fields, r.extra] if r.extra else [r.fields] for r in each]
            for name, each in rows.items()
        }
    )


def build_rows(
    text: str | None, spans: Collection[SpanRow]
) -> tuple[tuple[Span, ...], dict[str, tuple[Row, ...]]]:
    """Own spans and rows from the JSON column and the span rows."""
    own = [
        make_span(role, start, end, quote)
        for _, name, number, role, start, end, quote in spans
        if name is None or number is None
    ]
    if not text:
        return tuple(own), {}
    theirs = _row_spans(spans) if len(own) < len(spans) else {}
    rows = {}
    for name, each in load_map(text).items():
        rows[name] = tuple(
            [
                make_row(
                    freeze_fields(cells[0]),
                    theirs.get((name, number), ()) if theirs else (),
                    cells[1] if len(cells) > 1 else {},
                )
                for number, cells in enumerate(each)
            ]
        )
    return tuple(own), rows


def by_annotation(spans: Iterable[SpanRow]) -> dict[int, list[SpanRow]]:
    """Span rows that begin with the id of their annotation, by that id."""
    return {number: list(each) for number, each in groupby(spans, itemgetter(0))}


def _row_spans(spans: Iterable[SpanRow]) -> dict[tuple[str, int], tuple[Span, ...]]:
    """The spans of each row, by its name and number."""
    found: dict[tuple[str, int], list[Span]] = {}
    for _, name, number, role, start, end, quote in spans:
        if name is not None and number is not None:
            found.setdefault((name, number), []).append(
                make_span(role, start, end, quote)
            )
    return {place: tuple(each) for place, each in found.items()}


def to_data(annotation: Annotation) -> dict[str, Any]:
    """The content of an annotation as JSON data, for the history.

    Identity (uid, document, annotator, revisions, times) stays with the row.
    """
    a = annotation
    return {
        "type": a.type,
        "parent": a.parent,
        "state": a.state,
        "origin": a.origin,
        "codebook": a.codebook,
        "spans": span_rows(a),
        "fields": a.fields,
        "rows": {
            name: [[r.fields, r.extra] for r in each] for name, each in a.rows.items()
        },
        "none": a.none,
        "deleted": a.deleted,
        "extra": a.extra,
    }


def content_from_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `to_data`: keyword arguments for `dataclasses.replace`."""
    spans, rows = build_rows(dump_or_none(data["rows"]), data["spans"])
    return {
        "type": data["type"],
        "parent": data["parent"],
        "state": data["state"],
        "origin": data["origin"],
        "codebook": data["codebook"],
        "spans": spans,
        "fields": freeze_fields(dict(data["fields"])),
        "rows": rows,
        "none": tuple(data["none"]),
        "deleted": bool(data["deleted"]),
        "extra": data["extra"],
    }


def same_content(one: Annotation, other: Annotation) -> bool:
    """Whether two states differ in nothing but revisions and times."""
    return (
        one.type == other.type
        and one.parent == other.parent
        and one.state == other.state
        and one.origin == other.origin
        and one.spans == other.spans
        and one.fields == other.fields
        and one.rows == other.rows
        and one.none == other.none
        and one.deleted == other.deleted
        and one.extra == other.extra
        and one.annotator == other.annotator
        and one.layer == other.layer
    )


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
