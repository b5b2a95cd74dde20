# SPDX-License-Identifier: MIT
"""What REFI-QDA has no place for, in a file of its own inside our projects.

Nothing refers to it, so that other programs pass it by.  It is JSON Lines: the
first line is of the whole project, the others are of one source each, in their
order.  Everything goes by GUIDs, and says nothing that the project itself can
say: what another program changes there always counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from annotator.formats import json_lines
from annotator.formats.archives import Archive
from annotator.formats.jsonl_header import read_codebook
from annotator.formats.jsonl_write import annotator_data
from annotator.formats.jsonl_write_document import (
    by_id,
    file_data,
    layer_data,
    present,
)
from annotator.formats.marks.records import Mark
from annotator.formats.refi.guids import guid_for, guid_of
from annotator.formats.refi.opening import Opened
from annotator.formats.refi.project import Project
from annotator.formats.refi.shape import entry_guid
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.errors import InputError

#: What begins the origin of our projects.
ORIGIN: Final = "Annotator"
#: The name of the file in the archive.
MEMBER: Final = f"sources/{guid_of('side', '1')}.jsonl"
FORMAT: Final = "annotator-refi/1"
#: So many bytes of it are read, and of one line.
_MOST: Final = 2 << 30
_LINE: Final = 64 << 20

Object = Mapping[str, Any]


# -- out -----------------------------------------------------------------------------


def project_line(bundle: Bundle, ids: Mapping[str, str]) -> bytes:
    """The first line; `ids` are those of ours that are no GUIDs, by GUID."""
    header = bundle.header
    named = header.codebook
    return _line(
        ("format", FORMAT),
        ("title", header.title),
        ("codebook", named and {"id": named[0], "version": named[1]}),
        ("codebooks", [_codebook(each) for each in bundle.codebooks]),
        ("ids", dict(ids)),
        ("annotators", dict(_annotators(header))),
        ("entities", dict(_entities(header))),
        ("entries", dict(_entries(header))),
        ("items", {key: by_id(items) for key, items in header.items.items() if items}),
        ("extra", dict(header.extra)),
    )


def _annotators(header: ProjectHeader) -> Iterator[tuple[str, Object]]:
    for each in header.annotators:
        kept = annotator_data(each)
        said = {key: kept[key] for key in kept if key not in ("id", "name")}
        yield guid_for(each.uid, "user"), said


def _entities(header: ProjectHeader) -> Iterator[tuple[str, Object]]:
    for each in header.entities:
        kept = present((("revs", each.revs), ("extra", dict(each.extra))))
        if kept and not each.deleted:
            yield guid_for(each.uid, "case"), kept


def _entries(header: ProjectHeader) -> Iterator[tuple[str, Object]]:
    for listed in header.vocabularies.values():
        for each in listed:
            kept = present(
                (
                    ("merged_into", each.merged_into),
                    ("revs", each.revs),
                    ("extra", dict(each.extra)),
                )
            )
            if kept and not each.deleted:
                yield entry_guid(each.vocabulary, each.uid), kept


def _codebook(version: CodebookVersion) -> dict[str, Any]:
    return {
        "id": version.id,
        "version": version.version,
        "sha256": version.sha256,
        "body": dict(version.body),
    }


def source_line(record: DocumentRecord, guid: str, marks: Object) -> bytes:
    """The line of a document; `marks` is what is said of its marks, by GUID."""
    return _line(
        ("guid", guid),
        ("unset", [k for k, v in record.document.metadata.items() if v is None]),
        ("file", file_data(record.document)),
        ("layers", [layer_data(each, None) for each in record.layers]),
        ("decisions", by_id(record.decisions)),
        ("comments", by_id(record.comments)),
        ("revs", record.document.revs),
        ("extra", dict(record.document.extra)),
        ("marks", dict(marks)),
    )


def of_mark(mark: Mark, guid: str, aside: Object, codings: list[str]) -> dict[str, Any]:
    """What is said of a mark: {} for nothing.

    `codings` are the GUIDs of the codings that make up a mark without a place.
    """
    is_anchor = mark.state is not None
    return present(
        (
            ("id", mark.id if is_anchor and mark.id != guid else None),
            ("state", None if mark.state == "draft" else mark.state),
            ("origin", None if mark.origin == "imported" else mark.origin),
            ("revs", mark.revs),
            ("attributes", dict(aside)),
            ("codings", tuple(codings)),
            ("extra", dict(mark.extra)),
        )
    )


def _line(*items: tuple[str, Any]) -> bytes:
    filled = ((key, value) for key, value in items if value not in ([], ()))
    return json_lines.dumps(present(filled)) + b"\n"


# -- in ------------------------------------------------------------------------------


class Side:
    """The file of ours in an archive."""

    def __init__(self, archive: Archive, member: str) -> None:
        self._archive = archive
        self._member = member
        first = next(self._lines(), {})
        if first.get("format") != FORMAT:
            raise self._wrong(1)
        self.project: Object = first

    def codebooks(self) -> tuple[CodebookVersion, ...]:
        """The codebooks in use, the current one first."""
        listed = tables_of(self.project, "codebooks")
        try:
            found = [read_codebook(each) for each in listed]
        except InputError as error:
            error.file, error.line = str(self._archive.path), 1
            raise
        named = table_of(self.project, "codebook")
        current = named.get("id"), named.get("version")
        found.sort(key=lambda each: (each.id, each.version) != current)
        return tuple(found)

    @property
    def ids(self) -> dict[str, str]:
        """Ids of ours that are no GUIDs, by GUID."""
        table = table_of(self.project, "ids")
        return {k: v for k, v in table.items() if isinstance(v, str) and v}

    def sources(self) -> Iterator[Object]:
        """What is said of each source, in their order."""
        lines = self._lines()
        next(lines, None)
        yield from lines

    def _lines(self) -> Iterator[dict[str, Any]]:
        with self._archive.open(self._member, _MOST) as stream:
            number = 0
            while raw := stream.readline(_LINE):
                number += 1
                try:
                    yield json_lines.parse(raw.rstrip(b"\n"))
                except InputError:
                    raise self._wrong(number) from None

    def _wrong(self, line: int) -> InputError:
        return InputError(
            "what the program keeps in it for itself is damaged.",
            file=self._archive.path,
            line=line,
            field=self._member,
            remedy="Export the project anew.",
        )


def find_side(opened: Opened, project: Project) -> Side | None:
    """Our file in an archive, None where the project is not as we wrote it."""
    member = opened.archive.find(MEMBER)
    is_ours = project.origin.startswith(ORIGIN)
    return Side(opened.archive, member) if member and is_ours else None


class Lines:
    """What is kept aside of sources, found by their GUIDs; mostly in their order."""

    def __init__(self, lines: Iterable[Object]) -> None:
        self._lines = iter(lines)
        self._passed: dict[str, Object] = {}

    def take(self, guid: str) -> Object:
        """The line of a source, {} where there is none."""
        if guid in self._passed:
            return self._passed.pop(guid)
        for line in self._lines:
            found = str(line.get("guid", ""))
            if found == guid:
                return line
            self._passed[found] = line
        return {}


def table_of(table: Object, key: str) -> dict[str, Any]:
    """The object at a key, {} for anything else."""
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def tables_of(table: Object, key: str) -> list[dict[str, Any]]:
    """The objects in the list at a key."""
    found = table.get(key)
    listed = found if isinstance(found, list) else []
    return [each for each in listed if isinstance(each, dict)]


def id_of(kept: Object, guid: str) -> str:
    """The id of a mark of which something is kept: that, else its GUID."""
    said = kept.get("id")
    return said if isinstance(said, str) and said else guid


def marks_of(line: Object) -> dict[str, dict[str, Any]]:
    """What a line says of marks, by GUID."""
    table = table_of(line, "marks")
    return {guid: each for guid, each in table.items() if isinstance(each, dict)}
