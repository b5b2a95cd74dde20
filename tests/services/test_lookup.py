# SPDX-License-Identifier: MIT
"""Searching and counting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.progress import run
from annotator.services import search, stats
from annotator.services.session import Session
from annotator.services.transfer import import_files


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.annotator", annotator="Ada") as opened:
        yield opened


def add(session: Session, folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    run(import_files(session, [folder]))


def test_fault_68_hits_have_offsets_of_the_stored_text(
    session: Session, tmp_path: Path
) -> None:
    add(session, tmp_path, a="😀 İstanbul’s Straße\u00a0and Kęstatis\u0301 Budvys said")
    (hit,) = search.search(session, "kestatis budvys")
    text = session.project.documents.get(hit.document).text
    assert text[hit.start : hit.end] == hit.match == "Kęstatis\u0301 Budvys"
    assert hit.before.endswith("and ")
    assert hit.after == " said"


def test_words_need_not_stand_together(session: Session, tmp_path: Path) -> None:
    add(session, tmp_path, a="Budvys said of Kęstatis", b="Budvys alone")
    (hit,) = search.search(session, "kęstatis budvys")
    assert hit.match == "Kęstatis"


@pytest.mark.parametrize("query", ['"', "AND", "NEAR(", "a:b", "", "'; DROP", "\0"])
def test_fault_65_queries_are_literal(
    session: Session, tmp_path: Path, query: str
) -> None:
    add(session, tmp_path, a="Nothing to be found here")
    assert search.search(session, query) == []


@given(st.text(), st.text())
def test_what_is_found_is_in_the_text(text: str, query: str) -> None:
    place = search.find(f"{text} {query}", query)
    if place is not None:
        start, end = place
        assert 0 <= start < end <= len(text) + 1 + len(query)


def test_the_worked_example_is_counted(session: Session, shared: Path) -> None:
    run(import_files(session, [shared / "seed" / "gold.jsonl"]))
    found = stats.stats(session)
    assert (found.documents, found.annotations, found.spans) == (1, 21, 76)
    assert dict(found.levels) == {1: 12, 2: 8, 3: 1}
    assert found.rows == {"stance": 20}
    assert found.values["stance.issue"]["troops_ukraine"] == 14
    (person,) = found.people.values()
    assert (person.name, person.annotations) == ("Reference", 21)
    assert person.statuses == {"complete": 1}
    data = stats.as_data(found)
    assert data["levels"] == {"1": 12, "2": 8, "3": 1}
