# SPDX-License-Identifier: MIT
"""Files of labelled spans into a project: whose, under which codebook, twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.model import codebook_check
from annotator.model.codebook_writer import to_toml
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from annotator.services import codebook as codebooks
from annotator.services import entities, transfer
from annotator.services.foreseeing import foresee
from annotator.services.mapping import (
    LabelMapping,
    UnmappedError,
    propose_mapping,
    read_mapping,
)
from annotator.services.session import Session
from annotator.services.transfer import ImportOptions, ImportReport
from tests import guest_marks
from tests.guest_marks import QUOTE, TEXT, document, write
from tests.store import made


@pytest.fixture(autouse=True)
def _guest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    guest_marks.register(monkeypatch)
    yield
    registry.forget_plugins()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An empty project with the default codebook."""
    with Session.create(tmp_path / "p.annotator", annotator="Ada") as opened:
        yield opened


@pytest.fixture
def filled(session: Session, tmp_path: Path) -> Session:
    """The same with a text in it, so that no codebook is made."""
    file = tmp_path / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    run(transfer.import_files(session, [file]))
    return session


def bring(session: Session, *paths: Path, **options: Any) -> ImportReport:
    return run(transfer.import_files(session, paths, options=ImportOptions(**options)))


def annotations(session: Session, uid: str = "a") -> list[Any]:
    return list(session.project.annotations.of(uid))


def test_an_empty_project_gets_a_codebook_made_from_the_file(
    session: Session, tmp_path: Path
) -> None:
    report = bring(session, write(tmp_path / "gold.guest", QUOTE))
    assert (report.documents, report.annotations) == (1, 3)
    assert [kind.label for kind in session.codebook.types] == [
        "Speaker",
        "Quote",
        "Verb",
    ]
    assert any("codebook was made" in note for note in report.notes)
    found = codebook_check.check(to_toml(session.codebook))
    assert [each for each in found if each.severity == "error"] == []


def test_a_second_import_adds_nothing(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "gold.guest", QUOTE)
    bring(session, file)
    people = session.annotators()
    before = annotations(session)
    report = bring(session, file)
    assert (report.documents, report.annotations, report.updated) == (0, 0, 0)
    assert report.skipped == 3
    assert annotations(session) == before
    assert session.annotators() == people


def test_several_files_share_one_codebook(session: Session, tmp_path: Path) -> None:
    one = write(tmp_path / "one.guest", document(["Per", 0, 3], name="a"))
    two = write(tmp_path / "two.guest", document(["Org", 0, 3], name="b"))
    report = bring(session, one, two)
    assert report.annotations == 2
    assert [kind.label for kind in session.codebook.types] == ["Per", "Org"]
    assert sum("codebook was made" in note for note in report.notes) == 1


def test_what_fits_needs_no_new_codebook(session: Session, tmp_path: Path) -> None:
    before = session.codebook.sha256
    bring(session, write(tmp_path / "a.guest", document(["content", 0, 3])))
    assert session.codebook.sha256 == before


def test_annotations_that_nobody_owns_are_those_of_the_file(
    session: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "gold.guest", document(["content", 0, 3]))
    report = bring(session, file)
    assert [person.name for person in session.annotators()] == ["gold"]
    assert any("does not say whose" in note and "gold" in note for note in report.notes)


def test_an_annotator_may_be_named_for_them(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "gold.guest", document(["content", 0, 3]))
    report = bring(session, file, annotator="Bea")
    assert [person.name for person in session.annotators()] == ["Bea"]
    assert not any("whose" in note for note in report.notes)


def test_named_annotators_are_found_by_name(session: Session, tmp_path: Path) -> None:
    known = session.add_annotator("Bea")
    marks = [["content", 0, 3, {}, "Bea"], ["content", 4, 5, {}, "Cyd"]]
    bring(session, write(tmp_path / "a.guest", document(*marks)))
    assert [person.name for person in session.annotators()] == ["Bea", "Cyd"]
    assert annotations(session)[0].annotator == known.uid


def test_speakers_are_found_by_name_alias_and_without_accents(
    session: Session, tmp_path: Path
) -> None:
    ann = entities.create(session, "speaker", "Ann Lee", aliases=("Lee",))
    jose = entities.create(session, "speaker", "José Roe")
    marks = [
        ["content", 0, 3, {"speaker": "Lee"}],
        ["content", 4, 5, {"speaker": "jose roe"}],
        ["content", 6, 9, {"speaker": "New One"}],
    ]
    report = bring(session, write(tmp_path / "a.guest", document(*marks)))
    found = [each.fields["speaker"] for each in annotations(session)]
    assert found[:2] == [ann.uid, jose.uid]
    assert report.entities == 1


