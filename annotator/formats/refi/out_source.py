# SPDX-License-Identifier: MIT
"""A document as a source: its selections, codings, notes, links and variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, ClassVar, Final

from annotator.formats.features import Feature
from annotator.formats.marks.pieces import split_pieces
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.refi import side
from annotator.formats.refi.coder import Coded, Coder
from annotator.formats.refi.guids import guid_for, guid_of, guid_once
from annotator.formats.refi.out_cases import Cases, Variables, write_values
from annotator.formats.refi.out_people import People
from annotator.formats.refi.xml_out import Xml
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document
from annotator.model.identity import instant_to_text

#: So much of a selection's text is its name.
_NAMED: Final = 200
MORE: Final = "…"
#: The key of metadata that is the description of a source.
DESCRIPTION: Final = "description"


@dataclass(frozen=True, slots=True)
class Spools:
    """Where parts of the project wait, as text."""

    FIELDS: ClassVar = ("sources", "notes", "links", "side")

    sources: IO[str]
    notes: IO[str]
    links: IO[str]
    side: IO[str]

    def size(self) -> int:
        """How many bytes of the project wait, roughly."""
        return self.sources.tell() + self.notes.tell() + self.links.tell()


@dataclass(slots=True, kw_only=True)
class SourceWriter:
    """Writes documents one after the other.

    `ids` are those of documents that are no GUIDs, by GUID.
    """

    unfolder: Unfolder
    coder: Coder
    people: People
    cases: Cases
    variables: Variables
    spools: Spools
    options: WriteOptions
    ids: dict[str, str] = field(default_factory=dict)
    _taken: set[bytes] = field(default_factory=set)

    def write(self, record: DocumentRecord) -> str:
        """Write a document; returns the GUID of its source."""
        document = record.document
        guid = self._free(document.uid, "source")
        if guid != document.uid:
            self.ids[guid] = document.uid
        marked = split_pieces(self.unfolder.unfold(record))
        made = _Written(self, guid, document)
        made.run(marked)
        line = side.source_line(record, guid, made.aside)
        self.spools.side.write(line.decode("utf-8"))
        return guid

    def _free(self, uid: str, *parts: str) -> str:
        """The GUID for an id, another one where it was given to something else."""
        guid, number = guid_for(uid, *parts), 2
        while (packed := bytes.fromhex(guid.replace("-", ""))) in self._taken:
            guid, number = guid_of(*parts, uid, str(number)), number + 1
        self._taken.add(packed)
        return guid

    def mark_guid(self, source: str, mark: Mark) -> str:
        """The GUID for a mark of the source; asked for once."""
        if mark.state is not None:
            return self._free(mark.id, "mark", source)
        return guid_once("mark", source, mark.id)


@dataclass(slots=True)
class _Written:
    """One source under way; `aside` is what of its marks is kept beside."""

    owner: SourceWriter
    source: str
    document: Document
    aside: dict[str, Any] = field(default_factory=dict)
    guids: dict[str, str] = field(default_factory=dict)

    def run(self, marked: MarkedDocument) -> None:
        """Write the source and what belongs to it."""
        xml = Xml(self.owner.spools.sources, self.owner.options)
        xml.start("TextSource", self._attributes())
        metadata = {k: v for k, v in self.document.metadata.items() if v is not None}
        if DESCRIPTION in metadata:
            xml.text("Description", str(metadata.pop(DESCRIPTION)))
        whose = {mark.id: self._whose(mark) for mark in marked.marks}
        for mark in marked.marks:
            if mark.pieces:
                self._selection(xml, mark, *whose[mark.id])
        for mark in marked.marks:
            if not mark.pieces:
                self._unplaced(xml, mark, *whose[mark.id])
        xml.references("NoteRef", self._memos())
        named = ((self.owner.variables.guid(k), str(v)) for k, v in metadata.items())
        write_values(xml, named)
        xml.end()
        self._links(marked.links)

    def _attributes(self) -> dict[str, str | None]:
        return {
            "guid": self.source,
            "name": self.document.title,
            "plainTextPath": f"internal://{self.source}.txt",
        }

    def _whose(self, mark: Mark) -> tuple[str | None, str | None]:
        """The user who marked, and the one whose coding it is."""
        people = self.owner.people
        user = None if mark.annotator is None else people.user(mark.annotator)
        adjudicated = mark.layer not in (None, "primary")
        return user, people.adjudicated() if adjudicated else user

    # -- selections ------------------------------------------------------------------

    def _selection(
        self, xml: Xml, mark: Mark, user: str | None, coder: str | None
    ) -> None:
        guid = self.guids[mark.id] = self.owner.mark_guid(self.source, mark)
        coded = self.owner.coder.code(mark)
        (start, end), *_ = mark.pieces
        modified = _instant(mark.modified)
        attributes = {
            "guid": guid,
            "name": _name(self.document.text, start, end),
            "startPosition": str(start),
            "endPosition": str(end),
            "creatingUser": user,
            "creationDateTime": _instant(mark.created),
            "modifyingUser": None if modified is None else user,
            "modifiedDateTime": modified,
        }
        xml.start("PlainTextSelection", attributes)
        for text in coded.comment.values():
            xml.text("Description", text)
        for code in coded.codes:
            self._coding(xml, self._coding_guid(guid, code), code, coder, mark)
        xml.references("NoteRef", list(self._notes(guid, coded, user)))
        xml.end()
        for ref, kind in coded.cases:
            self.owner.cases.select(ref, kind, guid)
        self._keep(mark, guid, coded, [])

    def _coding_guid(self, mark: str, code: str) -> str:
        return guid_once("coding", mark, code)

    def _coding(
        self,
        xml: Xml,
        guid: str,
        code: str,
        user: str | None,
        mark: Mark,
        notes: tuple[str, ...] = (),
    ) -> None:
        attributes = {
            "guid": guid,
            "creatingUser": user,
            "creationDateTime": _instant(mark.created),
        }
        xml.start("Coding", attributes)
        xml.references("CodeRef", (code,))
        xml.references("NoteRef", notes)
        xml.end()

    def _unplaced(
        self, xml: Xml, mark: Mark, user: str | None, coder: str | None
    ) -> None:
        """A mark without a place: codings of the whole source, kept together aside."""
        coded = self.owner.coder.code(mark)
        if not coded.codes:
            self.owner.options.losses.add(Feature.UNMARKED, mark.id)
            return
        guid = self.guids[mark.id] = self.owner.mark_guid(self.source, mark)
        codings = [guid, *(self._coding_guid(guid, c) for c in coded.codes[1:])]
        notes = tuple(self._notes(guid, coded, user))
        for coding, code in zip(codings, coded.codes, strict=True):
            own = notes if coding == guid else ()
            self._coding(xml, coding, code, coder, mark, own)
        coded.aside |= coded.comment | coded.pointing
        for ref, kind in coded.cases:
            self.owner.cases.mention(ref, kind, self.source)
        self._keep(mark, guid, coded, codings)
        if user is not None and user != coder:
            self.aside.setdefault(guid, {})["user"] = user

    def _keep(self, mark: Mark, guid: str, coded: Coded, codings: list[str]) -> None:
        kept = side.of_mark(mark, guid, coded.aside, codings)
        if kept:
            self.aside[guid] = kept

    def _notes(self, mark: str, coded: Coded, user: str | None) -> Iterator[str]:
        """Write the notes of a mark; yields their GUIDs."""
        for number, (name, text) in enumerate(coded.notes):
            yield self._note(("note", mark, str(number)), name, text, user)

    def _note(
        self, parts: tuple[str, ...], name: str, text: str, user: str | None
    ) -> str:
        guid = guid_once(*parts)
        xml = Xml(self.owner.spools.notes, self.owner.options)
        xml.start("Note", {"guid": guid, "name": name, "creatingUser": user})
        xml.text("PlainTextContent", text)
        xml.end()
        return guid

    # -- what belongs to the source --------------------------------------------------

    def _memos(self) -> Iterator[str]:
        """Write the notes that the source had when it came from such a project."""
        own = self.document.extra.get("qdpx")
        notes = own.get("notes") if isinstance(own, dict) else None
        for number, note in enumerate(notes if isinstance(notes, list) else ()):
            if isinstance(note, dict):
                name, text = str(note.get("name", "")), str(note.get("text", ""))
                yield self._note(("memo", self.source, str(number)), name, text, None)

    def _links(self, links: tuple[Link, ...]) -> None:
        xml = Xml(self.owner.spools.links, self.owner.options)
        for number, link in enumerate(links):
            origin, target = self.guids.get(link.source), self.guids.get(link.target)
            if origin is None or target is None:
                continue  # its end was counted as one without a place
            attributes = {
                "guid": guid_once("link", origin, target, str(number)),
                "name": link.label,
                "direction": "OneWay",
                "originGUID": origin,
                "targetGUID": target,
            }
            xml.empty("Link", attributes)


def _instant(ms: int | None) -> str | None:
    return None if ms is None else instant_to_text(ms)


def _name(text: str, start: int, end: int) -> str:
    """What is selected, cut where it is long."""
    if end - start <= _NAMED:
        return text[start:end]
    return text[start : start + _NAMED - 1] + MORE
