# SPDX-License-Identifier: MIT
"""Imports point one way: ui, cli → services → store, formats, analysis → model.

The files are parsed, not imported, so that an import inside a function or under
`TYPE_CHECKING` counts as well.  An import by name (`import_module("…")`) counts
too; where the name is not written in the call, every string of that file which
names one of the modules that matter here is taken for an import.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from annotator.services.session import Session

PACKAGE: Final = Path(__file__).resolve().parent.parent / "annotator"

# What each room may import from the others.  "" is the package itself, which
# holds the version and nothing else.
ALLOWED: Final[dict[str, frozenset[str]]] = {
    "": frozenset(),
    "__main__": frozenset({"cli"}),
    "resources": frozenset(),
    "model": frozenset(),
    "store": frozenset({"", "model"}),
    "formats": frozenset({"", "model", "resources"}),
    "analysis": frozenset({"", "model"}),
    "services": frozenset(
        {"", "model", "store", "formats", "analysis", "resources"},
    ),
    "cli": frozenset({"", "model", "services", "resources"}),
    "ui": frozenset({"", "model", "services", "resources"}),
}
# The command line works without a display, so it loads the window only inside
# the function that opens it.
LAZILY: Final = {"cli": frozenset({"ui"})}
# SQLite is the store's.  One format is an SQLite file of another program.
FOREIGN_DATABASES: Final = ("annotator.formats.dna.",)

STANDARD_LIBRARY_ONLY: Final = frozenset({"", "__main__", "model", "resources"})
QT: Final = frozenset(
    {"PySide6", "shiboken6", "PyQt6", "PyQt5", "PySide2", "qtpy", "AnyQt"},
)
IMPORTING: Final = frozenset(
    {"import_module", "__import__", "find_spec", "resolve_name", "run_module"},
)
GUARDED: Final = re.compile(
    rf"(annotator|sqlite3|{'|'.join(sorted(QT))})(\.\w+)*(:\w+)?",
)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, where it stands, and whether inside a function."""

    module: str
    line: int
    lazy: bool


def imports(source: str, package: str) -> Iterator[Import]:
    """Find every import in a file that belongs to `package`."""
    tree = ast.parse(source)
    pending: list[tuple[ast.AST, bool]] = [(tree, False)]
    while pending:
        node, lazy = pending.pop()
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        pending.extend((child, inside) for child in ast.iter_child_nodes(node))
        for name in _names(node, tree, package):
            yield Import(name, getattr(node, "lineno", 0), lazy)


