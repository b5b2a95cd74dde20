# SPDX-License-Identifier: MIT
"""Lanes keep annotations apart, and a change touches only what it must."""

from __future__ import annotations

from array import array
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Row, Span
from annotator.ui.article.blocks import Blocks, Heights
from annotator.ui.article.marks import Marks
from tests.model.worked import codebook

TEXT = "\n\n".join("abcdefghij" * 10 for _ in range(20))


def source(uid: str, start: int, end: int, parent: str | None = None) -> Annotation:
    return Annotation(
        uid=uid,
        document="d",
        type="attribution",
        annotator="ada",
        parent=parent,
        spans=(Span("source", start, end),),
    )


def marks(*annotations: Annotation) -> Marks:
    made = Marks(Blocks(TEXT), codebook())
    made.show(annotations)
    return made


def lane(made: Marks, uid: str) -> int:
    annotation = made.annotations[uid]
    cluster = made.cluster(made.blocks.at(annotation.spans[0].end - 1))
    return cluster.lane_of[uid, annotation.spans[0]]


def test_what_does_not_cross_shares_a_lane():
    made = marks(source("a", 0, 10), source("b", 10, 20), source("c", 30, 40))
    assert [lane(made, uid) for uid in "abc"] == [0, 0, 0]
    assert made.lanes_in(0) == 1


def test_what_crosses_takes_the_next_lane():
    made = marks(source("a", 0, 10), source("b", 5, 15), source("c", 9, 12))
    assert [lane(made, uid) for uid in "abc"] == [0, 1, 2]


def test_nested_lies_below_its_parent():
    made = marks(source("a", 0, 5), source("b", 20, 25, "a"), source("c", 30, 35, "b"))
    assert [lane(made, uid) for uid in "abc"] == [0, 1, 2]


def test_an_annotation_keeps_its_lane_in_every_paragraph():
    far = Annotation(
        uid="b",
        document="d",
        type="attribution",
        annotator="ada",
        spans=(Span("source", 5, 15), Span("cue", 310, 320)),
    )
    made = marks(source("a", 0, 10), far)
    cluster = made.cluster(made.blocks.at(310))
    assert cluster.lane_of["b", far.spans[1]] == cluster.lane_of["b", far.spans[0]] == 1


SPANS = st.tuples(st.integers(0, 900), st.integers(3, 200))


@given(st.lists(st.tuples(SPANS, st.integers(-1, 8)), min_size=1, max_size=14))
def test_no_lane_ever_holds_two_that_cross(drawn):
    annotations = []
    for n, ((start, length), parent) in enumerate(drawn):
        above = f"a{parent}" if 0 <= parent < n else None
        annotations.append(source(f"a{n}", start, start + length, above))
    made = marks(*annotations)
    placed = [(lane(made, a.uid), a.spans[0]) for a in annotations]
    for n, (one, span) in enumerate(placed):
        for other, second in placed[n + 1 :]:
            crossing = span.start < second.end and second.start < span.end
            assert not (one == other and crossing)


def test_a_change_touches_only_its_own_paragraphs():
    annotations = [source(f"a{n}", n * 102, n * 102 + 10) for n in range(20)]
    made = marks(*annotations)
    for block in range(20):
        made.cluster(block)
    assert made.show(annotations) == set()
    annotations[7] = replace(annotations[7], spans=(Span("source", 716, 726),))
    assert made.show(annotations) == {7}
    assert made.show(annotations[:-1]) == {19}
    assert "a19" not in made.annotations


def test_what_is_not_drawn_in_the_text_touches_nothing_and_is_known_all_the_same():
    annotations = [source(f"a{n}", n * 102, n * 102 + 10) for n in range(3)]
    made = marks(*annotations)
    assert made.in_block(1) == [annotations[1]]
    annotations[1] = replace(annotations[1], fields={"quote_type": "direct"})
    assert made.show(annotations) == set()
    assert made.in_block(1) == [annotations[1]]
    row = Row(spans=(Span("condition", 110, 115),))
    annotations[1] = replace(annotations[1], rows={"stance": (row,)})
    assert made.show(annotations) == {1}
    annotations[1] = replace(annotations[1], parent="a0")
    assert made.show(annotations) == {1}


# Paragraphs


def test_blank_lines_are_gaps_and_long_paragraphs_come_in_pieces():
    blocks = Blocks("one\n\n\ntwo\nthree\n\n" + "x" * 10_000)
    assert [blocks.chars(n) for n in range(3)] == ["one", "two", "three"]
    assert list(blocks.gaps) == [0, 1, 0, 1, 0, 0]
    assert "".join(blocks.chars(n) for n in range(3, len(blocks))) == "x" * 10_000


@given(st.text(st.sampled_from("ab \n\u00a0😀"), max_size=60), st.data())
def test_every_character_but_blank_is_in_one_paragraph(text, data):
    blocks = Blocks(text)
    for offset, character in enumerate(text):
        if not character.isspace():
            number = blocks.at(offset)
            assert blocks.starts[number] <= offset < blocks.ends[number]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    expected = [
        n
        for n in range(len(blocks))
        if max(start, blocks.starts[n]) < min(end, blocks.ends[n])
    ]
    if start < end:
        assert list(blocks.touching(start, end)) == expected


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), st.data())
def test_heights_add_up_like_a_plain_list(heights, data):
    tree = Heights(array("d", heights))
    for _ in range(5):
        n = data.draw(st.integers(0, len(heights) - 1))
        heights[n] = data.draw(st.integers(1, 50))
        tree.set(n, heights[n])
    assert tree.total == sum(heights)
    for n in range(len(heights)):
        assert tree.top(n) == sum(heights[:n])
        assert tree.find(sum(heights[:n])) == n
        assert tree.find(sum(heights[: n + 1]) - 0.5) == n
