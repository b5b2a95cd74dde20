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

    def unannotated_project(self, documents: int) -> Path:
        """The same documents and people in a project, without any work on them."""
        return self._once(
            f"ours-unannotated-{documents}.annotator",
            lambda path: _import(self._unannotated(documents), path),
        )

    def unannotated_bare(self, documents: int) -> Path:
        """The same in a database that the baseline filled."""
        return self._once(
            f"bare-unannotated-{documents}.db",
            lambda path: bare_import.import_jsonl(self._unannotated(documents), path),
        )

    def _unannotated(self, documents: int) -> Path:
        return self._once(
            f"unannotated-{documents}.jsonl",
            lambda path: corpus.write_unannotated(path, documents, self.seed),
        )

    def long_project(self, spans: int) -> Path:
        """A project, filled by our import, with one document of many spans."""
        return self._once(
            f"ours-long-{spans}.annotator",
            lambda path: _import(self._long_jsonl(spans), path),
        )

    def long_bare(self, spans: int) -> Path:
        """The same document in a database that the baseline filled."""
        return self._once(
            f"bare-long-{spans}.db",
            lambda path: bare_import.import_jsonl(self._long_jsonl(spans), path),
        )

    def _long_jsonl(self, spans: int) -> Path:
        return self._once(
            f"long-{spans}.jsonl",
            lambda path: corpus.write_long(path, spans, self.seed),
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
    from annotator.model.progress import run
    from annotator.services.session import Session
    from annotator.services.transfer import import_files

    session = Session.create(path, "speaker_stance", annotator=corpus.ANNOTATORS[0])
    try:
        run(import_files(session, [source]))
    finally:
        session.close()
