# SPDX-License-Identifier: MIT
"""Codebooks from outside a project: the bundled ones, and files of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator import resources
from annotator.formats.refi.codebooks import as_codebook
from annotator.model.codebook import Codebook
from annotator.model.codebook_check import Mistake, check
from annotator.model.codebook_reader import from_body, from_toml
from annotator.model.errors import CodebookError, InputError, NotFoundError
from annotator.model.sentence import Sentence

#: What files of codebooks are called: ours, and those of programs for codes.
TOML: Final = ".toml"
QDC: Final = ".qdc"
_FOLDER: Final = "codebooks"


def presets() -> tuple[str, ...]:
    """The names of the bundled codebooks, the default one first."""
    files = (name for name in resources.names(_FOLDER) if name.endswith(".toml"))
    names = sorted(name.removesuffix(".toml") for name in files)
    return tuple(sorted(names, key=lambda name: name != resources.DEFAULT_CODEBOOK))


def preset(name: str) -> Codebook:
    """The bundled codebook of that name; NotFoundError where there is none."""
    if name not in presets():
        reason = Sentence(
            "there is no codebook “{name}”. There are: {known}.",
            name=name,
            known=", ".join(presets()),
        )
        raise NotFoundError(reason)
    return from_toml(resources.read_text(_FOLDER, f"{name}.toml"), f"{name}.toml")


def read_file(path: Path | str) -> Codebook:
    """The codebook in a TOML file, or one made from the codes in a QDC file.

    Raises NotFoundError where it cannot be read, CodebookError naming file, line
    and key of the first mistake, and InputError for a wrong QDC file.
    """
    if is_codes(path):
        return _read_codes(Path(path))
    text = _read(Path(path))
    for mistake in check(text, path):
        if mistake.severity == "error":
            raise CodebookError(
                mistake.message,
                file=path,
                line=mistake.line,
                field=mistake.key or None,
            )
    return from_toml(text, path)


def is_codes(path: Path | str) -> bool:
    """Whether a file is called like one of codes of another program."""
    return str(path).lower().endswith(QDC)


def _read_codes(path: Path) -> Codebook:
    try:
        return from_body(as_codebook(path).body)
    except OSError as error:
        raise _unreadable(error, path) from error


def find(name_or_path: str) -> Codebook:
    """The preset of that name, or the codebook in that file."""
    if name_or_path in presets():
        return preset(name_or_path)
    is_file = name_or_path.endswith(TOML) or is_codes(name_or_path)
    if not is_file and not Path(name_or_path).exists():
        return preset(name_or_path)
    return read_file(name_or_path)


def check_file(path: Path | str) -> list[Mistake]:
    """All mistakes in a codebook file, by line."""
    try:
        if is_codes(path):
            _read_codes(Path(path))
            return []
        return check(_read(Path(path)), path)
    except (CodebookError, InputError) as error:
        key = error.field or ""
        return [Mistake("error", error.reason, error.line, key, str(path))]


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(error, path) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = Sentence("the file is not UTF-8. Save it as UTF-8.")
        raise CodebookError(reason, file=path, line=line) from None


def _unreadable(error: OSError, path: Path) -> NotFoundError:
    reason = Sentence(
        "the file cannot be read: {error}.", error=error.strerror or error
    )
    return NotFoundError(reason, file=path)
