# SPDX-License-Identifier: MIT
"""Projects written by way of records and by way of rows, to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from annotator.formats.format import Write
from annotator.formats.options import WriteOptions
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.progress import run
from annotator.store.bulk import insert_bundle, read_bundle
from annotator.store.project import Project
from tests.formats.bundles import bundles, preset

#: Bytes, losses and progress; or the class of an error and its words.
Outcome: TypeAlias = tuple[Any, ...]

#: What no import brings, or none of ours: each is done to some of the rows.
ODDITIES: Final = (
    'UPDATE annotation SET fields = \'{ "quote_type" : "direct", "speaker":"roe"}\'',
    'UPDATE annotation SET fields = \'{"notes":"\\u00e9\\u2028\\/","z":1e2,"z":[]}\'',
    "UPDATE annotation SET fields = '{\"notes\":9999999999999999999999}'",
    "UPDATE annotation SET fields = '{}', none = '[]', extra = '{}'",
    "UPDATE annotation SET fields = '[1]'",
    'UPDATE annotation SET fields = \'{"speaker":["roe","x"],"notes":"=1+1"}\'',
    'UPDATE annotation SET fields = \'{"speaker":null,"justifies":7}\'',
    'UPDATE annotation SET "rows" = \'{"stance":[]}\'',
    'UPDATE annotation SET "rows" = \'{"odd":[[{"b":1,"a":["x"]},{"k":1}]],'
    '"stance":[[{"stance":"favor","issue":"tax"}],[{}]]}\'',
    'UPDATE annotation SET "rows" = \'{"stance":7}\'',
    'UPDATE annotation SET none = \'["stance","a"]\'',
    "UPDATE annotation SET parent = 'a0', type = 'no\"nsense'",
    "UPDATE annotation SET parent = 'a1', state = 'o\\dd', layer = 'third'",
    "UPDATE annotation SET codebook_id = NULL, origin = '', revs = '  a  \"b\" '",
    "UPDATE annotation SET created = -5, modified = 253402300799999",
    "UPDATE annotation SET created = 999999999999999999",
    "UPDATE annotation SET extra = '{\"y\":[1,{}]}', deleted = 2",
    "UPDATE annotation SET deleted = 1",
    "UPDATE annotation SET withdrawn = 7 WHERE uid = 'a0'",
    "UPDATE annotation SET uid = uid || char(9) || '\"'",
    "UPDATE span SET n = 1000 - n",
    "UPDATE span SET start = 1.5",
    "UPDATE span SET start = 0.1 + 0.2",
    "UPDATE span SET role = role || char(31) || 'cue' WHERE n = 0",
    "UPDATE span SET start = 'first', quote = ''",
    "UPDATE span SET role = x'41'",
    "UPDATE span SET role = 'con,tent' WHERE role = 'content'",
    "UPDATE span SET \"row\" = 'stance' WHERE n = 0",
    'UPDATE span SET "row" = NULL WHERE n > 0',
    "UPDATE span SET quote = quote || char(0) || x'0a0d' || '\"\\,;|'",
    'UPDATE layer SET speakers = \'[["roe",{"z":"=1","role":"@x"}],["aa",{}]]\'',
    "UPDATE layer SET seconds = 0, note = '', withdrawn = 1 WHERE kind <> 'primary'",
    'UPDATE document SET metadata = \'{"url":1,"source":"=x","a":1e16,"b":[1.5]}\'',
    "UPDATE document SET revs = 'aa bb', extra = '{\"big\":9999999999999999999999}'",
    "UPDATE document_text SET text = ''",
    "UPDATE document SET withdrawn = 1 WHERE uid = 'd0'",
)


@contextmanager
def project_of(bundle: Bundle, oddities: Sequence[str] = ()) -> Iterator[Project]:
    """A project that holds the bundle, its rows changed by hand."""
    with TemporaryDirectory() as name:
        path = Path(name, "p.annotator")
        with Project.create(path, preset(), "Made up") as project:
            run(insert_bundle(project, bundle, annotator=None, title="import"))
            for sql in oddities:
                project.connection.execute(sql)
            yield project


@st.composite
def rich_bundles(draw: st.DrawFn) -> Bundle:
    """Arbitrary bundles, of two people, with rivals and unknown keys."""
    found = draw(bundles())
    assert isinstance(found.documents, list)
    person = replace(found.header.annotators[0], uid="bo")
    header = replace(found.header, annotators=(*found.header.annotators, person))
    documents = [draw(_crowded(each)) for each in found.documents]
    return replace(found, header=header, documents=documents)


@st.composite
def _crowded(draw: st.DrawFn, record: DocumentRecord) -> DocumentRecord:
    annotations = tuple(
        replace(each, annotator=draw(st.sampled_from(["ada", "bo"])))
        for each in record.annotations
    )
    rivals: list[Any] = [
        replace(each, revs=("f" * 16,), state="draft")
        for each in annotations
        if draw(st.booleans())
    ]
    return replace(record, annotations=annotations, rivals=tuple(rivals))


def by_rows_and_by_records(
    project: Project, write: Write, read: Callable[[Project], Bundle] = read_bundle
) -> tuple[Outcome, Outcome]:
    """What comes of both ways: bytes and losses, or the error in words.

    Where offsets are text, records cannot be sorted and that is nobody's rule: what
    comes of the rows then stands for both.
    """
    rows = read(project)
    records = read(project)
    records = replace(records, documents=(each for each in records.documents))
    one, other = _outcome(rows, write), _outcome(records, write)
    return one, one if other[0] is TypeError else other


def _outcome(bundle: Bundle, write: Write) -> Outcome:
    options = WriteOptions()
    with TemporaryDirectory() as name:
        path = Path(name, "out")
        try:
            done = [each.done for each in write(bundle, path, options)]
        except Exception as error:
            return type(error), str(error)
        lost = [(e.what, e.count, e.examples) for e in options.losses.listed()]
        return path.read_bytes(), lost, done


def nested(depth: int) -> DocumentRecord:
    """A document in which each annotation lies in the one before it."""
    from tests.store import made

    annotations = [
        Annotation(
            uid=f"a{n:03}",
            document="d1",
            type="attribution",
            annotator="ann" if n % 3 else "bob",
            parent=f"a{n - 1:03}" if n else None,
            spans=(
                Span("content", n, n + 1, made.TEXT[n : n + 1]),
                Span("content", n + 3, n + 5, made.TEXT[n + 3 : n + 5]),
            ),
            rows={"stance": (Row({"issue": "peace"}), Row({"stance": "favor"}))},
        )
        for n in range(depth)
    ]
    return made.record("d1", *annotations)
