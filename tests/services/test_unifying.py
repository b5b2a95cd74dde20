# SPDX-License-Identifier: MIT
"""Speakers and issues that two people named apart are proposed to be one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import NotFoundError
from annotator.model.progress import run
from annotator.services import conflicts, entities, history, merging, unifying
from annotator.services.session import Session
from tests.services.test_merging import base, copy, exported, opened

__all__ = ["base"]


def named(path: Path, who: str, speaker: str, issue: str) -> Path:
    with opened(path, who) as session:
        entities.create(session, "speaker", speaker, "person")
        entities.create_entry(session, "issue", issue, "for it")
    return path


@pytest.fixture
def files(base: Path) -> tuple[Path, Path, Path]:
    """Ours, and two that bring the same people and issues under other names."""
    ours = named(copy(base, "ours"), "ann", "Kęstutis Budrys", "Troops in Norvania")
    bob = named(copy(base, "bob"), "bob", "K. Budrys", "Norvania troops")
    cid = named(copy(base, "cid"), "cid", "Budrys, Kestutis", "Peace with Norvania")
    return ours, bob, cid


def proposed(session: Session, *paths: Path) -> list[tuple[str, str]]:
    report = run(merging.plan(session, paths))
    return [
        (unifying.name_of(each.new), unifying.name_of(each.known))
        for each in report.proposals
    ]


def test_a_plan_proposes_what_may_be_the_same(files: tuple[Path, ...]) -> None:
    ours, bob, cid = files
    before = exported(ours)
    with opened(ours, "ann") as session:
        assert proposed(session, bob, cid) == [
            ("K. Budrys", "Kęstutis Budrys"),
            ("Budrys, Kestutis", "Kęstutis Budrys"),
            ("Norvania troops", "Troops in Norvania"),
        ]
    assert exported(ours) == before


def test_what_is_accepted_is_one_step_with_the_merge(files: tuple[Path, ...]) -> None:
    ours, bob, cid = files
    before = exported(ours)
    with opened(ours, "ann") as session:
        report = run(merging.plan(session, [bob, cid]))
        pairs = [(p.new.uid, p.known.uid) for p in report.proposals]
        told: list[object] = []
        session.events.subscribe(told.append)
        steps = len(history.steps(session))
        done = run(merging.merge(session, [bob, cid], pairs))
        assert done.unified == 3
        assert len(history.steps(session)) == steps + 1
        names = [e.name for e in entities.entities(session, "speaker")]
        assert names == ["Āda Lee", "Kęstutis Budrys"]
        stays = entities.entities(session, "speaker")[-1]
        assert stays.aliases == ("K. Budrys", "Budrys, Kestutis")
        assert [e.label for e in entities.entries(session, "issue")][-3:] == [
            "Peace",
            "Troops in Norvania",
            "Peace with Norvania",
        ]
        assert conflicts.all_of(session) == []
    after = exported(ours)
    with opened(ours, "ann") as session:
        # Merged again it stays unified, and nothing is proposed.
        assert proposed(session, bob, cid) == []
        assert not run(merging.merge(session, [bob, cid])).changes
    assert exported(ours) == after
    with opened(ours, "ann") as session:
        history.undo(session)
    with opened(ours, "ann") as session:
        names = [e.name for e in entities.entities(session, "speaker")]
        assert names == ["Āda Lee", "Kęstutis Budrys"]
    assert b"K. Budrys" not in exported(ours)
    assert len(exported(ours)) - len(before) < 100  # a revision of who stayed


def test_two_new_ones_are_proposed_where_neither_is_known(
    base: Path, files: tuple[Path, ...]
) -> None:
    with opened(base, "ann") as session:
        assert proposed(session, files[1], files[2]) == [
            ("Budrys, Kestutis", "K. Budrys")
        ]


def test_an_id_that_is_not_there_stops_the_merge(files: tuple[Path, ...]) -> None:
    ours, bob, _ = files
    before = exported(ours)
    with opened(ours, "ann") as session:
        job = merging.merge(session, [bob], [("nobody", "lee")])
        with pytest.raises(NotFoundError, match="nobody"):
            run(job)
    assert exported(ours) == before


def test_other_types_deleted_and_unified_ones_are_not_proposed(base: Path) -> None:
    ours, theirs = copy(base, "ours"), copy(base, "theirs")
    with opened(theirs, "bob") as session:
        one = entities.create(session, "speaker", "A. Lee", "organization")
        gone = entities.create(session, "speaker", "Ada Lee", "person")
        entities.update(session, replace(gone, deleted=True))
        other = entities.create(session, "speaker", "Lee, Ada", "person")
        entities.unify(session, other.uid, one.uid)
    with opened(ours, "ann") as session:
        assert proposed(session, theirs) == []
