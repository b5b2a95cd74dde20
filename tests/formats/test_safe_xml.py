# SPDX-License-Identifier: MIT
"""XML of strangers: parsed as usual, within limits, with exact places in errors."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from annotator.formats import safe_xml
from annotator.formats.safe_xml import Limits
from annotator.model.errors import InputError


def refused(source: bytes, limits: Limits = safe_xml.LIMITS) -> InputError:
    """The error for a document, the same from `parse` and from `check`."""
    with pytest.raises(InputError) as parsed:
        safe_xml.parse(source, file="a.xml", limits=limits)
    with pytest.raises(InputError) as checked:
        safe_xml.check(source, file="a.xml", limits=limits)
    assert str(parsed.value) == str(checked.value)
    return parsed.value


def test_elements_attributes_and_texts_are_those_of_the_file() -> None:
    raw = '<?xml version="1.0"?>\n<a xmlns:n="urn:x" n:b="1">t<n:c>é😀</n:c>u</a>'
    root = safe_xml.parse(raw.encode())
    assert root.tag == "a"
    assert root.attrib == {"{urn:x}b": "1"}
    child = root.find("{urn:x}c")
    assert child is not None
    assert (root.text, child.text, child.tail) == ("t", "é😀", "u")


def test_a_path_bytes_and_a_stream_give_the_same(tmp_path: Path) -> None:
    raw = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1")
    path = tmp_path / "a.xml"
    path.write_bytes(raw)
    for source in (path, raw, io.BytesIO(raw)):
        assert safe_xml.parse(source).text == "é"
    for source in (path, raw, io.BytesIO(raw)):
        safe_xml.check(source)


def test_long_documents_come_in_blocks() -> None:
    inner = "".join(f"<b n='{n}'>{'x' * 50}</b>" for n in range(5000))
    root = safe_xml.parse(f"<a>{inner}</a>".encode())
    assert [each.get("n") for each in root] == [str(n) for n in range(5000)]
    assert {each.text for each in root} == {"x" * 50}


def test_a_path_names_itself_in_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<a>\n<b></a>")
    with pytest.raises(InputError) as error:
        safe_xml.parse(path)
    assert (error.value.file, error.value.line) == (str(path), 2)
    with pytest.raises(InputError) as error:
        safe_xml.parse(path, file="inside.xml")
    assert error.value.file == "inside.xml"


def test_what_is_no_xml_is_refused_with_line_and_character() -> None:
    error = refused(b"<a>\n  <b>\n</a>")
    assert error.line == 3
    assert str(error).startswith(
        "a.xml, line 3: this is not XML: mismatched tag, at character 3."
    )


@pytest.mark.parametrize("raw", [b"", b"   \n", b"text", b"<a/><b/>", b"<a>\x00</a>"])
def test_what_is_no_document_is_refused(raw: bytes) -> None:
    assert "this is not XML" in str(refused(raw))


def test_control_characters_and_halves_of_pairs_are_no_xml() -> None:
    assert refused(b"<a>\n&#1;</a>").line == 2
    assert refused(b"<a>&#xD800;</a>").line == 1


@pytest.mark.parametrize("name", ["shift_jis", "no-such-encoding", "utf-7"])
def test_an_encoding_that_cannot_be_read_is_refused(name: str) -> None:
    raw = f'<?xml version="1.0" encoding="{name}"?><a>x</a>'.encode()
    assert refused(raw).file == "a.xml"


def test_wrong_bytes_are_refused_with_their_line() -> None:
    assert refused(b"<a>\n\xff</a>").line == 2


def test_a_document_type_is_refused_with_its_line() -> None:
    error = refused(b'<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>')
    assert error.line == 2
    assert "document type" in str(error)
    assert "<!DOCTYPE" in str(error.remedy)


def test_too_deep_is_refused_and_as_deep_as_allowed_is_not() -> None:
    limits = Limits(depth=3)
    safe_xml.parse(b"<a><a><a/></a></a>", limits=limits)
    error = refused(b"<a><a>\n<a><a/></a></a></a>", limits)
    assert error.line == 2
    assert "more than 3 elements in each other" in str(error)


def test_too_many_parts_are_refused() -> None:
    limits = Limits(parts=4)
    safe_xml.parse(b"<a b='1'><c d='2'/></a>", limits=limits)
    assert "more than 4 elements" in str(refused(b"<a><b/><b/><b/><b/></a>", limits))
    assert "more than 4 elements" in str(
        refused(b"<a b='1' c='2' d='3' e='4'/>", limits)
    )


def test_too_many_attributes_on_one_element_are_refused() -> None:
    limits = Limits(attributes=2)
    assert "attributes on one" in str(refused(b"<a b='1' c='2' d='3'/>", limits))


def test_too_many_bytes_are_refused() -> None:
    assert "more than 100 bytes" in str(
        refused(b"<a>" + b"x" * 100 + b"</a>", Limits(size=100))
    )


def test_too_much_text_in_one_element_is_refused() -> None:
    raw = b"<a>" + b"<b>12<c>34</c>5</b>" * 9 + b"</a>"
    assert len(list(safe_xml.each(raw, "b", limits=Limits(text=5)))) == 9
    with pytest.raises(InputError, match="more than 4 characters in one"):
        list(safe_xml.each(raw, "b", limits=Limits(text=4)))


def test_depth_is_counted_anew_after_an_element_ends() -> None:
    raw = b"<a>" + b"<b><c/></b>" * 100 + b"</a>"
    assert len(safe_xml.parse(raw, limits=Limits(depth=3))) == 100


def test_elements_are_found_by_name_in_any_namespace_and_the_many_apart() -> None:
    raw = (
        '<p xmlns="urn:1"><x><c n="1"><d>t</d><r n="2"/><r n="3"><c/></r></c></x>'
        '<c xmlns="urn:2" n="4"/></p>'
    )
    found = safe_xml.each_called(raw.encode(), {"c"}, apart={"r"})
    told = [
        (safe_xml.local_name(each.tag), each.get("n"), len(each))
        for each in found
        if each is not None
    ]
    assert told == [("r", "2", 0), ("r", "3", 0), ("c", "1", 1), ("c", "4", 0)]


def test_what_stands_apart_may_be_very_many() -> None:
    raw = b"<p><c>" + b"<r n='1'/>" * 5_000 + b"</c></p>"
    found = list(safe_xml.each_called(raw, {"c"}, apart={"r"}, most=10))
    assert sum(each is not None for each in found) == 5_001
    with pytest.raises(InputError, match="more than 10 elements"):
        list(safe_xml.each_called(raw, {"c"}, most=10))


def test_between_elements_there_is_room_to_stop() -> None:
    raw = b"<p>" + b"<x>y</x>" * 100_000 + b"<c/></p>"
    found = list(safe_xml.each_called(raw, {"c"}))
    assert found.count(None) > 5
