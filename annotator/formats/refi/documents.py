# SPDX-License-Identifier: MIT
"""Sources as documents, and selections as places in their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.formats.making import make_document
from annotator.formats.marks.records import Pieces
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.placing import Places, canonical
from annotator.formats.refi.elements import REMEDY
from annotator.formats.refi.out_source import DESCRIPTION, MORE
from annotator.formats.refi.project import Project
from annotator.formats.refi.records import Selection, Source
from annotator.formats.tables.dating import when
from annotator.model.document import METADATA_KEYS, Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.identity import sha256_text
from annotator.model.sentence import Sentence

#: The key of metadata that tells whose case a source is as a whole.
CASE: Final = "case"


@dataclass(slots=True)
class Documents:
    """Makes documents of sources; `ids` are those of ours, by GUID.

    `without_width` counts the selections that are left out.
    """

    project: Project
    options: ReadOptions
    ids: dict[str, str]
    ours: bool
    without_width: int = 0
    _taken: set[str] = field(default_factory=set)

    def document(self, source: Source, file: SourceFile | None) -> Document:
        """The document of a source that came from `file`; InputError names it."""
        notes = [self.project.notes.get(each) for each in source.notes]
        memos = [{"name": n.name, "text": n.text} for n in notes if n is not None]
        extra = {"qdpx": {"notes": memos}} if memos else {}
        mine = self._mine(source)
        if mine is not None:
            return replace(mine, extra={**mine.extra, **extra})
        try:
            return make_document(
                source.text,
                uid=self._uid(source),
                title=source.name,
                file=file,
                metadata=self._metadata(source),
                extra=extra,
            )
        except InputError as error:
            error.file = str(self.project.path)
            error.field = f"TextSource {source.guid}, plainTextPath"
            raise

    def _mine(self, source: Source) -> Document | None:
        """The project's document with the text of a source, for the first such."""
        found = self.options.find_document(sha256_text(canonical(source.text)))
        if found is None or found.uid == self.ids.get(source.guid):
            return None
        if found.uid in self._taken or found.uid in self.ids.values():
            return None
        self._taken.add(found.uid)
        return found

    def _uid(self, source: Source) -> str:
        known = self.ids.get(source.guid)
        if known is not None:
            return known
        uid = stable_uid("qdpx document", source.name, canonical(source.text))
        if self.ours:
            uid = source.guid
        made, number = uid, 2
        while made in self._taken:
            made, number = stable_uid(uid, str(number)), number + 1
        self._taken.add(made)
        return made

    def _metadata(self, source: Source) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in self.project.values(source.values).items():
            key = name.lower() if name.lower() in METADATA_KEYS else name
            found[key] = value
        if source.description:
            found[DESCRIPTION] = source.description
        if not self.ours:
            found |= _dated(found.get("published"))
            cases = self.project.mentioned.get(source.guid, ())
            names = [self.project.cases[each].name for each in cases]
            if names:
                found.setdefault(CASE, "; ".join(names))
        if self.options.language:
            found.setdefault("language", self.options.language)
        return found

    # -- places ----------------------------------------------------------------------

    def placed(
        self, source: Source, places: Places
    ) -> Iterator[tuple[Selection, Pieces]]:
        """The selections of a source with their places; InputError names one."""
        for selection in source.selections:
            if selection.start == selection.end:
                self.without_width += 1
                continue
            try:
                span = places.span(selection.start, selection.end)
            except InputError as error:
                raise self._misplaced(source, selection, error.reason) from None
            if self.ours:
                self._require_quote(source, selection, places.text[slice(*span)])
            yield selection, (span,)

    def _require_quote(self, source: Source, selection: Selection, found: str) -> None:
        """What we wrote quotes what is selected."""
        name = selection.name
        if not name or "\ufffd" in name or name == found:
            return
        if name.endswith(MORE) and found.startswith(name.removesuffix(MORE)):
            return
        reason = Sentence(
            "its name is “{name}”, and the text there is “{found}”.",
            name=name,
            found=found[:200],
        )
        raise self._misplaced(source, selection, reason)

    def _misplaced(
        self, source: Source, selection: Selection, reason: Sentence
    ) -> InputError:
        return InputError(
            Sentence(
                "{reason} It is in “{source}”.", reason=reason, source=source.name
            ),
            file=self.project.path,
            field=f"PlainTextSelection {selection.guid}, startPosition and endPosition",
            remedy=Sentence(
                "{remedy} Perhaps its offsets count something else: say what.",
                remedy=REMEDY,
            ),
        )


def _dated(said: str | None) -> dict[str, str]:
    """When something was published, and in which time zone, where that is told."""
    found = when(said) if said else None
    if found is None:
        return {}
    wall, zone = found
    return {"published": wall} | ({"timezone": zone} if zone else {})
