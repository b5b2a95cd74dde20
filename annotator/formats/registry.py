# SPDX-License-Identifier: MIT
"""Every format the program reads or writes, by name.

A format is a record.  Those of the program are in `BUILTIN`; a package may add
its own by an entry point of the group `annotator.formats` that names a `Format`.
They are loaded on first use, and one that cannot be loaded is told by
`problems()` and otherwise left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from annotator.formats.format import Format
from annotator.formats.guests import checked, guarded
from annotator.model.errors import InputError, MissingExtraError, NotFoundError

GROUP: Final = "annotator.formats"

# One module each, holding the record `FORMAT`.
_MODULES: Final = (
    "jsonl",
    "csv_table",
    "tables.tsv",
    "tables.xlsx",
    "tables.parquet",
    "tables.objects",
    "text",
    "articles.html",
    "articles.pdf",
    "articles.docx",
    "articles.odt",
    "articles.rtf",
    "conll.format",
    "spacy_docbin.format",
    "hf.jsonl",
    "hf.parquet",
    "doccano.format",
    "labelstudio.format",
    "prodigy.format",
    "w3c.format",
    "argilla.format",
    "brat.format",
    "polnear",
    "uima.xmi",
    "uima.json_cas",
    "semeval",
    "dna.format",
    "webanno.format",
    "refi.qdpx",
    "refi.qdc",
)

#: Below this, no format knows the file.
_UNSURE: Final = 0.1
_HEAD_BYTES: Final = 65536


def _builtin() -> tuple[Format, ...]:
    modules = (import_module(f"annotator.formats.{name}") for name in _MODULES)
    return tuple(module.FORMAT for module in modules)


BUILTIN: Final = _builtin()


@cache
def _plugins() -> tuple[tuple[Format, ...], tuple[str, ...]]:
    """The formats of other packages, and a sentence for each that failed."""
    loaded: list[Format] = []
    told: list[str] = []
    taken = {each.name for each in BUILTIN}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        try:
            found = _load(point, taken)
        except (Exception, SystemExit) as error:  # a stranger's code may do anything
            told.append(f"The format “{point.name}” cannot be loaded: {_why(error)}.")
        else:
            taken.add(found.name)
            loaded.append(guarded(found))
    return tuple(loaded), tuple(told)


def _why(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "it would end the program"
    return str(error).rstrip(".") or type(error).__name__


def _load(point: EntryPoint, taken: set[str]) -> Format:
    found = point.load()
    if not isinstance(found, Format):
        raise TypeError(f"{point.value} is not an annotator.formats.format.Format.")
    if found.name in taken:
        raise ValueError(f"there is a format “{found.name}” already.")
    return checked(found)


def formats() -> tuple[Format, ...]:
    """All formats: those of the program first."""
    return BUILTIN + _plugins()[0]


def problems() -> tuple[str, ...]:
    """A sentence for each format of another package that cannot be loaded."""
    return _plugins()[1]


def forget_plugins() -> None:
    """Look for formats of other packages anew at the next use."""
    _plugins.cache_clear()


def get(name: str) -> Format:
    """The format of that name; NotFoundError names those there are."""
    for each in formats():
        if each.name == name:
            _require_extra(each)
            return each
    known = ", ".join(each.name for each in formats())
    raise NotFoundError(
        "there is no format “{name}”.",
        remedy="Known are: {known}.",
        name=name,
        known=known,
    )


def _require_extra(found: Format) -> None:
    missing = found.missing()
    if missing:
        raise MissingExtraError(
            "the format “{format}” needs {packages}, which is not installed."
            if len(missing) == 1
            else "the format “{format}” needs {packages}, which are not installed.",
            remedy="Install it with: pip install {command}",
            format=found.name,
            packages=", ".join(missing),
            command=" ".join(missing),
        )


def sniff(path: Path) -> Format:
    """The format that `path` is most likely in.

    Raises InputError where no format knows it, and OSError where it cannot be
    read.
    """
    head = b"" if path.is_dir() else _head(path)
    readers = [each for each in formats() if each.reads]
    best = max(readers, key=lambda each: _score(each, head, path))
    if _score(best, head, path) < _UNSURE:
        known = ", ".join(each.name for each in readers)
        raise InputError(
            "no known format fits this file.",
            file=path,
            remedy="Name one with --format: {known}.",
            known=known,
        )
    return best


def likely(found: Format, path: Path) -> bool:
    """Whether `path` may be in a format; OSError where it cannot be read."""
    head = b"" if path.is_dir() else _head(path)
    return _score(found, head, path) >= _UNSURE


def _score(each: Format, head: bytes, path: Path) -> float:
    judge: Callable[[bytes, Path], float] = each.sniff
    try:
        return float(judge(head, path))
    except Exception:  # a stranger's guess must not stop the others
        if each in BUILTIN:
            raise
        return 0.0


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)
