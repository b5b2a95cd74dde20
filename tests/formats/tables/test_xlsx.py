# SPDX-License-Identifier: MIT
"""Workbooks: read as other programs write them, written so that they can."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.tables.xlsx_dates import iso, precision
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.bundles import read_bytes
from tests.formats.tables.test_tables import untidy

openpyxl = pytest.importorskip("openpyxl")


def read(path: Path, options: ReadOptions | None = None) -> list[Document]:
    found = registry.sniff(path)
    assert found.name == "xlsx"
    assert found.read is not None
    return [r.document for r in found.read(path, options or ReadOptions()).documents]


def saved(folder: Path, rows: list[list[Any]], **others: Any) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, state in others.items():
        book.create_sheet(name).sheet_state = state
    path = folder / "t.xlsx"
    book.save(path)
    return path


def test_cells_of_another_program(tmp_path: Path) -> None:
    when = datetime(2025, 1, 15, 11, 20)
    head = ["headline", "body", "date", "number", "seen", "yes"]
    path = saved(
        tmp_path,
        [head, ["=no", "One\n“two” 😀", date(2025, 1, 15), 3.5, when, True]],
        hid="hidden",
        more="visible",
    )
    options = ReadOptions()
    (found,) = read(path, options)
    assert found.text == "One\n“two” 😀"
    assert found.metadata == {
        "published": "2025-01-15",
        "number": "3.5",
        "seen": "2025-01-15T11:20:00",
        "yes": "true",
    }
    told = " ".join(str(each) for each in options.notes.texts())
    assert "“hid” is hidden" in told
    assert "“more” was not read" in told


def test_a_formula_is_never_computed_and_told(tmp_path: Path) -> None:
    path = saved(tmp_path, [["text", "sum"], ["Words", "=1+1"]])
    options = ReadOptions()
    (found,) = read(path, options)
    assert found.metadata == {}
    assert "B2" in str(options.notes.texts()[-1])


@pytest.mark.parametrize(
    ("code", "number", "wanted"),
    [
        ("yyyy-mm-dd", "45672", "2025-01-15"),
        ("dd/mm/yyyy hh:mm", "45672.4722222222", "2025-01-15T11:20"),
        ('[$-409]mmm" "yyyy;@', "45672", "2025-01"),
        ("yyyy", "45672", "2025"),
        ("0.00", "45672", None),
        ("[h]:mm", "1.5", None),
        ("General", "5", None),
    ],
)
def test_a_date_is_as_precise_as_its_cell_shows_it(
    code: str, number: str, wanted: str | None
) -> None:
    precise = precision(170, {170: code})
    assert (precise and iso(number, precise, False)) == wanted


def test_dates_since_1904_and_before_march_1900() -> None:
    assert iso("0", "day", True) == "1904-01-01"
    assert iso("1", "day", False) == "1900-01-01"
    assert iso("61", "day", False) == "1900-03-01"
    assert iso("-1", "day", False) is None


def test_what_we_write_is_read_by_openpyxl_and_holds_no_formula(tmp_path: Path) -> None:
    bundle = read_bytes(tmp_path, untidy())
    wanted = [record.document for record in bundle.documents]
    path = tmp_path / "out.xlsx"
    write = registry.get("xlsx").write
    assert write is not None
    run(write(read_bytes(tmp_path, untidy()), path, WriteOptions()))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["documents", "annotations"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n", "inlineStr") for cell in row)
    assert [d.uid for d in read(path)] == [d.uid for d in wanted if d.text.strip()]
    first = path.read_bytes()
    run(write(read_bytes(tmp_path, untidy()), path, WriteOptions()))
    assert path.read_bytes() == first


def test_fault_60_cells_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    from annotator.formats.losses import Losses
    from annotator.formats.tables.xlsx_out import Workbook

    texts = ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "'x", "_x0041_", "a\x0bb", "#N/A"]
    path, losses = tmp_path / "t.xlsx", Losses()
    with Workbook(path, ("documents",), losses) as book, book.sheet("documents") as s:
        s.add(["text", "long"])
        for text in texts:
            s.add([f"{text}", "😀" * 20_000])
    sheet = openpyxl.load_workbook(path)["documents"]
    assert all(row[0].data_type != "f" for row in sheet.iter_rows())
    found = read(path)
    assert [d.text for d in found] == texts
    assert found[0].metadata["long"] == "😀" * 16_383
    (loss,) = losses.listed()
    assert loss.count == len(texts)


def test_names_twice_and_old_workbooks_are_told(tmp_path: Path) -> None:
    path = saved(tmp_path, [["text", "text"], ["a", "b"]])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.field == "text"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(InputError, match="password"):
        read(path)


def test_rows_and_cells_out_of_place_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, [["text"], ["a"]])
    with zipfile.ZipFile(path) as found:
        parts = {name: found.read(name) for name in found.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for old, new in ((b'r="2"', b'r="9999999"'), (b'r="A2"', b'r="ZZZ2"')):
        assert old in parts[name]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for each, data in parts.items():
                made.writestr(each, data.replace(old, new) if each == name else data)
        with pytest.raises(InputError, match="can be"):
            read(path)
