# SPDX-License-Identifier: MIT
"""The table: its lines and columns under every preset, and harmless cells."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import csv_table
from annotator.formats.csv_cells import neutralise, unneutralise
from annotator.formats.csv_columns import column_names
from annotator.formats.options import WriteOptions
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.codebook_reader import from_body
from annotator.model.document import Document, Layer, SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import sha256_text
from annotator.model.progress import run
from annotator.model.team import Annotator
from tests.formats.bundles import preset, read_bytes

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
PRESETS = ("speaker_stance", "semeval_stance", "polnear_scc", "dna_statement")
TEXT = "Roe said\r no.".replace("\r", "")


def table(bundle: Bundle, folder: Path, **options: Any) -> list[dict[str, str]]:
    path = folder / "out.csv"
    run(csv_table.write(bundle, path, WriteOptions(**options)))
    data = path.read_bytes().decode("utf-8-sig" if options.get("bom") else "utf-8")
    return list(csv.DictReader(io.StringIO(data, newline="")))


def bundle(
    name: str, *annotations: Annotation, title: str = "T", **others: Any
) -> Bundle:
    version = preset(name)
    document = Document(uid="d", title=title, text=TEXT, text_sha256=sha256_text(TEXT))
    record = DocumentRecord(document=document, annotations=annotations)
    header = ProjectHeader(codebook=(version.id, version.version), **others)
    return Bundle(header=header, codebooks=(version,), documents=[record])


def made(kind: str, *spans: Span, **others: Any) -> Annotation:
    return Annotation(
        uid=others.pop("uid", "a"),
        document="d",
        type=kind,
        annotator="ada",
        spans=spans,
        **others,
    )


def test_the_reference_table_is_written_byte_for_byte(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, (REFERENCE / "untidy.jsonl").read_bytes())
    path = tmp_path / "table.csv"
    run(csv_table.write(found, path, WriteOptions()))
    assert path.read_bytes() == (REFERENCE / "table.csv").read_bytes()


def test_the_worked_example_has_a_line_per_stance(shared: Path, tmp_path: Path) -> None:
    data = (shared / "seed" / "gold.jsonl").read_bytes()
    lines = table(read_bytes(tmp_path, data), tmp_path)
    assert sum(bool(line["stance"]) for line in lines) == 20
    # A08a and A10 take no stance and have a line all the same.
    assert len(lines) == 22
    assert [line["annotation_id"] for line in lines if line["no_stance"]] == [
        "A08a",
        "A10",
    ]
    a06 = [line for line in lines if line["annotation_id"] == "A06"]
    assert [line["issue_id"] for line in a06] == [
        "troops_ukraine",
        "lt_security_provider",
    ]
    assert {line["speaker"] for line in a06} == {"Kęstutis Budrys"}
    assert {line["speaker_role"] for line in a06} == {"Foreign Minister"}
    assert {line["content_offsets"] for line in a06} == {"963-1296"}
    (a07a,) = [line for line in lines if line["annotation_id"] == "A07a"]
    assert a07a["content_offsets"] == "1410-1465;1477-1530"
    assert a07a["content_text"].count(" | ") == 1
    assert (a07a["level"], a07a["parent"]) == ("2", "A07")
    levels = [line["level"] for line in lines if line["row_number"] in ("", "1")]
    assert [levels.count(n) for n in "123"] == [12, 8, 1]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_its_columns_once(name: str) -> None:
    codebook = from_body(preset(name).body)
    names = column_names([codebook])
    assert len(set(names)) == len(names)
    for kind in codebook.types:
        for role in kind.roles:
            assert f"{role.id}_offsets" in names
        for field in kind.fields:
            assert field.id in names


def test_a_statement_of_the_dna_preset(tmp_path: Path) -> None:
    one = made(
        "statement",
        Span("statement", 0, 8, "Roe said"),
        fields={"organization": "un", "agreement": False},
    )
    entity = Entity(uid="un", type="organization", name="UN", attributes={"type": "x"})
    (line,) = table(bundle("dna_statement", one, entities=(entity,)), tmp_path)
    assert line["organization"] == "UN"
    assert line["organization_type"] == "x"
    assert line["agreement"] == "false"
    assert line["person"] == ""
    assert line["statement_text"] == "Roe said"
    assert "row" not in line


def test_a_judgement_of_the_semeval_preset(tmp_path: Path) -> None:
    one = made("judgement", fields={"target": "troops_ukraine", "stance": "NONE"})
    (line,) = table(bundle("semeval_stance", one), tmp_path)
    assert line["target"] == "Deploying foreign troops or peacekeepers to Ukraine"
    assert line["target_id"] == "troops_ukraine"
    assert line["stance"] == "NONE"


def test_the_entity_that_stays_is_named(tmp_path: Path) -> None:
    people = (
        Entity(uid="r1", type="speaker", name="J. Roe", merged_into="r2"),
        Entity(uid="r2", type="speaker", name="Jane Roe"),
    )
    one = made("attribution", fields={"speaker": "r1"})
    (line,) = table(bundle("speaker_stance", one, entities=people), tmp_path)
    assert (line["speaker"], line["speaker_id"]) == ("Jane Roe", "r1")


def test_deleted_annotations_have_no_line(tmp_path: Path) -> None:
    assert (
        table(bundle("speaker_stance", made("attribution", deleted=True)), tmp_path)
        == []
    )


def test_older_codebooks_add_their_columns(tmp_path: Path) -> None:
    other = preset("dna_statement")
    found = bundle("speaker_stance", made("attribution"))
    found = replace(found, codebooks=(*found.codebooks, other))
    (line,) = table(found, tmp_path)
    assert "statement_text" in line
    assert list(line).index("speaker") < list(line).index("organization")


def test_line_ends_in_cells_and_the_byte_order_mark(tmp_path: Path) -> None:
    row = Row({"rationale": 'one\r\ntwo\rthree\n"four", five'})
    one = made("attribution", rows={"stance": (row,)})
    (line,) = table(bundle("speaker_stance", one), tmp_path, bom=True)
    assert line["rationale"] == 'one\r\ntwo\rthree\n"four", five'
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdocument_id,")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
)
def test_fault_60_no_cell_is_a_formula(tmp_path: Path, sign: str) -> None:
    title = f'{sign}HYPERLINK("http://x")'
    found = bundle("speaker_stance", made("attribution"), title=title)
    (line,) = table(found, tmp_path)
    assert line["title"] == f"'{title}"
    assert unneutralise(line["title"]) == title


def test_fault_60_no_column_is_forgotten(tmp_path: Path) -> None:
    """Texts of every kind, all of them formulas: ids, names, quotes, fields."""
    odd = "=1"
    spans = tuple(Span(role, 0, 2, odd) for role in ("content", "source", "cue"))
    fields = {
        **dict.fromkeys(("speaker", "quote_type", "notes", "justifies"), odd),
        **dict.fromkeys(("statement_time", "factuality"), odd),
    }
    row = Row({"issue": odd, "stance": odd, "rationale": odd}, (spans[0],))
    states = {"layer": odd, "state": odd, "origin": odd, "parent": odd, "uid": odd}
    one = made("attribution", *spans, fields=fields, rows={"stance": (row,)}, **states)
    local = SpeakerInDocument(odd, {"role": odd, "country": odd, "affiliation": odd})
    found = bundle(
        "speaker_stance",
        replace(one, annotator=odd),
        annotators=(Annotator(uid=odd, name=odd),),
        entities=(Entity(uid=odd, type="speaker", name=odd, kind=odd),),
        vocabularies={
            "issue": (VocabularyEntry(uid=odd, vocabulary="issue", label=odd),)
        },
    )
    (record,) = found.documents
    layer = Layer(document="d", annotator=odd, kind=odd, speakers=(local,))
    metadata = dict.fromkeys(("source", "author", "url"), odd)
    document = replace(record.document, uid=odd, metadata=metadata)
    record = replace(record, document=document, layers=(layer,))
    (line,) = table(replace(found, documents=[record]), tmp_path)
    wrong = {name: cell for name, cell in line.items() if cell.startswith("=")}
    assert wrong == {}
    assert sum(cell == f"'{odd}" for cell in line.values()) >= 25


def test_several_spans_of_a_role_share_a_cell(tmp_path: Path) -> None:
    spans = (Span("content", 0, 3, "-Ro"), Span("content", 4, 8, "=sai"))
    (line,) = table(bundle("speaker_stance", made("attribution", *spans)), tmp_path)
    assert line["content_text"] == "'-Ro | =sai"
    assert line["content_offsets"] == "0-3;4-8"


def test_numbers_are_left_as_they_are(tmp_path: Path) -> None:
    one = made("attribution", fields={"confidence": -1})
    assert table(bundle("speaker_stance", one), tmp_path)[0]["confidence"] == "-1"


@given(st.text() | st.text("'=+-@\t\r＝", max_size=4))
def test_fault_60_every_text_comes_back(text: str) -> None:
    cell = neutralise(text)
    assert unneutralise(cell) == text
    assert not cell.startswith(tuple("=+-@\t\r＝＋－＠"))
