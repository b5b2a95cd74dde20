# SPDX-License-Identifier: MIT
"""How often Python looks for garbage while a job makes millions of records.

Records refer to each other in no circles, so that nothing is found among them;
looking for it after every few hundred costs a tenth of an import.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: New objects between two looks at the youngest of them.
THRESHOLD: Final = 50_000

_lock = threading.Lock()
_usual: list[tuple[int, int, int]] = []


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Collect garbage rarely in the whole process; jobs may overlap."""
    with _lock:
        _usual.append(gc.get_threshold() if not _usual else _usual[0])
        gc.set_threshold(THRESHOLD, *_usual[0][1:])
    try:
        yield
    finally:
        with _lock:
            before = _usual.pop()
            if not _usual:
                gc.set_threshold(*before)
