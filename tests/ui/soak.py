# SPDX-License-Identifier: MIT
"""A long day in one window: thousands of actions, run as a process of its own.

Prints one JSON object: how many actions, resident memory (kB) after the warm-up
and at the end, and how many annotations the project holds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator.services import annotate
from annotator.ui.app import application, open_window
from tests.ui.typist import Typist

ROUND = (
    "Ctrl+Home Right*2 Shift+Right*3 c Shift+Right s Shift+Right u 2 f + a 0"
    " Esc Esc Tab Tab Delete Ctrl+Z Ctrl+Z Ctrl+Shift+Z Esc"
)
#: Most rounds take an annotation away again: a document does not grow for ever.
CLEAR = "Ctrl+Home Tab Delete Esc"


def resident_kb() -> int:
    """Resident memory of this process, in kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def main(path: str, actions: int) -> None:
    """Do at least that many actions in a window on the project at `path`."""
    application()
    window = open_window(path)
    window.show()
    window.activateWindow()
    window.article.setFocus()
    typist = Typist(window)
    warm = 0
    rounds = 0
    while typist.presses < actions:
        rounds += 1
        typist.play(ROUND + " " + CLEAR if rounds % 4 else ROUND)
        QApplication.processEvents()
        if not warm and typist.presses > actions // 5:
            warm = resident_kb()
    uid = window.bench.desk.document.uid
    made = len(annotate.load(window.session, uid).annotations)
    end = resident_kb()
    window.close()
    print(
        json.dumps({"actions": typist.presses, "warm": warm, "end": end, "made": made})
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
