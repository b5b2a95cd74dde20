# SPDX-License-Identifier: MIT
"""Gamma, where the optional package for it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.annotation import Annotation, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook_reader import from_toml
from annotator.model.errors import MissingExtraError
from annotator.model.progress import run
from annotator.services.agreement import gamma
from annotator.services.agreement.calculate import calculate
from annotator.services.agreement.choice import Choice
from annotator.services.session import Session
from tests.analysis import oracles
from tests.services.agreement import projects

_CODEBOOK = """
[codebook]
id = "marks"
version = "1.0.0"
title = "Marks"
[[annotation_type]]
id = "mark"
[[role]]
of = "mark"
id = "words"
[[field]]
of = "mark"
id = "kind"
type = "integer"
"""


def _project(folder: Path) -> Session:
    codebook = from_toml(_CODEBOOK)
    text = "x" * 70
    made = [
        Annotation(
            uid=f"{number}-{start}",
            document="d",
            type="mark",
            annotator=projects.coder(number).uid,
            codebook=codebook.sha256,
            spans=(Span("words", start, end, text[start:end]),),
            fields={"kind": kind},
        )
        for number, units in enumerate(oracles.THREE_CODERS)
        for start, end, kind in units
    ]
    record = DocumentRecord(
        document=projects.document("d", text),
        layers=tuple(projects.layer("d", n) for n in range(3)),
        annotations=tuple(made),
    )
    return projects.session_of(folder, codebook, [record], 3)


def test_the_example_of_gammas_makers(tmp_path: Path) -> None:
    pytest.importorskip("pygamma_agreement", reason="the extra “gamma” is not there")
    choice = Choice(measures=("gamma",), fields=("kind",), samples=0, seed=1)
    with _project(tmp_path) as session:
        result = run(calculate(session, choice))
        again = run(calculate(session, choice))
    value = result.lines[-1].figure.value
    assert value is not None
    assert 0.44 <= value <= 0.47
    assert result.lines == again.lines


def test_without_the_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gamma, "is_there", lambda: False)
    with _project(tmp_path) as session, pytest.raises(MissingExtraError) as caught:
        run(calculate(session, Choice(measures=("gamma",))))
    assert "pip install pygamma-agreement" in str(caught.value)
