# SPDX-License-Identifier: MIT
"""Without texts no copy of them goes out either, whatever keeps one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.progress import run
from annotator.services import transfer
from annotator.services.session import Session
from annotator.services.transfer import ExportReport, Selection
from annotator.services.whole_folder import files_in
from tests.store import made

SECRET = "The licensed sentence that nobody may pass on was said by Ann Lee."
TEXT = f"A headline\n\n{SECRET}"
#: Formats that can be written without texts from whatever codebook.
NAMES = ("annotator-jsonl", "csv", "w3c", "hf-jsonl", "brat")


def task(**more: Any) -> bytes:
    """A line as Prodigy writes it."""
    start = TEXT.index("Ann Lee")
    span = {"start": start, "end": start + 7, "label": "Speaker", "note": SECRET}
    line = {"text": TEXT, "spans": [span], "answer": "accept", **more}
    return json.dumps(line).encode()


def exported(folder: Path, data: bytes, format: str) -> tuple[ExportReport, list[str]]:
    """The report, and the files in which the sentence is found."""
    (folder / "t.jsonl").write_bytes(data)
    with Session.create(folder / "p.annotator") as session:
        run(transfer.import_files(session, [folder / "t.jsonl"], format="prodigy"))
        selection = Selection(with_text=False)
        job = transfer.export(
            session, folder / "out", format=format, selection=selection
        )
        report = run(job)
    found = [
        name
        for name in files_in(folder / "out")
        if b"licensed sentence" in (folder / "out" / name).read_bytes()
    ]
    return report, found


@pytest.mark.parametrize("name", NAMES)
def test_copies_of_texts_stay_behind(name: str, tmp_path: Path) -> None:
    data = task(html=f"<b>{TEXT}</b>", meta={"lead": TEXT, "desk": "world"})
    report, found = exported(tmp_path, data, name)
    assert not found
    counts = {x["what"]: x["count"] for x in report.losses_data()}
    assert counts["what other formats said, for it may quote the texts"] == 2
    assert counts["titles and metadata that quote the texts at length"] == 1


def test_other_metadata_and_the_title_go_out(tmp_path: Path) -> None:
    exported(tmp_path, task(meta={"desk": "world"}), "annotator-jsonl")
    data = (tmp_path / "out" / "data.jsonl").read_text("utf-8")
    assert '"title":"A headline"' in data
    assert '"desk":"world"' in data


def test_a_title_that_is_the_text_stays_behind(tmp_path: Path) -> None:
    data = json.dumps({"text": SECRET, "spans": []}).encode()
    _, found = exported(tmp_path, data, "csv")
    assert not found


def test_the_other_side_of_a_conflict_has_no_quotes(tmp_path: Path) -> None:
    with made.filled(tmp_path) as project:
        number = project.documents.require_id("d1")
        mine = project.annotations.get("d1", "a1")
        apart = replace(mine, revs=("zz",), fields={"speaker": "lee2"})
        quotes = {each.text for each in mine.spans}
        with project.atomic():
            project.rivals.set("annotation", "a1", number, [apart])
    output = tmp_path / "out.jsonl"
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        job = transfer.export(
            session,
            output,
            format="annotator-jsonl",
            selection=Selection(with_text=False),
        )
        run(job)
    data = output.read_text("utf-8")
    assert '"rivals"' in data
    assert not [quote for quote in quotes if f'"{quote}"' in data]
