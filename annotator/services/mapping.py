# SPDX-License-Identifier: MIT
"""Foreign labels and what they are called in a project's codebook.

A mapping is proposed from what some files hold; a person corrects it, in the
window or in a TOML file, and it is handed on to the import.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats.marks.mapping import LabelMapping
from annotator.formats.marks.mapping_file import parse_mapping, write_mapping
from annotator.formats.marks.names import Names
from annotator.formats.marks.propose import propose
from annotator.formats.marks.reading import UnmappedError
from annotator.formats.marks.survey import Survey
from annotator.formats.marks.unplaced import Unplaced, unplaced
from annotator.formats.options import Notes
from annotator.model.codebook import Codebook
from annotator.model.errors import InputError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence
from annotator.services.files import atomic_write
from annotator.services.import_sources import sources, survey_all
from annotator.services.importing import ImportOptions, owner_of, read_options
from annotator.services.known import Known
from annotator.services.mapping_draft import MappingDraft, Question
from annotator.services.session import Session

__all__ = [
    "LabelMapping",
    "MappingDraft",
    "Proposal",
    "Question",
    "Survey",
    "UnmappedError",
    "propose_mapping",
    "read_mapping",
    "save_mapping",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What some files hold, and what it is likely to be called in a codebook."""

    found: Survey
    codebook: Codebook
    mapping: LabelMapping
    title: str = ""

    @property
    def text(self) -> str:
        """The proposal as TOML, with counts and examples, and what is left open."""
        return write_mapping(self.found, Names(self.codebook), self.mapping, self.title)

    @property
    def unplaced(self) -> list[Unplaced]:
        """What the proposal leaves open."""
        return unplaced(self.found, Names(self.codebook), self.mapping)

    @property
    def sentence(self) -> Sentence:
        """How much is left open, in one line."""
        left = len(self.unplaced)
        if not left:
            return Sentence("Everything in the file has a place.")
        if left == 1:
            return Sentence("One name has no place yet.")
        return Sentence("{n} names have no place yet.", n=left)


def propose_mapping(
    session: Session,
    paths: Sequence[Path | str],
    *,
    format: str | None = None,
    options: ImportOptions | None = None,
) -> Job[Proposal]:
    """Go through files of labelled spans and propose a mapping; stores nothing.

    Raises InputError where a file cannot be read, or none holds labelled spans.
    """
    options = options or ImportOptions()
    owner = owner_of(session, options.annotator)
    reading = read_options(session, options, owner, Known(session), Notes())
    # It is asked for the project's codebook, even where another could be had.
    reading = replace(reading, derive_codebook=False)
    listed = sources(paths, format)
    prepared = yield from survey_all(listed, reading)
    if not prepared.found:
        raise InputError(
            "there are no labels to map in it.",
            file=paths[0] if paths else None,
            remedy="A mapping is for files of labelled spans, such as brat’s.",
        )
    codebook = session.codebook
    mapping = propose(prepared.together, Names(codebook))
    title = ", ".join(Path(path).name for path in paths[:3])
    return Proposal(prepared.together, codebook, mapping, title)


def read_mapping(path: Path, codebook: Codebook) -> LabelMapping:
    """The mapping in a TOML file.

    Raises InputError naming file, line and key of what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("it is not in UTF-8.", file=path) from error
    except OSError as error:
        said = error.strerror or str(error)
        reason = Sentence("it cannot be read: {said}.", said=said)
        raise InputError(reason, file=path) from error
    return parse_mapping(text, path, Names(codebook))


def save_mapping(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write the TOML of a mapping, whole or not at all.

    Raises UserError where it cannot be written, or where there is a file already
    that is not to be replaced.
    """
    with atomic_write(path, overwrite=overwrite) as stream:
        stream.write(text.encode("utf-8"))
