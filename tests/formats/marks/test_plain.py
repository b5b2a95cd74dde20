# SPDX-License-Identifier: MIT
"""Marks as JSON data: nothing of them is lost, and what is wrong is named."""

from __future__ import annotations

import json

import pytest

from annotator.formats.marks.plain import json_object, plain_mark, with_plain
from annotator.formats.marks.records import Mark, Ref
from annotator.model.errors import InputError

FULL = Mark(
    label="content",
    pieces=((0, 3),),
    id="a1",
    attributes={
        "speaker": Ref("Ann Lee", "lee"),
        "issues": (Ref("A", "a"), "b"),
        "negated": False,
        "confidence": 0,
        "notes": "",
    },
    annotator="ada",
    layer="adjudicated",
    state="complete",
    origin="edited",
    created=0,
    modified=1_700_000_000_001,
    revs=("0" * 16,),
    extra={"mine": {"n": 1 << 70}, "theirs": {"n": 1}},
)
BARE = Mark(label="content", pieces=((0, 3),), annotator="ada", layer="primary")


def test_a_mark_comes_back() -> None:
    data = json.loads(json.dumps(plain_mark(FULL, "mine")))
    back = with_plain(BARE, data)
    assert back == Mark(
        **{name: getattr(FULL, name) for name in FULL.__slots__ if name != "extra"},
        extra={"n": 1 << 70},
    )


def test_what_is_not_said_is_left_out() -> None:
    assert plain_mark(BARE, "mine") == {}
    assert with_plain(BARE, {}) == BARE


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ({"fields": 3}, "fields"),
        ({"fields": {"a": 1.5}}, "fields.a"),
        ({"fields": {"a": [None]}}, "fields.a"),
        ({"fields": {"a": {"id": 3}}}, "id"),
        ({"created": "yesterday"}, "created"),
        ({"revs": [1]}, "revs"),
        ({"extra": "{"}, "extra"),
        ({"extra": "[]"}, "extra"),
    ],
)
def test_wrong_data_are_named(table: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as error:
        with_plain(BARE, table)
    assert error.value.field == field


def test_objects_may_be_text_or_not() -> None:
    assert json_object({"a": '{"b":1}'}, "a") == json_object({"a": {"b": 1}}, "a")
    assert json_object({}, "a") == {}
