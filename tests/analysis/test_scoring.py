# SPDX-License-Identifier: MIT
"""One layer against one held to be right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.analysis.coding import alpha
from annotator.analysis.ratings import ratings
from annotator.analysis.scoring import Alike, score
from annotator.model.annotation import Annotation, Row
from annotator.model.codebook import Field
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


def _nested() -> list[Annotation]:
    """A frame, and in it one that says another one is its reason."""
    return [
        made.annotation("a1", spans=(made.span("content", 0, 20),), rows={}),
        made.annotation("a2", spans=(made.span("content", 25, 35),), rows={}),
        made.annotation(
            "a3",
            spans=(made.span("content", 2, 10),),
            rows={},
            parent="a1",
            fields={"because": "a2"},
        ),
    ]


def _by(annotation: Annotation, **more: object) -> Annotation:
    """The same by somebody else: it points to their own annotations."""
    turn = {"a1": "b1", "a2": "b2", "a3": "b3"}
    fields = dict(annotation.fields)
    if "because" in fields:
        fields["because"] = turn[str(fields["because"])]
    return replace(
        annotation,
        uid=turn[annotation.uid],
        parent=turn.get(annotation.parent or ""),
        fields=fields,
        **more,
    )


def test_parents_and_links_are_the_same_where_they_are_matched() -> None:
    kind = replace(
        BOOK.types[0],
        fields=(
            *BOOK.types[0].fields,
            Field(id="because", label="Because", type="link"),
        ),
    )
    book = replace(BOOK, types=(kind, *BOOK.types[1:]))
    right = _nested()
    found = score(right, map(_by, right), book)
    assert found.overlap.f1 == 1
    assert found.fields["parent"] == Alike(1, 1)
    assert found.fields["because"] == Alike(1, 1)
    elsewhere = [replace(each, document="d2") for each in right]
    both = found + score(elsewhere, map(_by, elsewhere), book)
    # What has the same place in another document is something else.
    assert len(both.said["parent"]) == 2
    other = [_by(each) for each in right]
    other[2] = replace(other[2], parent="b2", fields={"because": "b1"})
    found = score(right, other, book)
    assert found.fields["parent"] == found.fields["because"] == Alike(0, 1)
    other[2] = replace(other[2], parent=None, fields={})
    found = score(right, other, book)
    assert found.fields["parent"] == found.fields["because"] == Alike(0, 1)


def test_alpha_of_a_field_over_several_documents() -> None:
    direct = score([made.annotation()], [_other()], BOOK)
    fields = {"quote_type": "indirect"}
    both = score([replace(made.annotation(), fields=fields)], [_other()], BOOK)
    total = direct + direct + both
    figure = total.alpha("quote_type")
    assert figure.used == 3
    expected = alpha().of(
        ratings([("direct", "direct")] * 2 + [("indirect", "direct")])
    )
    assert figure.value == expected.value
    assert direct.alpha("quote_type").value is None
    assert "single value" in direct.alpha("quote_type").why
    assert "coded by two" in total.alpha("nothing").why
    assert total.alpha("nothing").dropped == 0
