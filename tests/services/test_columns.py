# SPDX-License-Identifier: MIT
"""Tables of documents: columns found, proposed, said and previewed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.model.errors import InputError, MissingExtraError, UserError
from annotator.services.columns import (
    Column,
    columns_of,
    parse_columns,
    preview_documents,
    propose_columns,
    read_column_map,
)
from tests import guest_marks

TABLE = "TABLE\nheadline|body|desk\nOne|First words.|home\nTwo|Second words.|world\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    guest_marks.register(monkeypatch)
    path = tmp_path / "a.table"
    path.write_text(TABLE, "utf-8")
    yield path
    registry.forget_plugins()


def test_columns_come_with_their_first_values(table: Path) -> None:
    assert columns_of(table) == [
        Column("headline", ("One", "Two")),
        Column("body", ("First words.", "Second words.")),
        Column("desk", ("home", "world")),
    ]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Words.", "utf-8")
    with pytest.raises(InputError, match="no table"):
        columns_of(file)


def test_columns_are_proposed_by_name(table: Path) -> None:
    found = propose_columns(columns_of(table))
    assert (found["text"], found["title"]) == ("body", "headline")
    assert "desk" not in found.values()


def test_the_longest_values_are_the_text_where_no_name_says_so() -> None:
    listed = [Column("a", ("x" * 20,)), Column("b", ("y" * 200,)), Column("date")]
    assert propose_columns(listed) == {"text": "b", "published": "date"}
    assert "text" not in propose_columns(listed[:1])


def test_the_first_documents_are_made_as_said(table: Path) -> None:
    which = {"text": "body", "title": "desk"}
    found = preview_documents(table, which, count=1)
    assert [(each.title, each.text) for each in found] == [("home", "First words.")]
    assert found[0].metadata == {"headline": "One"}
    with pytest.raises(InputError, match="headline, body, desk"):
        preview_documents(table, {})


def test_columns_are_said_on_the_command_line() -> None:
    assert parse_columns("text=body, title=head,,line,metadata:desk=d") == {
        "text": "body",
        "title": "head,line",
        "metadata:desk": "d",
    }
    with pytest.raises(UserError, match="text=body"):
        parse_columns("text")
    with pytest.raises(UserError, match="“text”"):
        parse_columns("texts=body")


def test_columns_are_said_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text('text = "body"\n[metadata]\ndesk = "the desk"\n', "utf-8")
    assert read_column_map(file) == {"text": "body", "metadata:desk": "the desk"}


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ('text = "a"\nfoo = "b"\n', 2, "foo"),
        ("text = 3\n", 1, "text"),
        ('[metadata]\na = "b"\nc = [1]\n', 3, "metadata:c"),
        ('text = "a\n', 1, None),
    ],
)
def test_a_wrong_file_is_told_with_line_and_key(
    tmp_path: Path, text: str, line: int, field: str | None
) -> None:
    file = tmp_path / "columns.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        read_column_map(file)
    assert (told.value.line, told.value.field) == (line, field)
    assert told.value.file == str(file)


def test_a_missing_package_is_told_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Format, "missing", lambda self: tuple(self.requires.values()))
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(MissingExtraError, match="pip install pyarrow"):
        columns_of(path)
    with pytest.raises(MissingExtraError, match="pip install pyarrow"):
        preview_documents(path, {"text": "text"})
