# SPDX-License-Identifier: MIT
"""The archive of a project: its XML, and the files that the XML names.

Only what lies in the archive is read.  A path that leads outside of it, as the
standard allows for large files, is never followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats import archives, safe_xml
from annotator.formats.archives import Archive
from annotator.formats.encodings import decode
from annotator.formats.safe_xml import local_name
from annotator.model.errors import InputError

QDE: Final = ".qde"
_USUAL: Final = "project.qde"
_INTERNAL: Final = "internal://"
_FOLDER: Final = "sources/"
#: So many bytes of a text are read.
TEXT: Final = 64 << 20
#: So many elements and attributes any XML may have.
_PARTS: Final = 600_000
#: A larger archive may have more: with their GUIDs they pack into four bytes each,
#: and what packs into far less was made to harm.
_PACKED: Final = 3
#: So many one source or case may have.
_MOST: Final = 1_500_000
#: An XML and texts of so many bytes are kept, and not read several times.
_KEPT: Final = 16 << 20
_KEPT_TEXTS: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text as a file has it, line ends and byte order mark included."""

    text: str
    name: str
    sha256: str
    encoding: str


class Opened:
    """An archive, with the name of the XML in it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.path: Path = archive.path
        self.qde = _qde(archive)
        size = self.path.stat().st_size
        self._limits = safe_xml.Limits(
            size=max(safe_xml.LIMITS.size, archive.size(self.qde)),
            parts=max(_PARTS, size // _PACKED),
        )
        self._require_fair()

    def _require_fair(self) -> None:
        """Refuse an XML of far too many parts by its signs, before it is parsed."""
        signs = 0
        for block in self.archive.blocks(self.qde, self._limits.size):
            signs += block.count(b"=") + block.count(b"<") - block.count(b"</")
            # Texts hold such signs as well.
            if signs > 2 * self._limits.parts:
                raise InputError(
                    "its XML has more than {limit} elements and attributes.",
                    file=self.path,
                    field=self.qde,
                    remedy="Export the project in parts.",
                    limit=f"{self._limits.parts:,}",
                )

    @property
    def is_small(self) -> bool:
        """Whether everything in it has room in memory."""
        texts = sum(map(self.archive.size, self.archive.names))
        return self.archive.size(self.qde) <= _KEPT and texts <= _KEPT_TEXTS

    def each(
        self, names: Collection[str], apart: Collection[str] = ()
    ) -> Iterator[Element | None]:
        """The elements of those names in the XML, one after the other.

        None comes in between, where work can be stopped.
        """
        limit = self._limits.size
        with self.archive.open(self.qde, limit) as stream:
            yield from safe_xml.each_called(
                stream,
                names,
                apart=apart,
                file=self.path,
                limits=self._limits,
                most=_MOST,
            )

    def root(self) -> tuple[str, dict[str, str]]:
        """The name and the attributes of the element around everything."""
        with self.archive.open(self.qde, self._limits.size) as stream:
            found = safe_xml.starts(stream, file=self.path, limits=self._limits)
            for tag, attributes, _ in found:
                return local_name(tag), attributes
        raise AssertionError("a document has an element, or is refused")

    def find(self, said: str) -> str | None:
        """The member that a path in the XML names; None where there is none.

        Programs write `internal://name`, `internal://sources/name` and the bare
        name; the folder is called `sources` or `Sources`.
        """
        name = said.strip().removeprefix(_INTERNAL).replace("\\", "/").lstrip("/")
        if not name or "://" in name:
            return None
        found = self.archive.find(f"{_FOLDER}{name}")
        return found or self.archive.find(name)

    def text(self, member: str, encoding: str | None) -> TextFile:
        """The text in a member; InputError where its bytes are no text."""
        data = self.archive.read(member, TEXT)
        try:
            found = decode(data, encoding)
        except InputError as error:
            error.file, error.field = str(self.path), member
            raise
        raw = data.decode(found.encoding)
        name = member.rpartition("/")[2]
        return TextFile(raw, name, hashlib.sha256(data).hexdigest(), found.encoding)


def open_project(path: Path) -> Opened:
    """Open a project; close its `archive`.  Raises InputError and OSError."""
    archive = archives.open_zip(path)
    try:
        return Opened(archive)
    except BaseException:
        archive.close()
        raise


def is_project(path: Path) -> bool:
    """Whether a file is an archive with such an XML at its top, seen cheaply."""
    try:
        with archives.open_zip(path) as archive:
            return bool(_qdes(archive))
    except (InputError, OSError):
        return False


def _qde(archive: Archive) -> str:
    """The XML: `project.qde`, else the only one there is."""
    usual, found = archive.find(_USUAL), _qdes(archive)
    if usual is None and not found:
        raise InputError(
            "it holds no project.qde, which says what is in it.",
            file=archive.path,
            remedy="Export the project anew (QDPX).",
        )
    if usual is None and len(found) > 1:
        raise InputError(
            "it holds several .qde files, and none is called project.qde: {names}.",
            file=archive.path,
            remedy="Leave the right one in the archive.",
            names=", ".join(found),
        )
    return usual or found[0]


def _qdes(archive: Archive) -> list[str]:
    """The XML files at the top: ATLAS.ti calls its own after the project."""
    return [n for n in archive.names if "/" not in n and n.lower().endswith(QDE)]
