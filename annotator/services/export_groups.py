# SPDX-License-Identifier: MIT
"""The formats that can be written, in groups, as a choice for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotator.formats import registry
from annotator.formats.features import LOSSES
from annotator.formats.format import Format
from annotator.model.sentence import Sentence

#: Group → how the names of its formats begin.  What fits nowhere is text.
_GROUPS: Final[tuple[tuple[Sentence, tuple[str, ...]], ...]] = (
    (Sentence("Everything"), ("annotator",)),
    (Sentence("Tables"), ("csv", "tsv", "xlsx", "parquet", "jsonl-table")),
    (Sentence("Text and NLP"), ()),
    (
        Sentence("Annotation tools"),
        (
            *("brat", "doccano", "label", "prodigy", "uima", "xmi", "cas", "webanno"),
            *("inception", "argilla", "w3c", "web-anno"),
        ),
    ),
    (Sentence("Qualitative analysis"), ("refi", "qdpx", "qdc", "nvivo", "taguette")),
    (Sentence("Networks"), ("dna", "graphml", "gexf")),
    (Sentence("From other packages"), ()),
)
_REST: Final = 2
_GUESTS: Final = len(_GROUPS) - 1


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """A format that can be exported to.

    Of `losses` those of `in_folder` lie beside the data in an export folder.
    `missing` are the packages that it needs and that are not installed; then
    `install` is the command that brings them.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    many: bool
    losses: tuple[str, ...]
    in_folder: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def available(self) -> bool:
        """Whether it can be written now."""
        return not self.missing

    @property
    def install(self) -> str:
        """The command that installs what it needs, "" where nothing is missing."""
        return f"pip install {' '.join(self.missing)}" if self.missing else ""


def grouped_formats() -> tuple[tuple[Sentence, tuple[FormatChoice, ...]], ...]:
    """The groups that have formats, each with those that can be written."""
    found: list[list[FormatChoice]] = [[] for _ in _GROUPS]
    for each in registry.formats():
        if each.writes:
            found[_group(each)].append(_choice(each))
    return tuple(
        (title, tuple(some))
        for (title, _), some in zip(_GROUPS, found, strict=True)
        if some
    )


def _group(found: Format) -> int:
    if found not in registry.BUILTIN:
        return _GUESTS
    for number, (_, starts) in enumerate(_GROUPS):
        if found.name.startswith(starts):
            return number
    return _REST


def _choice(each: Format) -> FormatChoice:
    return FormatChoice(
        each.name,
        each.title,
        each.suffixes,
        each.many,
        each.losses,
        tuple(LOSSES[lost] for lost in each.in_folder),
        each.missing(),
    )
