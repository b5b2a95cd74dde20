# SPDX-License-Identifier: MIT
"""Automatic backups of the project at hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from annotator.services import annotate, backups
from annotator.services.session import Session


def test_a_backup_for_each_change_in_the_programs_own_folder(
    session: Session, annotator_home: Path
) -> None:
    first = backups.rotate(session)
    assert first is not None
    assert first.is_relative_to(annotator_home)
    assert backups.rotate(session) is None
    annotate.set_note(session, "d1", "new")
    second = backups.rotate(session, keep=1)
    assert [b.path for b in backups.kept(session)] == [second]


def test_it_runs_beside_the_work(session: Session) -> None:
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(backups.rotate, session)
        for n in range(20):
            annotate.set_note(session, "d1", f"{n}")
        path = made.result()
    assert path is not None
    with Session.open(path, read_only=True) as copy:
        assert annotate.load(copy, "d2").document.uid == "d2"
        assert backups.rotate(copy) is None
