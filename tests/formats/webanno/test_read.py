# SPDX-License-Identifier: MIT
"""WebAnno TSV files as INCEpTION and WebAnno write them, and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions
from annotator.formats.webanno.format import FORMAT
from annotator.model.errors import InputError
from tests.formats.ann_lee import TEXT

WORDS = ("Boats", "pass", "here", "often", ".")


def read(folder: Path, text: str, options: ReadOptions | None = None) -> MarkedDocument:
    """What is in a file."""
    path = folder / "doc.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(path, options or ReadOptions())
    return found


def sentence(*cells: str, layers: str = "#T_SP=webanno.custom.Span|value") -> str:
    """A file of one sentence, `Boats pass here often .`, with cells for words."""
    lines = [f"#FORMAT=WebAnno TSV 3.3\n{layers}\n\n\n#Text={' '.join(WORDS)}"]
    at = 0
    for number, word in enumerate(WORDS, start=1):
        cell = cells[number - 1] if number <= len(cells) else "_"
        lines.append(f"1-{number}\t{at}-{at + len(word)}\t{word}\t{cell}\t")
        at += len(word) + 1
    return "\n".join(lines) + "\n"


def said(found: MarkedDocument) -> list[tuple[str, str, dict[str, object]]]:
    """Label, text and attributes of each mark."""
    text = found.document.text
    return [(m.label, text[m.start : m.end], dict(m.attributes)) for m in found.marks]


def linked(found: MarkedDocument) -> list[tuple[str, str, str]]:
    """Label, source and target of each link, as texts."""
    text = found.document.text
    places = {m.id: text[m.start : m.end] for m in found.marks}
    return [(x.label, places[x.source], places[x.target]) for x in found.links]


def refused(folder: Path, text: str) -> InputError:
    with pytest.raises(InputError) as error:
        read(folder, text)
    assert error.value.file == str(folder / "doc.tsv")
    return error.value


def test_the_example(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Stance|role\n\n\n"
        "#Text=Ann 😀 Lee said:\n#Text=“No.”\n"
        "1-1\t0-3\tAnn\tSpeaker[1]\t\n"
        "1-2\t4-6\t😀\tSpeaker[1]\t\n"
        "1-3\t7-10\tLee\tSpeaker[1]\t\n"
        "1-4\t17-22\t“No.”\tQuote\t\n",
    )
    assert found.document.text == TEXT
    assert [(m.label, m.pieces, m.attributes) for m in found.marks] == [
        ("Stance", ((0, 9),), {"role": "Speaker"}),
        ("Stance", ((16, 21),), {"role": "Quote"}),
    ]
    assert found.document.title == "doc"


def test_values_and_none(tmp_path: Path) -> None:
    found = read(tmp_path, sentence("A", "*", "_", r"a\_b\|c\[1\]\->\t\\", ""))
    assert said(found) == [
        ("Span", "Boats", {"value": "A"}),
        ("Span", "pass", {}),
        ("Span", "often", {"value": "a_b|c[1]->\t\\"}),
        ("Span", ".", {"value": ""}),
    ]


def test_stacked_and_over_several_words(tmp_path: Path) -> None:
    found = read(tmp_path, sentence("A[1]|B[2]", "A[1]|B[2]|C[3]", "B[2]", "B", "B"))
    assert said(found) == [
        ("Span", "Boats pass", {"value": "A"}),
        ("Span", "Boats pass here", {"value": "B"}),
        ("Span", "pass", {"value": "C"}),
        ("Span", "often", {"value": "B"}),
        ("Span", ".", {"value": "B"}),
    ]


def test_several_features_are_of_one_annotation(tmp_path: Path) -> None:
    layers = "#T_SP=webanno.custom.Span|f1|f2\n#T_SP=other.Layer|"
    cells = (
        "A[1]|B[2]\t*[1]|D[2]\t*",
        "A[1]\t*[1]\t_",
        "_\t_\t_",
        "_\t_\t_",
        "_\t_\t_",
    )
    found = read(tmp_path, sentence(*cells, layers=layers))
    assert said(found) == [
        ("Span", "Boats pass", {"f1": "A"}),
        ("Span", "Boats", {"f1": "B", "f2": "D"}),
        ("other.Layer", "Boats", {}),
    ]


def test_parts_of_words(tmp_path: Path) -> None:
    text = sentence("_", "A[1]", "_").replace(
        "1-2\t", "1-1.1\t1-5\toats\tA[1]|B[2]\t\n1-1.2\t2-3\ta\tC\t\n1-2\t"
    )
    text = text.replace("1-4\t", "1-3.1\t11-13\the\tA[1]\t\n1-4\t")
    assert said(read(tmp_path, text)) == [
        ("Span", "oats pass he", {"value": "A"}),
        ("Span", "oats", {"value": "B"}),
        ("Span", "a", {"value": "C"}),
    ]


def test_annotations_without_width_are_left_out_and_told(tmp_path: Path) -> None:
    text = sentence("A").replace("1-2\t", "1-1.1\t0-0\t\tB\t\n1-2\t")
    options = ReadOptions()
    found = read(tmp_path, text, options)
    assert said(found) == [("Span", "Boats", {"value": "A"})]
    assert [each.line for each in options.notes.items] == [7]


def test_slots_of_one_layer(tmp_path: Path) -> None:
    layers = (
        "#T_SP=webanno.custom.Simple|\n"
        "#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.Link"
        "|webanno.custom.Simple"
    )
    found = read(
        tmp_path,
        sentence(
            "_\tp1;*\t1-2;1-3[2]",
            "*\t_\t_",
            "*[1]|*[2]\t_\t_",
            "*[1]\t_\t*",
            "_\t_\t_",
            layers=layers,
        ),
    )
    assert said(found) == [
        ("Host", "Boats", {}),
        ("Simple", "pass", {}),
        ("Simple", "here often", {}),
        ("Simple", "here", {}),
        ("Host", "often", {}),
    ]
    assert linked(found) == [("p1", "Boats", "pass"), ("links", "Boats", "here")]


def test_slots_of_any_layer(tmp_path: Path) -> None:
    layers = (
        "#T_SP=a.Form|value\n#T_SP=webanno.custom.Simple|\n"
        "#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.L|"
        "uima.tcas.Annotation"
    )
    found = read(
        tmp_path,
        sentence(
            "_\t_\tp2;p1[3]|_[4]\t1-3[1];1-2[2]|*",
            "_\t*[2]\t_\t_",
            "_\t*[1]\t_\t_",
            "x\t_\t_\t_",
            "_\t_\t_\t_",
            layers=layers,
        ),
    )
    assert linked(found) == [("p2", "Boats", "here"), ("p1", "Boats", "pass")]
    assert [each[0] for each in said(found)].count("Host") == 2


def test_slots_across_sentences(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=c.S|\n#T_SP=c.H|ROLE_c.H:to_c.L|c.S\n\n\n"
        "#Text=He rows .\n1-1\t0-2\tHe\t_\tp\t2-2\t\n1-2\t3-7\trows\t_\t_\t_\t\n"
        "1-3\t8-9\t.\t_\t_\t_\t\n\n"
        "#Text=So do we .\n2-1\t10-12\tSo\t_\t_\t_\t\n2-2\t13-15\tdo\t*\t_\t_\t\n",
    )
    assert found.document.text == "He rows .\nSo do we ."
    assert linked(found) == [("p", "He", "do")]


def test_relations(tmp_path: Path) -> None:
    layers = "#T_SP=c.Span|value\n#T_RL=c.Rel|kind|note|BT_c.Span"
    cells = (
        "A[1]|B[2]\t_\t_\t_",
        "C\tr1|*\t*|*\t1-1[2_0]|1-1[1_0]",
        *["_\t_\t_\t_"] * 3,
    )
    found = read(tmp_path, sentence(*cells, layers=layers))
    assert [(m.id, m.attributes["value"]) for m in found.marks][1][1] == "B"
    ids = {m.attributes["value"]: m.id for m in found.marks}
    assert [(x.label, x.source, x.target) for x in found.links] == [
        ("r1", ids["B"], ids["C"]),
        ("c.Rel", ids["A"], ids["C"]),
    ]


def test_relations_between_tokens_are_left_out_and_told(tmp_path: Path) -> None:
    layers = "#T_RL=c.Dependency|kind|BT_c.Token"
    options = ReadOptions()
    text = sentence("_\t_", "subj\t1-1", *["_\t_"] * 3, layers=layers)
    assert not read(tmp_path, text, options).links
    assert options.notes.count == 1


def test_chains(tmp_path: Path) -> None:
    layers = "#T_CH=c.CorefLink|referenceRelation|referenceType"
    found = read(
        tmp_path,
        sentence(
            "coref->1-1\tpr[1]",
            "*->1-2|x->2-1\tnam[1]|*[2]",
            "*->1-2\tnam[1]",
            "*->1-3\t*[1]",
            "_\t_",
            layers=layers,
        ),
    )
    assert said(found) == [
        ("c.CorefLink", "Boats", {"referenceType": "pr"}),
        ("c.CorefLink", "pass here", {"referenceType": "nam"}),
        ("c.CorefLink", "pass", {}),
        ("c.CorefLink", "often", {}),
    ]
    assert linked(found) == [
        ("coref", "Boats", "pass here"),
        ("referenceRelation", "pass here", "often"),
    ]


@pytest.mark.parametrize("version", ["3.1", "3.2", "3.3"])
def test_earlier_versions(tmp_path: Path, version: str) -> None:
    text = sentence("A").replace("TSV 3.3", f"TSV {version}")
    assert said(read(tmp_path, text)) == [("Span", "Boats", {"value": "A"})]


def test_windows_line_ends_marks_and_missing_blank_lines(tmp_path: Path) -> None:
    text = "\ufeff" + sentence("A").replace("\n\n\n", "\n").replace("\n", "\r\n")
    found = read(tmp_path, text)
    assert found.document.text == "Boats pass here often ."
    assert said(found) == [("Span", "Boats", {"value": "A"})]


def test_text_between_sentences(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Sentence.id=s\\\\1\n#Text=A.\n1-1\t0-2\tA.\t\n\n"
        "#Text=B\\tC\n2-1\t2-3\tB\t\n2-2\t4-5\tC\t\n\n#Text=D\n3-1\t8-9\tD\t\n",
    )
    assert found.document.text == "A.B\tC\n  D"


@pytest.mark.parametrize(
    ("begin", "end", "unit"), [(6, 8, "code points"), (9, 11, "UTF-8 bytes")]
)
def test_offsets_in_another_unit_are_found_and_told(
    tmp_path: Path, begin: int, end: int, unit: str
) -> None:
    options = ReadOptions()
    found = read(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=c.S|v\n\n\n#Text=Now 😀 no\n"
        f"1-1\t0-3\tNow\t_\t\n1-2\t{begin}-{end}\tno\tA\t\n",
        options,
    )
    assert said(found) == [("c.S", "no", {"v": "A"})]
    assert unit in str(options.notes.items[0])


def test_a_place_that_is_not_its_word_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, sentence("A").replace("6-10\tpass", "5-9\tpass"))
    assert error.line == 7
    assert "“ pas”, not “pass”" in str(error)


def test_a_place_beyond_the_text_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, sentence("A").replace("22-23\t.", "99-100\t."))
    assert error.line == 10


def test_half_a_pair_is_refused(tmp_path: Path) -> None:
    text = (
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a 😀 b 😀\n1-1\t0-1\ta\t\n1-2\t2-3\t?\t\n"
    )
    assert refused(tmp_path, text).line == 6


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("1-2\t6-10\tpass\t_\t", "1-2\t6-10\tpass", 7),
        ("1-2\t6-10", "1-2\t6", 7),
        ("1-2\t", "two\t", 7),
        ("#FORMAT=WebAnno TSV 3.3", "#id=1", 1),
        ("#FORMAT=WebAnno TSV 3.3", "#FORMAT=WebAnno TSV 2", 1),
        ("|value", "|c.Target", 2),
    ],
)
def test_wrong_lines_are_refused(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert refused(tmp_path, sentence("A").replace(old, new)).line == line


def test_what_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "doc.tsv"
    path.write_bytes(sentence("A").encode().replace(b"here", b"h\xe9re", 1))
    assert FORMAT.marks is not None
    with pytest.raises(InputError) as error:
        list(FORMAT.marks(path, ReadOptions()))
    assert error.value.line == 5


def test_an_exported_project_has_people_and_a_curated_layer(tmp_path: Path) -> None:
    for place, value in (
        ("annotation/doc.txt/ada.tsv", "A"),
        ("annotation/doc.txt/bo.tsv", "B"),
        ("annotation/doc.txt/INITIAL_CAS.tsv", "X"),
        ("curation/doc.txt/CURATION_USER.tsv", "C"),
        ("annotation/new.txt/INITIAL_CAS.tsv", "_"),
    ):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sentence(value), encoding="utf-8")
    assert registry.sniff(tmp_path).name == "webanno-tsv"
    assert FORMAT.marks is not None
    first, second = FORMAT.marks(tmp_path, ReadOptions())
    assert [(m.annotator, m.layer, m.attributes["value"]) for m in first.marks] == [
        ("ada", None, "A"),
        ("bo", None, "B"),
        (None, "adjudicated", "C"),
    ]
    assert len({m.id for m in first.marks}) == 3
    assert (second.document.title, second.marks) == ("new.txt", ())


def test_people_with_different_texts_of_one_document_are_refused(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "annotation" / "doc"
    folder.mkdir(parents=True)
    (folder / "ada.tsv").write_text(sentence("A"), encoding="utf-8")
    other = sentence("A").replace("Boats", "Coats")
    (folder / "bo.tsv").write_text(other, encoding="utf-8")
    assert FORMAT.marks is not None
    with pytest.raises(InputError, match="its text is not that of") as error:
        list(FORMAT.marks(tmp_path, ReadOptions()))
    assert error.value.file == str(folder / "bo.tsv")


def test_only_files_of_the_format_are_claimed(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("id\ttext\n1\tBoats\n")
    assert FORMAT.sniff(path.read_bytes(), path) == 0
    assert FORMAT.sniff(b"", tmp_path) == 0
    path.write_text(sentence("A"))
    assert FORMAT.sniff(path.read_bytes(), path) > 0.9
