# SPDX-License-Identifier: MIT
"""CoNLL files of others: columns, documents, comments, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.conll.format import FORMAT
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError

#: As CoNLL-2003 has it: four columns, IOB1, a line for each document.
CONLL_2003 = """-DOCSTART- -X- -X- O

EU NNP I-NP I-ORG
rejects VBZ I-VP O
" " O O
German JJ I-NP I-MISC
" " O O
calls NNS I-NP O
. . O O

Peter NNP I-NP I-PER
Blackburn NNP I-NP I-PER

-DOCSTART- -X- -X- O

It PRP I-NP O
's VBZ I-VP O
( ( O O
not RB O O
) ) O O
Jo NNP I-NP I-PER
Ann NNP B-NP B-PER
"""


def read(folder: Path, text: str | bytes, **others: object) -> list[MarkedDocument]:
    path = folder / "in.conll"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions(**others)))  # type: ignore[arg-type]


def quotes(marked: MarkedDocument) -> list[tuple[str, str]]:
    text = marked.document.text
    return [(m.label, text[m.start : m.end]) for m in marked.marks]


def wrong(folder: Path, text: str) -> InputError:
    with pytest.raises(InputError) as error:
        read(folder, text)
    assert error.value.file == str(folder / "in.conll")
    return error.value


def test_conll_2003_with_its_documents_and_spacing(tmp_path: Path) -> None:
    options = ReadOptions()
    (tmp_path / "in.conll").write_text(CONLL_2003)
    assert FORMAT.marks is not None
    first, second = FORMAT.marks(tmp_path / "in.conll", options)
    assert first.document.text == 'EU rejects "German" calls.\nPeter Blackburn'
    assert quotes(first) == [
        ("ORG", "EU"),
        ("MISC", "German"),
        ("PER", "Peter Blackburn"),
    ]
    assert second.document.text == "It's (not) Jo Ann"
    assert quotes(second) == [("PER", "Jo"), ("PER", "Ann")]
    notes = " ".join(map(str, options.notes.texts()))
    assert "Of 4 columns" in notes
    assert "put together from its tokens" in notes


def test_tabs_leave_spaces_in_tokens(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "New York\tB-LOC\r\nis\tO\t\r\n")
    assert found.document.text == "New York is"
    assert quotes(found) == [("LOC", "New York")]


def test_a_comment_is_told_from_a_token(tmp_path: Path) -> None:
    text = "# a comment\n# newdoc id = d-7\n# O\n#tag B-X\n\n# newdoc\nb O\n"
    first, second = read(tmp_path, text)
    assert first.document.uid == first.document.title == "d-7"
    assert first.document.text == "# #tag"
    assert quotes(first) == [("X", "#tag")]
    assert second.document.text == "b"


@pytest.mark.parametrize(
    "line", ["-DOCSTART- (1 EU)", "###MEDLINE:95", "# doc_id = x y", "# newdoc id: x"]
)
def test_a_document_keeps_its_name(tmp_path: Path, line: str) -> None:
    (found,) = read(tmp_path, f"{line}\n\na O\n")
    assert found.document.uid in ("1 EU", "95", "x y", "x")


def test_documents_that_are_alike_have_ids_of_their_own(tmp_path: Path) -> None:
    first, second = read(tmp_path, "-DOCSTART- O\n\na O\n\n-DOCSTART- O\n\na O\n")
    assert first.document.uid != second.document.uid


def test_latin_1_is_read_when_named(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "Espa\xf1a B-LOC\n".encode("latin-1"), encoding="latin-1")
    assert found.document.text == "España"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a O\n\nb X O\n", 3, "3 columns, and line 1 has 2"),
        ("a O\nb\n", 2, "token without a tag"),
        ("alone\n", 1, "token without a tag"),
        ("a B-X\nb O\n\nc I-X\n", 4, "“I-X” continues a span"),
        ("a O\nb Q-X\n", 2, "“Q-X” is no tag"),
        ("a O\n\n\n\nb B_X\n", 5, "“B_X” is no tag"),
    ],
)
def test_a_mistake_names_file_and_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    error = wrong(tmp_path, text)
    assert error.line == line
    assert says in str(error)
    assert error.remedy


@pytest.mark.parametrize("text", ["", "\n \n", "-DOCSTART- O\n"])
def test_a_file_without_tokens_is_refused(tmp_path: Path, text: str) -> None:
    assert "no tokens" in str(wrong(tmp_path, text))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id":"d","text":"a b","tokens":[[0,1]]}', "1 here, 2 there"),
        ('{"id":"d","text":"a c","tokens":[[0,1],[2,3]]}', "“c” here, “b” there"),
        ('{"id":"d","text":"a b","tokens":[[0,1],[2,9]]}', "inside the text"),
        ('{"id":"d","text":"a b","tokens":[[0,1],[2,true]]}', "inside the text"),
        ("{", "not JSON"),
    ],
)
def test_offsets_of_another_file_are_refused(
    tmp_path: Path, line: str, says: str
) -> None:
    beside = tmp_path / "in.offsets.jsonl"
    beside.write_text(line + "\n")
    with pytest.raises(InputError, match=says) as error:
        read(tmp_path, "a O\nb O\n")
    assert error.value.file == str(beside)
    assert error.value.line == 1


@pytest.mark.parametrize("count", [0, 2])
def test_offsets_of_more_or_fewer_documents_are_refused(
    tmp_path: Path, count: int
) -> None:
    line = '{"id":"d","text":"a","tokens":[[0,1]]}\n'
    (tmp_path / "in.offsets.jsonl").write_text(line * count)
    with pytest.raises(InputError, match="as many documents"):
        read(tmp_path, "a O\n")


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "b.conll").write_text("b O\n")
    (tmp_path / "a.conll").write_text("a O\n")
    assert FORMAT.marks is not None
    found = list(FORMAT.marks(tmp_path, ReadOptions()))
    assert [each.document.text for each in found] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.conll", CONLL_2003, "conll"),
        ("a.txt", CONLL_2003, "conll"),
        ("a.txt", "The end is\nnear. O\n", "text"),
        ("a.bio", "wrong\n", "conll"),
    ],
)
def test_it_is_recognised_by_its_tags(
    tmp_path: Path, name: str, text: str, format: str
) -> None:
    (tmp_path / name).write_text(text)
    assert registry.sniff(tmp_path / name).name == format


def test_a_new_project_gets_its_codebook_from_the_labels(tmp_path: Path) -> None:
    path = tmp_path / "in.conll"
    path.write_text("Ann B-PER\nLee I-PER\nleft O\n")
    assert FORMAT.read is not None
    (found,) = FORMAT.read(path, ReadOptions(derive_codebook=True)).documents
    assert [each.text for each in found.annotations[0].spans] == ["Ann Lee"]
    assert found.annotations[0].type == "PER"
