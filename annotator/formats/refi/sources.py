# SPDX-License-Identifier: MIT
"""The texts of a project with what is selected in them, one at a time.

PDFs, pictures, audio and video have a text beside them or none: that text is read,
the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats.options import Notes
from annotator.formats.refi import elements
from annotator.formats.refi.elements import guid, named, required, targets
from annotator.formats.refi.opening import Opened
from annotator.formats.refi.records import Selection, Source
from annotator.formats.safe_xml import local_name
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_MEDIA: Final = ("PDFSource", "PictureSource", "AudioSource", "VideoSource")
_SOURCES: Final = frozenset({"TextSource", *_MEDIA})
#: The text that belongs to another kind of source.
_BESIDE: Final = ("Representation", "TextDescription", "Transcript")
_ELSEWHERE: Final = (
    *("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"),
)
_PLAIN: Final = (".txt", ".text")


class Sources:
    """Reads the sources of a project; what cannot be taken over is noted."""

    def __init__(self, opened: Opened, encoding: str | None, notes: Notes) -> None:
        self._opened = opened
        self._encoding = encoding
        self._notes = notes
        self._path = opened.path
        self._used: set[str] = set()

    def __iter__(self) -> Iterator[Source]:
        return (source for source in self.paused() if source is not None)

    def paused(self) -> Iterator[Source | None]:
        """The sources, and None in between, where work can be stopped."""
        self._used.clear()
        for element in self._opened.each(_SOURCES):
            if element is None:
                yield None
            elif local_name(element.tag) == "TextSource":
                yield from self._text(element)
            else:
                yield from self._media(element)

    def _media(self, element: Element) -> Iterator[Source]:
        """The texts beside a source of another kind."""
        name = element.get("name", "") or guid(element)
        count = sum(1 for _ in named(element, *_ELSEWHERE))
        if count:
            self._note(
                Sentence(
                    "“{name}” has {n} selections that are not in a text: they are left"
                    " out.",
                    name=name,
                    n=count,
                )
            )
        texts = list(named(element, *_BESIDE))
        if not texts:
            self._note(Sentence("“{name}” has no text: it is left out.", name=name))
        first = True
        for each in texts:
            for source in self._text(each, name):
                yield self._with_outer(source, element) if first else source
                first = False

    def _with_outer(self, source: Source, element: Element) -> Source:
        """The text with what is said of the source that it belongs to."""
        # Some programs put selections of the text beside it.
        selections = (*source.selections, *self._selections(element))
        codings = tuple(elements.codings(self._path, element))
        values = dict(self._values(element))
        return replace(
            source,
            selections=selections,
            codings=(*source.codings, *codings),
            values={**values, **source.values},
            notes=(*source.notes, *targets(element, "NoteRef")),
            description=source.description or elements.description(element),
        )

    def _text(self, element: Element, outer: str = "") -> Iterator[Source]:
        """A source of text; nothing where its text is not there."""
        found = required(self._path, element)
        name = element.get("name", "").strip() or outer or found
        made = Source(
            guid=found,
            name=name,
            text="",
            description=elements.description(element),
            selections=tuple(self._selections(element)),
            codings=tuple(elements.codings(self._path, element)),
            notes=targets(element, "NoteRef"),
            values=dict(self._values(element)),
        )
        whole = self._with_text(made, element)
        if whole is None:
            return
        if not whole.text.strip("\ufeff \t\r\n\u00a0"):
            # Stubs of programs, such as “.root”, are empty.
            self._note(Sentence("“{name}” is empty: it is left out.", name=name))
            return
        yield whole

    def _with_text(self, source: Source, element: Element) -> Source | None:
        inline = elements.text_of(element, "PlainTextContent")
        said = element.get("plainTextPath", "").strip()
        rich = element.get("richTextPath", "").strip()
        if not said and rich.lower().endswith(_PLAIN):
            said = rich  # a slip of programs that have nothing else
        if inline is not None and not said:
            return replace(source, text=inline)
        member = self._opened.find(said)
        if member is not None:
            self._require_own(source, member)
            file = self._opened.text(member, self._encoding)
            facts = (file.name, file.sha256, file.encoding)
            return replace(source, text=file.text, file=facts)
        if inline:
            return replace(source, text=inline)
        self._missing(source, said, rich)
        return None

    def _require_own(self, source: Source, member: str) -> None:
        """Refuse a file that is named twice: a small one would become very many."""
        if member in self._used:
            raise InputError(
                "{member} is the text of “{name}” and of another source.",
                file=self._path,
                field=f"TextSource {source.guid}, plainTextPath",
                remedy=elements.REMEDY,
                member=member,
                name=source.name,
            )
        self._used.add(member)

    def _missing(self, source: Source, said: str, rich: str) -> None:
        if "://" in said and not said.startswith("internal://"):
            self._note(
                Sentence(
                    "the text of “{name}” lies outside of the project, at {place}: it"
                    " is left out. Export the project with its texts in it.",
                    name=source.name,
                    place=said,
                )
            )
        elif not said:
            self._note(
                Sentence(
                    "“{name}” has no plain text ({rich}): it is left out.",
                    name=source.name,
                    rich=rich or Sentence("nothing"),
                )
            )
        else:
            raise InputError(
                "the text of “{name}” is not in the archive.",
                file=self._path,
                field=f"TextSource {source.guid}, plainTextPath {said}",
                remedy=elements.REMEDY,
                name=source.name,
            )

    def _selections(self, element: Element) -> Iterator[Selection]:
        for child in named(element, "PlainTextSelection"):
            yield elements.selection(self._path, child)
        points = {
            guid(each): each.get("position", "") for each in named(element, "SyncPoint")
        }
        for child in named(element, "TranscriptSelection"):
            ends = [points.get(guid(child, key), "") for key in _ENDS]
            if all(ends):
                child.set("startPosition", ends[0])
                child.set("endPosition", ends[1])
                yield elements.selection(self._path, child)
            else:
                self._note(
                    Sentence(
                        "the selection {guid} of a transcript has no place in its text:"
                        " it is left out.",
                        guid=guid(child),
                    )
                )

    def _values(self, element: Element) -> Iterator[tuple[str, str]]:
        for child in named(element, "VariableValue"):
            said = elements.value(child)
            for variable in targets(child, "VariableRef"):
                if said is not None:
                    yield variable, said

    def _note(self, said: Sentence) -> None:
        self._notes.add(said, file=self._path)


_ENDS: Final = ("fromSyncPoint", "toSyncPoint")
