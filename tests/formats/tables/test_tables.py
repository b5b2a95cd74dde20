# SPDX-License-Identifier: MIT
"""Tables of documents: columns, cells, encodings and faults, in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.options import Notes, ReadOptions, WriteOptions
from annotator.formats.tables import objects
from annotator.formats.tables.dating import when
from annotator.formats.tables.slots import propose
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.bundles import read_bytes

ROWS = (
    "id,headline,body,pubdate,outlet,desk\na1,Bridge,“No.” 😀,2025-01-15,Wire,world\n"
)


def read(name: str, path: Path, **options: Any) -> list[Document]:
    found = registry.get(name)
    assert found.read is not None
    return [r.document for r in found.read(path, ReadOptions(**options)).documents]


def text_file(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(name: str, path: Path, **options: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read(name, path, **options)
    assert caught.value.file == str(path)
    return caught.value


def test_columns_are_proposed_by_their_names(tmp_path: Path) -> None:
    (found,) = read("csv", text_file(tmp_path, ROWS))
    assert (found.uid, found.title, found.text) == ("a1", "Bridge", "“No.” 😀")
    wanted = {"source": "Wire", "published": "2025-01-15", "desk": "world"}
    assert found.metadata == wanted
    assert found.file is not None
    assert (found.file.name, found.file.encoding) == ("t.csv", "utf-8")


def test_a_mapping_is_obeyed_and_the_rest_is_metadata(tmp_path: Path) -> None:
    path = text_file(tmp_path, "body,x y,kind\nhead words,long text,k\n")
    which = {"text": "x y", "title": "body", "metadata:sort": "kind"}
    (found,) = read("csv", path, columns=which, language="en")
    assert (found.text, found.title) == ("long text", "head words")
    assert found.metadata == {"language": "en", "sort": "k"}


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = text_file(tmp_path, ROWS)
    said = str(refused("csv", path, columns={"text": "wrong"}))
    assert "“wrong”" in said
    assert "“headline”, “body”" in said
    assert "timezone" in str(refused("csv", path, columns={"txt": "body"}))


def test_without_a_column_of_texts_the_columns_and_the_option_are_named(
    tmp_path: Path,
) -> None:
    said = str(refused("csv", text_file(tmp_path, "a,b\n1,2\n")))
    assert "“a”, “b”" in said
    assert "--columns text=a" in said


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_our_own_table_of_stances_is_told_apart(tmp_path: Path, name: str) -> None:
    bundle = read_bytes(tmp_path, untidy())
    path = tmp_path / f"out.{name}"
    write = registry.get(name).write
    assert write is not None
    run(write(bundle, path, WriteOptions()))
    said = str(refused(name, path))
    assert "annotator-jsonl" in said


def untidy() -> bytes:
    folder = Path(__file__).resolve().parent.parent.parent / "reference"
    return (folder / "untidy.jsonl").read_bytes()


def test_columns_are_listed_with_their_first_values(tmp_path: Path) -> None:
    for name, path in (
        ("csv", text_file(tmp_path, "a,b\n1,\n2,x\n")),
        ("tsv", text_file(tmp_path, "a\tb\n1\t\n2\tx\n", "t.tsv")),
        (
            "jsonl-table",
            text_file(tmp_path, '{"a":1,"b":""}\n{"a":2,"b":"x"}', "t.jsonl"),
        ),
    ):
        columns = registry.get(name).columns
        assert columns is not None
        listed = columns(path, ReadOptions())
        assert [(n, list(v)) for n, v in listed] == [("a", ["1", "2"]), ("b", ["x"])]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_sign_between_columns_is_found(tmp_path: Path, delimiter: str) -> None:
    made = io.StringIO()
    table = csv.writer(made, delimiter=delimiter)
    table.writerows([("id", "text", "z, y"), ("1", 'a,b;c|d\te "x"\nf', "w")])
    (found,) = read("csv", text_file(tmp_path, made.getvalue()))
    assert found.text == 'a,b;c|d\te "x"\nf'
    assert found.metadata == {"z, y": "w"}


def test_quotation_marks_of_tsv_may_mean_nothing(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'id\ttext\n1\t"No," she said\n2\tSo "what\n', "t.tsv")
    assert [d.text for d in read("tsv", path)] == ['"No," she said', 'So "what']


def test_cells_that_we_neutralised_come_back_and_no_others(tmp_path: Path) -> None:
    ours = "id,title,source,author,published,language,url,timezone,text\r\n"
    (found,) = read("csv", text_file(tmp_path, f"{ours}1,'=A1,,,,,,,''Tis\r\n"))
    assert (found.title, found.text) == ("=A1", "'Tis")
    (found,) = read("csv", text_file(tmp_path, "title,text\n'=A1,'Tis\n"))
    assert (found.title, found.text) == ("'=A1", "'Tis")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("15 January 2025", ("2025-01-15", None)),
        ("2025-01-15 11:20:00", ("2025-01-15T11:20", None)),
        ("2025-01-15T11:20:05Z", ("2025-01-15T11:20:05", "UTC")),
        ("2025-01-15T11:20+02:00", ("2025-01-15T11:20", "UTC+02:00")),
        ("January 15, 2025, 5:30 pm", ("2025-01-15T17:30", None)),
        ("2025-01", ("2025-01", None)),
        ("15/01/2025", None),
        ("2025-01-15 25:00", None),
        ("soon", None),
    ],
)
def test_dates_are_as_precise_as_they_are_written(said: str, wanted: Any) -> None:
    assert when(said) == wanted


def test_a_date_that_is_none_is_kept_and_told(tmp_path: Path) -> None:
    options = ReadOptions()
    path = text_file(tmp_path, "text,published\nWords,15/01/2025\n")
    read_ = registry.get("csv").read
    assert read_ is not None
    (record,) = read_(path, options).documents
    assert record.document.metadata == {"published as written": "15/01/2025"}
    assert options.notes.items[0].line == 2


def test_the_likeliest_name_wins_and_one_column_has_one_meaning() -> None:
    assert propose(["Content", "full_text", "Text"])["text"] == "Text"
    assert propose(["articleBody", "datePublished"]) == {
        "text": "articleBody",
        "published": "datePublished",
    }


# -- faults 36 to 50 of the reliability page ------------------------------------------


def test_fault_48_a_ragged_row_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'id,text,desk\n1,"a\nb",x\n2,c\n')
    error = refused("csv", path)
    assert (error.line, error.field) == (4, "desk")
    assert "2 cells; the head has 3" in str(error)
    error = refused("csv", text_file(tmp_path, "id,text\n1,a, b\n"))
    assert error.line == 2


def test_fault_48_an_open_quotation_mark_is_told_where_it_opens(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'id,text\n1,a\n\n2,"open\n3,c\n4,d\n')
    error = refused("csv", path)
    assert error.line == 4
    assert "quotation mark" in str(error)


def test_fault_48_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    error = refused("csv", text_file(tmp_path, "id,text,text\n1,a,b\n"))
    assert (error.line, error.field) == (1, "text")


def test_fault_48_a_long_cell_is_read(tmp_path: Path) -> None:
    text = "word " * 28_000
    (found,) = read("csv", text_file(tmp_path, f'id,text\n1,"{text}"\n'))
    assert found.text == text


def test_fault_48_a_mark_before_the_head_is_no_part_of_it(tmp_path: Path) -> None:
    (found,) = read("csv", text_file(tmp_path, b"\xef\xbb\xbfid,text\n1,a\n"))
    assert found.uid == "1"


def test_fault_45_utf_16_is_exact(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-16-le"):
        (found,) = read("csv", text_file(tmp_path, ROWS.encode(encoding)))
        assert found.text == "“No.” 😀"


def test_fault_44_what_is_no_utf_8_is_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path, "id,text\n1,“naïve”\n".encode("cp1252"))
    assert "cp1252" in str(refused("csv", path))
    (found,) = read("csv", path, encoding="cp1252")
    assert found.text == "“naïve”"
    assert found.file is not None
    assert found.file.encoding == "cp1252"


def test_fault_46_empty_tables_are_told(tmp_path: Path) -> None:
    assert "empty" in str(refused("csv", text_file(tmp_path, "")))
    assert "no table" in str(refused("csv", text_file(tmp_path, "\ufeff\n \n")))
    assert "no row" in str(refused("csv", text_file(tmp_path, "id,text\n1, \n")))


def test_fault_47_nul_is_refused_with_line_and_column(tmp_path: Path) -> None:
    error = refused("csv", text_file(tmp_path, "text,desk\nWords here,a\0b\n"))
    assert (error.line, error.field) == (2, "desk")


def test_fault_50_a_thousand_bad_rows_are_the_first_few_and_their_count(
    tmp_path: Path,
) -> None:
    rows = "".join(f"{n},\n" if n % 2 else f"{n}\n" for n in range(2000))
    error = refused("csv", text_file(tmp_path, f"id,text,desk\n{rows}"))
    said = str(error)
    assert said.count("cells; the head") == 5
    assert "2,000 rows" in said
    assert "1,995 more" in said


def test_fault_42_a_document_that_stands_twice_is_skipped(tmp_path: Path) -> None:
    notes = Notes()
    path = text_file(tmp_path, "id,text\n1,a\n2,b\n1,a\n")
    assert [each.uid for each in read("csv", path, notes=notes)] == ["1", "2"]
    assert any("“1” stands there twice" in str(each) for each in notes.texts())


def test_fault_42_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    error = refused("csv", text_file(tmp_path, "id,text\n1,a\n1,b\n"))
    assert (error.line, error.field) == (3, "id")
    assert "line 2" in str(error)


def test_rows_without_a_text_are_left_out_and_told(tmp_path: Path) -> None:
    options = ReadOptions()
    read_ = registry.get("csv").read
    assert read_ is not None
    path = text_file(tmp_path, "id,text\n1,\n2,b\n,\n")
    assert len(list(read_(path, options).documents)) == 1
    assert [note.line for note in options.notes.items] == [2]


# -- JSON Lines -----------------------------------------------------------------------


def test_objects_are_rows(tmp_path: Path) -> None:
    lines = '{"body":"One\u2028two","n":1.50,"tags":["a"],"ok":true,"no":null}\r\n\n'
    path = text_file(tmp_path, lines + '{"body":"B","more":"x"}\n', "t.jsonl")
    assert registry.sniff(path).name == "jsonl-table"
    # Lists and objects may mean something to others.
    assert objects.sniff(path.read_bytes(), path) < 0.5
    first, second = read("jsonl-table", path)
    assert first.text == "One\u2028two"
    assert first.metadata == {"n": "1.50", "tags": '["a"]', "ok": "true"}
    assert second.metadata == {"more": "x"}


def test_objects_without_a_text_by_name_are_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path, '{"premise":"Words here.","label":1}\n', "t.jsonl")
    assert registry.sniff(path).name == "jsonl-table"
    assert "--columns text=premise" in str(refused("jsonl-table", path))
    (found,) = read("jsonl-table", path, columns={"text": "premise"})
    assert found.text == "Words here."
    path = text_file(tmp_path, '{"n":1}\n', "n.jsonl")
    with pytest.raises(InputError, match="no known format"):
        registry.sniff(path)


def test_fault_36_and_39_lines_of_json_are_exact(tmp_path: Path) -> None:
    path = text_file(tmp_path, '{"text":"a"}\r\n\r\n{"text":}\n', "t.jsonl")
    assert refused("jsonl-table", path).line == 3
    path = text_file(tmp_path, '{"text":"a"}\n{"text":5}\n', "t.jsonl")
    error = refused("jsonl-table", path)
    assert (error.line, error.field) == (2, "text")


def test_lines_of_documents_are_recognised_and_ours_are_left_alone(
    tmp_path: Path,
) -> None:
    for line, wanted in (
        ({"headline": "H", "body": "B"}, "jsonl-table"),
        ({"id": "1", "text": "B"}, "annotator-jsonl"),
        ({"kind": "project", "format": "annotator/1"}, "annotator-jsonl"),
    ):
        path = text_file(tmp_path, json.dumps(line), "t.jsonl")
        assert registry.sniff(path).name == wanted


# -- Parquet --------------------------------------------------------------------------


def test_parquet_of_another_program(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "t.parquet"
    table = pa.table(
        {
            "article": ["“No.” 😀", None, "B"],
            "date": [date(2025, 1, 15), None, date(2025, 1, 16)],
            "seen": [datetime(2025, 1, 15, 11, 20), None, None],
            "score": [0.5, 1.5, None],
            "tags": [["a", "b"], [], None],
        }
    )
    parquet.write_table(table, path)
    assert registry.sniff(path).name == "parquet"
    options = ReadOptions()
    read_ = registry.get("parquet").read
    assert read_ is not None
    first, second = [r.document for r in read_(path, options).documents]
    assert first.text == "“No.” 😀"
    assert first.metadata == {
        "published": "2025-01-15",
        "seen": "2025-01-15T11:20",
        "score": "0.5",
        "tags": '["a","b"]',
    }
    assert second.metadata == {"published": "2025-01-16"}
    assert options.notes.items[0].line == 2
    path.write_bytes(path.read_bytes()[:-20])
    assert "Parquet" in str(refused("parquet", path))


def test_parquet_of_stances_has_types_and_the_cells_of_the_csv(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    bundle = read_bytes(tmp_path, untidy())
    for name in ("csv", "parquet"):
        write = registry.get(name).write
        assert write is not None
        bundle = read_bytes(tmp_path, untidy())
        run(write(bundle, tmp_path / f"out.{name}", WriteOptions()))
    table = parquet.read_table(tmp_path / "out.parquet")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert table.column_names == head
    assert str(table.schema.field("level").type) == "int64"
    assert table.num_rows == len(rows)
    for row, wanted in zip(table.to_pylist(), rows, strict=True):
        for name, cell in zip(head, wanted, strict=True):
            value = row[name]
            shown = str(value).lower() if isinstance(value, bool) else value
            said = "" if shown is None or shown == "false" else str(shown)
            assert said == (cell.removeprefix("'") if cell != "false" else "")


def test_objects_of_stances_have_the_cells_of_the_csv(tmp_path: Path) -> None:
    for name in ("csv", "jsonl-table"):
        write = registry.get(name).write
        assert write is not None
        bundle = read_bytes(tmp_path, untidy())
        run(write(bundle, tmp_path / f"out.{name}", WriteOptions()))
    found = [
        json.loads(x) for x in (tmp_path / "out.jsonl-table").read_bytes().splitlines()
    ]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(found) == len(rows) > 1
    for each, row in zip(found, rows, strict=True):
        said = {k: cell.removeprefix("'") for k, cell in row.items() if cell}
        assert list(each) == list(said)
        plain = {k: v if isinstance(v, str) else json.dumps(v) for k, v in each.items()}
        assert plain == said
    assert {type(each["level"]) for each in found} == {int}


def test_objects_of_stances_are_refused_in_words_that_help(tmp_path: Path) -> None:
    write = registry.get("jsonl-table").write
    assert write is not None
    run(write(read_bytes(tmp_path, untidy()), tmp_path / "t.jsonl", WriteOptions()))
    assert registry.sniff(tmp_path / "t.jsonl").name == "jsonl-table"
    said = str(refused("jsonl-table", tmp_path / "t.jsonl"))
    assert "table of annotations that this program wrote" in said


def test_objects_of_stances_can_be_without_their_quotes(tmp_path: Path) -> None:
    write = registry.get("jsonl-table").write
    assert write is not None
    bundle = read_bytes(tmp_path, untidy())
    run(write(bundle, tmp_path / "out", WriteOptions(with_text=False)))
    found = [json.loads(x) for x in (tmp_path / "out").read_bytes().splitlines()]
    assert not {k for each in found for k in each if k.endswith("_text")}
    assert {k for each in found for k in each if k.endswith("_offsets")}
