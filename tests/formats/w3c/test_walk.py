# SPDX-License-Identifier: MIT
"""Annotations are found wherever they stand, each with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.json_objects import reread
from annotator.formats.w3c import walk as module
from annotator.formats.w3c.walk import Elsewhere, walk
from annotator.model.errors import InputError


def anno(number: int, **others: Any) -> dict[str, Any]:
    return {"id": f"urn:x:{number}", "type": "Annotation", "target": "x.txt", **others}


def page(*items: object, **others: Any) -> dict[str, Any]:
    return {"type": "AnnotationPage", "items": list(items), **others}


ONE, TWO, THREE = anno(1), anno(2, body=[{"value": "“é😀”"}]), anno(3)
SHAPES: dict[str, Any] = {
    "one": [ONE],
    "list": [ONE, TWO, THREE],
    "page": page(ONE, TWO, THREE),
    "first": {"type": "AnnotationCollection", "first": page(ONE, TWO), "z": [1, {}]},
    "keys in another order": {"items": [ONE, TWO], "label": "x", "type": "Page"},
    "graph": {"@context": {"a": "b"}, "@graph": [ONE, page(TWO), THREE]},
    "list of pages": [page(ONE), page(TWO, THREE)],
    "Hypothesis": {"total": 2, "rows": [ONE, TWO]},
    "deep": page(page(page(ONE)), TWO),
}


def found(path: Path, elsewhere: Elsewhere | None = None) -> list[Any]:
    """The annotations; each is also at the place that is said of it."""
    listed = list(walk(path, elsewhere))
    with path.open("rb") as stream:
        for each in listed:
            assert reread(stream, each.place, each.size) == each.row
    return [each.row for each in listed]


def in_order(value: Any) -> list[Any]:
    if isinstance(value, dict) and value.get("type") == "Annotation":
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        return []
    return [each for one in inner for each in in_order(one)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape(
    shape: str,
    small: bool,
    indent: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where nothing is small enough to be parsed at once."""
    if small:
        monkeypatch.setattr(module, "_AT_ONCE", 0)
    path = tmp_path / "a.json"
    given = SHAPES[shape]
    text = json.dumps(given, indent=indent, ensure_ascii=False)
    path.write_text(f"\ufeff{text}\n", "utf-8")
    assert found(path) == in_order(given)


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [ONE, page(TWO, ONE), THREE]
    path.write_text("\n\n".join(json.dumps(each) for each in rows) + "\r\n")
    assert found(path) == [ONE, TWO, ONE, THREE]
    assert [each.place.line for each in walk(path)] == [1, 3, 3, 5]


def test_a_long_collection_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    row = json.dumps(anno(1, body="x" * 500))
    with path.open("w") as stream:
        stream.write('{"type":"AnnotationCollection","first":{"items":[')
        stream.write(",".join([row] * 20_000))
        stream.write('],"total":2}}')
    assert sum(1 for _ in walk(path)) == 20_000


def test_what_is_named_only(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(page("urn:x:1", ONE, next="urn:page:2")))
    elsewhere = Elsewhere()
    assert found(path, elsewhere) == [ONE]
    assert elsewhere == Elsewhere(1, ["urn:page:2"])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"items":[\n{"id":"a","type":"Annotation","target":}\n]}', 2, "not JSON"),
        ('{"items":[\n{"id":"a","type":"Annotation"}', 2, "does not end"),
        ('{"items":[\n3]}', 2, "no object"),
        ('{"items":[],"items":[]}', 1, "twice"),
        ('{"items":[{"type":"Annotation","a":NaN}]}', 1, "NaN"),
        ('{"items":[{"type":"Annotation","a":1,"a":2}]}', 1, "twice"),
        ('{"items":[{"type":"Annotation","a":"\\ud800"}]}', 1, "surrogate"),
        ('{"items":[{"type":"Annotation","a":' + "[" * 5000, 1, "recursion"),
        ('{"items" 3}', 1, "a key and a colon"),
        ("\n{3}", 2, "a key and a colon"),
        ('{"items":' * 30 + "{}", 1, "too deep"),
        ('{"text":"x"}', 1, "neither an annotation nor a collection"),
        ("[]]", 1, ""),
        ("3", 1, "no object"),
    ],
)
def test_what_is_wrong(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    if not said:
        assert found(path) == []
        return
    with pytest.raises(InputError) as error:
        list(walk(path))
    assert said in str(error.value)
    assert (error.value.file, error.value.line) == (str(path), line)
