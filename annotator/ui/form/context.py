# SPDX-License-Identifier: MIT
"""What the form is told of the project, and what it asks to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity, VocabularyEntry

#: Row kind and index from 0; None for the annotation itself.
RowPlace: TypeAlias = tuple[str, int] | None


def _nothing(_: str) -> list[str]:
    return []


def _unused(_type: str, _uids: Sequence[str], _most: int) -> dict[str, int]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """Where the form looks things up.  Everything is asked when it is needed.

    `entities` gives the live entities of a type, `use_counts` about how often each
    is used in the project, for their order, `uses` how often a few of a type are
    used, counted no further than asked, `entries` those of a vocabulary,
    `speaker_attributes` what holds of an entity in the open document,
    `annotations` and `labels` those of the open document, `recent` the values that
    a field took lately, the latest first.
    """

    codebook: Codebook
    entities: Callable[[str], Sequence[Entity]]
    use_counts: Callable[[str], Mapping[str, int]]
    entries: Callable[[str], Sequence[VocabularyEntry]]
    speaker_attributes: Callable[[str], Mapping[str, str]]
    annotations: Callable[[], Sequence[Annotation]]
    labels: Callable[[], Mapping[str, str]]
    recent: Callable[[str], Sequence[str]] = _nothing
    uses: Callable[[str, Sequence[str], int], Mapping[str, int]] = _unused


class Memory:
    """Asks for each list once until it is told to forget.

    A form refers to the same few lists for every field and row that it shows,
    and for every letter that is typed.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def forget(self) -> None:
        """Ask anew from now on."""
        self._known.clear()

    def around(self, context: FormContext) -> FormContext:
        """`context` with its lists remembered."""
        return replace(
            context,
            entities=self._once("entities", context.entities),
            use_counts=self._once("counts", context.use_counts),
            entries=self._once("entries", context.entries),
            speaker_attributes=self._once("attributes", context.speaker_attributes),
        )

    def _once(self, name: str, ask: Callable[[str], Any]) -> Callable[[str], Any]:
        def answer(about: str) -> Any:
            key = (name, about)
            if key not in self._known:
                self._known[key] = ask(about)
            return self._known[key]

        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntity:
    """An entity that a person asks to have made.

    `attributes` hold project-wide, `document_attributes` in this document only.
    """

    type: str
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    document_attributes: Mapping[str, str] = field(default_factory=dict)
