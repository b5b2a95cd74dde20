# SPDX-License-Identifier: MIT
"""Names of the files that a format writes one of for each document.

They are safe on every system, stay inside their folder, and differ from each
other whatever a system thinks of upper and lower case.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from annotator.model.document import Document

_LONGEST: Final = 100
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def safe_stem(text: str, default: str = "document") -> str:
    """`text` as the name of a file without its suffix, at most 100 bytes long."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text))
    name = "".join("_" if unicodedata.category(c) in _INVISIBLE else c for c in name)
    name = name.strip(" .\u00a0").encode()[:_LONGEST].decode("utf-8", "ignore")
    name = name.rstrip(" .")
    if _RESERVED.match(name) or name.startswith("-"):
        name = f"_{name}"
    return name or default


class Stems:
    """Gives each document (or person) a name that no other has."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def of(self, document: Document) -> str:
        """The stem for a document: its file's, else its title, else its id."""
        stem = ""
        if document.file is not None:
            stem = PurePosixPath(document.file.name.replace("\\", "/")).stem
        return self.unique(stem or document.title or document.uid)

    def unique(self, text: str, default: str = "document") -> str:
        """A safe name like `text`, made different where it is taken."""
        wanted = safe_stem(text, default)
        made, number = wanted, 2
        while made.casefold() in self._taken:
            made, number = f"{wanted}_{number}", number + 1
        self._taken.add(made.casefold())
        return made
