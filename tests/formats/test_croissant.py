# SPDX-License-Identifier: MIT
"""Descriptions of data sets for machines: valid, and true of the files."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.croissant import DataFile, describe, encoding_of
from annotator.formats.croissant_fields import find_fields

LINES = (
    '{"id":"é1","n":2,"score":1,"spans":[{"start":1,"label":"x"},{"start":2}]}\n'
    '{"id":"2","score":0.5,"ok":true,"spans":[],"file":{"name":"a"},"tags":["t"]}\n'
)


def data_file(path: Path, part: str) -> DataFile:
    data = path.read_bytes()
    return DataFile(
        path=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        part=part,
        fields=find_fields(path),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.csv").write_text("a,b c\n1,x\n", encoding="utf-8-sig")
    (tmp_path / "test.jsonl").write_text(LINES, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ann").write_text("T1")
    return tmp_path


def described(folder: Path) -> dict[str, Any]:
    files = [
        data_file(folder / "train.csv", "train"),
        data_file(folder / "test.jsonl", "test"),
        DataFile(path="data/*.ann", folder=True),
    ]
    return describe(
        name="A set, é",
        description="Words",
        files=files,
        languages=["en"],
        creators=["Ann"],
    )


def test_fields_are_found_in_the_file(folder: Path) -> None:
    assert [each.name for each in find_fields(folder / "train.csv")] == ["a", "b c"]
    found = {each.name: each for each in find_fields(folder / "test.jsonl")}
    assert {name: each.type for name, each in found.items() if not each.inside} == {
        "id": "sc:Text",
        "n": "sc:Integer",
        "score": "sc:Float",
        "ok": "sc:Boolean",
        "tags": "sc:Text",
    }
    assert [each.name for each in found["spans"].inside] == ["start", "label"]
    assert found["spans"].repeated
    assert found["tags"].repeated
    assert not found["file"].repeated
    assert find_fields(folder / "data" / "a.ann") == ()


def test_webanno_tsv_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("#FORMAT=WebAnno TSV 3.3\n#T_SP=X|y\n")
    assert find_fields(tmp_path / "a.tsv") == ()


def test_ids_have_no_white_space_and_differ(tmp_path: Path) -> None:
    names = ["a b.csv", "a_b.csv", "a\u00a0b.csv"]
    for name in names:
        (tmp_path / name).write_text("x,y\n1,2\n")
    files = [data_file(tmp_path / name, "train") for name in names]
    found = describe(name="N", description="D", files=files)
    assert [each["contentUrl"] for each in found["distribution"]] == names
    ids = [each["@id"] for each in found["distribution"]]
    assert ids == ["a_b.csv", "a_b.csv-2", "a_b.csv-3"]
    sources = [
        each["field"][0]["source"]["fileObject"]["@id"] for each in found["recordSet"]
    ]
    assert sources == ids


def test_each_file_of_a_part_has_records_of_its_own(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    files = [data_file(tmp_path / name, "train") for name in ("a.csv", "b.csv")]
    found = describe(name="N", description="D", files=files)
    assert [each["@id"] for each in found["recordSet"]] == ["train", "b.csv"]


def test_fields_of_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"id": ["a"], "n": [1], "t": [["x"]]}), path)
    found = [(each.name, each.type, each.repeated) for each in find_fields(path)]
    assert found == [
        ("id", "sc:Text", False),
        ("n", "sc:Integer", False),
        ("t", "sc:Text", True),
    ]


def test_each_file_has_its_check_sum_and_type(folder: Path) -> None:
    files = {each["@id"]: each for each in described(folder)["distribution"]}
    train = (folder / "train.csv").read_bytes()
    assert files["train.csv"]["sha256"] == hashlib.sha256(train).hexdigest()
    assert files["train.csv"]["encodingFormat"] == "text/csv"
    assert files["test.jsonl"]["encodingFormat"] == "application/jsonlines"
    assert files["data/*.ann"]["@type"] == "cr:FileSet"
    assert encoding_of("x.unheard-of") == "application/octet-stream"


# Its own libraries warn of one another.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_mlcroissant_accepts_it_and_reads_the_records(folder: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    logging.getLogger("absl").setLevel(logging.ERROR)
    path = folder / "croissant.json"
    path.write_text(json.dumps(described(folder), ensure_ascii=False), "utf-8")
    dataset = mlcroissant.Dataset(path)
    assert not dataset.metadata.ctx.issues.errors
    (train,) = dataset.records("train")
    assert train == {"train/a": b"1", "train/b_c": b"x"}
    first, second = dataset.records("test")
    assert first["test/id"] == "é1".encode()
    assert [each["test/spans/start"] for each in first["test/spans"]] == [1, 2]
    assert second["test/spans"] == []
