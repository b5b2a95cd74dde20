# SPDX-License-Identifier: MIT
"""SemEval-2016 task 6: read as it was released, written as its scorer reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.formats.options import Notes, ReadOptions, WriteOptions
from annotator.formats.registry import get, sniff
from annotator.formats.semeval import FORMAT
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.bundles import (
    annotation,
    document,
    header,
    lines,
    preset,
    read_bytes,
)

TABLE = (
    "ID\tTarget\tTweet\tStance\r\n"
    '101\tNew Bridge\t"Build it" they said – 😀 #yes\tFAVOR\r\n'
    "102\tNew Bridge\tToo dear.\tAGAINST\r\n"
    "103\tOld Ferry\tToo dear.\tNONE\r\n"
)
ALL = (
    "ID\tTarget\tTweet\tStance\tOpinion Towards\tSentiment\n"
    "1\tNew Bridge\tGood\tFAVOR\t1.  The tweet explicitly expresses opinion.\tpos\n"
    "2\tNew Bridge\tBad\tAGAINST\tOTHER\tneg\n"
    "3\tNew Bridge\tWell\tNONE\tNO ONE\tother\n"
)


def read(path: Path, **others: Any) -> Bundle:
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(**others))
    return Bundle(
        header=found.header,
        codebooks=found.codebooks,
        documents=list(found.documents),
    )


def table(folder: Path, text: str = TABLE, encoding: str = "utf-8") -> Path:
    path = folder / "table.txt"
    path.write_bytes(text.encode(encoding))
    return path


def written(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> str:
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path.read_bytes().decode()


def fields_of(bundle: Bundle) -> list[Any]:
    names = {e.uid: e.label for e in bundle.header.vocabularies.get("target", ())}
    return [
        (a.uid, names[str(a.fields["target"])], a.fields["stance"])
        for record in bundle.documents
        for a in record.annotations
    ]


def test_each_line_is_a_judgement_of_a_text(tmp_path: Path) -> None:
    found = read(table(tmp_path))
    assert fields_of(found) == [
        ("101", "New Bridge", "FAVOR"),
        ("102", "New Bridge", "AGAINST"),
        ("103", "Old Ferry", "NONE"),
    ]
    texts = [each.document.text for each in found.documents]
    assert texts == ['"Build it" they said – 😀 #yes', "Too dear."]
    (span,) = next(iter(found.documents)).annotations[0].spans
    assert (span.role, span.start, span.end) == ("unit", 0, len(texts[0]))


def test_read_equals_read_again(tmp_path: Path) -> None:
    found = read(table(tmp_path, ALL))
    opinions = [
        (a.fields["opinion_towards"], a.fields["sentiment"])
        for record in found.documents
        for a in record.annotations
    ]
    assert opinions == [("TARGET", "pos"), ("OTHER", "neg"), ("NO_ONE", "other")]
    out = tmp_path / "out.tsv"
    first = written(found, out)
    assert fields_of(read(out)) == fields_of(found)
    assert written(read(out), tmp_path / "again.tsv") == first
    assert first.split("\n")[0] == (
        "ID\tTarget\tTweet\tStance\tOpinion towards\tSentiment"
    )


def test_the_preset_reads_targets_it_has(tmp_path: Path) -> None:
    label = "Deploying foreign troops or peacekeepers to Ukraine"
    own = preset("semeval_stance")
    path = table(tmp_path, TABLE.replace("New Bridge", label).replace("103", "#"))
    good = "\r\n".join(path.read_bytes().decode().split("\r\n")[:3])
    found = read(table(tmp_path, good), codebook=own)
    assert found.codebooks == (own,)
    first = next(iter(found.documents)).annotations[0]
    assert first.fields["target"] == "troops_ukraine"
    with pytest.raises(InputError, match="New Bridge"):
        read(table(tmp_path), codebook=own)


def test_rows_of_stances_are_made_where_the_codebook_has_them(tmp_path: Path) -> None:
    found = read(table(tmp_path), codebook=preset())
    said = [
        [(r.fields["issue"], r.fields["stance"]) for r in a.rows["stance"]]
        for record in found.documents
        for a in record.annotations
    ]
    names = {e.uid: e.label for e in found.header.vocabularies["issue"]}
    assert [[(names[str(i)], s) for i, s in each] for each in said] == [
        [("New Bridge", "favor")],
        [("New Bridge", "against"), ("Old Ferry", "neutral")],
    ]


def test_the_released_files_are_in_windows_1252(tmp_path: Path) -> None:
    options = ReadOptions()
    assert FORMAT.read is not None
    text = "ID\tTarget\tTweet\tStance\n1\tCafé\tIt’s naïve\tFAVOR\n"
    found = FORMAT.read(table(tmp_path, text, "cp1252"), options)
    assert next(iter(found.documents)).document.text == "It’s naïve"
    assert any("cp1252" in said for said in options.notes.texts())
    named = read(table(tmp_path, text, "cp1252"), encoding="latin-1")
    assert next(iter(named.documents)).document.text == "It\x92s naïve"


def test_a_table_without_names_of_columns(tmp_path: Path) -> None:
    found = read(table(tmp_path, TABLE.split("\r\n", 1)[1]))
    assert [each[0] for each in fields_of(found)] == ["101", "102", "103"]


def project(folder: Path) -> Bundle:
    text = "Ann said:\n“No\tbridge.” Then rain fell.\n\nBo left."
    rows = [
        {"fields": {"issue": "tax", "stance": "favor", "intensity": 2}},
        {"fields": {"issue": "bridge", "stance": "unclear"}},
    ]
    one = annotation(("content", 10, 22), ("content", 0, 3), rows={"stance": rows})
    two = annotation(("source", 0, 3), id="a2", rows={"stance": rows[:1]})
    issues = [{"id": "tax", "label": "A new tax"}, {"id": "bridge", "label": "Bridge"}]
    head = header(vocabularies={"issue": issues})
    return read_bytes(folder, lines(head, document(text, one, two)))


def test_one_line_for_each_stance_and_what_is_lost_is_told(tmp_path: Path) -> None:
    options = WriteOptions()
    found = written(project(tmp_path), tmp_path / "out.tsv", options)
    assert found == (
        "ID\tTarget\tTweet\tStance\n"
        "d1/a1/1\tA new tax\tAnn “No bridge.”\tFAVOR\n"
        "d1/a1/2\tBridge\tAnn “No bridge.”\tNONE\n"
    )
    told = {each.what: (each.count, each.examples) for each in options.losses.listed()}
    assert told["stances besides FAVOR and AGAINST: they are written as NONE"] == (
        1,
        ["a1: unclear"],
    )
    assert told["line breaks and tabs in texts: they are written as spaces"][0] == 2
    assert told["stances of annotations without marked content"][0] == 1
    assert told["values of stances besides target and stance"][1] == [
        "a1: intensity = 2"
    ]


def test_sentences_without_a_stance_are_written_where_it_is_asked(
    tmp_path: Path,
) -> None:
    bundle = project(tmp_path)
    table = {"semeval_tsv": {"negatives": True}}
    body = {**bundle.codebooks[0].body, "export": table}
    made = from_body(body)
    version = CodebookVersion(
        id=made.id, version=made.version, sha256=made.sha256, body=made.body
    )
    asked = Bundle(
        header=bundle.header, codebooks=(version,), documents=bundle.documents
    )
    found = written(asked, tmp_path / "out.tsv").split("\n")[3:-1]
    assert [each.split("\t")[1:] for each in found] == [
        ["A new tax", "Then rain fell.", "NONE"],
        ["Bridge", "Then rain fell.", "NONE"],
        ["A new tax", "Bo left.", "NONE"],
        ["Bridge", "Bo left.", "NONE"],
    ]
    without = WriteOptions(negatives=False)
    assert "rain" not in written(asked, tmp_path / "none.tsv", without)


def test_the_same_ids_each_time(tmp_path: Path) -> None:
    first = written(project(tmp_path), tmp_path / "a.tsv")
    assert written(project(tmp_path), tmp_path / "b.tsv") == first


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("", None, None, "empty"),
        ("ID\tTarget\tTweet\nx\ty\tz\n", 1, "Stance", "missing"),
        ("ID\tTarget\n1\tz\n", 1, None, "Tweet"),
        (TABLE + "104\tA\tB\n", 5, None, "3 columns"),
        (TABLE + "\n104\tA\tB\tC\tNONE\n", 6, None, "5 columns"),
        (TABLE + "104\tA\tB\tMAYBE\n", 5, "Stance", "MAYBE"),
        (TABLE + "104\tA\t \tNONE\n", 5, "Tweet", "empty"),
        (TABLE + "101\tA\tOther\tNONE\n", 5, "ID", "another text"),
    ],
)
def test_faults_name_file_line_and_column(
    tmp_path: Path, text: str, line: int | None, field: str | None, words: str
) -> None:
    path = table(tmp_path, text)
    with pytest.raises(InputError, match=words) as caught:
        read(path)
    error = caught.value
    assert (error.file, error.line, error.field) == (str(path), line, field)


def test_without_texts_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="consists of texts"):
        written(project(tmp_path), tmp_path / "x.tsv", WriteOptions(with_text=False))


def test_it_is_recognised(tmp_path: Path) -> None:
    assert sniff(table(tmp_path)).name == "semeval"
    assert get("semeval") is FORMAT


def test_texts_whose_stance_is_to_be_found_have_none_yet(tmp_path: Path) -> None:
    notes = Notes()
    text = "ID\tTarget\tTweet\tStance\n1\tOld Ferry\tSlow.\tUNKNOWN\n"
    bundle = read(table(tmp_path, text), notes=notes)
    (record,) = bundle.documents
    (each,) = record.annotations
    assert "stance" not in each.fields
    assert list(each.fields) == ["target"]
    assert any(
        "“UNKNOWN” was read as no stance yet (1 lines)" in x for x in notes.texts()
    )


def test_further_columns_ask_for_the_codebook_of_the_shared_task(
    tmp_path: Path,
) -> None:
    own = preset("speaker_stance")
    found = read(table(tmp_path, ALL), codebook=own, derive_codebook=True)
    assert [each.id for each in found.codebooks] == ["semeval_import"]
    found = read(table(tmp_path), codebook=own, derive_codebook=True)
    assert [each.id for each in found.codebooks] == ["speaker_stance"]
