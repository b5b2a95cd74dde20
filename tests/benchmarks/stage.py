# SPDX-License-Identifier: MIT
"""What benchmarks share in one run: a folder, and projects made only once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import bare_import, corpus


@dataclass(slots=True)
class Stage:
    """The surroundings of a run.

    `repeats` overrides how often benchmarks measure; `profile` asks for a
    profile of our side.  Whatever is made for a number of documents is kept in
    `folder` and made once.
    """

    folder: Path
    seed: int = corpus.SEED
    repeats: int | None = None
    profile: bool = False
    _made: dict[str, Path] = field(default_factory=dict)

    def jsonl(self, documents: int) -> Path:
        """The corpus of that many documents as annotator-jsonl."""
        return self._once(
            f"corpus-{documents}.jsonl",
            lambda path: corpus.write(path, documents, self.seed),
        )

    def bare(self, documents: int) -> Path:
        """The same corpus in a database that the baseline filled."""
        return self._once(
            f"bare-{documents}.db",
            lambda path: bare_import.import_jsonl(self.jsonl(documents), path),
        )

    def project(self, documents: int) -> Path:
        """The same corpus in a project that our import filled."""
        return self._once(
            f"ours-{documents}.annotator",
            lambda path: _import(self.jsonl(documents), path),
        )

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        if name not in self._made:
            path = self.folder / name
            try:
                make(path)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            self._made[name] = path
        return self._made[name]


def _import(source: Path, path: Path) -> None:
    from annotator.services.transfer import import_files

    from annotator.model.progress import run
    from annotator.services.session import Session

    session = Session.create(path, "speaker_stance", annotator=corpus.ANNOTATORS[0])
    try:
        run(import_files(session, [source]))
    finally:
        session.close()
