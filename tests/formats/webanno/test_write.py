# SPDX-License-Identifier: MIT
"""WebAnno TSV files as they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.formats.features import ACROSS, EDGES
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.webanno.format import FORMAT
from annotator.model.annotation import Span
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, annotation, bundle, full, record, span


def written(given: Bundle, folder: Path) -> tuple[dict[str, str], WriteOptions]:
    """The files by their places."""
    options = WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(given, folder / "out", options))
    files = sorted(each for each in (folder / "out").rglob("*") if each.is_file())
    return {
        each.relative_to(folder / "out").as_posix(): each.read_bytes().decode()
        for each in files
    }, options


def text_back(text: str, folder: Path) -> str:
    """What comes back of a text."""
    written(bundle(record(text=text)), folder)
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(folder / "out", ReadOptions())
    return found.document.text


def test_each_person_has_a_file_for_each_document(tmp_path: Path) -> None:
    files, _ = written(full(), tmp_path)
    assert list(files) == [
        "annotation/Empty/INITIAL_CAS.tsv",
        "annotation/ann/Ada Nord.tsv",
        "annotation/ann/Bo Süd.tsv",
    ]


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    given = bundle(
        record(annotation("a", span("content", QUOTE), span("source", SPEAKER)))
    )
    (text,) = written(given, tmp_path)[0].values()
    lines = text.split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    assert lines[1].startswith("#T_SP=webanno.custom.content|")
    assert lines[1].endswith(
        "|ROLE_webanno.custom.content:source_webanno.custom.contentSourceLink"
        "|webanno.custom.source"
    )
    assert lines[2:6] == [
        "#T_SP=webanno.custom.source|",
        "",
        "",
        "#Text=Ann 😀 Lee said:",
    ]
    assert all(line.endswith("\t") for line in lines if line[:1].isdigit())
    first = [line.split("\t") for line in lines if line[:1].isdigit()]
    assert [(each[0], each[1], each[2], each[-2]) for each in first] == [
        ("1-1", "0-3", "Ann", "*[1]"),
        ("1-2", "4-6", "😀", "*[1]"),
        ("1-3", "7-10", "Lee", "*[1]"),
        ("1-4", "11-15", "said", "_"),
        ("1-5", "15-16", ":", "_"),
        ("2-1", "17-18", "“", "_"),
        ("2-2", "18-20", "No", "_"),
        ("2-3", "20-21", ".", "_"),
        ("2-4", "21-22", "”", "_"),
    ]
    assert first[5][-4:-2] == ["source[2]", "1-1[1]"]
    assert "\n\n#Text=“No.”\n2-1\t" in text


def test_parts_of_words_have_units_of_their_own(tmp_path: Path) -> None:
    given = bundle(record(annotation("a", span("source", (1, 8)))))
    (text,) = written(given, tmp_path)[0].values()
    assert "\n1-1.1\t1-3\tnn\t" in text
    assert "\n1-3.1\t7-9\tLe\t" in text


@pytest.mark.parametrize(
    "text",
    [
        *("One. Two.", "One.  Two", "One.\nTwo.", "One.\n\nTwo.", "A\n \n B\n"),
        *("Tab\tand \\ backslash \\t.", "end \n\n", "a\u00a0b", "“No.” She left."),
        *("   three spaces first", "a\u2028b\u0085c", "#Text=x\n#FORMAT=y", "1-1\t0-3"),
    ],
)
def test_texts_come_back(tmp_path: Path, text: str) -> None:
    assert text_back(text, tmp_path) == text


def test_white_space_before_the_first_word_becomes_spaces(tmp_path: Path) -> None:
    files, options = written(bundle(record(text="\n\tA")), tmp_path)
    assert "1-1\t2-3\tA\t" in next(iter(files.values()))
    told = [each.what for each in options.losses.listed()]
    assert any(each.startswith("white space before the first word") for each in told)


def test_spans_that_reach_into_white_space_are_cut_and_told(tmp_path: Path) -> None:
    given = bundle(
        record(annotation("a", span("source", (3, 10)), span("cue", (15, 16))))
    )
    files, options = written(given, tmp_path)
    assert options.losses.items[EDGES].count == 2
    assert "webanno.custom.cue" not in next(iter(files.values()))


def test_links_between_people_are_told(tmp_path: Path) -> None:
    _, options = written(full(), tmp_path)
    assert options.losses.items[ACROSS].count == 1


def test_adjudicated_annotations_are_curated(tmp_path: Path) -> None:
    given = bundle(
        record(annotation("a", Span("content", 16, 21, "“No.”"), layer="adjudicated"))
    )
    files, _ = written(given, tmp_path)
    assert "webanno.custom.content" not in files["annotation/A refusal/Ada Nord.tsv"]
    assert "webanno.custom.content" in files["curation/A refusal/Ada Nord.tsv"]


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert written(full(), tmp_path / "a")[0] == written(full(), tmp_path / "b")[0]


def test_it_is_not_written_without_the_text(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    with pytest.raises(UserError, match="words of the texts"):
        run(FORMAT.write(full(), tmp_path / "o", WriteOptions(with_text=False)))


def test_ids_of_sentences_are_kept_and_written_back(tmp_path: Path) -> None:
    path = tmp_path / "doc.tsv"
    path.write_text(
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Sentence.id=s\\\\1\n#Text=One.\n"
        "1-1\t0-3\tOne\t\n1-2\t3-4\t.\t\n\n#Text=Two\n2-1\t5-8\tTwo\t\n"
    )
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions())
    (record,) = found.documents
    assert record.document.extra == {"webanno-tsv": {"sentences": {"0": "s\\1"}}}
    (text,) = written(replace(found, documents=[record]), tmp_path)[0].values()
    assert "\n#Sentence.id=s\\\\1\n#Text=One.\n" in text
    assert text.count("#Sentence.id") == 1
