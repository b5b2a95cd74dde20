# SPDX-License-Identifier: MIT
"""Whatever another package's format does is told as a fault of that package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.guests import GuestError
from annotator.formats.marks.reading import MarksReader, reader
from annotator.formats.options import ReadOptions
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.errors import InputError
from annotator.model.progress import Progress, run
from annotator.services import transfer
from annotator.services.export_preview import preview
from annotator.services.session import Session
from annotator.services.transfer import formats_page
from tests.store import made

MADE: dict[str, Format] = {}


def _never(head: bytes, path: Path) -> float:
    return 0.0


def guest(**parts: Any) -> Format:
    given = {"name": "guest", "title": "A guest", "suffixes": (".gst",)}
    return Format(**{**given, "sniff": _never, **parts})


def __getattr__(name: str) -> Format:
    """The format of that name, as an entry point looks it up."""
    if name == "EXIT":
        raise SystemExit(3)
    try:
        return MADE[name]
    except KeyError:
        raise AttributeError(name) from None


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def installed(*formats: Format, also: tuple[str, ...] = ()) -> None:
        MADE.update({f"F{n}": each for n, each in enumerate(formats)})
        names = (*MADE, *also)
        points = [EntryPoint(n, f"{__name__}:{n}", registry.GROUP) for n in names]
        monkeypatch.setattr(registry, "entry_points", lambda **_: points)
        registry.forget_plugins()

    yield installed
    MADE.clear()
    registry.forget_plugins()


def _boom(*_args: Any) -> Any:
    raise RuntimeError("no such luck")


def _late(bundle: Bundle, path: Path, options: Any) -> Iterator[Progress]:
    for number, _ in enumerate(bundle.documents):
        path.write_text("half")
        yield Progress(number)
        raise KeyError("late")


def _odd(bundle: Bundle, path: Path, options: Any) -> Iterator[Any]:
    yield "progress"


@pytest.mark.parametrize("write", [_boom, _late, _odd])
def test_a_writer_that_fails_leaves_nothing(
    write: Any, install: Callable[..., None], tmp_path: Path
) -> None:
    install(guest(write=write))
    made.filled(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        for output in (tmp_path / "o.gst", tmp_path / "out"):
            with pytest.raises(GuestError, match="“guest”, which another package"):
                run(transfer.export(session, output, format="guest"))
            assert not output.exists()
        with pytest.raises(GuestError):
            preview(session, "guest")


def test_a_writer_may_write_at_one_go(
    install: Callable[..., None], tmp_path: Path
) -> None:
    def write(bundle: Bundle, path: Path, options: Any) -> None:
        path.write_text("".join(each.document.title for each in bundle.documents))

    install(guest(write=write))
    made.filled(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        report = run(transfer.export(session, tmp_path / "o.gst", format="guest"))
    assert report.documents == 2
    assert (tmp_path / "o.gst").read_text()


def _strange(path: Path, options: Any) -> Bundle:
    def documents() -> Iterator[Any]:
        yield made.record("d8").document
        yield {"text": "x"}

    return Bundle(header=ProjectHeader(), documents=documents())


def _nothing(path: Path, options: Any) -> Any:
    return None


@pytest.mark.parametrize("read", [_boom, _strange, _nothing])
def test_a_reader_that_fails_brings_nothing(
    read: Any, install: Callable[..., None], tmp_path: Path
) -> None:
    install(guest(read=read))
    (tmp_path / "a.gst").write_text("x")
    with Session.create(tmp_path / "p.annotator") as session:
        job = transfer.import_files(session, [tmp_path / "a.gst"], format="guest")
        with pytest.raises(GuestError, match="guest") as caught:
            run(job)
        assert session.project.documents.count() == 0
    assert "another package" in str(caught.value)


def test_what_a_reader_refuses_is_told_in_its_own_words(
    install: Callable[..., None], tmp_path: Path
) -> None:
    def read(path: Path, options: Any) -> Bundle:
        raise InputError("there are no commas.", file=path, line=3)

    install(guest(read=read))
    found = registry.get("guest").read
    assert found is not None
    with pytest.raises(InputError, match="line 3: there are no commas"):
        found(tmp_path / "a", transfer.ImportOptions())  # type: ignore[arg-type]


def test_documents_given_up_close_what_is_open(
    install: Callable[..., None], tmp_path: Path
) -> None:
    closed = []

    def read(path: Path, options: Any) -> Bundle:
        def documents() -> Iterator[DocumentRecord]:
            try:
                yield made.record("d1")
                yield made.record("d2")
            finally:
                closed.append(path)

        return Bundle(header=ProjectHeader(), documents=documents())

    install(guest(read=read))
    found = registry.get("guest").read
    assert found is not None
    documents = iter(found(tmp_path, None).documents)  # type: ignore[arg-type]
    next(documents)
    documents.close()  # type: ignore[attr-defined]
    assert closed == [tmp_path]


def test_one_that_cannot_be_used_is_told_and_stops_no_other(
    install: Callable[..., None], tmp_path: Path
) -> None:
    install(
        guest(name=7),
        guest(suffixes=".gst"),
        guest(name="good", read=_nothing, sniff=lambda head, path: "no"),
        also=("EXIT", "MISSING"),
    )
    foreign = registry.formats()[len(registry.BUILTIN) :]
    assert [each.name for each in foreign] == ["good"]
    assert len(registry.problems()) == 4
    assert "it would end the program" in registry.problems()[0]
    (tmp_path / "a.txt").write_text("Words")
    assert registry.sniff(tmp_path / "a.txt").name == "text"
    page = formats_page()
    assert "cannot be used" in page
    assert page.count("cannot be loaded") == 4


@pytest.mark.parametrize("declares", [False, True])
def test_a_reader_of_labelled_spans_stays_one_and_its_faults_are_told(
    install: Callable[..., None], tmp_path: Path, declares: bool
) -> None:
    marks, declare = ((lambda *_: iter(())), _boom) if declares else (_boom, None)
    install(guest(read=reader("guest", marks, declare)))
    read = registry.get("guest").read
    assert isinstance(read, MarksReader)
    with pytest.raises(GuestError, match="no such luck"):
        run(read.survey(tmp_path / "a.gst", ReadOptions()))
