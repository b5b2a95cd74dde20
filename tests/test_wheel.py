# SPDX-License-Identifier: MIT
"""The wheel holds what the program needs, and works without the checkout.

Nothing is downloaded: the build backend is called directly, in a process of
its own because it reads the current folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
READ = """
import annotator, pathlib, sys
from annotator import resources
assert pathlib.Path(annotator.__file__).parent.parent == pathlib.Path(sys.argv[1])
print(resources.path("codebooks"))
print(len(resources.read_bytes("fonts", "Inter-Regular.otf")))
"""


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed").resolve()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_holds_every_resource(installed: Path) -> None:
    packed = files_below(installed / "annotator" / "resources")
    wanted = {
        name
        for name in files_below(ROOT / "resources")
        # Left behind by a desktop or an editor, and ignored by git.
        if not name.endswith((".DS_Store", "~", ".swp"))
    }
    assert wanted <= packed
    assert "fonts/CharisSIL-Regular.ttf" in packed
    assert "fonts/OFL-CharisSIL.txt" in packed
    assert "codebooks/speaker_stance.toml" in packed


def test_the_wheel_holds_every_module_and_data_file(installed: Path) -> None:
    wanted = {
        name
        for name in files_below(ROOT / "annotator")
        if name.endswith((".py", ".sql"))
    }
    assert "resources.py" in wanted
    assert wanted <= files_below(installed / "annotator")


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    (info,) = tops - {"annotator"}
    assert info.startswith("annotator_desktop-")
    assert info.endswith(".dist-info")


def test_the_wheel_has_the_command(installed: Path) -> None:
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "annotator = annotator.cli.main:main" in entry.read_text(encoding="utf-8")


def test_resources_are_read_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(installed)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder, size = done.stdout.splitlines()
    assert Path(folder) == installed / "annotator" / "resources" / "codebooks"
    assert int(size) == (ROOT / "resources/fonts/Inter-Regular.otf").stat().st_size
