# SPDX-License-Identifier: MIT
"""Nothing of a colleague's file is believed before it was looked at."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import DamagedError, NotAProjectError, UserError
from annotator.store import schema
from annotator.store.bulk import read_bundle
from annotator.store.foreign import ForeignProject
from annotator.store.project import Project
from tests.store import made


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)


def _read(path: Path) -> list[Any]:
    with closing(ForeignProject(path)) as foreign:
        for _ in foreign.verify():
            pass
        return list(foreign.bundle().documents)


def test_a_sound_file_is_read_whole_and_stays_as_it_was(closed: Path) -> None:
    before = made.sha(closed)
    with Project.open(closed, read_only=True) as project:
        wanted = list(read_bundle(project).documents)
    assert _read(closed) == wanted
    assert made.sha(closed) == before
    assert os.listdir(closed.parent) == [closed.name]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ('UPDATE span SET "end" = 99999 WHERE n = 0', "outside of the text"),
        ("UPDATE span SET quote = 'other' WHERE n = 0", "“other”"),
        ("UPDATE span SET start = 'x' WHERE n = 0", "not a whole number"),
        ("UPDATE span SET start = 0.5 WHERE n = 0", "not a whole number"),
        ("UPDATE annotation SET fields = X'FF'", "not valid UTF-8"),
        ("UPDATE annotation SET fields = '[1'", "not valid JSON"),
        ("UPDATE annotation SET fields = '5'", "“fields” is not a JSON object"),
        ("UPDATE annotation SET fields = '{\"speaker\":{}}'", "“speaker”"),
        ("UPDATE annotation SET fields = '{\"speaker\":[1]}'", "“speaker”"),
        ('UPDATE annotation SET "rows" = \'{"stance":5}\'', "“a1”"),
        ("UPDATE annotation SET none = '[1]'", "“none”"),
        ("UPDATE annotation SET state = 'done'", "a1"),
        ("UPDATE annotation SET revs = ''", "a1"),
        ("UPDATE annotation SET annotator_id = 99", "annotator"),
        ("UPDATE document SET title = CAST(X'FF41' AS TEXT) WHERE uid = 'd1'", "UTF-8"),
        ("UPDATE document SET metadata = '[]'", "document 1"),
        ("UPDATE document SET title = 'a' || char(0) || 'b'", "NUL"),
        ("UPDATE document SET file = '5' WHERE id = 1", "document"),
        ("UPDATE document_text SET text = 'Other words.' WHERE id = 1", "d1"),
        ("DELETE FROM document_text WHERE id = 1", "missing"),
        ("UPDATE layer SET status = 'perhaps'", "“status”"),
        ("UPDATE layer SET speakers = '[5]'", "cannot be read"),
        ("UPDATE entity SET aliases = '[1]'", "“aliases”"),
        ("UPDATE entity SET attributes = '{\"a\":1}'", "lee"),
        ("UPDATE codebook SET body = '{}'", "codebook"),
        ("UPDATE codebook SET sha256 = 'abc'", "codebook"),
        ("UPDATE item SET data = '5'", "“data” is not a JSON object"),
    ],
)
def test_fault_32_a_row_that_is_wrong_is_named(
    closed: Path, sql: str, words: str
) -> None:
    _change(
        closed,
        "INSERT INTO item (kind, uid, document_id, data)"
        " VALUES ('comments', 'c1', 1, '{}')",
        sql,
    )
    before = made.sha(closed)
    with pytest.raises(UserError, match=r"p\.annotator") as raised:
        _read(closed)
    assert words in str(raised.value)
    assert made.sha(closed) == before


def test_a_text_of_another_hash_is_another_text(closed: Path) -> None:
    _change(
        closed,
        "UPDATE document_text SET text = replace(text, 'Yes', 'Yep')",
        "UPDATE span SET quote = replace(quote, 'Yes', 'Yep')",
    )
    with pytest.raises(DamagedError, match=r"“d1”.*not the one that was imported"):
        _read(closed)


def test_fault_26_a_damaged_file_says_what_can_be_done(closed: Path) -> None:
    data = bytearray(closed.read_bytes())
    for place in range(3 * schema.PAGE_SIZE, len(data), 97):
        data[place] ^= 0x55
    closed.write_bytes(data)
    with pytest.raises(DamagedError, match=r"Ask for the file again.*recover"):
        _read(closed)
    assert closed.read_bytes() == bytes(data)


def _refused(path: Path) -> str:
    try:
        _read(path)
    except UserError as error:
        return str(error)
    return ""


def test_flipped_bits_are_refused_or_harmless(closed: Path) -> None:
    whole = closed.read_bytes()
    for place in range(200, len(whole), max(1, len(whole) // 60)):
        data = bytearray(whole)
        data[place] ^= 0x40
        closed.write_bytes(data)
        assert closed.name in _refused(closed) or _read(closed)
        assert closed.read_bytes() == bytes(data)


def test_fault_33_a_search_index_of_others_is_not_read(closed: Path) -> None:
    _change(closed, "DELETE FROM document_fts_data WHERE id > 10")
    assert len(_read(closed)) == 2


def test_fault_30_an_index_that_lacks_rows_is_found(closed: Path) -> None:
    """quick_check overlooks it, and whoever reads by it would miss annotations."""
    _change(
        closed,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
        " WHERE name = 'item_by_document') WHERE name = 'annotation_in_order'",
    )
    with pytest.raises(DamagedError, match=r"p\.annotator"):
        _read(closed)


def test_a_hot_journal_is_rolled_back_in_a_copy(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "hot.annotator"
    with closing(sqlite3.connect(closed, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE document SET title = 'half done'")
        connection.execute("UPDATE document_text SET text = text || zeroblob(99999)")
        journal = closed.with_name(closed.name + "-journal")
        shutil.copyfile(closed, other)
        shutil.copyfile(journal, other.with_name(other.name + "-journal"))
        connection.execute("ROLLBACK")
    before = made.sha(other)
    found = _read(other)
    assert [each.document.title for each in found] == ["Title of d1", "Title of d2"]
    assert made.sha(other) == before
    assert other.with_name(other.name + "-journal").exists()


def test_whoever_still_works_in_the_file_is_not_disturbed(closed: Path) -> None:
    with Project.open(closed) as theirs:
        assert len(_read(closed)) == 2
        with theirs.atomic():
            theirs.settings.set("title", "On")


def _endless(path: Path, depth: int = 5, width: int = 2000) -> None:
    """Make the pages of the schema point to each other: `width` ** `depth` rows."""
    size = schema.PAGE_SIZE
    data = bytearray(path.read_bytes())
    leaf = len(data) // size + 1
    old = data[:size]
    data += old
    header = bytearray(old[100:])  # the schema's leaf, as page of its own
    data[(leaf - 1) * size : leaf * size] = bytes(size)
    cells = struct.unpack(">H", old[103:105])[0]
    start = (leaf - 1) * size
    data[start : start + 8] = header[:8]
    pointers = old[108 : 108 + 2 * cells]
    data[start + 8 : start + 8 + 2 * cells] = pointers
    first = min(struct.unpack(f">{cells}H", pointers))
    data[start + first : start + size] = old[first:]
    below = leaf
    for level in range(depth):
        at = 0 if level == depth - 1 else len(data)
        if at:
            data += bytes(size)
        begin = 100 if at == 0 else at
        end = at + size
        cell = struct.pack(">I", below) + b"\x01"
        data[begin : begin + 12] = struct.pack(
            ">BHHHBI", 5, 0, width, size - len(cell), 0, below
        )
        data[begin + 12 : begin + 12 + 2 * width] = (
            struct.pack(">H", size - len(cell)) * width
        )
        data[begin + 12 + 2 * width : end - len(cell)] = bytes(
            end - len(cell) - begin - 12 - 2 * width
        )
        data[end - len(cell) : end] = cell
        below = at // size + 1
    data[28:32] = struct.pack(">I", len(data) // size)
    path.write_bytes(data)


def test_a_schema_without_end_is_given_up(closed: Path) -> None:
    _endless(closed)
    before = made.sha(closed)
    begun = time.monotonic()
    with pytest.raises((DamagedError, NotAProjectError), match=r"p\.annotator"):
        _read(closed)
    assert time.monotonic() - begun < 5
    with pytest.raises((DamagedError, NotAProjectError), match=r"p\.annotator"):
        Project.open(closed)
    assert made.sha(closed) == before
