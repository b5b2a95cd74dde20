# SPDX-License-Identifier: MIT
"""Records made past their guarded fields are records like any others."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from annotator.model.annotation import (
    Annotation,
    Row,
    Span,
    make_annotation,
    make_row,
    make_span,
)
from annotator.model.document import SpeakerInDocument, make_speaker

SPAN = Span("content", 3, 9, "No tax")
ROW = Row({"stance": "against"}, (SPAN,), {"x": 1})
ANNOTATION = Annotation(
    uid="a1",
    document="d1",
    type="attribution",
    annotator="ada",
    layer="adjudicated",
    codebook="c" * 64,
    parent="a0",
    state="complete",
    origin="edited",
    created=1,
    modified=2,
    revs=("r1", "r2"),
    spans=(SPAN,),
    fields={"speaker": "roe"},
    rows={"stance": (ROW,)},
    none=("issue",),
    deleted=True,
    extra={"rank": 4},
)
MADE = [
    (make_span, SPAN),
    (make_row, ROW),
    (make_annotation, ANNOTATION),
    (make_speaker, SpeakerInDocument("roe", {"role": "minister"})),
]


@pytest.mark.parametrize(("make", "record"), MADE)
def test_all_fields_in_order_make_the_same_record(make: Any, record: Any) -> None:
    made = make(*(getattr(record, each.name) for each in fields(record)))
    assert type(made) is type(record)
    assert made == record
    assert repr(made) == repr(record)


@pytest.mark.parametrize(("make", "record"), MADE)
def test_a_made_record_is_frozen_and_copied_like_any_other(
    make: Any, record: Any
) -> None:
    names = [each.name for each in fields(record)]
    made = make(*(getattr(record, name) for name in names))
    with pytest.raises(FrozenInstanceError):
        setattr(made, names[0], "other")
    with pytest.raises((AttributeError, TypeError)):
        made.unknown = 1
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == record
    changed = replace(made, **{names[0]: "other"})
    assert getattr(changed, names[0]) == "other"
    assert made == record


def test_a_field_left_out_is_refused() -> None:
    with pytest.raises(TypeError):
        make_span("content", 3, 9)  # type: ignore[call-arg]


def test_hashes_agree() -> None:
    assert hash(make_span("content", 3, 9, "No tax")) == hash(SPAN)
