# SPDX-License-Identifier: MIT
"""Find the bundled files: fonts, icons, codebooks, samples, help.

In a checkout they lie in `resources/` beside the package, in a wheel in
`annotator/resources/`.  The checkout comes first, because an editable install
may have left an older copy inside the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The codebook of a new project, where none is asked for.
DEFAULT_CODEBOOK: Final = "speaker_stance"

_PACKAGE: Final = Path(__file__).resolve().parent

# What would leave the folder, or mean different files on different systems.
_FORBIDDEN_CHARACTERS: Final = frozenset('\\:\0*?"<>|')


def path(*parts: str) -> Path:
    """Return the bundled file or folder, e.g. `path("fonts", "Inter-Regular.otf")`.

    Raises:
        ValueError: the name is empty, absolute or leads out of the folder.
        FileNotFoundError: there is no such file.
    """
    steps = _steps(parts)
    found = _root().joinpath(*steps)
    if not found.exists():
        raise FileNotFoundError(
            f"The bundled file “{'/'.join(steps)}” is missing from {_root()}; "
            "installing the program again brings it back."
        )
    return found


def read_text(*parts: str) -> str:
    """Return the text of a bundled file, which is always UTF-8."""
    return path(*parts).read_text(encoding="utf-8")


def read_bytes(*parts: str) -> bytes:
    """Return the bytes of a bundled file."""
    return path(*parts).read_bytes()


def names(*folder: str) -> list[str]:
    """Return the names of the files in a bundled folder, sorted, none hidden."""
    return sorted(
        entry.name
        for entry in path(*folder).iterdir()
        if entry.is_file() and not entry.name.startswith(".")
    )


def _root() -> Path:
    checkout = _PACKAGE.parent
    # In site-packages, a folder `resources` beside the package is not ours.
    if (checkout / "pyproject.toml").is_file() and (checkout / "resources").is_dir():
        return checkout / "resources"
    return _PACKAGE / "resources"


def _steps(parts: tuple[str, ...]) -> list[str]:
    steps = [step for part in parts for step in part.split("/")]
    for step in steps:
        if step in ("", ".", "..") or _FORBIDDEN_CHARACTERS.intersection(step):
            raise ValueError(f"“{'/'.join(parts)}” is not the name of a bundled file.")
    if not steps:
        raise ValueError("The name of a bundled file is empty.")
    return steps
