# SPDX-License-Identifier: MIT
"""Objects in lines, lists and pretty print: each with its place, faults with theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import json_objects
from annotator.formats.json_objects import first_object, objects, reread
from annotator.model.errors import InputError

ROWS: list[dict[str, Any]] = [
    {"text": "Ann 😀 Lee said:\n“No.”", "n": 1},
    {"text": 'brackets ]}{[ and "quotes" \\', "list": [{"a": [1, 2]}, []]},
    {"text": "\u2028\u0085\x0b\ufeff", "n": None},
]


def placed(folder: Path, data: str | bytes) -> Path:
    path = folder / "in.json"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


SHAPES = {
    "lines": "\ufeff\n \n  " + "\n\n  ".join(map(json.dumps, ROWS)),
    "lines, unescaped": "\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    + "\r\n",
    "list": json.dumps(ROWS),
    "pretty list": "\ufeff" + json.dumps(ROWS, indent=2, ensure_ascii=False),
    "pretty": "\n".join(json.dumps(row, indent=4) for row in ROWS),
    "list, one a line": "[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]\n",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_every_shape_gives_the_same_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, block: int
) -> None:
    monkeypatch.setattr(json_objects, "_BLOCK", block)
    path = placed(tmp_path, SHAPES[shape])
    found = list(objects(path))
    assert [each.row for each in found] == ROWS
    with path.open("rb") as stream:
        again = [reread(stream, each.place, each.size) for each in reversed(found)]
    assert again[::-1] == ROWS
    for each in found:
        before = path.read_bytes()[: each.place.byte]
        assert each.place.line == before.count(b"\n") + 1
    assert first_object(path.read_bytes()[:9], path) == ROWS[0]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ('{"a":1}\n\n{"a":\n{"a":2}', 3, "not JSON"),
        ('{"a":1}\n{"a":2', 2, "not JSON"),
        ('[\n{"a":1},\n\n{"a": ?}]', 4, "not JSON"),
        ('[{"a":1},\n3]', 2, "no object"),
        ('[{"a":1}\n', 2, "its “]” is missing"),
        ('{\n"a":1,\n"a":2}\n', 1, "stands twice"),
        ('[{"a":NaN}]', 1, "not a JSON number"),
        ('[{"a":' + "9" * 5000 + "}]", 1, "cannot be read"),
        ('[{"a":' + "[" * 100_000 + "]" * 100_000 + "}]", 1, "cannot be read"),
        ('[{"a":"\\ud83d"}]', 1, "surrogate"),
        (b'[{"a":"b"},\n{"a":"\xe9"}]', 2, "not UTF-8"),
        ("3", 1, "not a JSON object"),
    ],
)
def test_faults_name_their_line(
    tmp_path: Path, data: str | bytes, line: int, says: str
) -> None:
    path = placed(tmp_path, data)
    with pytest.raises(InputError, match=says) as error:
        list(objects(path))
    assert error.value.file == str(path)
    assert error.value.line == line
    assert "\n" not in str(error.value)


def test_a_fault_far_down_is_found_at_its_line(tmp_path: Path) -> None:
    rows = [json.dumps({"text": "word " * 400, "n": n}) for n in range(2000)]
    rows[1500] = rows[1500].replace(":", "", 1)
    path = placed(tmp_path, "[" + ",\n".join(rows) + "]")
    with pytest.raises(InputError, match="not JSON") as error:
        list(objects(path))
    assert error.value.line == 1501


@pytest.mark.parametrize("data", ["", "  \n", "words", "[]", "[3]", '{"a"'])
def test_files_without_an_object_have_no_first_one(tmp_path: Path, data: str) -> None:
    path = placed(tmp_path, data)
    assert first_object(data.encode(), path) is None


@pytest.mark.parametrize("listed", [False, True])
def test_fault_47_nul_in_any_text_is_refused_with_its_field(
    tmp_path: Path, listed: bool
) -> None:
    rows = [{"a": "b\\u0000"}, {"a": [{"b": "c\0"}]}]
    path = tmp_path / "in.json"
    said = [json.dumps(row) for row in rows]
    path.write_text(
        "[" + ",\n".join(said) + "]" if listed else "\n".join(said), "utf-8"
    )
    with pytest.raises(InputError) as caught:
        list(objects(path))
    error = caught.value
    assert (error.file, error.line, error.field) == (str(path), 2, "a[0].b")
    assert "NUL" in str(error)
    # What the file is can be told all the same.
    assert first_object(path.read_bytes(), path) == rows[0]
