# SPDX-License-Identifier: MIT
"""The files of a data set in a folder, as `datasets` looks for them."""

from __future__ import annotations

from pathlib import Path

from annotator.model.errors import InputError


def data_files(folder: Path, suffix: str) -> list[Path]:
    """The files of that suffix below `data`, else those in the folder, by name."""
    inner = folder / "data"
    found = sorted(inner.rglob(f"*{suffix}")) if inner.is_dir() else []
    return found or sorted(folder.glob(f"*{suffix}"))


def files_of(path: Path, suffix: str) -> list[Path]:
    """The files of a data set: `path` itself, or those in the folder.

    Raises InputError where the folder has none.
    """
    if not path.is_dir():
        return [path]
    found = data_files(path, suffix)
    if not found:
        raise InputError(
            "the folder holds no {suffix} files.", file=path, suffix=suffix
        )
    return found
