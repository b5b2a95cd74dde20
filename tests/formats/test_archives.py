# SPDX-License-Identifier: MIT
"""Zip archives: read as they are, and everything odd in them refused by name."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path

import pytest

from annotator.formats import archives
from annotator.formats.archives import Limits
from annotator.model.errors import InputError
from tests.formats import zips
from tests.formats.zips import Member


def refused(path: Path, limits: Limits = archives.LIMITS) -> InputError:
    """The error for an archive: when it is opened, or when all of it is read."""
    with pytest.raises(InputError) as error:
        read_all(path, limits)
    assert error.value.file == str(path)
    return error.value


def read_all(path: Path, limits: Limits) -> None:
    """Open an archive and read every member."""
    with archives.open_zip(path, limits) as found:
        for name in found.names:
            found.read(name)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """An archive as the standard library makes it."""
    path = tmp_path / "good.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "Ann " * 1000)
        made.writestr("sub/", "")
        made.writestr("sub/Ü😀.xml", "<a/>")
        made.writestr("plain", b"\0\1\2" * 50_000, zipfile.ZIP_STORED)
        made.writestr("empty", b"")
    return path


def test_members_are_listed_and_read(good: Path) -> None:
    with archives.open_zip(good) as found:
        assert found.names == ("a.txt", "sub/Ü😀.xml", "plain", "empty")
        assert found.read("a.txt") == b"Ann " * 1000
        assert found.size("a.txt") == 4000
        assert found.read("sub/Ü😀.xml") == b"<a/>"
        assert found.read("plain") == b"\0\1\2" * 50_000
        assert found.read("empty") == b""


def test_members_are_found_in_any_case(good: Path) -> None:
    with archives.open_zip(good) as found:
        assert found.find("A.TXT") == "a.txt"
        assert found.find("SUB/ü😀.XML") == "sub/Ü😀.xml"
        assert found.find("b.txt") is None


def test_an_exact_name_goes_before_one_in_another_case(tmp_path: Path) -> None:
    made = [Member(name="A", data=b"1"), Member(name="a", data=b"2")]
    with archives.open_zip(zips.make(tmp_path / "x.zip", made)) as found:
        assert found.find("a") == "a"


def test_members_are_streams(good: Path) -> None:
    with archives.open_zip(good) as found, found.open("plain") as one:
        with found.open("a.txt") as other:
            # Read by turns.
            assert one.read(4) == b"\0\1\2\0"
            assert other.read(5) == b"Ann A"
            assert one.read(2) == b"\1\2"
            assert other.read() == b"nn " + b"Ann " * 998
        assert len(one.read()) == 150_000 - 6


def test_a_streamed_archive_with_sizes_behind_the_data_is_read(tmp_path: Path) -> None:
    path = tmp_path / "streamed.zip"

    class Pipe:
        """What cannot go back, so that sizes are written behind the data."""

        def __init__(self) -> None:
            self.stream = path.open("wb")

        def write(self, data: bytes) -> int:
            return self.stream.write(data)

        def flush(self) -> None:
            self.stream.flush()

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:  # type: ignore[call-overload]
        made.writestr("a", b"x" * 500)
        made.writestr("b", b"y" * 500)
    pipe.stream.close()
    with archives.open_zip(path) as found:
        assert (found.read("a"), found.read("b")) == (b"x" * 500, b"y" * 500)


def test_a_zip64_archive_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.zip"
    with (
        zipfile.ZipFile(path, "w") as made,
        made.open("a", "w", force_zip64=True) as stream,
    ):
        stream.write(b"x" * 500)
    with archives.open_zip(path) as found:
        assert found.read("a") == b"x" * 500


def test_an_archive_behind_something_else_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"#!/bin/sh\n")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("a", b"x")
    with archives.open_zip(path) as found:
        assert found.read("a") == b"x"


def test_an_archive_with_a_comment_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a", b"x")
        made.comment = b"made by hand " * 100
    with archives.open_zip(path) as found:
        assert found.names == ("a",)


def test_backslashes_separate_parts(tmp_path: Path) -> None:
    path = zips.make(tmp_path / "x.zip", [Member(name="a\\b.txt", data=b"x")])
    with archives.open_zip(path) as found:
        assert found.names == ("a/b.txt",)
        assert found.read("a/b.txt") == b"x"


def test_a_member_that_is_not_there_is_named(good: Path) -> None:
    with archives.open_zip(good) as found, pytest.raises(InputError) as error:
        found.read("b.txt")
    assert error.value.field == "b.txt"


def test_a_limit_is_kept_before_anything_is_unpacked(good: Path) -> None:
    with archives.open_zip(good) as found:
        assert len(found.read("a.txt", 4000)) == 4000
        with pytest.raises(InputError) as error:
            found.read("a.txt", 3999)
    assert "4,000 bytes" in str(error.value)
    assert error.value.field == "a.txt"


@pytest.mark.parametrize("raw", [b"", b"PK", b"text" * 100, b"PK\x05\x06" + b"\0" * 9])
def test_what_is_no_archive_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(raw)
    assert "not a zip archive" in str(refused(path))


def test_a_cut_archive_is_refused(good: Path, tmp_path: Path) -> None:
    raw = good.read_bytes()
    for size in (len(raw) - 1, len(raw) // 2, 40):
        path = tmp_path / f"{size}.zip"
        path.write_bytes(raw[:size])
        refused(path)


def test_a_missing_beginning_is_refused(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(good.read_bytes()[10:])
    refused(path)


@pytest.mark.parametrize(
    "name",
    [
        *("../a", "a/../../b", "..", "a/..", "./a", "..\\a", "a\\..\\b"),
        *("/etc/passwd", "\\a", "//host/a", "C:\\a", "C:a", "c:/a", "a//b"),
        *("a\0b", "a\nb", ""),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    made = [Member(name="ok", data=b"1"), Member(name=name, data=b"2")]
    error = refused(zips.make(tmp_path / "x.zip", made))
    assert error.remedy
    assert list(tmp_path.iterdir()) == [tmp_path / "x.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    made = [Member(name="link", data=b"/etc/passwd", mode=kind | 0o777)]
    error = refused(zips.make(tmp_path / "x.zip", made))
    assert error.field == "link"
    assert "a link" in str(error)


@pytest.mark.parametrize("flags", [0x1, 0x40, 0x2000])
def test_encryption_is_refused(tmp_path: Path, flags: int) -> None:
    made = [Member(name="a", data=b"x", flags=flags)]
    error = refused(zips.make(tmp_path / "x.zip", made))
    assert "encrypted" in str(error)
    assert "password" in error.remedy


def test_encryption_that_only_the_header_before_the_data_tells_is_refused(
    tmp_path: Path,
) -> None:
    made = [Member(name="a", data=b"x", local_flags=1)]
    assert "encrypted" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_unusual_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a", b"x" * 100)
    assert "unusual" in str(refused(path))


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"1"), Member(name="a", data=b"2")]
    assert "twice" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_a_wrong_check_sum_is_refused(tmp_path: Path) -> None:
    made = [Member(name="ok", data=b"1"), Member(name="a", data=b"Ann", crc=7)]
    error = refused(zips.make(tmp_path / "x.zip", made))
    assert error.field == "a"
    assert "check sum" in str(error)


@pytest.mark.parametrize("size", [1, 999, 1001, 5000])
@pytest.mark.parametrize("method", [zips.STORED, zips.DEFLATED])
def test_a_size_that_lies_is_refused(tmp_path: Path, size: int, method: int) -> None:
    data = b"x" * 1000
    # The check sum is that of what the size would give.
    crc = zlib.crc32((data * 5)[:size])
    made = [Member(name="a", data=data, size=size, crc=crc, method=method)]
    error = refused(zips.make(tmp_path / "x.zip", made))
    assert error.field == "a"
    assert "size" in str(error)


def test_sizes_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"x" * 1000, local_size=10)]
    assert "size" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_a_packed_size_that_is_too_long_is_refused(tmp_path: Path) -> None:
    data = b"x" * 1000
    packed = zips.deflated(data) + b"more"
    made = [Member(name="a", data=data, packed=packed)]
    assert refused(zips.make(tmp_path / "x.zip", made)).field == "a"


def test_damaged_data_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"x" * 1000, packed=b"\xff" * 20)]
    assert "damaged" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_members_that_share_one_place_are_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"x"), Member(name="b", data=b"x", at=0)]
    assert "shares its bytes" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_a_member_that_reaches_into_the_directory_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"x" * 9, method=zips.STORED, size=40)]
    made[0].packed_size = 40
    assert "shares its bytes" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_a_member_that_grows_too_much_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"\0" * (5 << 20))]
    path = zips.make(tmp_path / "x.zip", made)
    assert "far more" in str(refused(path))
    with archives.open_zip(path, Limits(ratio=2000)) as found:
        assert found.size("a") == 5 << 20


def test_small_members_that_grow_too_much_together_are_refused(tmp_path: Path) -> None:
    made = [Member(name=str(n), data=b"\0" * (3 << 20)) for n in range(12)]
    with archives.open_zip(zips.make(tmp_path / "a.zip", made[:9])) as found:
        assert len(found.names) == 9
    assert "far more" in str(refused(zips.make(tmp_path / "b.zip", made)))


def test_more_than_the_total_is_refused(tmp_path: Path) -> None:
    made = [Member(name=str(n), data=bytes([n]) * 600) for n in range(3)]
    path = zips.make(tmp_path / "x.zip", made)
    assert "far more" in str(refused(path, Limits(total=1500)))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    made = [Member(name=f"{'n' * 200}{n}") for n in range(30)]
    path = zips.make(tmp_path / "x.zip", made)
    assert "more than 20 files" in str(refused(path, Limits(members=20)))
    short = zips.make(tmp_path / "y.zip", [Member(name=str(n)) for n in range(30)])
    assert "too many" in str(refused(short, Limits(members=29)))


def test_a_folder_with_contents_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a/", data=b"x")]
    assert "folder" in str(refused(zips.make(tmp_path / "x.zip", made)))


def test_a_directory_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    made = [Member(name="a", data=b"x" * 50), Member(name="b", at=20)]
    assert refused(zips.make(tmp_path / "x.zip", made)).field == "b"
