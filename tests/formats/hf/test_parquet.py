# SPDX-License-Identifier: MIT
"""Data sets as Parquet: types, features, and files of others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.hf.parquet import FORMAT
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT, bundle, full
from tests.formats.ann_lee import record as of
from tests.formats.roundtrip import comparable, there_and_back

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def written(given: Bundle, folder: Path, **others: Any) -> Path:
    path = folder / "train.parquet"
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, WriteOptions(**others)))
    return path


def read(path: Path, **others: Any) -> list[MarkedDocument]:
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions(**others)))


def test_the_example_with_its_types(tmp_path: Path) -> None:
    table = pq.read_table(written(full(), tmp_path))
    schema = table.schema
    assert schema.field("spans").type.value_type.field("start").type == pa.int32()
    of_annotation = schema.field("annotations").type.value_type
    fields = of_annotation.field("fields").type
    assert fields.field("confidence").type == pa.int64()
    assert fields.field("cue_negated").type == pa.bool_()
    assert fields.field("speaker").type.field("name").type == pa.string()
    first = table.to_pylist()[0]
    assert first["text"] == TEXT
    assert {(s["label"], s["start"], s["end"]) for s in first["spans"]} >= {
        ("source", *SPEAKER),
        ("content", *QUOTE),
    }


def test_columns_and_types_do_not_depend_on_what_is_there(tmp_path: Path) -> None:
    one = pq.read_schema(written(full(), tmp_path))
    other = pq.read_schema(written(bundle(of(metadata={}, title="")), tmp_path))
    assert one.equals(other, check_metadata=True)
    none = pq.read_schema(written(bundle(), tmp_path))
    assert none.equals(one, check_metadata=True)


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    assert next(iter(back.documents)).annotations[1].fields["notes"] == ""


def test_the_same_bundle_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(full(), tmp_path).read_bytes()
    assert written(full(), tmp_path).read_bytes() == first


def test_many_documents_go_out_group_by_group(tmp_path: Path) -> None:
    many = [of(uid=f"d{n}") for n in range(1001)]
    path = written(bundle(*many), tmp_path)
    assert pq.ParquetFile(path).num_row_groups == 3
    assert [each.document.uid for each in read(path)] == [f"d{n}" for n in range(1001)]


def test_numbers_of_labels_get_their_names(tmp_path: Path) -> None:
    label = {"_type": "ClassLabel", "names": ["Speaker", "Quote"]}
    span = {"start": {"dtype": "int32", "_type": "Value"}, "label": label}
    features = {"entities": {"feature": span, "_type": "List"}}
    table = pa.Table.from_pylist(
        [{"text": TEXT, "entities": [{"start": 16, "end": 21, "label": 1}]}]
    ).replace_schema_metadata(
        {"huggingface": json.dumps({"info": {"features": features}})}
    )
    pq.write_table(table, tmp_path / "in.parquet")
    (found,) = read(tmp_path / "in.parquet")
    assert [(m.label, m.start, m.end) for m in found.marks] == [("Quote", 16, 21)]
    assert registry.sniff(tmp_path / "in.parquet") is FORMAT


def test_other_columns_are_kept_as_plain_data(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([{"text": "a", "day": date(2031, 2, 3), "n": 1}])
    pq.write_table(table, tmp_path / "in.parquet")
    (found,) = read(tmp_path / "in.parquet")
    assert found.extra == {"day": "2031-02-03", "n": 1}


def test_a_mistake_names_row_and_field(tmp_path: Path) -> None:
    rows = [
        {"text": TEXT, "spans": [{"start": 0, "end": 3, "label": "X"}]},
        {"text": TEXT, "spans": [{"start": 3, "end": 3, "label": "X"}]},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    with pytest.raises(InputError, match="is empty") as error:
        read(tmp_path / "in.parquet")
    assert (error.value.line, error.value.field) == (2, "spans[0].start")
    assert error.value.file == str(tmp_path / "in.parquet")


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    good = written(full(), tmp_path).read_bytes()
    path = tmp_path / "bad.parquet"
    for bad in (b"", b"nonsense", good[:-9], good[: len(good) // 2], b"PAR1" * 3):
        path.write_bytes(bad)
        with pytest.raises(InputError, match="as Parquet") as error:
            read(path)
        assert error.value.file == str(path)
        assert registry.sniff(path).name.endswith("parquet") or not bad


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no rows"):
        read(written(bundle(), tmp_path))


def test_a_folder_is_read_as_one_data_set(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    written(full(), tmp_path / "data")
    assert registry.sniff(tmp_path) is FORMAT
    assert len(read(tmp_path)) == 2
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no \.parquet files"):
        read(tmp_path / "empty")
