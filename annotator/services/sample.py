# SPDX-License-Identifier: MIT
"""The sample project: invented articles, annotated by two invented people."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator import resources
from annotator.model.progress import run
from annotator.services.session import Session
from annotator.services.transfer import import_files

NAME: Final = "Sample project.annotator"


def sample_file() -> Path:
    """The bundled exchange file that the sample project is made from."""
    return resources.path("samples", "sample.jsonl")


def make_sample(path: Path) -> Path:
    """Make the sample project at `path` unless it is there; returns `path`.

    Raises:
        StoreError: the project cannot be written there.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        session = Session.create(path, "speaker_stance", title="Sample project")
        try:
            run(import_files(session, [sample_file()], format="annotator-jsonl"))
            session.use_annotator(session.annotators()[0].uid)
        except BaseException:
            session.close()
            path.unlink(missing_ok=True)
            raise
        session.close()
    return path
