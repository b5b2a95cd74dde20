# SPDX-License-Identifier: MIT
"""The first records as they will be written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import resources
from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import NotFoundError, UserError
from annotator.model.progress import Job, Progress, run
from annotator.services import transfer
from annotator.services.export_preview import LINES, prepare, preview
from annotator.services.session import Session
from annotator.services.transfer import Selection


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.annotator", annotator="Ada") as opened:
        source = resources.path("samples", "sample.jsonl")
        run(transfer.import_files(opened, [source]))
        yield opened


def test_it_is_the_beginning_of_what_is_written(
    session: Session, tmp_path: Path
) -> None:
    shown = preview(session, "csv", lines=5).split("\n")
    uids = {line.partition(",")[0] for line in shown[1:5]}
    job = transfer.export(
        session,
        tmp_path / "o.csv",
        format="csv",
        selection=Selection(documents=uids),
    )
    run(job)
    written = (tmp_path / "o.csv").read_text("utf-8").splitlines()
    assert [line[:399] for line in written[:5]] == [line[:399] for line in shown[:5]]
    assert shown[5] == "…"


def test_it_follows_the_choices(session: Session) -> None:
    shown = preview(session, "annotator-jsonl", Selection(majority=True))
    assert '"name":"Majority"' in shown
    with pytest.raises(UserError, match="no document fits"):
        preview(session, "csv", Selection(filter="source:nowhere"))
    with pytest.raises(NotFoundError, match="read only"):
        preview(session, "text")


def test_it_is_short(session: Session) -> None:
    shown = preview(session, "csv").split("\n")
    assert len(shown) <= LINES + 1
    assert max(map(len, shown)) <= 400


def test_it_can_be_written_in_another_thread(session: Session) -> None:
    job = prepare(session, "csv", Selection())
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(run(job)))
    thread.start()
    thread.join()
    assert found == [preview(session, "csv")]


def test_it_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    preview(session, "csv")
    job = prepare(session, "csv", Selection())
    next(job)
    job.close()
    assert list(place.iterdir()) == []


def _write_binary(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    path.write_bytes(b"\0\x01")
    for _ in bundle.documents:
        yield Progress(1)


def _write_two(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    path.mkdir()
    for number, record in enumerate(bundle.documents):
        (path / f"{number}.txt").write_text(record.document.uid, encoding="utf-8")
        yield Progress(1)


def _format(name: str, write: object, many: bool = False) -> Format:
    return Format(
        name=name,
        title=name,
        suffixes=(".x",),
        sniff=lambda head, path: 0.0,
        write=write,  # type: ignore[arg-type]
        many=many,
    )


def test_what_is_no_text_is_said_and_shown_as_text(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = (_format("binary", _write_binary), _format("two", _write_two, many=True))
    monkeypatch.setattr(registry, "formats", lambda: guests)
    first, *rest = preview(session, "binary").split("\n")
    assert "not text" in first
    assert '  "kind": "document",' in rest
    shown = preview(session, "two")
    assert "── data/0.txt" in shown
    assert "── data/2.txt" in shown
