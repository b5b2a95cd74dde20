# SPDX-License-Identifier: MIT
"""Tasks as marked documents.

What each person and each model found is placed by itself: older programs counted
UTF-16 units, and models count what they like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.guessing import Guess
from annotator.formats.labelstudio.document import (
    document_of,
    extra_of,
    is_of,
    main_object,
    text_key,
)
from annotator.formats.labelstudio.found import Marks
from annotator.formats.labelstudio.labelling import Labelling, find_labelling
from annotator.formats.labelstudio.names import control_of
from annotator.formats.labelstudio.results import Region, as_shown
from annotator.formats.labelstudio.sources import Source, tasks_in
from annotator.formats.labelstudio.tasks import Found, Task, is_task, task_of
from annotator.formats.marks.declared import Declared
from annotator.formats.marks.plain import agreed
from annotator.formats.marks.records import Mark, MarkedDocument
from annotator.formats.marks.side import kept_links
from annotator.formats.options import ReadOptions
from annotator.formats.placing import CODE_POINTS, UTF16, Places, fitting
from annotator.formats.span_units import mismatch
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_UNITS: Final = (CODE_POINTS, UTF16)


def declare(path: Path, options: ReadOptions) -> Declared:
    """What the configuration beside the tasks says of labels and values."""
    return find_labelling(path).declared()


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a file, or of the files in a folder.

    Raises InputError naming file, line and field.
    """
    reader = _Reader(path, options, find_labelling(path))
    for source in tasks_in(path, options.mistakes):
        made = None
        with options.mistakes.of(path):
            made = reader.read(source)
        if made is not None:
            yield made
    reader.tell()


def _as_said(mark: Mark, region: Region) -> Mark:
    """A mark of ours without a place, with what the program says of the text now."""
    said = {control_of(name, mark.label): v for name, v in region.attributes.items()}
    attributes = {**mark.attributes, **agreed(said, mark.attributes)}
    return replace(mark, attributes=attributes)


@dataclass(slots=True)
class _Reader:
    """Reads the tasks of a path, and gathers what is to be told of them."""

    path: Path
    options: ReadOptions
    labelling: Labelling
    skipped: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    bare: int = 0
    #: the units that are not the program's own, with the number of texts
    units: Counter[str] = field(default_factory=Counter)

    def read(self, source: Source) -> MarkedDocument:
        """The document of a task; InputError names file, line and field."""
        try:
            if not is_task(source.row):
                raise InputError(
                    "this is no task of Label Studio.",
                    remedy="Export the project anew as JSON, not as JSON-MIN.",
                )
            return self._document(task_of(source.row), source.places[0][1])
        except InputError as error:
            raise source.placed(error) from None

    def _document(self, task: Task, line: int) -> MarkedDocument:
        key = text_key(task, self.labelling)
        document = document_of(task, key)
        main = main_object(task, key, self.labelling)
        # What we said of whole texts stands in our details, too.
        ours = {mark.id: mark for mark in task.side.unplaced()}
        made = Marks()
        for found in task.found:
            self.skipped.update(found.results.skipped)
            regions = []
            for each in found.results.regions.values():
                if each.start is None and each.id in ours:
                    ours[each.id] = _as_said(ours[each.id], each)
                elif is_of(each, key, self.labelling, main):
                    regions.append(each)
                else:
                    self.skipped[each.object] += 1
            self.bare += sum(each.is_bare for each in regions)
            raw = task.data[key]
            made.take(found, regions, self._places(raw, found, regions, line))
        self.missing += made.missing
        all_marks = (*made.marks.values(), *ours.values())
        return MarkedDocument(
            document=document,
            marks=all_marks,
            links=(*made.links, *kept_links(task.side.links, all_marks)),
            people=task.side.people,
            work=tuple(made.work),
            extra=extra_of(task, key),
            line=line,
        )

    def _places(
        self, raw: str, found: Found, regions: list[Region], line: int
    ) -> Places:
        if self.options.unit is not None:
            return Places(raw, self.options.unit)
        quotes = [quote for each in regions if (quote := each.quoted()) is not None]
        if not quotes:
            return Places(raw, self._guessed(raw, regions, line))
        places = fitting(raw, quotes, same=as_shown)
        if places is None:
            raise self._misfit(raw, found, regions)
        if places.unit != CODE_POINTS:
            self.units[places.unit] += 1
        return places

    def _guessed(self, raw: str, regions: list[Region], line: int) -> str:
        """The unit of regions that quote nothing."""
        guess = Guess(_UNITS)
        spans = [(e.start, e.end) for e in regions]
        guess.add(raw, [(s, e) for s, e in spans if s is not None and e is not None])
        said = guess.sentence
        if said is not None:
            self.options.notes.add(said, file=self.path, line=line)
        return guess.unit

    def _misfit(self, raw: str, found: Found, regions: list[Region]) -> InputError:
        """The error for the first region that is not at its place."""
        for region in regions:
            quote = region.quoted()
            if quote is not None and not fitting(raw, [quote], same=as_shown):
                break
        else:
            # Each fits by itself, though not all in one unit.
            region = next(each for each in regions if each.quoted() is not None)
        start, end, wanted = region.quoted() or (0, 0, "")
        error = mismatch(Places(raw).text, start, end, wanted)
        error.field = f"{found.field}.{region.place}.value.{error.field}"
        error.remedy = error.remedy or Sentence(
            "Export the project anew, or say what the offsets count."
        )
        return error

    def tell(self) -> None:
        """Say what was found in the file besides marks."""
        notes = self.options.notes
        for unit, count in self.units.items():
            said = Sentence(
                "The offsets of {n} annotations count {unit}, not code points: so they"
                " fit the texts that they quote.",
                n=count,
                unit=Sentence(unit),
            )
            notes.add(said, file=self.path)
        for what, count in self.skipped.items():
            said = Sentence(
                "Left out {n} regions “{what}”: they lie in pictures, sound, dialogues"
                " or other texts.",
                n=count,
                what=what,
            )
            notes.add(said, file=self.path)
        if self.bare:
            said = Sentence(
                "{n} regions have no label; they are called like the control that"
                " they were made with.",
                n=self.bare,
            )
            notes.add(said, file=self.path)
        if self.missing:
            said = Sentence(
                "Left out {n} relations to regions that are not there.", n=self.missing
            )
            notes.add(said, file=self.path)