def test_united_speakers_are_followed(session: Session, tmp_path: Path) -> None:
    ann = entities.create(session, "speaker", "Ann Lee")
    other = entities.create(session, "speaker", "Anna Leigh")
    entities.unify(session, other.uid, ann.uid)
    marks = [["content", 0, 3, {"speaker": "Anna Leigh"}]]
    bring(session, write(tmp_path / "a.guest", document(*marks)))
    assert annotations(session)[0].fields["speaker"] == ann.uid


# -- without a place -----------------------------------------------------------


def test_a_filled_project_refuses_what_it_has_no_place_for(
    filled: Session, tmp_path: Path
) -> None:
    before = made.sha(filled.path)
    with pytest.raises(UnmappedError) as told:
        bring(filled, write(tmp_path / "a.guest", QUOTE))
    assert "label “Speaker” ×1" in str(told.value)
    assert {each.name for each in told.value.misfits} == {"Speaker", "Quote", "Verb"}
    assert made.sha(filled.path) == before


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Source", "here it is “source”"),
        ("", "(empty)"),
        ("sour\x07ce", "sour\\x07ce"),
        ("content ", "here it is “content”"),
    ],
)
def test_fault_43_odd_labels_are_asked_about(
    filled: Session, tmp_path: Path, label: str, words: str
) -> None:
    file = write(tmp_path / "a.guest", document([label, 0, 3]))
    with pytest.raises(UnmappedError) as told:
        bring(filled, file)
    assert words in str(told.value)
    assert filled.project.documents.count() == 1


@pytest.mark.parametrize("label", ["", " ", "a\x1bb"])
def test_fault_43_no_codebook_is_made_of_what_cannot_be_named(
    session: Session, tmp_path: Path, label: str
) -> None:
    before = session.codebook.sha256
    with pytest.raises(UnmappedError):
        bring(session, write(tmp_path / "a.guest", document([label, 0, 3])))
    assert session.codebook.sha256 == before


