# SPDX-License-Identifier: MIT
"""A program killed while it saves loses nothing that it said was saved."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from annotator.services import annotate
from annotator.services.session import Session
from annotator.store.check import check
from tests.store import made

_SAVE = """
import sys
from annotator.model.annotation import Annotation, Span
from annotator.services import annotate
from annotator.services.session import Session
with Session.open(sys.argv[1], annotator="ann") as session:
    for n in range(100000):
        uid = f"k{n}"
        annotate.add(session, Annotation(uid=uid, document="d2", type="attribution",
            annotator="", spans=(Span("content", n % 40, n % 40 + 3),),
            fields={"speaker": "lee"}))
        print(uid, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
@pytest.mark.parametrize("seed", range(5))
def test_fault_01_killed_while_saving(tmp_path: Path, seed: int) -> None:
    made.filled(tmp_path).close()
    path = tmp_path / "p.annotator"
    process = subprocess.Popen(
        [sys.executable, "-c", _SAVE, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=made.ROOT,
    )
    assert process.stdout is not None
    said = [process.stdout.readline()]
    threading.Timer(random.Random(seed).random() / 5, process.kill).start()
    said += process.stdout.readlines()
    process.communicate()
    saved = {line.strip() for line in said if line.endswith("\n")}
    assert list(check(path)) == []
    with Session.open(path, annotator="ann") as session:
        found = annotate.load(session, "d2").annotations
        assert saved <= {a.uid for a in found}
        assert len(found) <= len(saved) + 1
        assert all(a.spans[0].text and a.fields == {"speaker": "lee"} for a in found)
        steps = session.project.history.steps(limit=10**9)
        assert len([s for s in steps if s.title == "annotation.add"]) == len(found)
