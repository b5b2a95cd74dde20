# SPDX-License-Identifier: MIT
"""Databases of DNA 3 are read with everything that is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.marks.mapping import LabelMapping, LabelRule
from annotator.formats.marks.reading import UnmappedError
from annotator.formats.options import Notes
from annotator.formats.placing import CODE_POINTS
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle
from annotator.model.codebook_check import mistakes
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError
from tests.formats.bundles import preset
from tests.formats.dna.databases import TEXT, read, version_3


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return version_3(tmp_path / "small.dna")


def by_uid(bundle: Bundle) -> dict[str, Annotation]:
    return {a.uid: a for record in bundle.documents for a in record.annotations}


def test_offsets_are_utf_16_and_a_line_end_is_two(small: Path) -> None:
    found = by_uid(read(small))
    spans = {
        uid: [(s.start, s.end, s.text) for s in a.spans] for uid, a in found.items()
    }
    assert spans == {
        "1": [(16, 21, "“No.”")],
        "3": [(22, 32, "Bo agreed.")],
        "9": [(0, 9, "Ann 😀 Lee")],
    }


def test_documents_keep_text_metadata_and_number(small: Path) -> None:
    first, later, undated = (each.document for each in read(small).documents)
    assert first.text == TEXT.replace("\r\n", "\n")
    assert first.title == "A refusal"
    assert first.metadata == {
        "source": "Daily",
        "author": "B. Author",
        "published": "2005-06-29T11:40",
        "section": "p. 3",
        "type": "news",
        "notes": "read",
    }
    assert first.extra == {"dna": {"id": 1, "coder": "Cleo"}}
    assert later.metadata == {"published": "2005-06-29"}  # midnight is the day
    assert undated.metadata == {}


def test_statements_are_annotations_with_their_values(small: Path) -> None:
    bundle = read(small)
    names = {each.uid: each.name for each in bundle.header.entities}
    people = {each.uid: each.name for each in bundle.header.annotators}
    found = by_uid(bundle)
    said = {
        uid: {k: names.get(str(v), v) for k, v in each.fields.items()}
        for uid, each in found.items()
    }
    assert said == {
        "1": {
            "person": "Ann Lee",
            "organization": "Bridge League",
            "concept": "A new toll",
            "agreement": False,
            "weight": -3,
        },
        "3": {
            "organization": "Youth of the League",
            "concept": "A new toll",
            "agreement": True,
            "weight": 0,
        },
        "9": {"note": "Check\nthis."},
    }
    assert [people[each.annotator] for each in found.values()] == [
        "Cleo",
        "Admin",
        "Cleo",
    ]


def test_coders_are_annotators_without_their_passwords(small: Path) -> None:
    bundle = read(small)
    people = {each.name: each for each in bundle.header.annotators}
    assert {name: each.colour for name, each in people.items()} == {
        "Cleo": "#3399FF",
        "Admin": "#FFFF00",
    }
    settings = people["Cleo"].extra["dna"]["settings"]
    assert settings["PermissionAddDocuments"] == 0
    assert settings["PermissionEditRegex"] == 1
    assert "secret" not in repr(bundle)


def test_entities_keep_attributes_colour_and_parent(small: Path) -> None:
    found = {each.name: each for each in read(small).header.entities}
    assert set(found) == {
        *("Ann Lee", "Bridge League", "A new toll", "Youth of the League")
    }
    assert found["Ann Lee"].type == "person"
    assert found["Ann Lee"].attributes == {"Type": "Citizen"}
    assert found["Ann Lee"].extra == {"dna": {"id": 2, "colour": "#0A141E"}}
    assert found["Youth of the League"].extra["dna"]["child_of"] == 4


def test_patterns_links_and_relations_are_in_the_header(small: Path) -> None:
    header = read(small).header
    assert [(h["pattern"], h["colour"]) for h in header.items["highlights"]] == [
        ("bridge|toll", "#FF0000"),
        ("B[Oo]", "#00FF00"),
    ]
    assert header.extra["dna"]["variable_links"] == [
        {"ID": 1, "SourceVariableId": 1, "TargetVariableId": 2}
    ]
    # Of relations only those that forbid something are worth a word.
    (relation,) = header.extra["dna"]["coder_relations"]
    assert (relation["Coder"], relation["editStatements"]) == (1, 0)


def test_the_codebook_has_the_statement_types_and_is_sound(small: Path) -> None:
    (made,) = read(small).codebooks
    codebook = from_body(made.body)
    assert (made.id, codebook.title) == ("small", "small")
    assert [(k.label, k.roles[0].color) for k in codebook.types] == [
        ("DNA Statement", "#EFD033"),
        ("Memo", "#010203"),
    ]
    assert [(f.label, f.type) for f in codebook.types[0].fields] == [
        ("person", "entity"),
        ("organization", "entity"),
        ("concept", "entity"),
        ("agreement", "boolean"),
        ("weight", "integer"),
    ]
    assert codebook.entity_type("person").attributes == ("Type", "Notes")  # type: ignore[union-attr]
    assert codebook.export["network"]["qualifier"] == "agreement"
    assert [m for m in mistakes(made.body) if m.severity == "error"] == []


def test_notes_say_what_was_not_taken_over(small: Path) -> None:
    notes = Notes()
    read(small, notes=notes)
    assert [each.text for each in notes.items] == [
        "Passwords of coders are not taken over.",
        "2 empty values of variables count as unset.",
        "1 documents have the date 1970-01-01 00:00, which stands for none.",
    ]


def test_twice_read_is_the_same(small: Path) -> None:
    assert read(small) == read(small)


def test_the_preset_takes_statements_of_the_same_names(tmp_path: Path) -> None:
    path = version_3(
        tmp_path / "x.dna",
        "DELETE FROM VARIABLES WHERE ID = 7",
        "DELETE FROM DATAINTEGER",
        "DELETE FROM STATEMENTS WHERE ID = 9",
    )
    bundle = read(path, codebook=preset("dna_statement"))
    assert [each.id for each in bundle.codebooks] == ["dna_statement"]
    found = by_uid(bundle)["1"]
    assert (found.type, found.spans[0].role) == ("statement", "statement")
    assert found.fields["agreement"] is False
    entity = {e.uid: e for e in bundle.header.entities}[str(found.fields["person"])]
    assert (entity.name, entity.attributes) == ("Ann Lee", {"Type": "Citizen"})


def test_a_codebook_without_a_place_is_asked_about(small: Path) -> None:
    with pytest.raises(UnmappedError, match="DNA Statement"):
        read(small, codebook=preset())


def test_in_a_new_project_it_gives_way_to_one_of_the_file(small: Path) -> None:
    bundle = read(small, codebook=preset(), derive_codebook=True)
    assert [each.id for each in bundle.codebooks] == ["small"]
    assert len(by_uid(bundle)) == 3


MAPPING = LabelMapping(
    labels={"DNA Statement": LabelRule("content"), "Memo": LabelRule("")},
    attributes={
        "person": "speaker",
        "concept": "stance.issue",
        "agreement": "stance.stance",
        "organization": "",
        "weight": "",
    },
    values={"agreement": {"true": "favor", "false": "against"}},
)


def test_a_mapping_brings_statements_into_another_codebook(small: Path) -> None:
    bundle = read(small, codebook=preset(), mapping=MAPPING)
    assert [each.id for each in bundle.codebooks] == ["speaker_stance"]
    found = by_uid(bundle)["1"]
    names = {each.uid: each for each in bundle.header.entities}
    speaker = names[str(found.fields["speaker"])]
    assert (speaker.name, speaker.type) == ("Ann Lee", "speaker")
    assert speaker.attributes == {"Type": "Citizen"}
    (row,) = found.rows["stance"]
    (issue,) = bundle.header.vocabularies["issue"]
    assert row.fields == {"issue": issue.uid, "stance": "against"}
    assert issue.label == "A new toll"


def test_a_mapping_that_forgets_something_is_refused(small: Path) -> None:
    forgetful = LabelMapping(labels={"DNA Statement": LabelRule("content")})
    with pytest.raises(UnmappedError, match="person"):
        read(small, codebook=preset(), mapping=forgetful)


def test_whom_the_project_knows_is_not_brought_again(small: Path) -> None:
    known = {"Cleo": "cleo-1"}
    bundle = read(
        small,
        find_annotator=known.get,
        find_entity=lambda kind, name: "lee-1" if name == "Ann Lee" else None,
        knows=lambda kind, uid: uid in ("cleo-1", "lee-1"),
    )
    assert [each.name for each in bundle.header.annotators] == ["Admin"]
    assert "Ann Lee" not in [each.name for each in bundle.header.entities]
    first = by_uid(bundle)["1"]
    assert (first.annotator, first.fields["person"]) == ("cleo-1", "lee-1")


def test_coders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.dna", "UPDATE CODERS SET Name = 'Admin'")
    people = {each.name for each in read(path).header.annotators}
    assert people == {"Admin", "Admin (2)"}


def test_a_line_end_may_count_as_one(tmp_path: Path) -> None:
    path = version_3(
        tmp_path / "x.dna",
        "UPDATE DOCUMENTS SET Text = 'ab' || char(13, 10) || 'cd' WHERE ID = 1",
        "DELETE FROM STATEMENTS WHERE ID > 1",
        "UPDATE STATEMENTS SET Start = 3, Stop = 5",
    )
    notes = Notes()
    found = by_uid(read(path, notes=notes))["1"]
    assert found.spans[0].text == "cd"


@pytest.mark.parametrize(
    ("table", "row", "change", "column", "reason"),
    [
        ("STATEMENTS", 1, "Start = 23, Stop = 18", "Start and Stop", "empty"),
        ("STATEMENTS", 1, "Start = 23, Stop = 23", "Start and Stop", "empty"),
        ("STATEMENTS", 1, "Start = -1", "Start and Stop", "offset -1"),
        ("STATEMENTS", 3, "Stop = 999", "Start and Stop", "not inside"),
        ("STATEMENTS", 9, "Stop = 5", "Start and Stop", "inside a character"),
        ("STATEMENTS", 1, "Start = 1.5", "Start", "no whole number"),
        ("STATEMENTS", 1, "Start = 'x'", "Start", "no whole number"),
        ("STATEMENTS", 1, "Coder = 77", "Coder", "no coder 77"),
        ("STATEMENTS", 1, "Coder = NULL", "Coder", "empty"),
        ("STATEMENTS", 3, "StatementTypeId = 5", "StatementTypeId", "type 5"),
        ("STATEMENTS", 3, "DocumentId = 2", "DocumentId", "document 2"),
        ("STATEMENTS", 3, "DocumentId = 8", "DocumentId", "document 8"),
        ("DOCUMENTS", 4, "Text = x'00ff'", "Text", "bytes"),
        ("DOCUMENTS", 4, "Title = char(65, 0)", "Title", "no text"),
        ("DOCUMENTS", 4, "Date = 'May'", "Date", "no whole number"),
        ("DOCUMENTS", 4, "Date = 99999999999999", "Date", "year 9999"),
        ("VARIABLES", 7, "DataType = 'float'", "DataType", "float"),
        ("DATAINTEGER", 1, "Value = 1.5", "Value", "no whole number"),
    ],
)
def test_a_wrong_cell_is_named(
    tmp_path: Path, table: str, row: int, change: str, column: str, reason: str
) -> None:
    update = f"UPDATE {table} SET {change} WHERE ID = {row}"
    path = version_3(tmp_path / "x.dna", update)
    with pytest.raises(InputError, match=reason) as caught:
        read(path)
    assert caught.value.file == str(path)
    assert caught.value.field == f"{table} {row}, {column}"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ("UPDATE SETTINGS SET Value = '1.31'", "SETTINGS version, Value", "1.31"),
        ("CREATE TABLE ROLES (ID INTEGER)", "SETTINGS version, Value", "2 and 3"),
        ("ALTER TABLE DOCUMENTS RENAME Title TO T", "DOCUMENTS.Title", "no column"),
        ("DROP TABLE STATEMENTS", None, "no table “STATEMENTS”"),
    ],
)
def test_another_version_or_program_is_refused(
    tmp_path: Path, change: str, field: str | None, reason: str
) -> None:
    path = version_3(tmp_path / "x.dna", change)
    with pytest.raises(InputError, match=reason) as caught:
        read(path)
    assert (caught.value.file, caught.value.field) == (str(path), field)


def test_a_unit_that_the_user_names_counts(tmp_path: Path) -> None:
    path = version_3(
        tmp_path / "x.dna",
        "DELETE FROM STATEMENTS WHERE ID < 9",
        "UPDATE STATEMENTS SET Start = 0, Stop = 9",
    )
    found = by_uid(read(path, unit=CODE_POINTS))
    assert found["9"].spans[0].text == "Ann 😀 Lee"


def test_the_file_is_known_by_its_tables(small: Path, tmp_path: Path) -> None:
    assert registry.sniff(small).name == "dna"
    other = tmp_path / "project.db"
    other.write_bytes(small.read_bytes())
    assert registry.sniff(other).name == "dna"
