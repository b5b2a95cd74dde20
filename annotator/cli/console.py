# SPDX-License-Identifier: MIT
"""What the commands print: results on standard output, all else on standard error.

Names come from files that strangers made.  Characters that would move the
cursor, change colours or turn the direction of writing are shown as escapes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final, TextIO, TypeVar

from annotator.model.progress import Job, Progress

T = TypeVar("T")

# Control characters, bidi controls, line and paragraph separators, what has no
# width (joiners stay: Persian, Hindi and emoji need them), the byte order mark, and
# half surrogates, which stand for bytes of file names.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff]"
)


def prepare_streams() -> None:
    """Let no character that the terminal's encoding lacks raise an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def shown(text: object) -> str:
    """`text` as it may be printed on one line."""
    return _UNSAFE.sub(_escape, str(text))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def say(text: object = "") -> None:
    """Print a line of the result."""
    print(shown(text))


def tell(text: object) -> None:
    """Print a message beside the result."""
    print(shown(text), file=sys.stderr)


def tell_notes(notes: Iterable[str]) -> None:
    """Print what the user should know."""
    for note in notes:
        tell(f"Note: {note}")


def say_json(value: Any) -> None:
    """Print a result as JSON, in letters as they are where the terminal has them."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2, default=str)
    # Of what is unsafe, only line breaks between the values are left as they are.
    print(_UNSAFE.sub(lambda m: m[0] if m[0] == "\n" else _escape_json(m), text))


def _escape_json(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def say_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns as wide as they need."""
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        )
        print(line.rstrip())


def drive(job: Job[T], title: str) -> T:
    """Run a job to its end, with a bar where someone watches; returns its result.

    Whatever interrupts it, the job is closed, and so leaves nothing half done.
    """
    try:
        if _is_watched(sys.stderr):
            return _with_bar(job, title)
        return _silently(job)
    finally:
        job.close()


def _is_watched(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _silently(job: Job[T]) -> T:
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: T = stop.value
            return result


def _with_bar(job: Job[T], title: str) -> T:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        while True:
            try:
                at: Progress = next(job)
            except StopIteration as stop:
                result: T = stop.value
                return result
            bar.update(task, completed=at.done, total=at.total or None)


def confirm(question: str) -> bool:
    """Ask where someone can answer; nobody's answer is no."""
    if not (_is_watched(sys.stderr) and _is_watched(sys.stdin)):
        return False
    print(f"{shown(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
