# SPDX-License-Identifier: MIT
"""Labels number the outermost in text order and letter what is nested."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Span
from annotator.model.labels import Orders, labels, letters, levels

GOLD = Path(__file__).parents[3] / "shared" / "seed" / "gold.jsonl"


def note(uid: str, start: int, end: int, parent: str | None = None) -> Annotation:
    return Annotation(
        uid=uid,
        document="d",
        type="attribution",
        annotator="x",
        parent=parent,
        spans=(Span("content", start, end),),
    )


def test_numbers_in_text_order_and_letters_over_all_depths() -> None:
    notes = [
        note("late", 90, 99),
        note("grandchild", 22, 25, "child"),
        note("child", 20, 30, "root"),
        note("root", 10, 50),
        note("second child", 40, 45, "root"),
    ]
    assert labels(notes) == {
        "root": "A01",
        "late": "A02",
        "child": "A01a",
        "grandchild": "A01b",
        "second child": "A01c",
    }
    assert levels(notes)["grandchild"] == 3


def test_content_decides_not_the_source() -> None:
    early_source = Annotation(
        uid="b",
        document="d",
        type="t",
        annotator="x",
        spans=(Span("source", 0, 3), Span("content", 50, 60)),
    )
    assert labels([early_source, note("a", 10, 20)]) == {"a": "A01", "b": "A02"}


def test_lost_parents_cycles_and_tombstones_do_no_harm() -> None:
    gone = Annotation(uid="gone", document="d", type="t", annotator="x", deleted=True)
    notes = [note("a", 1, 2, "nowhere"), note("b", 3, 4, "c"), note("c", 5, 6, "b")]
    found = labels([*notes, gone])
    assert found["a"] == "A01"
    assert set(found) == {"a", "b", "c"}
    assert len(set(found.values())) == 3
    assert set(levels(notes)) == {"a", "b", "c"}


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "a", "z", "aa", "az", "ba", "zz", "aaa",
    ]  # fmt: skip


def test_more_than_ninety_nine() -> None:
    found = labels(note(str(n), n, n + 1) for n in range(120))
    assert found["0"] == "A01"
    assert found["119"] == "A120"


@pytest.mark.skipif(not GOLD.exists(), reason="the seed is not in this checkout")
def test_labels_of_the_seed_are_its_ids() -> None:
    lines = map(json.loads, GOLD.read_text(encoding="utf-8").split("\n")[:-1])
    raw = next(line for line in lines if line["kind"] == "document")["annotations"]
    notes = [
        Annotation(
            uid=a["id"],
            document="d",
            type=a["type"],
            annotator="x",
            parent=a.get("parent"),
            spans=tuple(Span(s["role"], s["start"], s["end"]) for s in a["spans"]),
        )
        for a in raw
    ]
    assert labels(reversed(notes)) == {a.uid: a.uid for a in notes}


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([None, "n0", "n1"]))))
def test_remembered_orders_give_the_same_labels(drawn):
    made = [
        Annotation(
            uid=f"n{n}",
            document="d",
            type="t",
            annotator="x",
            parent=parent if parent != f"n{n}" else None,
            spans=(Span("content", start, start + 3),),
        )
        for n, (start, parent) in enumerate(drawn)
    ]
    orders = Orders()
    for kept in (made, made[1:], made):
        assert labels(kept, orders) == labels(kept)
    moved = [replace(a, spans=(Span("content", 9 - a.start(), 20),)) for a in made]
    assert labels(moved, orders) == labels(moved)
