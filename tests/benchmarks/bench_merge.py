# SPDX-License-Identifier: MIT
"""A colleague's work comes into a project that has the same documents."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.benchmarks import bare_merge, corpus
from tests.benchmarks.harness import Pair, Side, benchmark, timed
from tests.benchmarks.stage import Stage


@benchmark("merge a colleague's annotations", aim=2.0)
def merge(stage: Stage, size: int) -> Iterator[Pair]:
    """Ten annotations a document; the baseline reads and inserts the same rows."""
    ours = stage.unannotated_project(size)
    bare = stage.unannotated_bare(size)
    yield Pair(
        ours=_our_merge(stage.folder, ours, stage.project(size)),
        bare=_bare_merge(stage.folder, bare, stage.bare(size)),
        repeats=3 if size > 2_000 else 5,
        warmups=int(size <= 2_000),
        unit="s",
    )


def _our_merge(folder: Path, base: Path, theirs: Path) -> Side:
    from annotator.model.progress import run
    from annotator.services import merging
    from annotator.services.session import Session

    turn = count()

    def side() -> float:
        path = folder / f"merged-{next(turn)}.annotator"
        shutil.copyfile(base, path)
        session = Session.open(path, annotator=corpus.ANNOTATORS[0])
        with contextlib.closing(session):
            taken = timed(lambda: _drop(run(merging.merge(session, [theirs]))))
        path.unlink()
        return taken

    return side


def _bare_merge(folder: Path, base: Path, theirs: Path) -> Side:
    def side() -> float:
        path = folder / "merged.db"
        shutil.copyfile(base, path)
        taken = timed(lambda: bare_merge.merge(theirs, path))
        path.unlink()
        return taken

    return side


def _drop(report: object) -> None:
    """A side that is timed says nothing."""