def test_fault_43_labels_written_almost_alike_are_noted(
    session: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.guest", document(["Person", 0, 3], ["PERSON", 4, 5]))
    report = bring(session, file)
    assert [kind.label for kind in session.codebook.types] == ["Person", "PERSON"]
    assert any("almost alike" in note for note in report.notes)


def test_the_proposal_brings_everything_in(filled: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "a.guest", QUOTE)
    proposal = run(propose_mapping(filled, [file]))
    assert proposal.unplaced == []
    toml = tmp_path / "map.toml"
    toml.write_text(proposal.text, encoding="utf-8")
    mapping = read_mapping(toml, filled.codebook)
    assert mapping == proposal.mapping
    report = bring(filled, file, mapping=mapping)
    (quote,) = annotations(filled)
    assert report.annotations == 1
    assert {span.role: span.text for span in quote.spans} == {
        "content": "“No new tax.”",
        "source": "Ann 😀 Lee",
        "cue": "said",
    }
    (stance,) = quote.rows["stance"]
    assert stance.fields["stance"] == "against"
    again = bring(filled, file, mapping=mapping)
    assert (again.annotations, again.documents, again.skipped) == (0, 0, 1)


def test_an_unedited_proposal_is_refused_naming_what_is_open(
    filled: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.guest", document(["Quote", 0, 3], ["Zebra", 4, 5]))
    proposal = run(propose_mapping(filled, [file]))
    toml = tmp_path / "map.toml"
    toml.write_text(proposal.text, encoding="utf-8")
    assert '# Zebra = ""' in proposal.text
    with pytest.raises(UnmappedError, match="Zebra") as told:
        bring(filled, file, mapping=read_mapping(toml, filled.codebook))
    assert [each.name for each in told.value.misfits] == ["Zebra"]


def test_what_a_mapping_leaves_out_is_counted(filled: Session, tmp_path: Path) -> None:
    marks = [["Zebra", 0, 3], ["Zebra", 4, 5], ["content", 6, 9, {"odd": "x"}]]
    file = write(tmp_path / "a.guest", document(*marks))
    toml = tmp_path / "map.toml"
    toml.write_text('[labels]\nZebra = ""\n[attributes]\nodd = ""\n', "utf-8")
    report = bring(filled, file, mapping=read_mapping(toml, filled.codebook))
    assert (report.annotations, report.left_out) == (1, 3)
    assert "left out 3" in str(report)
    assert any("2 marks “Zebra”" in note for note in report.notes)


def test_a_shared_cue_belongs_to_both_quotes(filled: Session, tmp_path: Path) -> None:
    """A hub that two contents hang on: nothing of it is lost."""
    found = document(["cue", 10, 14], ["content", 16, 20], ["content", 21, 25])
    found["marks"].append(["s", "source", 0, 9, {"notes": "her"}, None])
    found["links"] = [["cue", "2", "1"], ["cue", "3", "1"], ["source", "1", "s"]]
    bring(filled, write(tmp_path / "a.guest", found))
    both = annotations(filled)
    assert [sorted(s.role for s in each.spans) for each in both] == [
        ["content", "cue", "source"]
    ] * 2
    assert [each.fields["notes"] for each in both] == ["her", "her"]


def test_marks_that_claim_each_other_are_not_lost(
    filled: Session, tmp_path: Path
) -> None:
    found = document(["cue", 10, 14], ["source", 0, 9])
    found["links"] = [["cue", "2", "1"], ["source", "1", "2"]]
    bring(filled, write(tmp_path / "a.guest", found))
    (only,) = annotations(filled)
    assert sorted(span.role for span in only.spans) == ["cue", "source"]


# -- bad input -----------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 3), (-2, 4), (0, 9999)])
def test_fault_40_offsets_are_refused_and_never_clamped(
    session: Session, tmp_path: Path, start: int, end: int
) -> None:
    file = write(
        tmp_path / "a.guest",
        document(["content", 0, 3], name="a"),
        document(["content", start, end], name="b"),
    )
    with pytest.raises(InputError) as told:
        bring(session, file)
    assert (told.value.file, told.value.line) == (str(file), 3)
    assert session.project.documents.count() == 0


def test_fault_50_of_many_mistakes_the_first_few_are_told_and_the_rest_counted(
    session: Session, tmp_path: Path
) -> None:
    bad = [document(["content", 9, 9], name=f"d{n}") for n in range(1000)]
    file = write(tmp_path / "a.guest", *bad)
    with pytest.raises(InputError) as told:
        bring(session, file)
    said = str(told.value)
    assert told.value.line == 2
    assert "999 more" in said
    assert "line 3" in said
    assert "line 4" in said
    assert len(said) < 1000


def test_fault_49_an_import_of_marks_reports_progress_and_can_be_stopped(
    session: Session, tmp_path: Path
) -> None:
    many = [document(["content", 0, 3], name=f"d{n}") for n in range(300)]
    file = write(tmp_path / "a.guest", *many)
    before = made.sha(session.path)
    job = transfer.import_files(session, [file])
    steps = 0
    for steps, _ in enumerate(job):
        if steps == 601:  # the file was gone through twice and is being written
            job.close()
            break
    assert steps == 601
    assert session.project.documents.count() == 0
    assert made.sha(session.path) == before


def test_a_wrong_unit_is_refused(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "a.guest", QUOTE)
    with pytest.raises(UserError, match="code points"):
        bring(session, file, unit="inches")


# -- what comes in, before it does ---------------------------------------------


def test_what_will_come_in_is_counted_and_not_written(
    filled: Session, tmp_path: Path
) -> None:
    before = made.sha(filled.path)
    marks = [["content", 0, 3, {"speaker": "Ann"}], ["content", 4, 5]]
    file = write(tmp_path / "a.guest", document(*marks))
    found = run(foresee(filled, [file, tmp_path / "words.txt"]))
    assert (found.documents, found.annotations, found.skipped) == (1, 2, 1)
    assert (found.entities, found.people) == (["Ann"], ["a"])
    assert str(found.sentence).startswith("1 document, 2 annotations, new speakers: 1")
    assert made.sha(filled.path) == before
    bring(filled, file)
    again = run(foresee(filled, [file]))
    assert (again.documents, again.annotations, again.there) == (0, 0, 1)
    assert (again.entities, again.people) == ([], [])


# -- the codebook of an export folder ------------------------------------------


def _export_folder(folder: Path, codebook: str) -> Path:
    folder.mkdir()
    manifest = {"manifest": "annotator-export/1", "files": []}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    text = to_toml(codebooks.preset(codebook))
    (folder / "codebook.toml").write_text(text, "utf-8")
    return folder


def test_the_codebook_beside_an_exported_file_becomes_an_empty_projects(
    session: Session, tmp_path: Path
) -> None:
    folder = _export_folder(tmp_path / "out", "polnear_scc")
    file = write(folder / "a.guest", document(["content", 0, 3], ["cue", 4, 5]))
    bring(session, file)
    assert session.codebook.id == "polnear_scc"


def test_a_filled_project_keeps_its_codebook(filled: Session, tmp_path: Path) -> None:
    folder = _export_folder(tmp_path / "out", "dna_statement")
    with pytest.raises(UnmappedError):
        bring(filled, write(folder / "a.guest", document(["statement", 0, 3])))
    assert filled.codebook.id == "speaker_stance"


def test_an_export_folder_is_imported_as_a_whole(
    session: Session, tmp_path: Path
) -> None:
    """The data in it and the codebook; card and lists beside it are no texts."""
    source = tmp_path / "source.annotator"
    with Session.create(source, "polnear_scc", annotator="Ada") as made_there:
        file = write(tmp_path / "a.guest", document(["content", 0, 3], ["cue", 4, 5]))
        bring(made_there, file)
        job = transfer.export(made_there, tmp_path / "out", format="brat")
        run(job)
    report = bring(session, tmp_path / "out")
    assert (report.documents, report.annotations) == (1, 2)
    assert session.codebook.id == "polnear_scc"


def test_a_codebook_in_a_strange_folder_is_left_alone(
    session: Session, tmp_path: Path
) -> None:
    folder = _export_folder(tmp_path / "out", "dna_statement")
    (folder / "manifest.json").write_text("{}", "utf-8")
    bring(session, write(folder / "a.guest", document(["statement", 0, 3])))
    assert session.codebook.id != "dna_statement"


def test_a_mapping_goes_with_the_projects_own_codebook(
    session: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.guest", document(["Quote", 0, 3]))
    mapping = run(propose_mapping(session, [file])).mapping
    assert mapping != LabelMapping()
    bring(session, file, mapping=mapping)
    assert session.codebook.id == "speaker_stance"


def test_notes_of_brat_become_a_field_of_text_in_a_new_codebook(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Some words.\n", encoding="utf-8")
    lines = "T1\tQuote 0 4\tSome\n#1\tAnnotatorNotes T1\tcheck this\n"
    (tmp_path / "a.ann").write_text(lines, encoding="utf-8")
    bring(session, tmp_path)
    (kind,) = session.codebook.types
    assert [(each.id, each.type) for each in kind.fields] == [("notes", "text")]


def _tasks(path: Path, person: str, start: int, end: int) -> Path:
    """One person's file of Prodigy, in which marks have no ids."""
    span = {"start": start, "end": end, "label": "Speaker"}
    task = {"text": "Mara Olin said no.", "spans": [span], "answer": "accept"}
    task |= {"_input_hash": 1, "_session_id": f"set-{person}"}
    path.write_text(json.dumps(task) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("together", [True, False])
def test_files_of_two_people_number_marks_alike_and_both_are_kept(
    session: Session, tmp_path: Path, together: bool
) -> None:
    files = [
        _tasks(tmp_path / "one.jsonl", "ada", 0, 9),
        _tasks(tmp_path / "two.jsonl", "ben", 0, 4),
    ]
    for each in [files] if together else [[file] for file in files]:
        bring(session, *each)
    (uid,) = session.project.documents.uids()
    names = {each.uid: each.name for each in session.project.annotators.all()}
    found = {
        (names[each.annotator], each.spans[0].start, each.spans[0].end)
        for each in annotations(session, uid)
    }
    assert found == {("set-ada", 0, 9), ("set-ben", 0, 4)}
    again = bring(session, *files)
    assert (again.annotations, again.updated, again.notes) == (0, 0, [])


def test_what_says_something_else_now_is_kept_in_both_states_and_told(
    session: Session, tmp_path: Path
) -> None:
    bring(session, _tasks(tmp_path / "one.jsonl", "ada", 0, 9))
    report = bring(session, _tasks(tmp_path / "one.jsonl", "ada", 0, 4))
    assert any("kept in both states" in str(note) for note in report.notes)


def test_a_document_that_stands_twice_in_a_file_becomes_one_with_all_marks(
    session: Session, tmp_path: Path
) -> None:
    def task(person: int, label: str) -> dict[str, Any]:
        value = {"start": 0, "end": 4, "text": "Mara", "labels": [label]}
        result = {"id": "r", "from_name": "label", "to_name": "text", "type": "labels"}
        found = {"completed_by": person, "result": [{**result, "value": value}]}
        return {"id": 1, "data": {"text": "Mara said no."}, "annotations": [found]}

    file = tmp_path / "tasks.json"
    file.write_text(json.dumps([task(1, "Speaker"), task(2, "Actor")]), "utf-8")
    report = bring(session, file)
    assert (report.documents, report.annotations) == (1, 2)
    assert any("more than once with the same text (1" in str(n) for n in report.notes)


def test_a_document_that_stands_twice_with_another_text_is_refused(
    session: Session, tmp_path: Path
) -> None:
    def record(text: str) -> dict[str, Any]:
        span = {"start": 0, "end": 4, "label": "Speaker"}
        responses = {"spans": [{"value": [span], "user_id": "u"}]}
        return {"id": "r1", "fields": {"text": text}, "responses": responses}

    file = tmp_path / "records.jsonl"
    rows = [json.dumps(record(text)) for text in ("Mara said.", "Mara left.")]
    file.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match="second time, with another text") as caught:
        bring(session, file)
    assert caught.value.line == 2
    assert session.project.documents.count() == 0


def test_what_several_files_of_a_program_say_besides_is_kept_of_all(
    session: Session, tmp_path: Path
) -> None:
    bring(session, _tasks(tmp_path / "one.jsonl", "ada", 0, 9))
    bring(session, _tasks(tmp_path / "two.jsonl", "ben", 0, 4))
    (uid,) = session.project.documents.uids()
    kept = session.project.documents.get(uid).extra["prodigy"]["tasks"]
    assert [each["person"] for each in kept] == ["set-ada", "set-ben"]
    before = session.project.documents.get(uid)
    bring(session, tmp_path / "one.jsonl", tmp_path / "two.jsonl")
    assert session.project.documents.get(uid) == before


# -- documents that are here under an id of our own


@pytest.fixture
def texts(session: Session, tmp_path: Path) -> Session:
    """A project with the text of `TEXT`, in a document that has a title of its own."""
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    run(transfer.import_files(session, [file]))
    return session


def test_what_is_marked_in_a_text_that_is_here_comes_to_it(
    texts: Session, tmp_path: Path
) -> None:
    (uid,) = texts.project.documents.uids()
    before = texts.project.documents.get(uid)
    file = write(tmp_path / "a.guest", document(["content", 0, 3], name="other"))
    report = bring(texts, file)
    assert (report.documents, report.annotations) == (0, 1)
    assert texts.project.documents.get(uid) == before
    assert [each.document for each in annotations(texts, uid)] == [uid]
    assert any("known by their texts" in str(note) for note in report.notes)
    again = bring(texts, file)
    assert (again.documents, again.annotations, again.skipped) == (0, 0, 1)


def test_it_is_a_document_of_its_own_where_that_is_wanted(
    texts: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.guest", document(["content", 0, 3], name="other"))
    report = bring(texts, file, duplicates="add")
    assert (report.documents, report.annotations) == (1, 1)
    assert len(texts.project.documents.uids()) == 2


def test_of_two_documents_in_the_file_with_that_text_the_first_is_it(
    texts: Session, tmp_path: Path
) -> None:
    (uid,) = texts.project.documents.uids()
    marks = (["content", 0, 3],)
    file = write(
        tmp_path / "a.guest",
        document(*marks, name="one"),
        document(*marks, name="two"),
    )
    report = bring(texts, file)
    assert (report.documents, report.annotations) == (1, 2)
    assert len(annotations(texts, uid)) == 1
    assert len(annotations(texts, "two")) == 1


def test_a_document_of_that_id_goes_before_one_of_that_text(
    texts: Session, tmp_path: Path
) -> None:
    (uid,) = texts.project.documents.uids()
    file = write(
        tmp_path / "a.guest",
        document(["content", 0, 3], name="one"),
        document(["content", 4, 5], name=uid),
    )
    bring(texts, file)
    (mine,) = annotations(texts, uid)
    assert mine.spans[0].start == 4
    assert len(annotations(texts, "one")) == 1


@pytest.mark.parametrize("name", ["brat", "doccano", "webanno-tsv", "qdpx", "w3c"])
def test_what_another_program_gives_back_comes_to_the_texts_it_was_made_from(
    name: str, texts: Session, tmp_path: Path
) -> None:
    with Session.create(tmp_path / "other.annotator", annotator="Bo") as other:
        bring(other, write(tmp_path / "a.guest", document(["content", 0, 3])))
        run(transfer.export(other, tmp_path / "out", format=name))
    report = bring(texts, tmp_path / "out")
    assert (report.documents, report.annotations) == (0, 1)
    assert not any("both states" in str(note) for note in report.notes)
