# SPDX-License-Identifier: MIT
"""Databases that DNA opens: its schema, its offsets, its way to state things."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import jsonl_read
from annotator.formats.dna import projection, schema
from annotator.formats.dna import write as writing
from annotator.formats.dna.entities import CUT
from annotator.formats.features import LOSSES, Feature
from annotator.formats.options import Notes, WriteOptions
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.entity import Entity
from annotator.model.errors import UserError
from annotator.model.team import Annotator
from tests.formats import ann_lee
from tests.formats.bundles import options as reading_options
from tests.formats.bundles import preset
from tests.formats.dna.databases import read, rows, version_3, write

#: Every table whose rows come back as they were, but for passwords.
KEPT = tuple(name for name in schema.TABLES if name != "CODERS")
CODERS = ", ".join(("ID", "Name", "Red", "Green", "Blue", *schema.SETTINGS))
#: Statements with the value of a short text variable.
TEXTS = (
    "SELECT d.StatementId, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e"
    " ON e.ID = d.Entity JOIN VARIABLES v ON v.ID = d.VariableId"
    " WHERE v.Variable = '{}' ORDER BY 1"
)


def lost(options: WriteOptions) -> Counter[str]:
    """What was counted, by what it was."""
    return Counter({each.what: each.count for each in options.losses.listed()})


def stance(issue: str, said: str | None, **others: Any) -> Row:
    return Row({"issue": issue} | ({"stance": said} if said else {}) | others)


def attribution(uid: str, *stances: Row, **others: Any) -> Annotation:
    quote = ann_lee.span("content", ann_lee.QUOTE)
    given: dict[str, Any] = {"fields": {"speaker": "lee"}, **others}
    spans = given.pop("spans", (quote,))
    return ann_lee.annotation(uid, *spans, rows={"stance": stances}, **given)


def with_entities(bundle: Bundle, *entities: Entity) -> Bundle:
    return replace(bundle, header=replace(bundle.header, entities=entities))


# -- back as it was ------------------------------------------------------------------


@pytest.mark.parametrize("table", KEPT)
def test_what_came_from_dna_goes_back_as_it_was(tmp_path: Path, table: str) -> None:
    source = version_3(tmp_path / "in.dna")
    path = write(read(source), tmp_path / "out.dna")
    query = f"SELECT * FROM {table} ORDER BY 1"
    found, wanted = rows(path, query), rows(source, query)
    if table == "DOCUMENTS":  # line ends are one character here
        wanted = [(*row[:2], row[2].replace("\r\n", "\n"), *row[3:]) for row in wanted]
    if table == "STATEMENTS":
        wanted = [(1, 1, 1, 17, 22, 2), (3, 1, 1, 23, 33, 1), (9, 2, 1, 0, 10, 2)]
    if table == "ATTRIBUTEVALUES":  # each entity gets all, empty ones included
        found, wanted = [r for r in found if r[3]], [r for r in wanted if r[3]]
        found, wanted = [r[1:] for r in found], [r[1:] for r in wanted]
    assert found == wanted


def test_coders_go_back_with_what_they_may_do(tmp_path: Path) -> None:
    source = version_3(tmp_path / "in.dna")
    path = write(read(source), tmp_path / "out.dna")
    query = f"SELECT {CODERS} FROM CODERS"
    assert rows(path, query) == rows(source, query)


def test_in_out_and_in_again_is_the_same(tmp_path: Path) -> None:
    source = version_3(tmp_path / "small.dna")
    first = read(source)
    (tmp_path / "again").mkdir()
    second = read(write(first, tmp_path / "again" / "small.dna"))
    assert second.documents == first.documents
    assert second.codebooks == first.codebooks
    assert second.header == first.header


@pytest.mark.parametrize("table", KEPT)
def test_a_real_database_goes_back_as_it_was(
    shared: Path, tmp_path: Path, table: str
) -> None:
    source = shared / "data" / "sample.dna"
    path = write(read(source), tmp_path / "out.dna")
    query = f"SELECT * FROM {table} ORDER BY 1"
    assert rows(path, query) == rows(source, query)


def test_a_real_database_is_read_whole(shared: Path) -> None:
    bundle = read(shared / "data" / "sample.dna")
    found = [a for record in bundle.documents for a in record.annotations]
    header = bundle.header
    body = bundle.codebooks[0].body
    assert (bundle.total, len(found), len(header.annotators)) == (7, 41, 4)
    assert len({each.annotator for each in found}) == 2
    assert (len(body["annotation_type"]), len(body["field"])) == (3, 11)
    empty = sum("empty" in each for each in body["export"]["dna"]["variables"])
    assert (len(header.entities), empty) == (20, 3)
    assert len(header.items["highlights"]) == 6
    sixth = bundle.documents[5].annotations  # type: ignore[index]
    (span,) = {each.uid: each for each in sixth}["37"].spans
    assert (span.start, span.end) == (22109, 22237)
    assert span.text.startswith("We urge Congress to include a mandatory cap")
    assert span.text.endswith("proposal introduced in the House.")


# -- how it must be ------------------------------------------------------------------


def test_sqlite_finds_nothing_wrong_and_the_schema_is_dnas(tmp_path: Path) -> None:
    path = write(ann_lee.full(), tmp_path / "out.dna")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    found = rows(path, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    assert found == list(schema.TABLES.items())
    assert rows(path, "SELECT count(*) FROM sqlite_master WHERE sql IS NULL") != [(0,)]
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [write(ann_lee.full(), tmp_path / name) for name in ("a.dna", "b.dna")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.dna"
    path.write_text("a draft")
    assert rows(write(ann_lee.full(), path), "SELECT count(*) FROM DOCUMENTS") == [(2,)]


def test_everybody_can_log_in_with_the_password_that_the_note_names(
    tmp_path: Path,
) -> None:
    notes = Notes()
    path = write(ann_lee.full(), tmp_path / "out.dna", WriteOptions(notes=notes))
    assert "“annotator”" in notes.items[0].text
    assert rows(path, "SELECT ID, Name, Password FROM CODERS") == [
        (1, "Admin", schema.password_hash("annotator")),
        (2, "Ada Nord", schema.password_hash("annotator")),
        (3, "Bo Süd", schema.password_hash("annotator")),
    ]
    pairs = rows(path, "SELECT Coder, OtherCoder FROM CODERRELATIONS")
    assert sorted(pairs) == [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]


def test_the_sentence_with_an_emoji_has_utf_16_offsets(tmp_path: Path) -> None:
    path = write(ann_lee.full(), tmp_path / "out.dna")
    assert rows(path, "SELECT Start, Stop FROM STATEMENTS") == [(17, 22)]
    assert rows(path, "SELECT Text FROM DOCUMENTS WHERE ID = 1") == [(ann_lee.TEXT,)]
    (first, _) = read(path).documents
    assert [s.text for a in first.annotations for s in a.spans] == ["“No.”"]


def test_without_texts_there_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be without the texts"):
        write(ann_lee.full(), tmp_path / "out.dna", WriteOptions(with_text=False))


# -- statements ----------------------------------------------------------------------


def test_a_stance_is_a_statement_that_dna_makes_networks_of(tmp_path: Path) -> None:
    path = write(ann_lee.full(), tmp_path / "out.dna")
    assert rows(path, "SELECT Label FROM STATEMENTTYPES") == [("DNA Statement",)]
    assert rows(path, "SELECT Variable, DataType FROM VARIABLES LIMIT 4") == [
        ("person", "short text"),
        ("organization", "short text"),
        ("concept", "short text"),
        ("agreement", "boolean"),
    ]
    assert rows(path, TEXTS.format("person")) == [(1, "Ann Lee")]
    assert rows(path, TEXTS.format("concept")) == [(1, "A new tax")]
    assert rows(path, TEXTS.format("quote_type")) == [(1, "direct")]
    assert rows(path, "SELECT Value FROM DATABOOLEAN") == [(0,)]


def test_every_statement_has_a_value_of_every_variable(tmp_path: Path) -> None:
    path = write(ann_lee.full(), tmp_path / "out.dna")
    (variables,) = rows(path, "SELECT count(*) FROM VARIABLES")[0]
    union = " UNION ALL ".join(
        f"SELECT VariableId FROM {t}" for t in schema.DATA.values()
    )
    assert len(rows(path, union)) == variables


def test_each_row_is_a_statement_and_what_says_neither_is_counted(
    tmp_path: Path,
) -> None:
    stances = [stance("tax", said) for said in ("favor", "against", "neutral", None)]
    options = WriteOptions()
    bundle = ann_lee.bundle(ann_lee.record(attribution("a1", *stances)))
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, "SELECT StatementId, Value FROM DATABOOLEAN") == [(1, 1), (2, 0)]
    assert lost(options)[projection.UNSAID] == 2


def test_nested_and_stanceless_annotations_are_counted(tmp_path: Path) -> None:
    options = WriteOptions()
    record = ann_lee.record(
        attribution("a1", stance("tax", "favor")),
        attribution("a2", stance("tax", "favor"), parent="a1"),
        attribution("a3"),
        ann_lee.annotation("a4", rows={"stance": (stance("tax", "favor"),)}),
    )
    path = write(ann_lee.bundle(record), tmp_path / "out.dna", options)
    assert rows(path, "SELECT count(*) FROM STATEMENTS") == [(1,)]
    assert lost(options)[projection.NESTED] == 1
    assert lost(options)[projection.NO_ROW] == 1
    assert lost(options)[projection.NO_PLACE] == 1


def test_pieces_become_the_stretch_that_they_cover(tmp_path: Path) -> None:
    options = WriteOptions()
    pieces = (ann_lee.span("content", (0, 3)), ann_lee.span("content", (16, 21)))
    others = (ann_lee.span("cue", ann_lee.CUE),)
    made = attribution("a1", stance("tax", "favor"), spans=(*pieces, *others))
    bundle = ann_lee.bundle(ann_lee.record(made))
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, "SELECT Start, Stop FROM STATEMENTS") == [(0, 22)]
    assert lost(options)[LOSSES[Feature.PIECES]] == 1
    assert lost(options)[projection.OTHER_SPANS] == 1


def test_affiliation_and_organizations_that_speak_are_organizations(
    tmp_path: Path,
) -> None:
    record = ann_lee.record(
        attribution("a1", stance("tax", "favor")),
        attribution("a2", stance("tax", "favor"), fields={"speaker": "league"}),
        attribution("a3", stance("tax", "favor"), fields={}),
    )
    speaker = SpeakerInDocument("lee", {"affiliation": "City", "role": "mayor"})
    layer = Layer(document="doc-1", annotator="ada", speakers=(speaker,))
    bundle = with_entities(
        ann_lee.bundle(replace(record, layers=(layer,))),
        Entity(uid="lee", type="speaker", name="Ann Lee", kind="person"),
        Entity(uid="league", type="speaker", name="The League", kind="organization"),
    )
    options = WriteOptions()
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, TEXTS.format("person")) == [(1, "Ann Lee"), (2, ""), (3, "")]
    assert rows(path, TEXTS.format("organization")) == [
        *((1, "City"), (2, "The League"), (3, ""))
    ]
    assert lost(options)[writing.SPEAKERS] == 1


def test_speakers_bring_kind_aliases_and_attributes(tmp_path: Path) -> None:
    lee = Entity(
        uid="lee",
        type="speaker",
        name="Ann Lee",
        kind="person",
        aliases=("A. Lee", "Lee"),
        attributes={"wikidata": "Q1"},
    )
    bundle = with_entities(ann_lee.full(), lee)
    path = write(bundle, tmp_path / "out.dna")
    found = rows(
        path,
        "SELECT a.AttributeVariable, v.AttributeValue FROM ATTRIBUTEVALUES v"
        " JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId"
        " JOIN ENTITIES e ON e.ID = v.EntityId WHERE e.Value = 'Ann Lee'",
    )
    assert found == [
        ("Type", "person"),
        ("Alias", "A. Lee; Lee"),
        ("Notes", ""),
        ("wikidata", "Q1"),
    ]


def test_united_speakers_are_named_by_the_one_that_stays(tmp_path: Path) -> None:
    old = Entity(uid="old", type="speaker", name="A. Lee", merged_into="lee")
    lee = Entity(uid="lee", type="speaker", name="Ann Lee")
    made = attribution("a1", stance("tax", "favor"), fields={"speaker": "old"})
    bundle = with_entities(ann_lee.bundle(ann_lee.record(made)), old, lee)
    path = write(bundle, tmp_path / "out.dna")
    assert rows(path, TEXTS.format("person")) == [(1, "Ann Lee")]


def test_long_names_are_cut_and_counted(tmp_path: Path) -> None:
    long = Entity(uid="lee", type="speaker", name="😀" * 200)
    options = WriteOptions()
    bundle = with_entities(ann_lee.full(), long)
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, TEXTS.format("person")) == [(1, "😀" * 190)]
    assert lost(options)[CUT] >= 1


def test_metadata_and_dates_without_a_place_are_counted(tmp_path: Path) -> None:
    said = {"published": "2031", "language": "lv", "section": "p. 3", "author": None}
    options = WriteOptions()
    bundle = ann_lee.bundle(ann_lee.record(metadata=said))
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, "SELECT Section, Author, Date FROM DOCUMENTS") == [
        ("p. 3", "", 1924992000)
    ]
    assert lost(options)[writing.NOT_KEPT] == 1
    assert lost(options)[writing.NO_DATE] == 1


# -- codebooks -----------------------------------------------------------------------


def dna_statements(*fields: dict[str, Any]) -> Bundle:
    """Annotations under the preset `dna_statement`."""
    current = preset("dna_statement")
    made = [
        Annotation(
            uid=str(number),
            document="doc-1",
            type="statement",
            annotator="ada",
            codebook=current.sha256,
            spans=(Span("statement", 16, 21, "“No.”"),),
            fields=each,
        )
        for number, each in enumerate(fields, start=5)
    ]
    record: DocumentRecord = ann_lee.record(*made)
    return Bundle(
        header=ProjectHeader(
            codebook=(current.id, current.version),
            annotators=(Annotator(uid="ada", name="Ada Nord"),),
            entities=(
                Entity(uid="lee", type="person", name="Ann Lee"),
                Entity(uid="city", type="organization", name="City"),
                Entity(uid="tax", type="concept", name="A new tax"),
            ),
        ),
        codebooks=(current,),
        documents=[record],
    )


def test_the_preset_for_dna_is_written_and_read_as_it_is(tmp_path: Path) -> None:
    given = {"person": "lee", "organization": "city", "concept": "tax"}
    options = WriteOptions()
    bundle = dna_statements({**given, "agreement": False}, given)
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, "SELECT ID FROM STATEMENTS") == [(5,)]
    assert lost(options)[projection.UNSAID] == 1  # no silent yes
    back = read(path, codebook=preset("dna_statement"))
    (record,) = back.documents
    names = {each.uid: each.name for each in back.header.entities}
    (found,) = record.annotations
    said = {k: names.get(str(v), v) for k, v in found.fields.items()}
    assert said == {
        "person": "Ann Lee",
        "organization": "City",
        "concept": "A new tax",
        "agreement": False,
    }


def test_other_codebooks_are_written_by_their_own_names(tmp_path: Path) -> None:
    for name in ("polnear_scc", "semeval_stance"):
        current = preset(name)
        bundle = Bundle(
            header=ProjectHeader(codebook=(current.id, current.version)),
            codebooks=(current,),
            documents=[ann_lee.record()],
        )
        path = write(bundle, tmp_path / f"{name}.dna")
        assert rows(path, "PRAGMA foreign_key_check") == []
        assert rows(path, "SELECT count(*) > 0 FROM STATEMENTTYPES") == [(1,)]


def test_the_worked_example_becomes_seven_statements(
    shared: Path, tmp_path: Path
) -> None:
    options = WriteOptions()
    bundle = jsonl_read.read(shared / "seed" / "gold.jsonl", reading_options())
    path = write(bundle, tmp_path / "out.dna", options)
    assert rows(path, "SELECT count(*) FROM STATEMENTS") == [(7,)]
    assert rows(path, "SELECT sum(Value) FROM DATABOOLEAN") == [(6,)]
    assert lost(options)[projection.UNSAID] == 5
    assert lost(options)[projection.NESTED] == 9


def test_annotations_of_another_codebook_in_use_go_out_as_well(tmp_path: Path) -> None:
    stances, statements = ann_lee.full(), dna_statements()
    made = replace(
        dna_statements({"organization": "lee", "agreement": True}).documents[0],  # type: ignore[index]
        document=replace(ann_lee.record().document, uid="doc-3"),
    )
    bundle = replace(
        stances,
        codebooks=(*stances.codebooks, *statements.codebooks),
        documents=[*stances.documents, made],
    )
    path = write(bundle, tmp_path / "out.dna")
    assert rows(path, "SELECT Label FROM STATEMENTTYPES") == [
        ("DNA Statement",),
        ("DNA Statement (2)",),
    ]
    assert rows(path, "SELECT StatementTypeId, DocumentId FROM STATEMENTS") == [
        (1, 1),
        (2, 3),
    ]
    assert rows(path, "PRAGMA foreign_key_check") == []
