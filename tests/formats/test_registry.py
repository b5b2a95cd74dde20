# SPDX-License-Identifier: MIT
"""The formats there are, those of other packages, and how files are recognised."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.model.errors import InputError, MissingExtraError, NotFoundError

GUEST = Format(
    name="guest",
    title="A guest",
    suffixes=(".gst",),
    sniff=lambda head, path: 1.0 if head.startswith(b"GUEST") else 0.0,
    read=lambda path, options: None,  # type: ignore[arg-type,return-value]
    extra="guest",
    requires={"a_package_that_is_not_there": "a-package"},
)
SECOND = GUEST
NO_FORMAT = "text"


def _boom(head: bytes, path: Path) -> float:
    raise RuntimeError("boom")


RUDE = Format(
    name="rude",
    title="Rude",
    suffixes=(),
    sniff=_boom,
    read=lambda path, options: None,  # type: ignore[arg-type,return-value]
)


@pytest.fixture
def guests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    names = {
        "a": f"{__name__}:GUEST",
        "b": f"{__name__}:SECOND",
        "c": f"{__name__}:NO_FORMAT",
        "d": "no_such_module:FORMAT",
        "e": f"{__name__}:RUDE",
    }
    points = [EntryPoint(n, v, registry.GROUP) for n, v in names.items()]

    def entry_points(**asked: Any) -> list[EntryPoint]:
        assert asked == {"group": registry.GROUP}
        return points

    monkeypatch.setattr(registry, "entry_points", entry_points)
    registry.forget_plugins()
    yield
    registry.forget_plugins()


def test_every_builtin_format_is_complete() -> None:
    names = [each.name for each in registry.BUILTIN]
    assert len(names) == len(set(names))
    assert {"annotator-jsonl", "csv", "text"} <= set(names)
    for each in registry.BUILTIN:
        assert each.reads or each.writes
        assert each.losses
        assert each.available()
        assert registry.get(each.name) is each


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"annotator-jsonl, csv, .*text"):
        registry.get("cvs")


@pytest.mark.usefixtures("guests")
def test_formats_of_other_packages_are_found_and_broken_ones_told() -> None:
    foreign = registry.formats()[len(registry.BUILTIN) :]
    assert [each.name for each in foreign] == ["guest", "rude"]
    told = registry.problems()
    assert len(told) == 3
    assert "“b”" in told[0]
    with pytest.raises(MissingExtraError, match="pip install"):
        registry.get("guest")


@pytest.mark.usefixtures("guests")
def test_a_guess_that_raises_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"GUEST")
    assert registry.sniff(path).name == "guest"


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt", b"Words", "text"),
        ("a.md", b'{"kind": 1', "annotator-jsonl"),
        ("a.jsonl", b"", "annotator-jsonl"),
        ("a.jsonl", b'{"text": "b"}', "annotator-jsonl"),
        ("README", b"Words", "text"),
    ],
)
def test_files_are_recognised(
    tmp_path: Path, name: str, data: bytes, wanted: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert registry.sniff(path).name == wanted
    assert registry.sniff(tmp_path).name == "text"


def test_an_unknown_file_is_not_taken_for_text(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\0")
    with pytest.raises(InputError, match="--format"):
        registry.sniff(path)
