# SPDX-License-Identifier: MIT
"""One layer against one held to be right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.analysis.scoring import Alike, score
from annotator.model.annotation import Annotation, Row
from annotator.model.codebook_reader import from_body
from tests.store import made

BOOK = from_body(made.codebook().body)


def _other(**more: object) -> Annotation:
    return replace(made.annotation("b1"), **more)  # type: ignore[arg-type]


def test_the_same_is_all_right() -> None:
    found = score([made.annotation()], [_other()], BOOK)
    assert found.exact.f1 == found.overlap.f1 == 1
    assert found.coding.share == 1
    assert found.fields["speaker"] == Alike(1, 1)
    assert found.fields["stance"] == Alike(1, 1)
    assert found.fields["stance.stance"] == Alike(1, 1)


def test_a_shorter_span_is_found_but_not_exact() -> None:
    short = _other(spans=(made.span("content", 0, 4),))
    found = score([made.annotation()], [short], BOOK)
    assert found.overlap.f1 == 1
    assert found.exact.f1 == 0


def test_what_is_missing_and_what_is_too_much_count() -> None:
    far = _other(uid="b2", spans=(made.span("content", 30, 40),))
    found = score([made.annotation()], [_other(), far], BOOK)
    assert found.overlap.precision == pytest.approx(0.5)
    assert found.overlap.recall == 1
    nothing = score([made.annotation()], [], BOOK)
    assert nothing.overlap.f1 == 0
    assert nothing.coding.share is None
    assert score([], [], BOOK).overlap.f1 is None


def test_fields_and_rows_are_compared_where_either_says_something() -> None:
    row = Row({"issue": "peace", "stance": "against"})
    fields = {"speaker": "lee2", "quote_type": "direct"}
    other = _other(fields=fields, rows={"stance": (row,)})
    found = score([made.annotation()], [other], BOOK)
    assert found.fields["speaker"] == Alike(0, 1)
    assert found.fields["quote_type"] == Alike(1, 1)
    assert found.fields["stance.stance"] == Alike(0, 1)
    united = score(
        [made.annotation()],
        [_other(fields={"speaker": "lee2"})],
        BOOK,
        lambda uid: {"lee2": "lee"}.get(uid, uid),
    )
    assert united.fields["speaker"] == Alike(1, 1)


def test_a_row_of_one_alone_is_a_difference() -> None:
    found = score([made.annotation()], [_other(rows={})], BOOK)
    assert found.fields["stance"] == Alike(0, 1)
    assert "stance.stance" not in found.fields


def test_deleted_annotations_do_not_count() -> None:
    found = score([made.annotation()], [_other(deleted=True)], BOOK)
    assert found.overlap.second == 0


def test_documents_are_added_up() -> None:
    one = score([made.annotation()], [_other()], BOOK)
    two = score([made.annotation()], [], BOOK)
    both = one + two
    assert both.documents == 2
    assert both.overlap.recall == pytest.approx(0.5)
    assert both.fields == one.fields
