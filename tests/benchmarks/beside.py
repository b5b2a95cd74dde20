# SPDX-License-Identifier: MIT
"""A side that runs in a process of its own and is called from this one.

Windows are measured so: neither side's style sheet, fonts or heap burdens the
other, and still both are called by turns.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from tests.benchmarks.harness import Side, profile_here, timed

#: Prepares a side, yields it, cleans up.
Start = Callable[..., Iterator[Side]]


class Beside:
    """Calls a side in another process; the time is taken there."""

    def __init__(self, start: Start, *args: Any) -> None:
        """Begin `start(*args)`, a function at the top of a module, over there."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, start, args))
        self._process.start()
        theirs.close()
        try:
            self._answer()
        except BaseException:
            self.close()
            raise

    def __call__(self) -> float:
        """Call the side once; seconds, or what it says of itself."""
        return float(self._ask("call"))

    def profile(self, times: int) -> str:
        """A profile of the side, called `times` times."""
        return str(self._ask(times))

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError):
            self._pipe.send("stop")
        self._process.join(20)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._pipe.close()

    def _ask(self, order: object) -> Any:
        self._pipe.send(order)
        return self._answer()

    def _answer(self) -> Any:
        try:
            done, answer = self._pipe.recv()
        except EOFError:
            raise RuntimeError("the process beside this one has died") from None
        if not done:
            raise RuntimeError(answer)
        return answer


def _serve(pipe: Connection, start: Start, args: tuple[Any, ...]) -> None:
    try:
        with contextlib.contextmanager(start)(*args) as side:
            pipe.send((True, None))
            for order in iter(pipe.recv, "stop"):
                answer = timed(side) if order == "call" else profile_here(side, order)
                pipe.send((True, answer))
    except Exception:
        pipe.send((False, traceback.format_exc()))
    sys.stdout.flush()
    # Without Qt's own farewell, which a bare window may not survive.
    os._exit(0)
