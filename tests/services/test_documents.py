# SPDX-License-Identifier: MIT
"""The document list: filtering, sorting, counting."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from annotator.services import annotate, documents, history
from annotator.services.session import Session
from annotator.store import uses
from tests.store import made


@pytest.fixture
def titles(session: Session) -> Session:
    """Four documents that differ in everything."""
    records = [
        made.record(
            f"n{i}",
            document=made.document(f"n{i}", text, title=title, metadata=metadata),
            layers=(),
        )
        for i, (title, text, metadata) in enumerate(
            [
                ("beta", "Troops AND tanks.", {"source": "The Post", "tag": "a_b"}),
                ("Alpha", "NEAR( troops )", {"author": "Ulyana K", "source": "Times"}),
                ("gamma", "no words", {"published": "2025-01-15", "tag": "axb"}),
                ("Delta", "a:b “quoted”", {"published": "2025-02"}),
            ]
        )
    ]
    documents.remove(session, ["d1", "d2"])
    made.insert(session.project, made.bundle(records))
    return session


def _titles(session: Session, *args: object, **more: object) -> list[str]:
    ids = documents.rows(session, *args, **more)  # type: ignore[arg-type]
    return [line.title for line in documents.page(session, ids)]


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("", ["Alpha", "beta", "Delta", "gamma"]),
        ("troops", ["Alpha", "beta"]),
        ("troo", ["Alpha", "beta"]),
        ("AND tanks", ["beta"]),
        ("NEAR(", ["Alpha"]),
        ('"', []),
        ("'; DROP", []),
        ("a\0b", ["Delta"]),
        ("gam", ["gamma"]),
        ('source:"the post"', ["beta"]),
        ("by:ulyana", ["Alpha"]),
        ("date:2025-01", ["gamma"]),
        ("date:2025", ["Delta", "gamma"]),
        ("tag:a_b", ["beta"]),
        ("tag:%", []),
        ("status:new", ["Alpha", "beta", "Delta", "gamma"]),
        ("status:complete", []),
        ("troops source:times", ["Alpha"]),
        ("source:", ["Alpha", "beta", "Delta", "gamma"]),
        ('source:"open', []),
    ],
)
def test_fault_65_filters_are_literal(
    titles: Session, filter: str, found: list[str]
) -> None:
    assert _titles(titles, filter) == found


def test_sorting_puts_what_is_missing_last(titles: Session) -> None:
    assert _titles(titles, "", "published") == ["gamma", "Delta", "Alpha", "beta"]
    assert _titles(titles, "", "published", True)[:2] == ["Delta", "gamma"]
    assert _titles(titles, "", "tag")[:2] == ["beta", "gamma"]
    annotate.set_status(titles, "n2", "skipped")
    assert _titles(titles, "", "status")[0] == "gamma"
    assert _titles(titles, "status:skip") == ["gamma"]


def test_a_line_tells_ones_own_layer(session: Session) -> None:
    (line,) = documents.page(session, documents.rows(session, "", "uid")[:1])
    assert (line.uid, line.status, line.annotations) == ("d1", "in_progress", 1)
    assert (line.author, line.published, line.source) == ("Ann", "2025-01-15", None)
    assert line.seconds == 12
    session.use_annotator("bob")
    (line,) = documents.page(session, [line.id])
    assert (line.status, line.annotations, line.seconds) == ("new", 0, None)


def test_totals_follow_ones_own_work(session: Session) -> None:
    annotate.set_status(session, "d2", "complete", force=True)
    totals = documents.totals(session)
    assert totals.documents == 2
    assert totals.by_status == {
        "new": 0,
        "in_progress": 1,
        "complete": 1,
        "skipped": 0,
    }


def test_changing_the_title_moves_the_index(session: Session) -> None:
    after = documents.update_metadata(
        session, "d1", title="Zebra crossing", metadata={"source": "X", "k": None}
    )
    assert session.project.documents.get("d1") == after
    assert after.metadata == {"source": "X", "k": None}
    assert _titles(session, "zebra") == ["Zebra crossing"]
    assert _titles(session, "title") == ["Title of d2"]
    history.undo(session)
    assert _titles(session, "zebra") == []
    assert documents.update_metadata(session, "d1").title == "Title of d1"


def test_removing_is_undone_with_everything(session: Session) -> None:
    before = annotate.load(session, "d1")
    documents.remove(session, "d1")
    assert _titles(session) == ["Title of d2"]
    assert uses.counts(session.project) == {}
    history.undo(session)
    assert annotate.load(session, "d1") == before


def test_a_removed_document_may_be_imported_anew(session: Session) -> None:
    documents.remove(session, "d1")
    made.insert(session.project, made.bundle([made.record("d1")]))
    assert annotate.load(session, "d1").annotations == ()
    history.undo(session)
    history.undo(session)
    assert len(annotate.load(session, "d1").annotations) == 1


def test_same_texts_are_found(session: Session) -> None:
    assert documents.duplicates(session) == [("d1", "d2")]


def test_fault_32_one_bad_title_does_not_hide_the_list(session: Session) -> None:
    session.close()
    with closing(sqlite3.connect(session.path, isolation_level=None)) as raw:
        raw.execute("UPDATE document SET title = CAST(x'ff41' AS TEXT) WHERE id = 1")
    with Session.open(session.path) as opened:
        assert _titles(opened, "", "id") == ["\ufffdA", "Title of d2"]
        assert annotate.load(opened, "d2").document.title == "Title of d2"


def test_the_first_that_have_the_words_come_as_they_came_in(titles: Session) -> None:
    found = documents.first(titles, "words")
    assert found is not None
    ids = list(documents.rows(titles, "words", "id"))
    assert list(found) == ids != []
    assert documents.first(titles, "words", limit=1) == found[:1]
    assert list(documents.first(titles, "nowhere") or ()) == []


@pytest.mark.parametrize("filter", ["", "  ", "status:new", "words source:times"])
def test_only_words_alone_are_found_at_once(titles: Session, filter: str) -> None:
    assert documents.first(titles, filter) is None


@pytest.mark.parametrize("sort", ["title", "published"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_usual_orders_are_read_from_an_index(
    titles: Session, sort: str, descending: bool
) -> None:
    asked: list[str] = []
    connection = titles.project.connection
    connection.set_trace_callback(asked.append)
    documents.rows(titles, "", sort, descending)
    connection.set_trace_callback(None)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}").fetchall()
    assert "COVERING INDEX" in plan[0][3]
    if sort == "title":
        assert len(plan) == 1
