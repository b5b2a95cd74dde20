# SPDX-License-Identifier: MIT
"""The command line: finds the command, runs it, and turns errors into exit codes.

0 done; 1 the user's input or file was at fault; 2 wrong usage; 3 a fault of
ours, with where the log is; 130 interrupted, with nothing half-written.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from annotator import __version__
from annotator.cli import console
from annotator.model.errors import Cancelled, InputError, UserError

DONE: Final = 0
USER: Final = 1
USAGE: Final = 2
FAULT: Final = 3
INTERRUPTED: Final = 130

#: Each group of commands is a module with `register(subparsers)`.
GROUPS: Final = (
    "demo",
    "projects",
    "importing",
    "exporting",
    "formats",
    "lookup",
    "codebook",
    "people",
    "agreement",
    "assigning",
    "merging",
    "packaging",
    "quality",
    "audit",
)

#: Known before the groups are loaded: the window must not wait for them.
COMMANDS: Final = frozenset(
    {"demo", "new", "import", "export", "formats", "search", "stats", "codebook"}
    | {"check", "backup", "recover", "people", "assign", "rounds", "merge"}
    | {"agreement"}
    | {"package", "quality", "audit"}
)

_DESCRIPTION: Final = (
    "Mark who speaks, what is said and where the speaker stands. Without a command, "
    "or with a project or text files, the window is opened."
)


class _Parser(argparse.ArgumentParser):
    """Repeats a wrong word so that it cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(console.shown(message))


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="annotator",
        description=_DESCRIPTION,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action="version", version=f"annotator {__version__}"
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", dest="command")
    for name in GROUPS:
        import_module(f"annotator.cli.{name}").register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (None: that of the process); returns the exit code."""
    console.prepare_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except KeyboardInterrupt:
        console.tell("Interrupted; nothing was left half-written.")
        return INTERRUPTED
    except Cancelled:
        console.tell("Cancelled; nothing was kept.")
        return INTERRUPTED
    except UserError as error:
        console.tell(f"annotator: {error}")
        return USER
    except BrokenPipeError:
        return _reader_gone()
    except OSError as error:
        console.tell(f"annotator: {_os_sentence(error)}")
        return USER
    except Exception as error:
        return _our_fault(error)


def _run(words: list[str]) -> int:
    paths = _window_paths(words)
    if paths is not None:
        return _open_window(paths)
    parser = build_parser()
    try:
        args = parser.parse_args(words)
        if not hasattr(args, "run"):
            parser.error("a command is missing.")
    except SystemExit as stop:
        # argparse has printed its help or the fault already.
        return stop.code if isinstance(stop.code, int) else USAGE
    code: int = args.run(args)
    sys.stdout.flush()
    return code


def _window_paths(words: list[str]) -> list[str] | None:
    """The files to open in the window; None where it is a command's line."""
    if words[:1] == ["--"]:
        return words[1:]
    if words and (words[0].startswith("-") or words[0] in COMMANDS):
        return None
    # A word that is no file and looks like none is a mistyped command.
    if words and not _may_be_file(words[0]):
        return None
    return words


def _may_be_file(word: str) -> bool:
    return os.path.lexists(word) or bool(Path(word).suffix) or os.sep in word


def _open_window(paths: list[str]) -> int:
    for path in paths:
        if not os.path.lexists(path):
            raise InputError("there is no such file.", file=path)
    try:
        from annotator.ui.app import main as window_main
        from annotator.ui.picture import has_display
    except ImportError as error:
        raise UserError(
            "the window cannot be opened: {error}.",
            remedy="The commands work all the same; see annotator --help.",
            error=error,
        ) from error
    if not has_display():
        raise UserError(
            "there is no display to open a window on.",
            remedy="The commands work without one; see annotator --help.",
        )
    return int(window_main(paths))


def _os_sentence(error: OSError) -> str:
    said = (error.strerror or str(error) or type(error).__name__).rstrip(".")
    return f"{error.filename}: {said}." if error.filename else f"{said}."


def _reader_gone() -> int:
    """Whoever read our output (`| head`) had enough: no reason to complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return DONE


def _our_fault(error: Exception) -> int:
    from annotator.services.logs import log_exception

    log = log_exception(error, "command line")
    name = type(error).__name__
    console.tell(
        f"annotator: this is a fault of the program ({name}), not yours; "
        f"what happened is in the log, without any of your texts: {log}"
    )
    return FAULT
