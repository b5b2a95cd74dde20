# SPDX-License-Identifier: MIT
"""A log that can be sent to others: what went wrong, never what was read.

Exceptions are written as their type and the places they passed through.  Their
messages and the values of variables are left out, since both may quote a text.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from annotator import __version__
from annotator.services.folders import log_folder

NAME: Final = "annotator.log"
SIZE: Final = 1_000_000
KEPT: Final = 3
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_log = logging.getLogger("annotator")


class _DiscreetFormatter(logging.Formatter):
    """Writes exceptions without their messages."""

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""

    def format(self, record: logging.LogRecord) -> str:
        # Other handlers may have cached a full traceback in the record.
        cached, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = cached


def log_file() -> Path:
    """Where the log is written."""
    return log_folder() / NAME


def start(*, level: int = logging.INFO) -> Path:
    """Begin to log into the file, once per process; returns where it is.

    Where the file cannot be written the program goes on without a log.
    """
    file = log_file()
    ours = (h for h in _log.handlers if isinstance(h, RotatingFileHandler))
    handler = next(ours, None)
    if handler is not None and Path(handler.baseFilename) == file.absolute():
        return file
    if handler is not None:
        _log.removeHandler(handler)
        handler.close()
    try:
        _log.addHandler(_file_handler(file))
    except OSError:
        return file
    _log.setLevel(level)
    _log.info("annotator %s, %s", __version__, environment())
    return file


def stop() -> None:
    """Close the log file."""
    for handler in list(_log.handlers):
        if isinstance(handler, RotatingFileHandler):
            _log.removeHandler(handler)
            handler.close()


def _file_handler(file: Path) -> RotatingFileHandler:
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", errors="replace"
    )
    handler.setFormatter(_DiscreetFormatter(_FORMAT))
    return handler


def environment() -> str:
    """Python and system in a few words."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Python {platform.python_version()}, {system}"


def describe(error: BaseException) -> str:
    """Type and traceback of an exception and of what caused it.

    No messages and no values: file, line, function and the line of our source.
    """
    return "\n".join(_blocks(error, set()))


def _blocks(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    if before is not None:
        yield from _blocks(before, seen)
        yield "which led to:"
    yield from _places(error.__traceback__)
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"


def _places(trace: TracebackType | None) -> Iterator[str]:
    for place in traceback.extract_tb(trace):
        yield f"  {place.filename}:{place.lineno} in {place.name}"


def log_exception(error: BaseException, where: str = "") -> Path:
    """Write an exception into the log; returns where the log is.

    `where` says in fixed words what was being done.  Nothing is raised.
    """
    file = start()
    _log.error("%s\n%s", where or "unexpected error", describe(error))
    for handler in _log.handlers:
        handler.flush()
    if not any(isinstance(h, RotatingFileHandler) for h in _log.handlers):
        print(describe(error), file=sys.stderr)
    return file
