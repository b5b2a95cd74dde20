# SPDX-License-Identifier: MIT
"""The documents in Argilla's records, with everybody's spans.

Argilla counts code points, as Python does, and its window counts UTF-16 units, as
a browser does: spans that people marked behind an emoji are shifted.  Nothing is
quoted, so that the words tell which it is, for each answer by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats.argilla.answered import Answered
from annotator.formats.argilla.names import RECORDS
from annotator.formats.argilla.records import Answer, Record, record_of
from annotator.formats.argilla.settings import Settings, read_settings
from annotator.formats.guessing import Guess
from annotator.formats.json_objects import objects
from annotator.formats.marks.declared import Declared
from annotator.formats.marks.reading import listed
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.side import KEY
from annotator.formats.mistakes import Mistakes
from annotator.formats.options import ReadOptions
from annotator.formats.placing import CODE_POINTS, UTF16
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_UNITS: Final = (CODE_POINTS, UTF16)
_SPAN: Final = frozenset({"start", "end", "label"})


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents in a file of records, or in a data set's folder.

    Raises InputError naming file, line and field.
    """
    yield from _Reading(_records(path), options).documents()


def declare(path: Path, options: ReadOptions) -> Declared:
    """The labels that the settings beside the records know, used or not."""
    return Declared(labels=read_settings(_records(path)).labels)


def _records(path: Path) -> Path:
    return path / RECORDS if path.is_dir() else path


@dataclass(slots=True)
class _Reading:
    """A file on its way to documents."""

    path: Path
    options: ReadOptions
    settings: Settings = field(init=False)
    #: what people's offsets count, and those of models
    people: Guess = field(default_factory=lambda: Guess(_UNITS))
    models: Guess = field(default_factory=lambda: Guess(_UNITS))
    #: the questions that have spans somewhere
    questions: set[str] = field(default_factory=set)
    discarded: int = 0
    aside: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.path)

    def __post_init__(self) -> None:
        self.settings = read_settings(self.path)
        self.questions |= set(self.settings.fields)

    def documents(self) -> Iterator[MarkedDocument]:
        """The documents, in the order of the file."""
        count, mistakes = 0, self.options.mistakes
        for record, _ in self._all(mistakes):
            count += 1
            self._look(record)
        if not count and not mistakes.count:
            raise InputError("there are no records in it.", file=self.path)
        self._note_units()
        # What is no record was told the first time.
        for record, line in self._all(Mistakes(gathered=True)):
            with mistakes.of(self.path, line):
                yield from self._documents(record, line)
        if self.aside:
            self._note(
                Sentence(
                    "{n} answers to questions without spans ({names}) are kept aside:"
                    " they are about whole records.",
                    n=sum(self.aside.values()),
                    names=listed(self.aside),
                )
            )
        if self.discarded:
            self._note(
                Sentence(
                    "{n} discarded responses are kept aside: nobody stands for them.",
                    n=self.discarded,
                )
            )

    def _note_units(self) -> None:
        """Say what the offsets count, apart for people and models where both tell."""
        people, models = self.people.sentence, self.models.sentence
        if people is None or models is None:
            self._note(people or models)
            return
        self._note(Sentence("Of people’s responses: {said}", said=people))
        self._note(Sentence("Of models’ suggestions: {said}", said=models))

    def _note(self, said: Sentence | None) -> None:
        if said is not None:
            self.options.notes.add(said, file=self.path)

    def _all(self, mistakes: Mistakes) -> Iterator[tuple[Record, int]]:
        for found in objects(self.path, mistakes):
            record = None
            with mistakes.of(self.path, found.place.line):
                record = record_of(found.row)
            if record is not None:
                yield record, found.place.line

    def _look(self, record: Record) -> None:
        for answer in record.answers:
            if answer.has_spans:
                self.questions.add(answer.question)
                text = record.fields.get(self._field(record, answer.question), "")
                if self.options.unit is None and KEY not in record.metadata:
                    guess = self.models if answer.suggested else self.people
                    guess.add(text, _numbers(answer.value))

    def _field(self, record: Record, question: str) -> str:
        """The field that a question is about."""
        said = self.settings.fields.get(question)
        if said is not None:
            return said
        texts = record.fields
        named = [name for name in ("text", question) if name in texts]
        return (
            named[0] if named else max(texts, key=lambda k: len(texts[k]), default="")
        )

    # -- one record ------------------------------------------------------------------

    def _documents(self, record: Record, line: int) -> Iterator[MarkedDocument]:
        """The document of each field that has spans; else that of the text."""
        about: dict[str, list[Answer]] = {}
        for answer in record.answers:
            if answer.question in self.questions:
                name = self._field(record, answer.question)
                about.setdefault(name, []).append(answer)
        if not about:
            about[self._field(record, "")] = []
        for number, (name, answers) in enumerate(about.items()):
            if name not in record.fields:
                raise InputError(
                    "the record has no text in the field “{name}”.",
                    field="fields",
                    name=name,
                )
            one = Answered(self, record, name, answers, line, first=not number)
            yield one.document()


def _numbers(value: Sequence[object]) -> Iterator[tuple[int, int]]:
    for each in value:
        if isinstance(each, dict):
            start, end = each.get("start"), each.get("end")
            if type(start) is int and type(end) is int:
                yield start, end
