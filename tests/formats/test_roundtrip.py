# SPDX-License-Identifier: MIT
"""Out and in again through every format: equal up to what it declares to lose."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import registry
from annotator.formats.features import ACROSS, EDGES, Feature
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.formats.tables.out import CARRIES
from annotator.formats.tokens import Tokens
from annotator.model.annotation import Span
from annotator.model.bundle import Bundle
from tests.formats.random_bundles import bundles
from tests.formats.roundtrip import comparable, there_and_back

BOTH_WAYS = [each for each in registry.BUILTIN if each.both_ways]

#: Those that read documents alone, and write them with a function of their own.
TABLES = [each for each in registry.BUILTIN if each.reads and each.write_documents]

#: Where spans that do not fit are left out one by one, and each is told.
DROPPING = {Feature.OVERLAPS, Feature.SUBTOKENS}

#: Where rows become records of their own over one stretch: the row, their label.
PROJECTING = {"dna": ("stance", "DNA Statement")}


@pytest.mark.parametrize("format", BOTH_WAYS, ids=lambda each: each.name)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_round_trip(format: Format, data: st.DataObject) -> None:
    if not format.available():
        pytest.skip(f"needs {', '.join(format.missing())}")
    aligned = Feature.SUBTOKENS not in format.carries and data.draw(st.booleans())
    bundle = data.draw(bundles(aligned=aligned))
    options = WriteOptions()
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(bundle, format, Path(folder), options)
    apart = ACROSS in format.besides
    if EDGES in format.besides:
        bundle = without_edges(bundle)
    wanted = comparable(bundle, format.carries, apart)
    found = comparable(back, format.carries, apart)
    if format.name in PROJECTING:
        whole = format.carries | {Feature.PIECES}
        names = PROJECTING[format.name]
        wanted = stretched(comparable(bundle, whole), *names)
        found = stretched(comparable(back, whole), *names)
        assert_fewer_and_told(found, wanted, options, bundle)
    elif format.carries >= DROPPING:
        assert found == wanted
    else:
        if Feature.SUBTOKENS not in format.carries:
            wanted, found = widened(wanted), widened(found)
        assert_fewer_and_told(found, wanted, options, bundle)


@pytest.mark.parametrize("format", TABLES, ids=lambda each: each.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bundle=bundles())
def test_documents_go_out_and_come_back(format: Format, bundle: Bundle) -> None:
    if not format.available():
        pytest.skip(f"needs {', '.join(format.missing())}")
    bare = [replace(each, annotations=(), layers=()) for each in bundle.documents]
    bundle = replace(bundle, documents=bare)
    format = replace(format, write=format.write_documents)
    options = WriteOptions()
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(bundle, format, Path(folder), options)
    assert comparable(back, CARRIES) == comparable(bundle, CARRIES)


def assert_fewer_and_told(
    found: list[Any], wanted: list[Any], options: WriteOptions, bundle: Bundle
) -> None:
    """Nothing new came back, and what is missing was counted."""
    sent, got = marks_of(wanted), marks_of(found)
    assert not got - sent
    missing = sum((sent - got).values())
    told = sum(each.count for each in options.losses.items.values())
    assert (missing == 0) or told > 0
    assert missing <= max(told, 1) * 4


def stretched(documents: list[Any], row: str, label: str) -> list[Any]:
    """The documents with rows under that label, from first piece to last."""
    return [
        (
            document,
            [
                ((label, ((mark[1][0][0], mark[1][-1][1]),)), count)
                if mark[0] in (row, label)
                else (mark, count)
                for mark, count in marks
            ],
            links,
        )
        for document, marks, links in documents
    ]


def marks_of(documents: list[Any]) -> Counter[Any]:
    """(text, label, pieces) of every mark of every document."""
    return Counter(
        (document.get("text"), mark[0], mark[1])
        for document, marks, _ in documents
        for mark, count in marks
        for _ in range(count)
    )


def without_edges(bundle: Bundle) -> Bundle:
    """The bundle with spans that neither begin nor end with white space."""
    documents = []
    for record in bundle.documents:
        made = []
        for each in record.annotations:
            rows = {
                name: tuple(replace(row, spans=_inner(row.spans)) for row in listed)
                for name, listed in each.rows.items()
            }
            made.append(replace(each, spans=_inner(each.spans), rows=rows))
        documents.append(replace(record, annotations=tuple(made)))
    return replace(bundle, documents=documents)


def _inner(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    made = []
    for span in spans:
        text = span.text.strip()
        if text:
            start = span.start + span.text.index(text)
            made.append(Span(span.role, start, start + len(text), text))
    return tuple(made)


def widened(documents: list[Any]) -> list[Any]:
    """The same, each piece of a mark widened to tokens; what touches none is gone."""
    return [(doc, list(_widened(doc, marks)), links) for doc, marks, links in documents]


def _widened(document: dict[str, Any], marks: list[Any]) -> Iterator[Any]:
    tokens = Tokens(document.get("text", ""))
    for (label, pieces, *others), count in marks:
        touched = [found for p in pieces if (found := tokens.covering(*p))]
        wide = tuple(
            (tokens.ranges[first][0], tokens.ranges[last - 1][1])
            for first, last in touched
        )
        if wide:
            yield (label, wide, *others), count
