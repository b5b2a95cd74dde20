# SPDX-License-Identifier: MIT
"""Many mistakes of a file of marks: the first few, each with its line, and a count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.mistakes import Mistakes
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError

COUNT = 9


def test_a_mistake_is_raised_unless_they_are_gathered() -> None:
    with pytest.raises(InputError) as caught, Mistakes().of("a.txt", 3):
        raise InputError("wrong.")
    assert (caught.value.file, caught.value.line) == ("a.txt", 3)


def test_one_is_told_as_it_is_and_many_by_the_first_few() -> None:
    mistakes = Mistakes(gathered=True)
    for number in range(1, 6):
        with mistakes.of("a.txt", number):
            raise InputError("wrong.", remedy="Mend it.")
        if number == 1:
            assert str(mistakes.error()) == "a.txt, line 1: wrong. Mend it."
    assert mistakes.count == 5
    assert str(mistakes.error()) == (
        "a.txt, line 1: wrong. Mend it. 4 more such mistakes follow: a.txt, line 2:"
        " wrong. Mend it.; a.txt, line 3: wrong. Mend it. …"
    )


def _doccano(number: int) -> dict[str, Any]:
    return {"id": number, "text": "Mara said no.", "label": [[0, 99, "A"]]}


def _prodigy(number: int) -> dict[str, Any]:
    span = {"start": 0, "end": 99, "label": "A"}
    return {"text": f"Mara said {number}.", "spans": [span], "answer": "accept"}


def _argilla(number: int) -> dict[str, Any]:
    span = {"start": 0, "end": 99, "label": "A"}
    responses = {"spans": [{"value": [span], "user_id": "u"}]}
    return {"id": f"{number}", "fields": {"text": "Mara."}, "responses": responses}


def _label_studio(number: int) -> dict[str, Any]:
    value = {"start": 0, "end": 99, "labels": ["A"]}
    result = {"id": "r", "from_name": "l", "to_name": "text", "type": "labels"}
    found = {"completed_by": 1, "result": [{**result, "value": value}]}
    return {"id": number, "data": {"text": "Mara."}, "annotations": [found]}


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("doccano", _doccano),
        ("prodigy", _prodigy),
        ("argilla", _argilla),
        ("label-studio", _label_studio),
    ],
)
def test_bad_lines_of_json(tmp_path: Path, name: str, row: Any, broken: bool) -> None:
    path = tmp_path / "in.jsonl"
    rows = [json.dumps(row(number)) for number in range(1, COUNT + 1)]
    if broken:
        rows = [rows[0].replace("99", "4"), *("{]" for _ in range(COUNT))]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    first = 2 if broken else 1
    _check(name, path, [first, first + 1, first + 2])


def test_bad_lines_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    lines = [f"{n}\tOld Ferry\tText {n}\tMAYBE" for n in range(1, COUNT + 1)]
    path.write_text("\n".join(("ID\tTarget\tTweet\tStance", *lines)), "utf-8")
    _check("semeval", path, [2, 3, 4])


def test_bad_files_of_a_folder(tmp_path: Path) -> None:
    for number in range(COUNT):
        (tmp_path / f"d{number}.txt").write_text("Mara said no.", "utf-8")
        (tmp_path / f"d{number}.ann").write_text("T1\tA 0 99\tMara\n", "utf-8")
    error = _check("brat", tmp_path, [1, 1, 1])
    assert "d2.ann" in str(error)
    assert "d3.ann" not in str(error)


def _check(name: str, path: Path, lines: list[int]) -> InputError:
    """The mistakes are told with these lines, and all are counted."""
    read = registry.get(name).read
    assert read is not None
    with pytest.raises(InputError) as caught:
        read(path, ReadOptions())
    said = str(caught.value)
    assert caught.value.line == lines[0]
    assert f"{COUNT - 1} more such mistakes follow" in said
    assert all(f"line {line}" in said for line in lines)
    assert said.endswith("…")
    return caught.value


def test_bad_lines_of_tokens(tmp_path: Path) -> None:
    path = tmp_path / "in.conll"
    path.write_text("Mara B-A\n" + "said\n" * COUNT, "utf-8")
    _check("conll", path, [2, 3, 4])


def test_bad_annotations_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Mara said no.", "utf-8")
    path = tmp_path / "in.jsonld"
    quote = {"type": "TextQuoteSelector", "exact": "yes"}
    target = {"source": "text.txt", "selector": quote}
    body = {"type": "TextualBody", "value": "A", "purpose": "tagging"}
    rows = [
        {"id": f"urn:x:{n}", "type": "Annotation", "body": body, "target": target}
        for n in range(COUNT)
    ]
    path.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]", "utf-8")
    _check("w3c", path, [2, 3, 4])
