# SPDX-License-Identifier: MIT
"""Bytes to text: exact, or asked; never a replacement character."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.encodings import candidates, decode
from annotator.formats.newlines import Shifts, normalise
from annotator.model.errors import InputError

TEXT = "Žalgiris said “naïve café” € 😀 ę\nand a second line of it.\n" * 3
WESTERN = "He said “naïve café” is déjà vu – and it’s fine, über alles.\n" * 5


def refused(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        decode(data, encoding)
    message = str(caught.value)
    assert "\ufffd" not in message
    return message


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_fault_45_marks_decide_and_nuls_tell(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding) == (TEXT, encoding)


@pytest.mark.parametrize(
    "text", ["Он сказал: нет.\n", "東京都知事は述べた。\n", "Ἓν οἶδα\n"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_fault_45_other_scripts_without_a_mark(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding) * 3)
    assert (found.text, found.encoding) == (text * 3, encoding)


@pytest.mark.parametrize("text", ["Mara said no.", "Mara said café.", "M."])
def test_fault_47_one_nul_does_not_make_it_utf_16(text: str) -> None:
    for encoding in ("utf-8", "cp1252"):
        data = (text * 4).encode(encoding)
        for at in range(len(data)):
            for more in (b"", b"."):
                message = refused(data[:at] + b"\0" + data[at:] + more)
                assert "NUL" in message or "encoding" in message


def test_only_one_mark_is_taken_away() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + b"a").text == "\ufeffa"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (WESTERN.encode("cp1252"), "cp1252"),
        ("Он сказал, что не поедет в Москву сегодня.\n".encode("cp1251") * 5, "cp1251"),
        ("東京都知事は述べた。また会う。".encode("shift_jis"), "cp932"),
        (b"caf\xe9", "cp1252"),
        (TEXT.encode() + WESTERN.encode("cp1252"), "byte 222 (0x93)"),
        (TEXT.encode() + "é".encode()[:1], "cut off"),
        ("é€😀".encode() + b" \xc0\xaf", "overlong"),
        (b"a \xed\xa0\xbd\xed\xb8\x80", "CESU-8"),
        ("é€ ".encode() + b"\xff\xff", "byte 7 (0xff)"),
    ],
)
def test_fault_44_what_is_no_utf_8_is_asked_about(data: bytes, told: str) -> None:
    message = refused(data)
    assert told in message
    assert "--encoding" in message or "Convert" in message


def test_an_encoding_that_is_named_is_used_strictly() -> None:
    assert decode(WESTERN.encode("cp1252"), "windows-1252").text == WESTERN
    assert "byte 1" in refused(b"\x81abc", "cp1252")
    assert "no encoding “nope”" in refused(b"a", "nope")
    assert "not an encoding of text" in refused(b"a", "rot13")
    assert "not an encoding of text" in refused(b"a", "hex")
    assert "byte order mark of UTF-8" in refused(codecs.BOM_UTF8 + b"a", "cp1252")


def test_a_named_encoding_is_doubted_where_the_bytes_are_utf_8() -> None:
    assert "UTF-8" in decode("café".encode(), "cp1252").doubt
    assert not decode(b"cafe", "cp1252").doubt
    assert not decode("café".encode("cp1252"), "cp1252").doubt


@pytest.mark.parametrize("data", [b"a\0b", b"\0\0", b"a\0b\0c"])
def test_fault_47_nul_is_refused(data: bytes) -> None:
    assert "NUL" in refused(data)


def test_half_a_surrogate_pair_is_refused() -> None:
    assert "utf-16-le" in refused(codecs.BOM_UTF16_LE + b"a\0\x3d\xd8b\0")
    assert "surrogate" in refused(b"+2D0-", "utf-7")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_line_ends_become_lf_and_nothing_else_changes(text: str) -> None:
    text = f"x{text}"
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    assert decode(text.encode()).text == wanted
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF8, "utf-8")):
        assert decode(mark + text.encode(name)).text == wanted


@given(st.text("ab\r\n😀", max_size=12), st.data())
def test_offsets_follow_the_line_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
        return
    shifts = Shifts(text)
    got = normalise(text)[shifts.convert(start) : shifts.convert(end)]
    assert got == normalise(text[start:end])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Müller B-PER", "cp1252"),
        ("Gruß aus Köln, schöne Grüße", "cp1252"),
        ("Привет мир, как дела сегодня", "cp1251"),
    ],
)
def test_what_most_files_are_in_is_named_first(text: str, encoding: str) -> None:
    assert candidates(text.encode(encoding))[0] == encoding
