# SPDX-License-Identifier: MIT
"""The texts of XMI are read once, and not by the library as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.formats.uima.json_cas import FORMAT as JSON
from annotator.model.errors import InputError
from tests.formats.ann_lee import SPEAKER, TEXT
from tests.formats.uima.test_cas import json_cas, read, structure, xmi

cassis = pytest.importorskip("cassis")

SPAN = '<custom:Span xmi:id="2" sofa="1" begin="0" end="10"/>'
ROLE = "custom.Span role:uima.cas.String many:uima.cas.StringArray"


@pytest.fixture
def no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library may convert no offsets of texts: tables would fill the memory."""

    def refuse(self: Any, text: str | None) -> None:
        assert text is None

    converter = cassis.cas.Utf16CodepointOffsetConverter
    monkeypatch.setattr(converter, "create_offset_mapping", refuse)


@pytest.mark.usefixtures("no_tables")
def test_the_library_gets_no_text(tmp_path: Path) -> None:
    (found,) = read(xmi(tmp_path, SPAN))
    assert found.document.text == TEXT
    assert found.marks[0].pieces == (SPEAKER,)
    (found,) = read(json_cas(tmp_path, structure(2, 0, 10)), JSON)
    assert found.document.text == TEXT
    assert found.marks[0].pieces == (SPEAKER,)


def test_what_only_looks_like_the_text_stays(tmp_path: Path) -> None:
    said = "&lt;cas:Sofa sofaString='x'/>"
    body = (
        f'<custom:Span xmi:id="2" sofa="1" begin="0" end="10" role="{said}">'
        '<many><![CDATA[<cas:Sofa sofaString="y"/>]]></many></custom:Span>'
        '<!-- <cas:Sofa sofaString="z"/> -->'
    )
    (found,) = read(xmi(tmp_path, body, ROLE))
    (mark,) = found.marks
    assert mark.attributes == {
        "role": "<cas:Sofa sofaString='x'/>",
        "many": ('<cas:Sofa sofaString="y"/>',),
    }


@pytest.mark.usefixtures("no_tables")
def test_other_prefixes_quotation_marks_and_line_ends(tmp_path: Path) -> None:
    path = xmi(tmp_path, SPAN)
    text = path.read_text("utf-8").replace("cas:", "u-1:").replace(":cas=", ":u-1=")
    text = text.replace(' sofaString="', "\n\tsofaString = '").replace('.”"', ".”'")
    path.write_text(text, encoding="utf-8")
    (found,) = read(path)
    assert found.document.text == TEXT
    assert found.marks[0].pieces == (SPEAKER,)


def test_a_long_text_in_another_encoding_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xmi(tmp_path, SPAN)
    text = path.read_text("utf-8").replace('"UTF-8"', '"UTF-16"')
    path.write_bytes(text.encode("utf-16"))
    (found,) = read(path)
    assert found.document.text == TEXT
    monkeypatch.setattr("annotator.formats.uima.xmi_read._LONG", 10)
    with pytest.raises(InputError, match="too long to be read in this encoding"):
        read(path)


def test_files_of_one_folder_share_their_type_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    load = cassis.load_typesystem

    def counting(*args: Any, **named: Any) -> object:
        loaded.append(args)
        return load(*args, **named)

    monkeypatch.setattr(cassis, "load_typesystem", counting)
    feature = "custom.Span shared:uima.cas.String"
    path = xmi(tmp_path, SPAN, feature)
    for name in ("b.xmi", "c.xmi"):
        path.with_name(name).write_bytes(path.read_bytes())
    assert len(read(path.parent)) == 3
    assert len(loaded) == 1


def test_the_type_system_that_is_nearest_is_taken(tmp_path: Path) -> None:
    near = xmi(tmp_path / "near", SPAN, "custom.Span role:uima.cas.String")
    xmi(tmp_path, SPAN, "custom.Span other:uima.cas.String")
    role = SPAN.replace("/>", ' role="who"/>')
    near.write_text(near.read_text(encoding="utf-8").replace(SPAN, role), "utf-8")
    found = read(tmp_path)
    assert [each.attributes for f in found for each in f.marks] == [{}, {"role": "who"}]


def test_json_files_that_describe_the_same_types_share_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[object] = []
    merge = cassis.json.merge_typesystems

    def counting(*systems: object) -> object:
        merged.append(systems)
        return merge(*systems)

    monkeypatch.setattr(cassis.json, "merge_typesystems", counting)
    path = json_cas(tmp_path, structure(2, 0, 10))
    text = path.read_text(encoding="utf-8").replace("custom.Span", "custom.Shared")
    for name in ("a.json", "b.json", "c.json"):
        path.with_name(name).write_text(text, encoding="utf-8")
    path.unlink()
    found = read(tmp_path, JSON)
    assert [each.marks[0].label for each in found] == ["custom.Shared"] * 3
    assert len(merged) == 1


def test_a_text_longer_than_any_document_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.uima.raw.LONGEST", len(TEXT) - 1)
    with pytest.raises(InputError, match="more than 20 characters"):
        read(xmi(tmp_path, SPAN))
    with pytest.raises(InputError, match="more than 20 characters"):
        read(json_cas(tmp_path, structure(2, 0, 10)), JSON)
