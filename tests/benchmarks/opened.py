# SPDX-License-Identifier: MIT
"""A window in a process of its own: says when it was painted, and its memory.

`python -m tests.benchmarks.opened ours|bare FILE` prints one JSON line: the
monotonic clock in nanoseconds when the window stood there, and MiB in memory.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


def ours(path: str) -> QMainWindow:
    """The program's window on a project."""
    from annotator.ui.app import application, open_window

    application()
    return open_window(path)


def bare(path: str) -> QMainWindow:
    """A main window with one article in a text widget."""
    import sqlite3

    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    QApplication(sys.argv)
    connection = sqlite3.connect(path)
    text = connection.execute("SELECT text FROM document_text LIMIT 1").fetchone()[0]
    window = QMainWindow()
    window.setCentralWidget(QPlainTextEdit(text))
    window.resize(1440, 900)
    return window


def paint(window: QMainWindow) -> None:
    """Show the window and let it draw itself."""
    from PySide6.QtCore import QCoreApplication

    window.show()
    for _ in range(3):
        QCoreApplication.processEvents()


def resident() -> float:
    """The memory that this process holds, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(x.split()[1]) for x in lines if x.startswith("VmRSS")) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(which: str, path: str) -> None:
    """Open, paint, tell, and end without further ado."""
    window = (ours if which == "ours" else bare)(path)
    paint(window)
    said = {"painted": time.monotonic_ns(), "memory": resident()}
    if which == "ours" and window.bench.desk is None:  # type: ignore[attr-defined]
        raise RuntimeError("the window stands there without a document")
    print(json.dumps(said), flush=True)
    window.close()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
