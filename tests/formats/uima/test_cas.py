# SPDX-License-Identifier: MIT
"""UIMA CAS as XMI and JSON: as dkpro-cassis sees it, and as INCEpTION writes it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.features import ACROSS
from annotator.formats.format import Format
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.uima.json_cas import FORMAT as JSON
from annotator.formats.uima.xmi import FORMAT as XMI
from annotator.model.annotation import Row
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.ann_lee import (
    CUE,
    QUOTE,
    SPEAKER,
    TEXT,
    annotation,
    bundle,
    full,
    record,
    span,
)

cassis = pytest.importorskip("cassis")

SPEC = "http://uima.apache.org/resourceSpecifier"
BOTH = pytest.mark.parametrize("format", [XMI, JSON], ids=["xmi", "json"])


def written(given: Bundle, folder: Path, format: Format) -> tuple[Path, WriteOptions]:
    options = WriteOptions()
    assert format.write is not None
    run(format.write(given, folder / "out", options))
    return folder / "out", options


def cas_in(path: Path, format: Format) -> Any:
    """The first file of an export, as cassis reads it."""
    first = min(path.rglob(f"*{format.suffixes[0]}"))
    if format is JSON:
        return cassis.load_cas_from_json(first.read_text("utf-8"))
    with (path / "TypeSystem.xml").open("rb") as stream:
        types = cassis.load_typesystem(stream)
    return cassis.load_cas_from_xmi(first, typesystem=types)


def read(path: Path, format: Format = XMI, **options: Any) -> list[MarkedDocument]:
    assert format.marks is not None
    return list(format.marks(path, ReadOptions(**options)))


def types(*described: str) -> str:
    """A type system; each type is "name feature:range …"."""
    made = []
    for each in described:
        name, *features = each.split()
        parts = "".join(
            f"<featureDescription><name>{feature.partition(':')[0]}</name>"
            f"<rangeTypeName>{feature.partition(':')[2]}</rangeTypeName>"
            "</featureDescription>"
            for feature in features
        )
        parent = "uima.cas.TOP" if "Link" in name else "uima.tcas.Annotation"
        made.append(
            f"<typeDescription><name>{name}</name><description/><supertypeName>"
            f"{parent}</supertypeName><features>{parts}</features></typeDescription>"
        )
    return (
        f'<typeSystemDescription xmlns="{SPEC}"><types>{"".join(made)}</types>'
        "</typeSystemDescription>"
    )


def xmi(folder: Path, body: str, *described: str, text: str = TEXT) -> Path:
    """A file of one text, whose annotations are of types in `custom`."""
    described = described or ("custom.Span role:uima.cas.String",)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "TypeSystem.xml").write_text(types(*described), encoding="utf-8")
    members = " ".join(part.partition('"')[0] for part in body.split('xmi:id="')[1:])
    path = folder / "doc.xmi"
    shown = text.replace("&", "&amp;").replace("\r", "&#13;").replace("\n", "&#10;")
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"'
        ' xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore"'
        ' xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        f"{body}\n"
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"'
        f' sofaString="{shown}"/>\n<cas:View sofa="1" members="{members}"/>\n'
        "</xmi:XMI>\n",
        encoding="utf-8",
    )
    return path


def json_cas(folder: Path, *structures: dict[str, Any], text: str = TEXT) -> Path:
    """A JSON CAS whose annotations are of `custom.Span`."""
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1}
    path = folder / "doc.json"
    data = {
        "%TYPES": {
            "custom.Span": {
                "%NAME": "custom.Span",
                "%SUPER_TYPE": "uima.tcas.Annotation",
                "role": {"%NAME": "role", "%RANGE": "uima.cas.String"},
            }
        },
        "%FEATURE_STRUCTURES": [
            {**sofa, "sofaID": "_InitialView", "sofaString": text},
            *structures,
        ],
        "%VIEWS": {
            "_InitialView": {
                "%SOFA": 1,
                "%MEMBERS": [each["%ID"] for each in structures],
            }
        },
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def structure(uid: int, begin: Any, end: Any, **others: Any) -> dict[str, Any]:
    place = {"@sofa": 1, "begin": begin, "end": end}
    return {"%ID": uid, "%TYPE": "custom.Span", **place, **others}


def said(found: MarkedDocument) -> list[tuple[str, str, dict[str, object]]]:
    text = found.document.text
    return [(m.label, text[m.start : m.end], dict(m.attributes)) for m in found.marks]


# -- what is written -----------------------------------------------------------------


@BOTH
def test_the_library_reads_what_is_written(tmp_path: Path, format: Format) -> None:
    rows = {
        "stance": (Row({"issue": "tax", "intensity": 2}, (span("evidence", CUE),)),)
    }
    fields = {"speaker": "lee", "cue_negated": True, "notes": "a\tb\n“c”"}
    spans = span("content", QUOTE), span("source", SPEAKER)
    given = bundle(record(annotation("a", *spans, fields=fields, rows=rows)))
    cas = cas_in(written(given, tmp_path, format)[0], format)
    assert cas.sofa_string == TEXT
    assert not cas.typecheck()
    (content,) = cas.select("webanno.custom.content")
    (source,) = cas.select("webanno.custom.source")
    (stance,) = cas.select("webanno.custom.stance")
    assert (source.begin, source.end) == SPEAKER
    assert content.get_covered_text() == "“No.”"
    assert (content.speaker, content.cue_negated) == ("Ann Lee", True)
    assert content.notes == "a\tb\n“c”"
    (slot,) = content.source.elements
    assert (slot.role, slot.target.xmiID) == ("source", source.xmiID)
    assert stance.intensity == 2
    assert content.stance.elements[0].target.xmiID == stance.xmiID
    assert [each.target.get_covered_text() for each in stance.evidence.elements] == [
        "said"
    ]


@BOTH
def test_offsets_are_utf16_units_in_the_file(tmp_path: Path, format: Format) -> None:
    given = bundle(record(annotation("a", span("content", QUOTE))))
    path, _ = written(given, tmp_path, format)
    text = min(path.rglob(f"*{format.suffixes[0]}")).read_text("utf-8")
    wanted = 'begin="17" end="22"' if format is XMI else '"begin": 17, "end": 22'
    assert wanted in text


@BOTH
def test_each_person_has_a_file_for_each_document(
    tmp_path: Path, format: Format
) -> None:
    path, options = written(full(), tmp_path, format)
    suffix = format.suffixes[0]
    files = {each.relative_to(path).as_posix() for each in path.rglob(f"*{suffix}")}
    assert files == {
        f"annotation/Empty/INITIAL_CAS{suffix}",
        f"annotation/ann/Ada Nord{suffix}",
        f"annotation/ann/Bo Süd{suffix}",
    }
    assert options.losses.items[ACROSS].count == 1


@BOTH
def test_it_comes_back_with_names_and_titles(tmp_path: Path, format: Format) -> None:
    path, _ = written(full(), tmp_path, format)
    assert registry.sniff(path).name == format.name
    empty, first = read(path, format)
    assert (empty.document.uid, empty.document.title) == ("doc-2", "Empty")
    assert (first.document.uid, first.document.title) == ("doc-1", "A refusal")
    assert {(m.annotator, m.label, m.pieces) for m in first.marks} == {
        ("Ada Nord", "content", (QUOTE,)),
        ("Ada Nord", "source", (SPEAKER,)),
        ("Ada Nord", "cue", (CUE,)),
        ("Ada Nord", "stance", (QUOTE,)),
        ("Bo Süd", "content", ((16, 20),)),
    }


@BOTH
def test_the_same_bytes_each_time(tmp_path: Path, format: Format) -> None:
    made = []
    for name in ("a", "b"):
        path, _ = written(full(), tmp_path / name, format)
        files = sorted(each for each in path.rglob("*") if each.is_file())
        made.append([each.read_bytes() for each in files])
    assert made[0] == made[1]


def test_control_characters_are_not_in_xml_and_told(tmp_path: Path) -> None:
    given = bundle(record(text="a\x0cb\ufffec"))
    path, options = written(given, tmp_path, XMI)
    assert [each.document.text for each in read(path)] == ["a\ufffdb\ufffdc"]
    assert any(what.startswith("control") for what in options.losses.items)
    path, options = written(given, tmp_path / "json", JSON)
    assert [each.document.text for each in read(path, JSON)] == ["a\x0cb\ufffec"]


@BOTH
def test_it_is_not_written_without_the_text(tmp_path: Path, format: Format) -> None:
    assert format.write is not None
    with pytest.raises(UserError, match="CAS is made of a text"):
        run(format.write(full(), tmp_path / "o", WriteOptions(with_text=False)))


# -- what others write ---------------------------------------------------------------


def test_the_example_in_xmi(tmp_path: Path) -> None:
    body = (
        '<custom:Span xmi:id="2" sofa="1" begin="0" end="10" role="Speaker"/>'
        '<custom:Span xmi:id="3" sofa="1" begin="17" end="22"/>'
    )
    path = xmi(tmp_path, body)
    assert registry.sniff(path).name == "uima-xmi"
    (found,) = read(path)
    assert found.document.text == TEXT
    assert [(m.id, m.label, m.pieces, m.attributes) for m in found.marks] == [
        ("2", "custom.Span", (SPEAKER,), {"role": "Speaker"}),
        ("3", "custom.Span", (QUOTE,), {}),
    ]


def test_the_example_in_json(tmp_path: Path) -> None:
    path = json_cas(tmp_path, structure(2, 0, 10, role="Speaker"), structure(3, 17, 22))
    assert registry.sniff(path).name == "uima-json"
    (found,) = read(path, JSON)
    assert [(m.id, m.pieces, m.attributes) for m in found.marks] == [
        ("2", (SPEAKER,), {"role": "Speaker"}),
        ("3", (QUOTE,), {}),
    ]


def test_line_ends_of_two_characters_count_as_two(tmp_path: Path) -> None:
    body = '<custom:Span xmi:id="2" sofa="1" begin="18" end="23"/>'
    (found,) = read(xmi(tmp_path, body, text=TEXT.replace("\n", "\r\n")))
    assert found.document.text == TEXT
    assert found.marks[0].pieces == (QUOTE,)


def test_values_of_all_kinds(tmp_path: Path) -> None:
    kinds = "s:uima.cas.String b:uima.cas.Boolean i:uima.cas.Long f:uima.cas.Double"
    lists = "a:uima.cas.StringArray l:uima.cas.StringList n:uima.cas.IntegerArray"
    body = (
        '<custom:Span xmi:id="2" sofa="1" begin="0" end="3" s="" b="true" i="7"'
        ' f="0.5" n="1 2"><a>x y</a><a></a><l>p</l><l>q</l></custom:Span>'
    )
    (found,) = read(xmi(tmp_path, body, f"custom.Span {kinds} {lists}"))
    assert found.marks[0].attributes == {
        "s": "",
        "b": True,
        "i": 7,
        "f": "0.5",
        "a": ("x y", ""),
        "l": ("p", "q"),
        "n": ("1", "2"),
    }


def test_slots_references_and_relations_are_links(tmp_path: Path) -> None:
    body = (
        '<custom:Span xmi:id="2" sofa="1" begin="0" end="3" to="3" links="5 6"/>'
        '<custom:Span xmi:id="3" sofa="1" begin="11" end="15"/>'
        '<custom:Rel xmi:id="4" sofa="1" begin="11" end="15" Governor="2"'
        ' Dependent="3" value="says"/>'
        '<custom:Rel xmi:id="7" sofa="1" begin="11" end="15" Governor="3"'
        ' Dependent="2"/>'
        '<custom:SpanLink xmi:id="5" role="r" target="3"/>'
        '<custom:SpanLink xmi:id="6" target="3"/>'
    )
    (found,) = read(
        xmi(
            tmp_path,
            body,
            "custom.Span to:custom.Span links:uima.cas.FSArray",
            "custom.SpanLink role:uima.cas.String target:uima.tcas.Annotation",
            "custom.Rel Governor:custom.Span Dependent:custom.Span"
            " value:uima.cas.String",
        )
    )
    assert [m.id for m in found.marks] == ["2", "3"]
    assert sorted((x.label, x.source, x.target) for x in found.links) == [
        ("custom.Rel", "3", "2"),
        ("links", "2", "3"),
        ("r", "2", "3"),
        ("says", "2", "3"),
        ("to", "2", "3"),
    ]


def test_annotations_without_width_are_left_out_and_told(tmp_path: Path) -> None:
    options = ReadOptions()
    path = xmi(tmp_path, '<custom:Span xmi:id="2" sofa="1" begin="4" end="4"/>')
    assert XMI.marks is not None
    (found,) = XMI.marks(path, options)
    assert not found.marks
    assert options.notes.count == 1


def test_tokens_are_no_annotations(tmp_path: Path) -> None:
    token = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
    path = xmi(tmp_path, '<custom:Span xmi:id="2" sofa="1" begin="0" end="3"/>')
    for each in (path, tmp_path / "TypeSystem.xml"):
        text = each.read_text("utf-8").replace("custom.Span", token)
        space = token.rpartition(".")[0].replace(".", "/")
        text = text.replace("http:///custom.ecore", f"http:///{space}.ecore")
        each.write_text(text.replace("custom:Span", "custom:Token"), encoding="utf-8")
    assert not read(path)[0].marks


def test_another_unit_can_be_said(tmp_path: Path) -> None:
    path = xmi(tmp_path, '<custom:Span xmi:id="2" sofa="1" begin="16" end="21"/>')
    assert read(path, unit="code points")[0].marks[0].pieces == (QUOTE,)


@pytest.mark.parametrize("nested", [False, True])
def test_archives_as_they_are_exported(tmp_path: Path, nested: bool) -> None:
    body = '<custom:Span xmi:id="2" sofa="1" begin="0" end="10"/>'
    path = xmi(tmp_path / "made", body)
    folder = tmp_path / ("in/annotation/doc.txt" if nested else "in")
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "ada.zip", "w") as archive:
        archive.write(path, "ada.xmi")
        archive.write(path.with_name("TypeSystem.xml"), "TypeSystem.xml")
    given = tmp_path / "in" if nested else folder / "ada.zip"
    assert registry.sniff(given).name == "uima-xmi"
    (found,) = read(given)
    assert found.marks[0].pieces == (SPEAKER,)
    if nested:
        assert found.document.title == "doc.txt"
        assert found.marks[0].annotator == "ada"


@BOTH
def test_what_is_said_of_the_document_is_kept_and_written_back(
    tmp_path: Path, format: Format
) -> None:
    body = (
        '<custom:Span xmi:id="2" sofa="1" begin="0" end="3"/>'
        '<custom:Topic xmi:id="3" sofa="1" name="harbour" sure="true"/>'
    )
    topic = "custom.Topic name:uima.cas.String sure:uima.cas.Boolean"
    path = xmi(tmp_path / "in", body, "custom.Span", topic)
    system = path.with_name("TypeSystem.xml")
    head, name, tail = system.read_text("utf-8").partition("custom.Topic")
    tail = tail.replace("uima.tcas.Annotation", "uima.cas.AnnotationBase", 1)
    system.write_text(head + name + tail, encoding="utf-8")
    assert XMI.read is not None
    found = XMI.read(path, ReadOptions())
    made = replace(found, documents=list(found.documents))
    cas = cas_in(written(made, tmp_path, format)[0], format)
    (kept,) = [fs for fs in cas.select_all_fs() if fs.type.name == "custom.Topic"]
    assert (kept.name, kept.sure) == ("harbour", True)


@BOTH
def test_extra_content_that_would_be_code_is_not_written(
    tmp_path: Path, format: Format
) -> None:
    extra = [
        {"type": "custom.Topic", "features": {"x=print(1)": "1", "good": 2}},
        {"type": "a b=c", "features": {}},
        {"type": 3},
        "text",
    ]
    given = bundle(record(extra={"uima-xmi": {"structures": extra}}))
    cas = cas_in(written(given, tmp_path, format)[0], format)
    kept = [fs for fs in cas.select_all_fs() if fs.type.name.startswith("custom")]
    assert [each.good for each in kept] == [2]


# -- what is wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("0", "99"),
        ("5", "7"),
        ("0", "5"),
        ("9", "3"),
        ("-1", "3"),
        ("x", "3"),
        ("1.5", "3"),
    ],
)
def test_54_spans_out_of_range_or_inside_a_pair(
    tmp_path: Path, begin: str, end: str
) -> None:
    body = (
        '<custom:Span xmi:id="2" sofa="1" begin="0" end="3"/>\n'
        f'<custom:Span xmi:id="77" sofa="1" begin="{begin}" end="{end}"/>'
    )
    path = xmi(tmp_path, body)
    with pytest.raises(InputError) as error:
        read(path)
    place = error.value.file, error.value.line, error.value.field
    assert place == (str(path), 5, "77")
    numbers = [
        int(each) if each.lstrip("-").isdigit() else each for each in (begin, end)
    ]
    path = json_cas(tmp_path, structure(2, 0, 3), structure(77, *numbers))
    with pytest.raises(InputError) as error:
        read(path, JSON)
    assert (error.value.file, error.value.field) == (str(path), "77")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("<cas:NULL", "<!DOCTYPE a><cas:NULL", 3),
        ("</xmi:XMI>", "", 8),
        ('members="2"', 'members="2 9"', 6),
        ('<cas:NULL xmi:id="0"/>', '<cas:NULL xmi:id="2"/>', 4),
        ('xmi:id="2"', 'xmi:id="two"', 4),
        ('sofa="1" begin', "begin", 4),
        ("custom:Span", "custom:Other", None),
        ('role="A"', 'unknown="A"', None),
        ("sofaString=", "other=", None),
    ],
)
def test_wrong_xmi_is_refused(
    tmp_path: Path, old: str, new: str, line: int | None
) -> None:
    body = '<custom:Span xmi:id="2" sofa="1" begin="0" end="3" role="A"/>'
    path = xmi(tmp_path, body)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(path)
    assert error.value.file == str(path)
    if line is not None:
        assert error.value.line == line


def test_without_its_type_system_it_is_refused(tmp_path: Path) -> None:
    path = xmi(tmp_path, '<custom:Span xmi:id="2" sofa="1" begin="0" end="3"/>')
    (tmp_path / "TypeSystem.xml").unlink()
    with pytest.raises(InputError, match=r"no TypeSystem\.xml beside it"):
        read(path)


@pytest.mark.parametrize("name", ["x=print(1)", "class", "__init__", "a, b"])
def test_names_that_would_be_code_are_refused(tmp_path: Path, name: str) -> None:
    body = '<custom:Span xmi:id="2" sofa="1" begin="0" end="3"/>'
    path = xmi(tmp_path, body, "custom.Span NAME:uima.cas.String")
    system = tmp_path / "TypeSystem.xml"
    system.write_text(system.read_text("utf-8").replace("NAME", name), encoding="utf-8")
    with pytest.raises(InputError, match="which no feature may"):
        read(path)
    path = json_cas(tmp_path, structure(2, 0, 3))
    path.write_text(path.read_text("utf-8").replace('"role"', f'"{name}"'))
    with pytest.raises(InputError, match="which no feature may"):
        read(path, JSON)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"%VIEWS": {},\n"%TYPES": }', 2),
        ("[" * 100_000, None),
        ('{"%TYPES": {}, "%TYPES": {}, "%VIEWS": {}}', None),
        ('{"%TYPES": NaN, "%VIEWS": {}}', None),
        ('{"%VIEWS": {}}', None),
        ('{"a": 1}', None),
        ("[]", None),
        ('{"%TYPES": {}, "%VIEWS": {}, "%FEATURE_STRUCTURES": [1]}', None),
        ('{"%TYPES": {}, "%VIEWS": {}, "%FEATURE_STRUCTURES": []}', None),
    ],
)
def test_wrong_json_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    path = tmp_path / "doc.json"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        read(path, JSON)
    assert error.value.file == str(path)
    assert error.value.line == line


def test_json_of_very_many_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"%FEATURE_STRUCTURES":[' + "{}," * 400_000 + "{}]}")
    with pytest.raises(InputError, match="more than 400,000 objects"):
        read(path, JSON)


def test_only_files_of_the_formats_are_claimed(tmp_path: Path) -> None:
    for name, text in (("a.json", '{"id": 1}'), ("a.xml", "<a/>"), ("a.txt", "Ann")):
        path = tmp_path / name
        path.write_text(text)
        for each in (XMI, JSON):
            assert each.sniff(path.read_bytes(), path) == 0
    assert XMI.sniff(b"", tmp_path) == 0
    assert JSON.sniff(b"", tmp_path) == 0
