# SPDX-License-Identifier: MIT
"""What an export wrote, and what it lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.losses import Losses
from annotator.model.sentence import Sentence
from annotator.services import export_losses
from annotator.services.wording import counted


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        format: the name of the format.
        has_documents: False where the codebook alone went out.
        files: the data files written (the folders, for formats of many files).
        folder: the export folder, None where single files were written.
        documents, annotations: how many went out.
        parts: documents by name of the part, where there was a split.
        losses: what the format could not carry, counted.
        left_out: what was left out by choice, counted.
        never: what the format never carries and nobody counts, in words.
        limits: what whoever uses the data must know besides.
        notes: what else the user should read.
    """

    format: str
    has_documents: bool = True
    files: list[Path] = field(default_factory=list)
    folder: Path | None = None
    documents: int = 0
    annotations: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)
    left_out: Losses = field(default_factory=Losses)
    never: tuple[str, ...] = ()
    limits: list[Sentence] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What was exported, in one line."""
        where = [self.folder] if self.folder else self.files
        words: dict[str, object] = {
            "documents": counted(self.documents, "document"),
            "annotations": counted(self.annotations, "annotation"),
            "files": ", ".join(str(path) for path in where),
        }
        if not self.has_documents:
            return Sentence("Exported the codebook to {files}.", **words)
        if not self.parts:
            said = "Exported {documents} with {annotations} to {files}."
            return Sentence(said, **words)
        sizes = ", ".join(f"{name} {count:,}" for name, count in self.parts.items())
        said = "Exported {documents} ({parts}) with {annotations} to {files}."
        return Sentence(said, parts=sizes, **words)

    @property
    def summary(self) -> Sentence:
        """What was exported, and what is most to be known of it, in one line."""
        more = self.limits[0] if self.limits else self._lost()
        return Sentence("{done} {lost}", done=self.sentence, lost=more)

    def _lost(self) -> Sentence:
        kinds = len(self.loss_sentences)
        if not kinds:
            return Sentence("Nothing was lost.")
        if self.loss_report is None:
            return Sentence("Not everything is in it ({n} kinds of losses).", n=kinds)
        return Sentence(
            "Not everything is in it ({n} kinds of losses, see {file}).",
            n=kinds,
            file=self.loss_report.name,
        )

    @property
    def loss_sentences(self) -> list[Sentence]:
        """What was lost and left out, one sentence for each kind."""
        return export_losses.sentences(self.losses, self.left_out)

    @property
    def loss_report(self) -> Path | None:
        """Where the full report of losses lies, if anywhere."""
        return self.folder / "losses.md" if self.folder else None

    def losses_data(self) -> list[dict[str, Any]]:
        """What was lost and left out, as plain data."""
        return export_losses.as_data(self.losses, self.left_out)
