# SPDX-License-Identifier: MIT
"""Bundled files are found, and nothing but bundled files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from annotator import resources


def test_the_checkout_is_preferred() -> None:
    root = Path(__file__).resolve().parent.parent
    assert resources.path("codebooks") == root / "resources" / "codebooks"


def test_a_file_is_read_as_text_and_as_bytes() -> None:
    text = resources.read_text("codebooks", "speaker_stance.toml")
    assert tomllib.loads(text)["codebook"]["id"] == "speaker_stance"
    data = resources.read_bytes("codebooks/speaker_stance.toml")
    assert data.decode("utf-8").replace("\r\n", "\n") == text


def test_names_are_sorted_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "resources" / "icons"
    (folder / "folder").mkdir(parents=True)
    for name in ("b.svg", "a.svg", ".hidden"):
        (folder / name).touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.names("icons") == ["a.svg", "b.svg"]


def test_every_preset_is_there() -> None:
    assert set(resources.names("codebooks")) >= {
        "dna_statement.toml",
        "polnear_scc.toml",
        "semeval_stance.toml",
        "speaker_stance.toml",
    }


@pytest.mark.parametrize(
    "name",
    [
        "CharisSIL-Regular.ttf",
        "CharisSIL-Italic.ttf",
        "CharisSIL-Bold.ttf",
        "Inter-Regular.otf",
        "Inter-Medium.otf",
        "Inter-SemiBold.otf",
    ],
)
def test_every_font_is_whole_and_comes_with_its_licence(name: str) -> None:
    start = resources.read_bytes("fonts", name)[:4]
    assert start in (b"\x00\x01\x00\x00", b"OTTO")
    family = name.partition("-")[0]
    assert "SIL OPEN FONT LICENSE" in resources.read_text("fonts", f"OFL-{family}.txt")


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("",),
        (".",),
        ("..", "pyproject.toml"),
        ("fonts/../../pyproject.toml",),
        ("fonts", "..", "fonts"),
        ("/etc/passwd",),
        ("fonts", "/etc/passwd"),
        ("..\\pyproject.toml",),
        ("C:", "Windows"),
        ("C:\\Windows",),
        ("fonts//x",),
        ("fonts\0",),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="bundled file"):
        resources.path(*parts)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"“fonts/Nothing\.ttf” is missing"):
        resources.read_bytes("fonts", "Nothing.ttf")


def test_a_foreign_resources_folder_in_site_packages_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "annotator"
    for folder in (tmp_path / "resources", package / "resources"):
        folder.mkdir(parents=True)
        (folder / "x.txt").write_text(folder.parent.name, encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.read_text("x.txt") == "annotator"
