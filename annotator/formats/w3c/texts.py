# SPDX-License-Identifier: MIT
"""Finds the texts that annotations are about: files beside them, never the network.

An annotation names its text by an IRI.  The text is looked for under the name that
our own description has, by a path relative to the file, by the end of the IRI, by
its check sum, and beside the file under the same name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from annotator.formats.encodings import decode
from annotator.formats.options import ReadOptions
from annotator.formats.placing import canonical
from annotator.formats.text import SUFFIXES
from annotator.formats.w3c.iris import is_foreign
from annotator.formats.w3c.names import TEXT_SUFFIX
from annotator.model.document import SourceFile
from annotator.model.errors import InputError
from annotator.model.identity import sha256_text

SHA256: Final = "urn:sha256:"


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its line ends, and the file that it was found in."""

    raw: str
    file: SourceFile


@dataclass(slots=True)
class Texts:
    """The texts below a folder; nothing outside it is read."""

    root: Path
    options: ReadOptions
    _by_sum: dict[str, Path] | None = None
    _beside: dict[Path, list[Path]] = field(default_factory=dict)

    def find(self, source: str, file: Path, named: str = "") -> Text:
        """The text that `file` calls `source`; `named` is the name of its file.

        Raises InputError where it is not there, or is another one.
        """
        wanted = source.removeprefix(SHA256) if source.startswith(SHA256) else ""
        for path in self._candidates(source, file, named):
            if not path.is_file() or not self._is_inside(path):
                continue
            found = self._read(path)
            if not wanted or sha256_text(canonical(found.raw)) == wanted:
                return found
            if named:
                raise InputError(
                    "the text in {name} is not the one that was annotated: its check"
                    " sum differs.",
                    remedy="Put the text back as it was exported.",
                    name=path.name,
                )
        raise InputError(
            "the text “{source}” is not there.",
            field="source",
            remedy="Put it beside the file as {name}.",
            source=source,
            name=named or f"{file.stem}{TEXT_SUFFIX}",
        )

    def _candidates(self, source: str, file: Path, named: str) -> Iterator[Path]:
        folder = file.parent
        if named:
            yield folder / PurePosixPath(named).name
            return
        if source.startswith(SHA256):
            found = self._sums().get(source.removeprefix(SHA256))
            yield from [found] if found else []
            return
        path = unquote(urlsplit(source).path) if is_foreign(source) else unquote(source)
        if path and not is_foreign(source):
            yield folder / path
        name = PurePosixPath(path).name
        for each in (name, f"{name}{TEXT_SUFFIX}", f"{PurePosixPath(name).stem}.txt"):
            if name and PurePosixPath(each).suffix.lower() in SUFFIXES:
                yield folder / each
        yield file.with_suffix(TEXT_SUFFIX)
        beside = self._texts_in(folder)
        if len(beside) == 1:
            yield beside[0]

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root.resolve())

    def _read(self, path: Path) -> Text:
        data = path.read_bytes()
        try:
            found = decode(data, self.options.encoding)
        except InputError as error:
            error.file = str(path)
            raise
        if found.doubt:
            self.options.notes.add(found.doubt, file=path)
        raw = found.text
        if b"\r" in data:
            # Positions may count its line ends as two.
            raw = data.decode(found.encoding).removeprefix("\ufeff")
        sha256 = hashlib.sha256(data).hexdigest()
        return Text(raw, SourceFile(path.name, sha256, found.encoding))

    def _texts_in(self, folder: Path) -> list[Path]:
        if folder not in self._beside:
            self._beside[folder] = sorted(
                each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES
            )
        return self._beside[folder]

    def _sums(self) -> dict[str, Path]:
        """The texts below the folder by their check sums, made when asked for."""
        if self._by_sum is None:
            self._by_sum = {}
            for path in sorted(self.root.rglob("*")):
                if path.suffix.lower() in SUFFIXES and path.is_file():
                    text = canonical(self._read(path).raw)
                    self._by_sum.setdefault(sha256_text(text), path)
        return self._by_sum
