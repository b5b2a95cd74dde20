# SPDX-License-Identifier: MIT
"""What a person waits for: a key until it is saved and painted, the next article."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import corpus
from tests.benchmarks.beside import Beside
from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from tests.benchmarks.bare_window import BareWindow

FRAME = 0.016
KINDS = {"1": "direct", "2": "indirect"}


@benchmark("key press → saved and painted", aim=3.0, limit=FRAME)
def key(stage: Stage, size: int) -> Iterator[Pair]:
    """A choice key; the baseline saves one row and paints."""
    ours = Beside(our_key, stage.project(size))
    with contextlib.closing(ours):
        bare = Beside(bare_key, stage.bare(size))
        with contextlib.closing(bare):
            yield Pair(ours, bare, repeats=60, warmups=5)


@benchmark(
    "key press in a long text → saved and painted",
    aim=3.0,
    limit=FRAME,
    sizes=(1_000, 10_000),
)
def key_in_long_text(stage: Stage, size: int) -> Iterator[Pair]:
    """The same in one document of `size` spans, about 90 characters a span."""
    ours = Beside(our_key, stage.long_project(size))
    with contextlib.closing(ours):
        bare = Beside(bare_key, stage.long_bare(size))
        with contextlib.closing(bare):
            yield Pair(ours, bare, repeats=25, warmups=3)


@benchmark("next article", aim=2.0, limit=FRAME)
def next_article(stage: Stage, size: int) -> Iterator[Pair]:
    """Read, lay out, fill the form, paint."""
    ours = Beside(our_next, stage.project(size))
    with contextlib.closing(ours):
        bare = Beside(bare_next, stage.bare(size))
        with contextlib.closing(bare):
            yield Pair(ours, bare, repeats=60, warmups=5)


# -- ours


def our_key(path: Path) -> Iterator[Side]:
    """The program's window, an annotation chosen; its choice keys are typed."""
    from PySide6.QtTest import QTest

    from tests.benchmarks.painting import settle

    window = _our_window(path)
    desk = window.bench.desk
    window.bench.choose(desk.annotations[0].uid)
    settle()
    typed = cycle(KINDS)

    def side() -> None:
        QTest.keyClicks(window.article, next(typed))
        settle()

    for _ in KINDS:  # either key must do what it stands for
        side()
        done = window.bench.chosen.fields["quote_type"]
        assert done in KINDS.values(), done
    yield side
    window.close()


def our_next(path: Path) -> Iterator[Side]:
    """The program's window; the next document of the list is opened."""
    from tests.benchmarks.painting import settle

    window = _our_window(path)

    def side() -> None:
        before = window.bench.desk.document.uid
        window.step_document(1)
        settle()
        if window.bench.desk.document.uid == before:
            raise RuntimeError("there is no next document")

    yield side
    window.close()


def _our_window(path: Path) -> Any:
    from annotator.ui.app import application, open_window
    from tests.benchmarks.painting import quiet, settle

    quiet()
    application()
    window = open_window(path, annotator=corpus.ANNOTATORS[0])
    window.show()
    settle()
    return window


# -- bare


def bare_key(path: Path) -> Iterator[Side]:
    """A bare window; one row is committed, one line of the form and the text drawn."""
    from tests.benchmarks.painting import settle

    window = _bare_window(path)
    kinds = cycle(KINDS.values())

    def side() -> None:
        window.save("quote_type", next(kinds))
        settle()

    yield side


def bare_next(path: Path) -> Iterator[Side]:
    """A bare window; the next document is read and shown."""
    from tests.benchmarks.painting import settle

    window = _bare_window(path)
    numbers = count(2)

    def side() -> None:
        window.open_document(next(numbers))
        settle()

    yield side


def _bare_window(path: Path) -> BareWindow:
    from tests.benchmarks import bare_db
    from tests.benchmarks.bare_window import BareWindow
    from tests.benchmarks.painting import bare_application, settle

    bare_application()
    window = BareWindow(bare_db.durable(bare_db.connect(path)))
    window.open_document(1)
    window.show()
    settle()
    return window
