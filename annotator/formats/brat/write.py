# SPDX-License-Identifier: MIT
"""Writes a collection of brat: a text and an annotation file for each document.

Where the project has several annotators each gets a folder with copies of the
texts, as is the custom with brat; the adjudicated layer has a folder too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.formats.brat.annotations import Annotations
from annotator.formats.brat.configuration import NAME
from annotator.formats.brat.configured import annotation_conf, visual_conf
from annotator.formats.brat.folder import ADJUDICATED, SUFFIX, TEXT
from annotator.formats.brat.vocabulary import Vocabulary
from annotator.formats.features import Feature
from annotator.formats.losses import counted
from annotator.formats.marks.names import PARENT
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.stems import Stems
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

CARRIES: Final = frozenset(
    {
        *(Feature.TEXTS, Feature.EMPTY_DOCUMENTS, Feature.PEOPLE),
        *(Feature.LAYER_KINDS, Feature.REFERENCES, Feature.PIECES, Feature.OVERLAPS),
        *(Feature.SUBTOKENS, Feature.GROUPS, Feature.PARENTS, Feature.FIELDS),
        *(Feature.LINKS, Feature.ROWS, Feature.NONE),
        # Its own; those of other formats are told below.
        *(Feature.EXTRA, Feature.DOCUMENT_EXTRA),
    }
)
BESIDES: Final = (
    "what other formats said of documents and annotations",
    "links between annotations of different people",
)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`; raises InputError where there is no codebook."""
    unfolder = Unfolder(bundle)
    writer = _Writer(unfolder, _vocabulary(unfolder), path, options)
    path.mkdir(parents=True, exist_ok=True)
    records = counted(bundle, CARRIES, options.losses)
    for done, record in enumerate(records, start=1):
        writer.document(unfolder.unfold(record))
        yield Progress(done, bundle.total or 0)
    writer.configuration()


def _vocabulary(unfolder: Unfolder) -> Vocabulary:
    try:
        return Vocabulary(unfolder.names.codebook)
    except ValueError:
        raise InputError(
            "there is no codebook, hence no types to write.",
            remedy="Export a project that has one.",
        ) from None


@dataclass(slots=True)
class _Writer:
    """The folder under way."""

    unfolder: Unfolder
    vocabulary: Vocabulary
    path: Path
    options: WriteOptions
    stems: Stems = field(default_factory=lambda: Stems(("annotation", "visual")))
    people: Stems = field(default_factory=lambda: Stems((ADJUDICATED,)))
    #: (annotator, layer) → folder, and folder → name
    folders: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def document(self, marked: MarkedDocument) -> None:
        """Write a document into the folder of each who worked on it."""
        if not marked.marks and not self.options.negatives:
            return
        stem = self.stems.of(marked.document)
        self._tell(marked)
        groups: dict[str, list[Mark]] = {}
        for mark in marked.marks:
            folder = self._folder(mark.annotator or "", mark.layer or "primary")
            groups.setdefault(folder, []).append(mark)
        kept = _kept(marked.extra)
        first = next(iter(groups), "")
        for folder in groups or {"": []}:
            own = kept.pop(folder, [])
            if folder == first:
                own += [x for f in list(kept) if f not in groups for x in kept.pop(f)]
            marks = groups.get(folder, [])
            self._write(folder, stem, marked, marks, own)

    def _write(
        self,
        folder: str,
        stem: str,
        marked: MarkedDocument,
        marks: Sequence[Mark],
        kept: Sequence[str],
    ) -> None:
        inside = self.path / folder
        inside.mkdir(parents=True, exist_ok=True)
        text, quoting = marked.document.text, self.options.with_text
        if quoting:
            _save(inside / f"{stem}{TEXT}", text)
        made = Annotations(text, self.vocabulary, self.options.losses, quoting)
        made.write(marks, marked.links, kept)
        _save(inside / f"{stem}{SUFFIX}", "".join(f"{x}\n" for x in made.lines))

    def _folder(self, annotator: str, layer: str) -> str:
        """The folder of an annotator's work; "" is the whole's own."""
        key = annotator, layer
        if key not in self.folders:
            person = self.unfolder.people.get(annotator)
            name = person.name if person else annotator
            parts = [ADJUDICATED] if layer != "primary" else []
            if len(self.unfolder.people) != 1 and annotator:
                parts.append(self._own(annotator, name))
            self.folders[key] = "/".join(parts)
            self.names[self.folders[key] or "."] = name
        return self.folders[key]

    def _own(self, annotator: str, name: str) -> str:
        """The name of a person's folder, the same in every layer."""
        for (each, _), folder in self.folders.items():
            if each == annotator:
                return folder.rpartition("/")[2]
        return self.people.unique(name, "annotator")

    def _tell(self, marked: MarkedDocument) -> None:
        """Count what other formats said, and links from one file to another."""
        losses = self.options.losses
        others = [name for name in marked.extra if name != "brat"]
        if others:
            title = marked.document.title or marked.document.uid
            losses.add(Feature.DOCUMENT_EXTRA, f"{title}: {', '.join(others)}")
        whose = {mark.id: (mark.annotator, mark.layer) for mark in marked.marks}
        for mark in marked.marks:
            if any(name != "brat" for name in mark.extra):
                losses.add(Feature.EXTRA, mark.id)
        for link in marked.links:
            if whose[link.source] != whose[link.target]:
                losses.add(_feature(link), f"{link.source} {link.label} {link.target}")

    def configuration(self) -> None:
        """Write `annotation.conf` and `visual.conf`."""
        names = {f: " ".join(n.split()) for f, n in sorted(self.names.items()) if n}
        _save(self.path / NAME, annotation_conf(self.vocabulary, names))
        _save(self.path / "visual.conf", visual_conf(self.vocabulary))


def _feature(link: Link) -> Feature:
    return Feature.PARENTS if link.label == PARENT else Feature.LINKS


def _kept(extra: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lines that were kept when a document came from brat, by folder."""
    own = extra.get("brat", {})
    lines = own.get("lines", {}) if isinstance(own, Mapping) else {}
    found = lines if isinstance(lines, Mapping) else {}
    return {str(f): [str(x) for x in each] for f, each in found.items()}


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
