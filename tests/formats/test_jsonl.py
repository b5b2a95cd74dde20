# SPDX-License-Identifier: MIT
"""The native format: the same bytes, the same records, and faults told exactly."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats import jsonl, jsonl_read
from annotator.formats.options import Notes
from annotator.model.bundle import Bundle, ProjectHeader
from annotator.model.errors import InputError
from tests.formats.bundles import (
    annotation,
    bundles,
    document,
    header,
    lines,
    options,
    preset,
    read_bytes,
    written,
)

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
TEXT = "Roe 😀 said: “No.”"


def refused(folder: Path, data: bytes, **others: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read_bytes(folder, data, **others)
    return caught.value


@given(bundle=bundles())
@settings(max_examples=60)
def test_fault_57_what_is_written_is_read_as_it_was(bundle: Bundle) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        data = written(bundle, folder)
        again = read_bytes(folder, data)
        assert again.header == bundle.header
        assert again.codebooks == bundle.codebooks
        assert [r.document for r in again.documents] == [
            r.document for r in bundle.documents
        ]
        for got, wanted in zip(again.documents, bundle.documents, strict=True):
            assert got.annotations == wanted.annotations
            assert got.layers == wanted.layers
            assert got.decisions == wanted.decisions
            assert got.comments == wanted.comments
        assert written(again, folder) == data


@given(bundle=bundles())
@settings(max_examples=25)
def test_lines_are_the_canonical_json_of_what_they_hold(bundle: Bundle) -> None:
    with TemporaryDirectory() as name:
        data = written(bundle, Path(name))
    for line in data.split(b"\n")[:-1]:
        value = json.loads(line)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        assert plain.encode() == line


def test_the_reference_file_is_written_byte_for_byte(tmp_path: Path) -> None:
    bundle = read_bytes(tmp_path, (REFERENCE / "untidy.jsonl").read_bytes())
    assert written(bundle, tmp_path) == (REFERENCE / "canonical.jsonl").read_bytes()


def test_the_worked_example_is_read_whole(shared: Path, tmp_path: Path) -> None:
    bundle = jsonl_read.read(shared / "seed" / "gold.jsonl", options())
    (record,) = bundle.documents
    found = record.annotations
    assert len(found) == 21
    assert sum(len(each.rows.get("stance", ())) for each in found) == 20
    assert sum(sum(1 for _ in each.all_spans()) for each in found) == 76
    text = record.document.text
    assert all(s.text == text[s.start : s.end] for a in found for s in a.all_spans())
    once = written(bundle, tmp_path)
    assert written(read_bytes(tmp_path, once), tmp_path) == once


def test_an_explicit_null_of_metadata_is_kept_and_unset_is_absent(
    tmp_path: Path,
) -> None:
    given_ = document(TEXT, metadata={"source": None, "author": ""})
    data = written(read_bytes(tmp_path, lines(header(), given_)), tmp_path)
    assert b'"metadata":{"source":null,"author":""}' in data
    assert b'"layers"' not in data
    assert b'"comments"' not in data


def test_an_empty_text_of_a_field_is_not_unset(tmp_path: Path) -> None:
    given_ = document(TEXT, annotation(fields={"notes": "", "statement_time": None}))
    bundle = read_bytes(tmp_path, lines(header(), given_))
    (record,) = bundle.documents
    assert record.annotations[0].fields == {"notes": ""}


def test_a_bare_text_is_a_document_titled_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "bare.jsonl"
    path.write_bytes(b'{"text": "Head\\nBody"}\n\n{"text": "Other"}')
    bundle = jsonl_read.read(path, options())
    found = list(bundle.documents)
    assert [r.document.title for r in found] == ["Head", "Other"]
    assert [r.line for r in found] == [1, 3]
    assert bundle.total == 3


def test_unknown_keys_are_carried_and_written_back(tmp_path: Path) -> None:
    given_ = document(
        TEXT, annotation(("content", 0, 3), mood="grim"), colour={"of": ["walls"]}
    )
    once = written(read_bytes(tmp_path, lines(header(zeal=1), given_)), tmp_path)
    head, _, line = once.decode().splitlines()
    assert json.loads(head)["extra"] == {"zeal": 1}
    assert json.loads(line)["extra"] == {"colour": {"of": ["walls"]}}
    assert json.loads(line)["annotations"][0]["extra"] == {"mood": "grim"}
    assert written(read_bytes(tmp_path, once), tmp_path) == once


def test_an_annotation_names_its_codebook_only_if_it_is_not_the_current_one(
    tmp_path: Path,
) -> None:
    other = preset("polnear_scc")
    old = {
        "kind": "codebook",
        "id": other.id,
        "version": other.version,
        "body": other.body,
    }
    one = annotation(("content", 0, 3), codebook=other.sha256)
    two = annotation(("content", 0, 3), id="a2")
    data = written(
        read_bytes(tmp_path, lines(header(), old, document(TEXT, one, two))), tmp_path
    )
    *head, line = data.decode().splitlines()
    assert [json.loads(each).get("id") for each in head] == [
        None,
        "speaker_stance",
        "polnear_scc",
    ]
    first, second = json.loads(line)["annotations"]
    assert first["codebook"] == other.sha256
    assert "codebook" not in second


def test_documents_and_annotations_are_written_by_id(tmp_path: Path) -> None:
    spans = (("cue", 6, 10), ("content", 12, 14), ("content", 0, 3))
    data = lines(
        header(),
        document(TEXT, annotation(id="b"), annotation(*spans, id="a"), id="z"),
        document(TEXT, id="y"),
    )
    head = written(read_bytes(tmp_path, data), tmp_path).decode().splitlines()
    y, z = (json.loads(line) for line in head[2:])
    assert (y["id"], z["id"]) == ("y", "z")
    assert [each["id"] for each in z["annotations"]] == ["a", "b"]
    first = z["annotations"][0]["spans"]
    assert [(s["role"], s["start"]) for s in first] == [
        ("content", 0),
        ("content", 12),
        ("cue", 6),
    ]


def test_a_stream_out_of_order_is_a_fault_of_ours(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path, lines(header(), document(TEXT), document(TEXT, id="b"))
    )
    bundle = Bundle(header=ProjectHeader(), documents=iter(found.documents))
    with pytest.raises(ValueError, match="order"):
        written(bundle, tmp_path)


# -- faults -----------------------------------------------------------------------


def test_fault_36_a_bad_line_is_named_and_empty_lines_are_counted(
    tmp_path: Path,
) -> None:
    good = lines(header(), document(TEXT))
    error = refused(tmp_path, good + b"\r\n  \n{broken\n")
    assert error.line == 5
    assert "not JSON" in str(error)
    assert "in.jsonl" in str(error)


def test_fault_37_only_lf_ends_a_line(tmp_path: Path) -> None:
    text = "a\u2028b\x0bc\x85d\x1ce"
    data = lines(header()) + json.dumps(document(text), ensure_ascii=False).encode()
    (record,) = read_bytes(tmp_path, data).documents
    assert record.document.text == text


@pytest.mark.parametrize(
    "line",
    [
        b'{"text":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"text":"a","n":' + b"9" * 5000 + b"}",
        b'{"text":"a","n":NaN}',
        b'{"text":"a","text":"b"}',
        b'{"text":"a","m":{"n":1,"n":2}}',
        b'["text"]',
        b'"text"',
        b'{"kind":"poem","text":"a"}',
        b'{"kind":"document"}',
        b'{"text":17}',
    ],
)
def test_fault_38_and_39_odd_json_is_an_error_of_its_line(
    tmp_path: Path, line: bytes
) -> None:
    assert refused(tmp_path, line).line == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("title", 3),
        ("metadata", []),
        ("layers", [{"kind": "third"}]),
        ("layers", [{"annotator": "ada", "status": "done"}]),
        ("layers", [{"annotator": "ada", "seconds": -1}]),
        ("annotations", {}),
        ("annotations", [17]),
        ("text_sha256", "00"),
        ("id", ""),
        ("comments", ["x"]),
    ],
)
def test_fault_39_a_wrong_type_names_its_field(
    tmp_path: Path, place: str, value: Any
) -> None:
    error = refused(tmp_path, lines(header(), document(TEXT) | {place: value}))
    assert error.line == 2
    assert (error.field or "").startswith(place)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (3, 3),
        (5, 3),
        (-1, 3),
        (0, 99),
        (0, 3.0),
        (True, 3),
        ("0", 3),
        (None, 3),
        (0, None),
    ],
)
def test_fault_40_offsets_that_are_none_are_refused(
    tmp_path: Path, start: Any, end: Any
) -> None:
    one = annotation(("content", 0, 3), ("cue", start, end), id="A7")
    error = refused(tmp_path, lines(header(), document(TEXT, one)))
    assert error.line == 2
    assert "annotations[0] (A7).spans[1]" in (error.field or "")


def test_fault_41_a_quote_that_is_elsewhere_names_both_and_the_unit(
    tmp_path: Path,
) -> None:
    def told(start: int, end: int) -> str:
        one = annotation(("cue", start, end, "said"), id="A7")
        return str(refused(tmp_path, lines(header(), document(TEXT, one))))

    assert TEXT[6:10] == "said"
    utf16 = told(7, 11)
    assert "line 2" in utf16
    assert "A7" in utf16
    assert "“aid:”" in utf16
    assert "“said”" in utf16
    assert "UTF-16" in utf16
    assert "bytes" in told(9, 13)
    assert "seem to count" not in told(0, 4)


def test_fault_41_line_ends_of_another_unit_are_named(tmp_path: Path) -> None:
    one = annotation(("cue", 4, 6, "cd"))
    error = refused(tmp_path, lines(header(), document("ab\ncd", one)))
    assert "line ends" in str(error)


def test_fault_42_a_double_document_is_skipped_or_refused(tmp_path: Path) -> None:
    notes = Notes()
    data = lines(header(), document(TEXT), document(TEXT))
    assert len(list(read_bytes(tmp_path, data, notes=notes).documents)) == 1
    assert "line 3" in notes.texts()[0]
    error = refused(tmp_path, lines(header(), document(TEXT), document("other")))
    assert error.line == 3


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (annotation(type="Attribution"), "attribution"),
        (annotation(("Content", 0, 3)), "content, source"),
        (annotation(fields={"quotetype": "direct"}), "quote_type"),
        (annotation(fields={"quote_type": "Direct"}), "direct, indirect"),
        (annotation(fields={"quote_type": ""}), "direct, indirect"),
        (annotation(fields={"cue_negated": 1}), "true or false"),
        (annotation(fields={"cue_negated": "False"}), "true or false"),
        (annotation(fields={"quote_type": True}), "direct, indirect"),
        (annotation(fields={"speaker": ["lee"]}), "expected text"),
        (annotation(fields={"confidence": True}), "whole number"),
        (annotation(fields={"speaker": "nobody"}), "nobody"),
        (annotation(rows={"stances": []}), "stance"),
        (annotation(rows={"stance": [{"fields": {"stance": "for"}}]}), "favor"),
        (annotation(rows={"stance": [{"fields": {"issue": "war"}}]}), "war"),
        (annotation(none=["content"]), "stance"),
        (annotation(annotator="eve"), "eve"),
        (annotation(state="done"), "draft, complete"),
        (annotation(state=["draft"]), "expected text"),
        (annotation(annotator={"id": "ada"}), "an id"),
        (annotation(layer="gold"), "primary"),
        (annotation(parent="a9"), "a9"),
        (annotation(parent="a1"), "ancestors"),
        (annotation(created="2025-01-15"), "instant"),
        (annotation(codebook="0" * 64), "codebook"),
    ],
)
def test_fault_43_what_the_codebook_lacks_is_refused_by_name(
    tmp_path: Path, one: dict[str, Any], told: str
) -> None:
    error = refused(tmp_path, lines(header(), document(TEXT, one)))
    assert error.line == 2
    assert told in str(error)


def test_an_annotation_id_stands_once_in_a_document(tmp_path: Path) -> None:
    data = lines(header(), document(TEXT, annotation(), annotation()))
    assert "twice" in str(refused(tmp_path, data))


def test_fault_44_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    data = lines(header()) + b'{"text":"caf\xe9"}\n'
    error = refused(tmp_path, data)
    assert error.line == 2
    assert "0xe9" in str(error)


def test_fault_47_nul_and_half_pairs_are_refused_by_place(tmp_path: Path) -> None:
    nul = refused(tmp_path, lines(header(), document(TEXT, title="a\0b")))
    assert (nul.line, nul.field) == (2, "title")
    half = refused(tmp_path, b'{"text":"a\\ud83d"}\n')
    assert half.line == 1
    assert "surrogate" in str(half)


def test_line_ends_of_a_text_are_converted_with_its_offsets(tmp_path: Path) -> None:
    text = "ab\r\ncd\re\r\nf"
    notes = Notes()
    one = annotation(("content", 4, 6, "cd"), ("cue", 0, 5, "ab\r\nc"))
    two = annotation(("content", 9, 11, "\nf"), id="a2")
    bundle = read_bytes(
        tmp_path, lines(header(), document(text, one, two)), notes=notes
    )
    (record,) = bundle.documents
    assert record.document.text == "ab\ncd\ne\nf"
    assert [(s.start, s.end) for s in record.annotations[0].spans] == [(3, 5), (0, 4)]
    assert [(s.start, s.end) for s in record.annotations[1].spans] == [(7, 9)]
    assert notes.count == 1


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, lines(header(format="annotator/2")))
    assert "annotator/2" in str(error)


def test_a_changed_codebook_is_refused(tmp_path: Path) -> None:
    own = preset()
    record = {
        "kind": "codebook",
        "id": own.id,
        "version": own.version,
        "sha256": own.sha256,
        "body": {**own.body, "more": 1},
    }
    assert refused(tmp_path, lines(header(), record)).field == "sha256"


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    for data in (b"", b"\n\n", b"\xef\xbb\xbf"):
        assert "empty" in str(refused(tmp_path, data))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + lines(header(), document(TEXT))
    assert len(list(read_bytes(tmp_path, data).documents)) == 1


@pytest.mark.parametrize(
    ("head", "name", "sure"),
    [
        (b'{"kind":"project","format":"annotator/1"}', "x", 1.0),
        (b'{"text":"a"}', "x.jsonl", 0.9),
        (b"Plain words", "x.txt", 0.0),
        (b"\x89PNG", "x.png", 0.0),
    ],
)
def test_it_is_recognised(head: bytes, name: str, sure: float) -> None:
    assert jsonl.sniff(head, Path(name)) == sure
