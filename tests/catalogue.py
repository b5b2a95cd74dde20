# SPDX-License-Identifier: MIT
"""Collects the templates that the window looks up in translations.

`pyside6-lupdate` reads calls of `translate`; the sentences of the rooms below the
window are looked up by what they hold, and a `tr` of a module has its own context.
`python -m tests.catalogue` prints both as such calls, for lupdate to read beside
`annotator/ui`.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotator.formats import registry
from annotator.model import errors, problem
from annotator.services import history, settings
from annotator.store.entities import EntityRepository
from annotator.store.vocabularies import VocabularyRepository

ROOT = Path(__file__).parents[1] / "annotator"
ROOMS = ("model", "store", "formats", "services", "cli", "ui")

#: Functions beside the errors whose argument of that number is a template.
TAKERS = {"Sentence": 0, "wrong": 1, "_wrong": 1, "unknown": 0}
#: What is made with `add(…)`, and which argument is the template.
ADDERS = {"notes": 0, "findings": 1}


@cache
def modules() -> dict[Path, ast.Module]:
    """The modules of all rooms, parsed."""
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    return {file: ast.parse(file.read_text("utf-8")) for file in files}


@cache
def error_names() -> frozenset[str]:
    """`UserError` and every class that is made of it, at whatever remove."""
    names, before = {"UserError"}, 0
    while len(names) > before:
        before = len(names)
        names |= {
            node.name
            for tree in modules().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base).split(".")[-1] in names for base in node.bases)
        }
    return frozenset(names)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """The calls that take templates, and the expressions given as such."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = _templates_of(node)
            if found:
                yield node, found


def _templates_of(call: ast.Call) -> list[ast.expr]:
    *owner, name = ast.unparse(call.func).split(".")
    if name in error_names():
        given = [k.value for k in call.keywords if k.arg == "remedy"]
        return call.args[:1] + given
    place = TAKERS.get(name)
    if owner and name in ("add", "append"):
        place = ADDERS.get(owner[-1].strip("_"))
    if place is None or len(call.args) <= place:
        return []
    return [call.args[place]]


def texts(node: ast.expr) -> Iterator[str]:
    """The literal texts that an expression can give."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def _assigned(tree: ast.Module) -> Iterator[str]:
    """Texts that are given a name first, as `reason = …` before it is raised."""
    named = {
        each.id
        for _, given in calls(tree)
        for each in given
        if isinstance(each, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named:
            yield from texts(node.value)


def templates() -> dict[str, set[str]]:
    """context → the templates that are looked up in it."""
    said = {
        text
        for file, tree in modules().items()
        for text in (
            *(text for _, given in calls(tree) for e in given for text in texts(e)),
            *_assigned(tree),
        )
    }
    said |= set(errors.PLACES.values())
    said |= {EntityRepository.kind, VocabularyRepository.kind}
    for each in registry.BUILTIN:
        said |= {each.title, *each.losses}
    kept = [
        each.metadata
        for kind in settings.SECTIONS.values()
        for each in dataclasses.fields(kind)
    ]
    return {
        "errors": said,
        "history": {*history.TEMPLATES.values(), *history.PLACES.values()},
        "problems": set(problem.TEMPLATES.values()),
        "settings": {words for each in kept for words in _told(each)},
    }


def _told(setting: Mapping[str, Any]) -> Iterator[str]:
    yield from (setting["title"], setting.get("help", ""), setting.get("unit", ""))
    for choice in setting.get("choices", ()):
        yield choice[:1].upper() + choice[1:]


def looked_up() -> Iterator[tuple[str, str]]:
    """(context, text) of what `tr` says where it is a function of a module.

    lupdate takes each `tr` for a method, and its class for the context.
    """
    for tree in modules().values():
        contexts = dict(_helpers(tree))
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                *parts, last = node.module.split(".")
                source = modules().get(ROOT.parent.joinpath(*parts, f"{last}.py"))
                known = dict(_helpers(source)) if source else {}
                contexts |= {
                    each.asname or each.name: known[each.name]
                    for each in node.names
                    if each.name in known
                }
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            given = [text for each in call.args for text in texts(each)]
            if call.func.id in contexts:
                yield from ((contexts[call.func.id], text) for text in given[:1])
            elif call.func.id == "tr" and len(given) == 2:
                yield given[0], given[1]


def _helpers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """name → context of the functions that only look their argument up."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Return):
            call = node.body[-1].value
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(
                "translate"
            ):
                yield from ((node.name, text) for text in texts(call.args[0]))


def main() -> None:
    """Print the templates as a module that lupdate can read."""
    print("from PySide6.QtCore import QCoreApplication\n")
    said = {(context, t) for context, found in templates().items() for t in found}
    for context, text in sorted(said | set(looked_up())):
        if text:
            print(f"QCoreApplication.translate({context!r}, {text!r})")


if __name__ == "__main__":
    main()
