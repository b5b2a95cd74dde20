# SPDX-License-Identifier: MIT
"""The articles in a folder of files of many kinds, each with its format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats import text
from annotator.formats.articles import docx, html, odt, pdf, rtf
from annotator.formats.format import Format
from annotator.model.errors import InputError

FORMATS: Final = (html.FORMAT, pdf.FORMAT, docx.FORMAT, odt.FORMAT, rtf.FORMAT)
_BY_SUFFIX: Final = {
    suffix: each for each in (text.FORMAT, *FORMATS) for suffix in each.suffixes
}


@dataclass(slots=True)
class Found:
    """The text files and articles of a folder by name, and all other files."""

    texts: list[Path] = field(default_factory=list)
    articles: list[tuple[Format, Path]] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def articles_in(folder: Path) -> Found:
    """What a folder and those below it hold.

    Hidden files and folders are left out, and links to folders are not followed.
    Raises InputError where there is neither a text nor an article.
    """
    found = Found()
    for path in _files(folder):
        each = _BY_SUFFIX.get(path.suffix.lower())
        if each is None:
            found.others.append(path)
        elif each is text.FORMAT:
            found.texts.append(path)
        else:
            found.articles.append((each, path))
    if not found.texts and not found.articles:
        raise InputError(
            "the folder holds no text files and no articles ({listed}).",
            file=folder,
            listed=", ".join(_BY_SUFFIX),
        )
    return found


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(where, name)
