# SPDX-License-Identifier: MIT
"""Import and export of whole projects."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import bare_export, bare_import, corpus
from tests.benchmarks.harness import Pair, Side, benchmark, timed
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.services.session import Session


@benchmark("import annotator-jsonl, with full text index", aim=1.3)
def import_(stage: Stage, size: int) -> Iterator[Pair]:
    """Into a new project; the baseline fills the same tables and indexes."""
    source = stage.jsonl(size)
    made = stage.folder / "imported.db"
    yield Pair(
        ours=_our_import(stage.folder, source),
        bare=lambda: bare_import.import_jsonl(source, made),
        repeats=3 if size > 2_000 else 5,
        warmups=int(size <= 2_000),
        unit="s",
    )
    made.unlink(missing_ok=True)


def _our_import(folder: Path, source: Path) -> Side:
    from annotator.model.progress import run
    from annotator.services.session import Session
    from annotator.services.transfer import import_files

    turn = count()

    def side() -> float:
        path = folder / f"imported-{next(turn)}.annotator"
        session = Session.create(path, "speaker_stance", annotator=corpus.ANNOTATORS[0])
        with contextlib.closing(session):
            taken = timed(lambda: _drop(run(import_files(session, [source]))))
        path.unlink()
        return taken

    return side


def _drop(report: object) -> None:
    """A side that is timed says nothing."""


@benchmark("export annotator-jsonl", aim=1.2)
def export_jsonl(stage: Stage, size: int) -> Iterator[Pair]:
    """The whole project; the baseline merges ordered cursors into orjson."""
    yield from _export(stage, size, "annotator-jsonl", bare_export.to_jsonl)


@benchmark("export CSV", aim=1.2)
def export_csv(stage: Stage, size: int) -> Iterator[Pair]:
    """A row per stance; the baseline merges the same into csv.writer."""
    yield from _export(stage, size, "csv", bare_export.to_csv)


def _export(
    stage: Stage, size: int, name: str, bare: Callable[[Path, Path], None]
) -> Iterator[Pair]:
    from annotator.services.session import Session

    database = stage.bare(size)
    theirs = stage.folder / "bare-export"
    with contextlib.closing(Session.open(stage.project(size))) as session:
        yield Pair(
            ours=_our_export(session, stage.folder / "our-export.out", name),
            bare=lambda: bare(database, theirs),
            repeats=3 if size > 2_000 else 5,
            warmups=int(size <= 2_000),
            unit="s",
        )


def _our_export(session: Session, output: Path, name: str) -> Side:
    from annotator.model.progress import run
    from annotator.services.transfer import export

    def side() -> None:
        output.unlink(missing_ok=True)
        run(export(session, output, format=name))

    return side
