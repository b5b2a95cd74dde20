# SPDX-License-Identifier: MIT
"""brat: read as brat and others write it, written as brat takes it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.brat.format import FORMAT
from annotator.formats.options import Notes, ReadOptions, WriteOptions
from annotator.formats.placing import UTF16
from annotator.formats.registry import sniff
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.brat.accepts import faults, faults_in
from tests.formats.bundles import (
    annotation,
    document,
    header,
    lines,
    preset,
    read_bytes,
)
from tests.formats.random_bundles import bundles

TAB = "\t"
TEXT = "Ann 😀 Lee said:\n“No.”"
EXAMPLE = f"""\
T1	Speaker 0 9	Ann 😀 Lee
T2	Quote 16 21	“No.”
T3	Claim 10 14	said
T4	Speaker 0 3;7 9	Ann ee
R1	Said Arg1:T1 Arg2:T2{TAB}
E1	Claim:T3 Who:T1 Who2:T4 What:T2
A1	Stance T2 Against
A2	Negation E1
N1	Reference T1 Wikidata:Q1	Ann Lee
#1	AnnotatorNotes T2	check
*	Alias T1 T4
"""


def placed(folder: Path, ann: str, text: str = TEXT, name: str = "doc") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(ann.encode())
    return folder


def read(path: Path, **others: Any) -> Bundle:
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(**others))
    return Bundle(
        header=found.header,
        codebooks=found.codebooks,
        documents=list(found.documents),
        total=found.total,
    )


def written(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> Path:
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path


def spans_of(bundle: Bundle) -> dict[str, Any]:
    """uid → (type, ranges) of every annotation."""
    return {
        each.uid: (each.type, [(s.start, s.end) for s in each.spans])
        for record in bundle.documents
        for each in record.annotations
    }


def ann_lines(folder: Path, name: str = "doc") -> list[str]:
    return (folder / f"{name}.ann").read_bytes().decode().split("\n")[:-1]


def test_the_example_is_read_in_code_points(tmp_path: Path) -> None:
    found = read(placed(tmp_path, EXAMPLE))
    assert spans_of(found) == {
        "T1": ("Speaker", [(0, 9)]),
        "T2": ("Quote", [(16, 21)]),
        "T4": ("Speaker", [(0, 3), (7, 9)]),
        "E1": ("Claim", [(10, 14)]),
    }
    by_uid = {each.uid: each for each in next(iter(found.documents)).annotations}
    assert by_uid["E1"].fields == {
        "Who": ("T1", "T4"),
        "What": ("T2",),
        "Negation": True,
    }
    assert by_uid["T1"].fields["Said"] == ("T2",)
    assert by_uid["T1"].fields["Alias"] == ("T4",)
    assert by_uid["T2"].fields["AnnotatorNotes"] == "check"
    entity = found.header.entities[0]
    assert (entity.name, by_uid["T1"].fields["Wikidata"]) == ("Ann Lee", entity.uid)


def test_the_example_is_written_as_it_was(tmp_path: Path) -> None:
    found = read(placed(tmp_path / "in", EXAMPLE))
    out = written(found, tmp_path / "out")
    assert sorted(ann_lines(out)) == sorted(EXAMPLE.split("\n")[:-1])
    assert (out / "doc.txt").read_bytes().decode() == TEXT
    assert not faults_in(out)


def test_the_configuration_gives_types_and_values_that_are_not_used(
    tmp_path: Path,
) -> None:
    conf = (
        "# types\n<WHO>=Speaker\n[entities]\n!Thing\n\tSpeaker | Person\n\tQuote\n"
        "----\nPlace\n[relations]\nSaid Arg1:<WHO>, Arg2:Quote\n"
        "Same\tArg1:Speaker, Arg2:Speaker, <REL-TYPE>:symmetric-transitive\n"
        "[events]\nClaim Who+:Speaker, What?:Quote, Where*:Place\n"
        "[attributes]\nStance Arg:Quote, Value:For|Against|Neither\n"
        "Negation Arg:<EVENT>\n"
    )
    (placed(tmp_path, EXAMPLE) / "annotation.conf").write_text(conf)
    codebook = from_body(read(tmp_path).codebooks[0].body)
    assert {each.label for each in codebook.types} == {
        *("Speaker", "Quote", "Claim", "Thing", "Place")
    }
    stance = codebook.type("Quote").field("Stance")
    assert stance is not None
    assert [each.id for each in stance.values] == ["For", "Against", "Neither"]
    assert codebook.type("Claim").field("Where") is not None
    negation = codebook.type("Claim").field("Negation")
    assert negation is not None
    assert negation.type == "boolean"


def test_what_brat_cannot_hold_as_a_span_comes_back(tmp_path: Path) -> None:
    """Line breaks in and around spans, pieces that only a line break parts."""
    text = "One\ntwo\n\nthree\u2028four"
    spans = [("content", 3, 9), ("content", 12, 19), ("source", 7, 9), ("cue", 0, 3)]
    spans.append(("cue", 4, 7))
    data = lines(header(), document(text, annotation(*spans)))
    out = written(read_bytes(tmp_path, data), tmp_path / "out")
    assert not faults_in(out)
    found = read(out, codebook=preset())
    back = next(iter(found.documents)).annotations[0].spans
    assert sorted((s.role, s.start, s.end) for s in back) == sorted(spans)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundles())
def test_brat_takes_what_is_written(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert not faults_in(written(bundle, Path(folder, "out")))


def test_the_rules_of_brat_find_faults() -> None:
    wrong = "T1\tA 0 3\tAnx\nT1\tA 0 3\tAnn\nE1\tB:T1\nA1\tX T9 y\nT2\tA.b 2 9;0 3\tx\n"
    assert len(faults(wrong, "Ann Lee said")) >= 6


def test_references_carry_id_and_name(tmp_path: Path) -> None:
    fields = {"speaker": "roe", "notes": "see\tthere"}
    row = {"fields": {"issue": "tax", "stance": "against"}}
    one = annotation(("content", 0, 9), fields=fields, rows={"stance": [row]})
    bundle = read_bytes(tmp_path, lines(header(), document(TEXT, one, title="Doc")))
    found = ann_lines(written(bundle, tmp_path / "out"), "Doc")
    assert "N1\tReference T1 speaker:roe\tJane Roe" in found
    assert "N2\tReference T2 issue:tax\tA new tax" in found
    assert "#1\tAnnotatorNotes T1\tsee\tthere" in found
    assert "A1\tstance T2 against" in found
    assert "R1\tstance Arg1:T1 Arg2:T2\t" in found


def test_an_annotation_becomes_an_event_where_the_codebook_says_so(
    tmp_path: Path,
) -> None:
    scc = preset("polnear_scc")
    spans = [{"role": "source", "start": 0, "end": 9}]
    spans += [{"role": "cue", "start": 10, "end": 14}]
    spans += [{"role": "content", "start": 0, "end": 3}]
    spans += [{"role": "content", "start": 16, "end": 21}]
    head = {**header(), "codebook": {"id": scc.id, "version": scc.version}}
    head |= {"entities": [], "vocabularies": {}}
    made = [
        {"id": "a1", "type": "attribution", "annotator": "ada", "spans": spans},
        {"id": "a2", "type": "attribution", "annotator": "ada", "spans": spans[1:]},
    ]
    made[0]["fields"] = {"notes": "sure"}
    body = {"kind": "codebook", "id": scc.id, "version": scc.version}
    book = {**body, "sha256": scc.sha256, "body": scc.body}
    data = lines(head, book, document(TEXT, *made, title="Doc"))
    bundle = read_bytes(tmp_path, data)
    out = written(bundle, tmp_path / "out")
    found = ann_lines(out, "Doc")
    assert "T1\tContent 0 3;16 21\tAnn “No.”" in found
    assert "T4\tAttribution 10 14\tsaid" in found
    assert "E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3" in found
    assert "#1\tAnnotatorNotes E1\tsure" in found
    assert any(each.startswith("E2\tAttribution-no-source:") for each in found)
    assert not faults_in(out)
    back = next(iter(read(out, codebook=scc).documents)).annotations
    assert [sorted((s.role, s.start) for s in each.spans) for each in back] == [
        [("content", 0), ("content", 16), ("cue", 10), ("source", 0)],
        [("content", 0), ("content", 16), ("cue", 10)],
    ]
    assert back[0].fields == {"notes": "sure"}
    again = written(read(out, codebook=scc), tmp_path / "again")
    assert ann_lines(again, "Doc") == found


def test_each_annotator_has_a_folder_and_the_adjudicated_layer_too(
    tmp_path: Path,
) -> None:
    people = [{"id": "ada", "name": "Ada Nord"}, {"id": "bo", "name": "B/o"}]
    made = [
        annotation(("content", 0, 3), id="a1"),
        annotation(("content", 4, 9), id="a2", annotator="bo"),
        annotation(("content", 4, 8), id="a3", annotator="bo", layer="adjudicated"),
    ]
    data = lines(header(annotators=people), document(TEXT, *made, title="Doc"))
    out = written(read_bytes(tmp_path, data), tmp_path / "out")
    assert {str(p.relative_to(out)) for p in out.rglob("*.ann")} == {
        *("Ada Nord/Doc.ann", "B_o/Doc.ann", "adjudicated/B_o/Doc.ann")
    }
    found = read(out, codebook=preset())
    names = {each.uid: each.name for each in found.header.annotators}
    (record,) = found.documents
    assert [
        (names[each.annotator], each.layer, each.spans[0].start, each.spans[0].end)
        for each in record.annotations
    ] == [
        ("Ada Nord", "primary", 0, 3),
        ("B/o", "primary", 4, 9),
        ("B/o", "adjudicated", 4, 8),
    ]


def test_one_annotator_has_a_flat_folder_and_keeps_the_name(tmp_path: Path) -> None:
    one = document(TEXT, annotation(("content", 0, 3)), title="Doc")
    out = written(read_bytes(tmp_path, lines(header(), one)), tmp_path / "out")
    assert (out / "Doc.ann").is_file()
    found = read(out, codebook=preset())
    assert [each.name for each in found.header.annotators] == ["Ada"]


def test_folders_with_the_same_documents_are_people(tmp_path: Path) -> None:
    line = "T1\tSpeaker 0 3\tAnn\n"
    placed(tmp_path / "ada", line)
    placed(tmp_path / "bo", line)
    placed(tmp_path / "bo", line, name="only-bo")
    found = read(tmp_path)
    assert sorted(each.name for each in found.header.annotators) == ["ada", "bo"]
    assert [len(each.annotations) for each in found.documents] == [2, 1]


def test_folders_with_different_documents_are_no_people(tmp_path: Path) -> None:
    placed(tmp_path / "train", "T1\tSpeaker 0 3\tAnn\n", name="a")
    placed(tmp_path / "dev", "T1\tSpeaker 0 3\tAnn\n", name="b")
    found = read(tmp_path, annotator="me")
    records = list(found.documents)
    assert [each.annotations[0].annotator for each in records] == ["me", "me"]
    assert [each.document.file.name for each in records if each.document.file] == [
        "dev/b.txt",
        "train/a.txt",
    ]


def test_a_pair_of_files_is_read_by_its_annotation_file(tmp_path: Path) -> None:
    placed(tmp_path, EXAMPLE)
    placed(tmp_path, "T1\tX 0 3\tAnn\n", name="other")
    assert set(spans_of(read(tmp_path / "doc.ann"))) == {"T1", "T2", "T4", "E1"}


def test_slips_are_accepted(tmp_path: Path) -> None:
    """Trailing tabs, CRLF, M lines, broken texts, joins without a space."""
    text = "One two\nthree four five"
    ann = (
        "T1\tA 0 3\tOne\t\r\n"
        "T2\tA 0 13\tOne two\r\nthree\r\n"
        "T3\tA 4 7;8 13\ttwothree\r\n"
        "T4\tA 4 18\ttwo three four\r\n"
        "\r\n"
        "M1\tNegation T1\r\n"
        "E1\tB:T5 Who:T1 Who2:T2 \t\r\n"
        "T5\tB 0 3\tOne\r\n"
    )
    found = spans_of(read(placed(tmp_path, ann, text)))
    assert found == {
        "T1": ("A", [(0, 3)]),
        "T2": ("A", [(0, 13)]),
        "T3": ("A", [(4, 13)]),
        "T4": ("A", [(4, 18)]),
        "E1": ("B", [(0, 3)]),
    }


@pytest.mark.parametrize(
    ("ann", "unit"),
    [
        ("T1\tA 0 10\tAnn 😀 Lee\nT2\tA 17 22\t“No.”\n", "UTF-16 units"),
        ("T1\tA 0 12\tAnn 😀 Lee\nT2\tA 19 28\t“No.”\n", "UTF-8 bytes"),
    ],
)
def test_another_unit_is_found_by_the_texts_and_noted(
    tmp_path: Path, ann: str, unit: str
) -> None:
    options = ReadOptions()
    assert FORMAT.read is not None
    found = FORMAT.read(placed(tmp_path, ann), options)
    assert [each[1] for each in spans_of(found).values()] == [[(0, 9)], [(16, 21)]]
    assert any(unit in said for said in options.notes.texts())


def test_the_user_may_say_what_offsets_count(tmp_path: Path) -> None:
    ann = "T1\tA 17 22\tNo.”\n"
    found = read(placed(tmp_path, ann), unit="UTF-16 units")
    assert spans_of(found) == {"T1": ("A", [(16, 21)])}


@pytest.mark.parametrize("counted", [True, False])
def test_a_text_with_crlf_and_mark(tmp_path: Path, counted: bool) -> None:
    text = "\ufeffOne\r\ntwo"
    start = 6 if counted else 5
    ann = f"T1\tA {start} {start + 3}\ttwo\n"
    found = read(placed(tmp_path, ann, text))
    assert spans_of(found) == {"T1": ("A", [(4, 7)])}
    assert next(iter(found.documents)).document.text == "One\ntwo"


def test_unknown_lines_are_kept_and_written_back(tmp_path: Path) -> None:
    more = "X1\tsomething else\nno tab at all\n#2\tAnnotationError T1\tlook\n"
    more += "#3\tAnnotatorNotes R1\tof a relation\n"
    found = read(placed(tmp_path / "in", EXAMPLE + more))
    out = written(found, tmp_path / "out")
    wanted = (EXAMPLE + more).split("\n")[:-1]
    assert sorted(ann_lines(out)) == sorted(wanted)


def test_notes_of_other_kinds_go_with_what_they_are_about(tmp_path: Path) -> None:
    found = read(placed(tmp_path / "in", "T1\tA 0 3\tAnn\n#2\tOdd T1\tlook\n"))
    (record,) = found.documents
    assert record.document.extra["brat"] == {"lines": {"": ["#2\tOdd T1\tlook"]}}
    emptied = replace(found, documents=[replace(record, annotations=())])
    options = WriteOptions()
    out = written(emptied, tmp_path / "out", options)
    assert ann_lines(out) == []
    assert any("no longer there" in each.what for each in options.losses.listed())


@pytest.mark.parametrize(
    ("ann", "line", "field", "words"),
    [
        ("T1\tA 0 3\tAnn\nT2\tA 5 5\t\n", 2, "offsets", "empty"),
        ("T1\tA 9 3\tAnn\n", 1, "offsets", "empty"),
        ("T1\tA -1 3\tAnn\n", 1, "offsets", "not a label"),
        ("T1\tA 0 3.5\tAnn\n", 1, "offsets", "not a label"),
        ("T1\tA 0 300\t\n", 1, "offsets", "ends behind the text"),
        ("\nT1\tA 0 3\tBob\n", 2, "text", "Bob"),
        ("T1\tA 0 3\tAnn\nT1\tA 0 3\tAnn\n", 2, "id", "twice"),
        ("T1\tA 0 3\tAnn\nR1\tX Arg1:T1 Arg2:T9\n", 2, "id", "T9"),
        ("T1\tA 0 3\tAnn\nR1\tX Arg1:T1\n", 2, "arguments", "two arguments"),
        ("T1\tA 0 3\tAnn\nE1\tX:T9\n", 2, "id", "T9"),
        ("T1\tA 0 3\tAnn\nE1\tA:T1 Who\n", 2, "arguments", "Who"),
        ("T1\tA 0 3\tAnn\nA1\tStance\n", 2, "attribute", "Stance"),
        ("T1\tA 0 3\tAnn\nN1\tReference T1 Q1\n", 2, "normalization", "Q1"),
        ("T1\tA 0 3\tAnn\n#1\tNote\n", 2, "note", "Note"),
    ],
)
def test_faults_name_file_line_and_field(
    tmp_path: Path, ann: str, line: int, field: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(placed(tmp_path, ann))
    error = caught.value
    assert error.file == str(tmp_path / "doc.ann")
    assert (error.line, error.field) == (line, field)
    assert words in str(error)


def test_a_text_that_is_missing_or_no_utf8(tmp_path: Path) -> None:
    (placed(tmp_path, EXAMPLE) / "doc.txt").unlink()
    with pytest.raises(InputError, match=r"doc\.txt: the text is missing"):
        read(tmp_path)
    (tmp_path / "doc.txt").write_bytes(b"caf\xe9 au lait")
    with pytest.raises(InputError, match="--encoding"):
        read(tmp_path)
    with pytest.raises(InputError, match="no annotation file"):
        read(tmp_path / "doc.txt".replace("doc", "none"))


def test_texts_without_annotation_file_are_told(tmp_path: Path) -> None:
    (placed(tmp_path, EXAMPLE) / "README.txt").write_text("Read me")
    options = ReadOptions()
    assert FORMAT.read is not None
    FORMAT.read(tmp_path, options)
    assert any("README.txt" in said for said in options.notes.texts())


def test_without_texts_only_offsets_go_out(tmp_path: Path) -> None:
    found = read(placed(tmp_path / "in", EXAMPLE))
    out = written(found, tmp_path / "out", WriteOptions(with_text=False))
    assert not list(out.rglob("*.txt"))
    assert "T1\tSpeaker 0 9\t" in ann_lines(out)


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    found = read(placed(tmp_path / "in", EXAMPLE))
    first, second = (written(found, tmp_path / name) for name in ("a", "b"))
    for path in first.rglob("*.*"):
        other = second / path.relative_to(first)
        assert path.read_bytes() == other.read_bytes()


def test_our_own_configuration_is_read_again(tmp_path: Path) -> None:
    one = document(TEXT, annotation(("content", 0, 3)), title="Doc")
    out = written(read_bytes(tmp_path, lines(header(), one)), tmp_path / "out")
    body = from_body(read(out).codebooks[0].body)
    content = body.type("content")
    quote_type = content.field("quote_type")
    assert quote_type is not None
    wanted = ["direct", "indirect", "mixed", "reported"]
    assert [each.id for each in quote_type.values] == wanted
    visual = (out / "visual.conf").read_text()
    assert "content\tbgColor:#F5C518" in visual


def test_brat_is_recognised(tmp_path: Path) -> None:
    placed(tmp_path, EXAMPLE)
    assert sniff(tmp_path).name == "brat"
    assert sniff(tmp_path / "doc.ann").name == "brat"
    assert sniff(tmp_path / "doc.txt").name == "text"


def test_the_codebook_must_have_places(tmp_path: Path) -> None:
    placed(tmp_path, EXAMPLE)
    own: CodebookVersion = preset()
    with pytest.raises(InputError, match="Speaker"):
        read(tmp_path, codebook=own)
    derived = read(tmp_path, codebook=own, derive_codebook=True)
    export = json.loads(json.dumps(derived.codebooks[0].body))["export"]
    assert export["brat"]["events"] == {"Claim": ["Who", "What"]}
    assert export["brat"]["equivalences"] == ["Alias"]


def test_files_that_brats_window_wrote_are_noticed_and_read_as_told(
    tmp_path: Path,
) -> None:
    # The texts are what brat's server cut out: they agree with the wrong offsets.
    text = "Ann 😀 Lee said: “No.” Then he left."
    drifted = "T1\tSpeaker 0 10\tAnn 😀 Lee \nT2\tQuote 17 22\tNo.” \n"
    path = placed(tmp_path / "drift", drifted, text)
    notes = Notes()
    read(path, notes=notes)
    assert any(
        "Of 2 spans behind emoji and the like, 2 begin" in x for x in notes.texts()
    )
    (record,) = read(path, unit=UTF16).documents
    quotes = {span.text for each in record.annotations for span in each.spans}
    assert quotes == {"Ann 😀 Lee", "“No.”"}
    sound = placed(tmp_path / "sound", EXAMPLE)
    notes = Notes()
    read(sound, notes=notes)
    assert not any("emoji" in said for said in notes.texts())


def test_a_trigger_of_another_type_is_a_mark_by_itself(tmp_path: Path) -> None:
    ann = "T1\tSpeaker 0 9\tAnn 😀 Lee\nE1\tClaim:T1 Who:T1\n"
    bundle = read(placed(tmp_path / "in", ann))
    (record,) = bundle.documents
    found = {each.uid: (each.type, dict(each.fields)) for each in record.annotations}
    assert found == {"T1": ("Speaker", {}), "E1": ("Claim", {"Who": ("T1",)})}
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, tmp_path / "out", WriteOptions()))
    (written,) = (tmp_path / "out").glob("*.ann")
    (again,) = read(tmp_path / "out").documents
    labels = {(each.type, each.start()) for each in again.annotations}
    assert labels == {("Speaker", 0), ("Claim", 0)}
    assert "Claim:" in written.read_text("utf-8")