def _names(node: ast.AST, tree: ast.Module, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, base]).strip(".")
        # `from annotator import ui` imports the room, not only the package.
        return [f"{base}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and _called(node.func) in IMPORTING:
        return _named_by(node, tree)
    return []


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _named_by(call: ast.Call, tree: ast.Module) -> list[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    first = values[0] if values else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return [first.value]
    if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
        return [str(first.values[0].value).rstrip(".")]
    strings = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return [text.partition(":")[0] for text in strings if GUARDED.fullmatch(text)]


def room_of(module: str) -> str:
    """Return the room of a module of ours: `annotator.ui.app` is in `ui`."""
    step = [*module.split("."), ""][1]
    return step if step in ALLOWED else ""


def faults(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Name every wrong arrow in a file."""
    room = room_of(module)
    package = module if is_package else module.rpartition(".")[0]
    found = []
    for item in imports(source, package):
        top = item.module.partition(".")[0]
        if top == "annotator":
            target = room_of(item.module)
            allowed = target == room or target in ALLOWED[room]
            if item.lazy and target in LAZILY.get(room, ()):
                allowed = True
        elif top in QT:
            allowed = room == "ui"
        elif top == "sqlite3":
            allowed = room == "store" or module.startswith(FOREIGN_DATABASES)
        elif room in STANDARD_LIBRARY_ONLY:
            allowed = top in sys.stdlib_module_names
        else:
            allowed = True
        if not allowed:
            found.append(f"{module}, line {item.line}: {item.module}")
    return found


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES: Final = sorted(PACKAGE.rglob("*.py"))


def test_imports_point_one_way() -> None:
    assert FILES
    wrong = [
        fault
        for path in FILES
        for fault in faults(
            path.read_text(encoding="utf-8"),
            module_name(path),
            is_package=path.name == "__init__.py",
        )
    ]
    assert not wrong, "\n".join(["wrong arrows:", *wrong])


def test_every_room_is_known() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    rooms |= {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert rooms <= set(ALLOWED)


def test_every_file_names_its_licence() -> None:
    for path in [*FILES, *sorted(Path(__file__).parent.rglob("*.py"))]:
        start = path.read_text(encoding="utf-8").partition("\n")[0]
        assert start == "# SPDX-License-Identifier: MIT", path


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("annotator.model.document", "from annotator.store import project"),
        ("annotator.model.document", "import rich"),
        ("annotator.model.document", "import sqlite3"),
        ("annotator.model.document", "from annotator import __version__"),
        ("annotator.model.document", "from .. import ui"),
        ("annotator.store.rows", "from annotator.formats import registry"),
        ("annotator.store.rows", "import annotator.services.session"),
        ("annotator.formats.csv", "from annotator.store.project import open_project"),
        ("annotator.analysis.align", "import annotator.store"),
        ("annotator.services.session", "from annotator.ui import app"),
        ("annotator.services.session", "from annotator import ui"),
        ("annotator.services.session", "import sqlite3"),
        ("annotator.services.session", "def f():\n    import PySide6.QtCore"),
        ("annotator.services.session", "import shiboken6"),
        (
            "annotator.services.session",
            "import importlib\nimportlib.import_module('PySide6.QtWidgets')",
        ),
        ("annotator.formats.csv", "__import__('sqlite3')"),
        (
            "annotator.services.session",
            "from importlib import import_module\n"
            "WINDOW = 'annotator.ui.app:open_window'\n"
            "import_module(WINDOW.partition(':')[0])",
        ),
        (
            "annotator.services.session",
            "def f(name):\n    import_module(f'annotator.ui.{name}')",
        ),
        (
            "annotator.services.session",
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from annotator.cli import main",
        ),
        ("annotator.cli.main", "from annotator.ui.app import open_window"),
        ("annotator.cli.main", "from annotator.store import project"),
        ("annotator.cli.main", "def f():\n    from PySide6 import QtWidgets"),
        ("annotator.ui.app", "from annotator.cli import main"),
        ("annotator.ui.app", "import sqlite3"),
        ("annotator.resources", "from annotator.model import errors"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, source: str) -> None:
    assert faults(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "annotator.model.document",
            "import tomllib\nfrom annotator.model import team",
        ),
        (
            "annotator.store.project",
            "import sqlite3\nfrom annotator.model import errors",
        ),
        ("annotator.formats.csv", "from annotator.model import bundle\nimport orjson"),
        ("annotator.formats.csv", "from annotator import __version__, resources"),
        ("annotator.formats.dna.write", "import sqlite3"),
        ("annotator.services.session", "from annotator.store import project"),
        ("annotator.services.session", "import_module(f'annotator.formats.{name}')"),
        (
            "annotator.cli.main",
            "def f():\n    from annotator.ui.app import open_window",
        ),
        ("annotator.cli.main", "'annotator.ui is named in prose only'"),
        ("annotator.ui.app", "from PySide6 import QtWidgets"),
        ("annotator.ui.app", "from annotator.services import session"),
        ("annotator.__main__", "from annotator.cli.main import main"),
    ],
)
def test_a_right_arrow_is_allowed(module: str, source: str) -> None:
    assert not faults(source, module)


def test_nothing_but_the_window_loads_qt() -> None:
    modules = [
        module_name(path)
        for path in FILES
        if room_of(module_name(path)) not in ("ui", "__main__")
    ]
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {sorted(QT)!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


#: What the window must not wait for: it is loaded by whoever first needs it.
LATER: Final = (
    "annotator.analysis",
    "annotator.formats",
    "annotator.services.agreement",
    "annotator.services.assigning",
    "annotator.services.merging",
    "annotator.services.packaging",
    "annotator.services.transfer",
    "annotator.store.bulk",
    "annotator.ui.dialogs.import_files",
    "annotator.ui.form.panel",
    "annotator.ui.form.segments",
    "annotator.ui.palette",
    "numpy",
    "statistics",
    "tomlkit",
)


def test_the_window_opens_without_what_is_needed_later(tmp_path: Path) -> None:
    project = tmp_path / "p.annotator"
    with Session.create(project, "speaker_stance", annotator="Ada"):
        pass
    program = (
        "import sys\n"
        "from annotator.ui.app import application, open_window\n"
        f"application(); window = open_window({str(project)!r}); window.show()\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "annotator.ui.window" in loaded
    assert [name for name in loaded if name.startswith(LATER)] == []
