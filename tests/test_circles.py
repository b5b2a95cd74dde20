# SPDX-License-Identifier: MIT
"""No modules of the program import each other in a circle when it runs.

Imports inside functions count; those that only name a type do not, because a
part may name the type of what it belongs to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent


def modules() -> dict[str, Path]:
    """Every module of the program and its file."""
    files = (ROOT / "annotator").rglob("*.py")
    return {_name(file): file for file in files}


def _name(file: Path) -> str:
    steps = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(steps).removesuffix(".__init__")


def imported(source: str, known: set[str]) -> Iterator[str]:
    """The modules among `known` that a file imports when it runs."""
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            pending.extend(node.orelse)
            continue
        pending.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                yield whole if whole in known else node.module


def ordered(sources: dict[str, str]) -> list[str]:
    """The modules, each after all that it imports; CycleError where they cannot be."""
    known = set(sources)
    graph = {
        name: set(imported(source, known)) & known - {name}
        for name, source in sources.items()
    }
    return list(TopologicalSorter(graph).static_order())


def test_no_modules_import_each_other_in_a_circle() -> None:
    sources = {name: file.read_text("utf-8") for name, file in modules().items()}
    order = ordered(sources)
    assert order.index("annotator.model.annotation") < order.index(
        "annotator.ui.window"
    )


def test_a_circle_through_a_function_is_found() -> None:
    sources = {"p.a": "from p import b", "p.b": "def f():\n    from p.a import x"}
    with pytest.raises(CycleError):
        ordered(sources)


def test_the_name_of_a_type_makes_no_circle() -> None:
    sources = {
        "p.a": "from p import b",
        "p.b": "if TYPE_CHECKING:\n    from p.a import X",
    }
    assert ordered(sources) == ["p.b", "p.a"]
