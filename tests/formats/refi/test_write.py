# SPDX-License-Identifier: MIT
"""Projects as we write them: as the standard wants them, and as people want them."""

from __future__ import annotations

import os
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.features import LOSSES, Feature
from annotator.formats.options import WriteOptions
from annotator.formats.xml_chars import NOT_IN_XML
from annotator.model.annotation import Annotation, Row
from annotator.model.bundle import Bundle
from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import UserError
from annotator.model.team import Annotator
from tests.formats import ann_lee, bundles
from tests.formats.random_bundles import bundles as annotated
from tests.formats.refi.projects import documents, read, write, xml_of
from tests.formats.refi.structure import all_of, check_project, name

#: Where the schema of the standard is: QDA-XML 1.0, `Project.xsd`.
SCHEMA = "ANNOTATOR_REFI_PROJECT_XSD"


def made(tmp_path: Path, bundle: Bundle, **options: Any) -> Any:
    """The root of what is written for a bundle."""
    path = write(bundle, tmp_path / "out.qdpx", WriteOptions(**options))
    return check_project(path)


def names_of(root: Any) -> dict[str, str]:
    return {each.get("guid"): each.get("name") for each in all_of(root, "Code")}


def coded(root: Any) -> dict[tuple[int, int, str], list[str]]:
    """The names of the codes of each selection, the first of them in the key."""
    names, found = names_of(root), {}
    for each in all_of(root, "PlainTextSelection"):
        place = int(each.get("startPosition")), int(each.get("endPosition"))
        codes = [names[ref.get("targetGUID")] for ref in all_of(each, "CodeRef")]
        found[(*place, codes[0])] = codes
    return found


# -- the sentence with the emoji -----------------------------------------------------


def test_offsets_are_code_points_and_roles_are_codes(tmp_path: Path) -> None:
    root = made(tmp_path, ann_lee.full())
    assert coded(root) == {
        (*ann_lee.QUOTE, "Content"): ["Content", "Direct", "2"],
        (*ann_lee.SPEAKER, "Source"): ["Source"],
        (*ann_lee.CUE, "Cue"): ["Cue"],
        (*ann_lee.QUOTE, "Stance"): ["Stance", "Against"],
        (16, 20, "Content"): ["Content", "(none)"],
    }


def test_a_stance_is_a_code_below_its_issue(tmp_path: Path) -> None:
    root = made(tmp_path, ann_lee.full())
    (issue,) = [e for e in all_of(root, "Code") if e.get("name") == "A new tax"]
    below = [child.get("name") for child in issue if name(child) == "Code"]
    assert below[:2] == ["Favor", "Against"]
    used = {ref.get("targetGUID") for ref in all_of(root, "CodeRef")}
    assert [c.get("name") for c in issue if c.get("guid") in used] == ["Against"]


def test_a_speaker_is_a_case_and_linked_with_where_the_text_names_it(
    tmp_path: Path,
) -> None:
    root = made(tmp_path, ann_lee.full())
    places = {
        each.get("guid"): int(each.get("startPosition"))
        for each in all_of(root, "PlainTextSelection")
    }
    (case,) = all_of(root, "Case")
    assert case.get("name") == "Ann Lee"
    selected = [each.get("targetGUID") for each in all_of(case, "SelectionRef")]
    assert [places[each] for each in selected] == [16]
    links = {each.get("name"): each for each in all_of(root, "Link")}
    mention = links["source"]
    assert mention.get("originGUID") == selected[0]
    assert places[mention.get("targetGUID")] == 0
    assert set(links) == {"source", "cue", "stance", "justifies"}


def test_everyone_is_a_user_and_what_was_adjudicated_is_another_one(
    tmp_path: Path,
) -> None:
    quote = ann_lee.span("content", ann_lee.QUOTE)
    first = ann_lee.annotation("a1", quote)
    second = ann_lee.annotation("a2", quote, annotator="bo", layer="adjudicated")
    root = made(tmp_path, ann_lee.bundle(ann_lee.record(first, second)))
    users = {each.get("guid"): each.get("name") for each in all_of(root, "User")}
    assert list(users.values()) == ["Ada Nord", "Bo Süd", "adjudicated"]
    found = [
        (users[s.get("creatingUser")], users[c.get("creatingUser")])
        for s in all_of(root, "PlainTextSelection")
        for c in all_of(s, "Coding")
    ]
    assert found == [("Ada Nord", "Ada Nord"), ("Bo Süd", "adjudicated")]


def test_free_text_is_a_note_and_metadata_are_variables(tmp_path: Path) -> None:
    quote = ann_lee.span("content", ann_lee.QUOTE)
    first = ann_lee.annotation("a1", quote, fields={"notes": "two\nlines <&>"})
    metadata = {"source": "Daily", "desk": "B", "author": None, "description": "Mine"}
    record = ann_lee.record(first, metadata=metadata)
    root = made(tmp_path, ann_lee.bundle(record))
    (note,) = all_of(root, "Note")
    assert (note.get("name"), note[0].text) == ("notes", "two\nlines <&>")
    (source,) = all_of(root, "TextSource")
    variables = {e.get("guid"): e.get("name") for e in all_of(root, "Variable")}
    values = {
        variables[all_of(e, "VariableRef")[0].get("targetGUID")]: e[1].text
        for e in source
        if name(e) == "VariableValue"
    }
    assert values == {"source": "Daily", "desk": "B"}
    assert all_of(source, "Description")[0].text == "Mine"


def test_names_quote_and_long_quotes_are_cut(tmp_path: Path) -> None:
    text = "word " * 100
    long = ann_lee.span("content", (0, 499), text)
    record = ann_lee.record(ann_lee.annotation("a1", long), text=text)
    path = write(ann_lee.bundle(record), tmp_path / "out.qdpx")
    (selection,) = all_of(check_project(path), "PlainTextSelection")
    assert len(selection.get("name", "")) == 200
    assert selection.get("name", "").endswith("…")
    assert documents(read(path))[0].annotations[0].spans == (long,)


def test_titles_keep_their_line_ends_and_controls_are_counted(tmp_path: Path) -> None:
    record = ann_lee.record(title='A "tab"\tand\na line\x01')
    options = WriteOptions()
    path = write(ann_lee.bundle(record), tmp_path / "out.qdpx", options)
    assert documents(read(path))[0].document.title == 'A "tab"\tand\na line\ufffd'
    assert options.losses.items[NOT_IN_XML].count == 1


def test_a_text_that_begins_like_a_mark_keeps_its_first_character(
    tmp_path: Path,
) -> None:
    text = "\ufeffAnn said no."
    quote = ann_lee.span("content", (1, 4), text)
    record = ann_lee.record(ann_lee.annotation("a1", quote), text=text)
    path = write(ann_lee.bundle(record), tmp_path / "out.qdpx")
    check_project(path)
    found = documents(read(path))[0]
    assert found.document.text == text
    assert found.annotations[0].spans == (quote,)


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [write(ann_lee.full(), tmp_path / n) for n in ("a.qdpx", "b.qdpx")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_containers_without_content_are_left_out(tmp_path: Path) -> None:
    bundle = ann_lee.bundle()
    header = replace(bundle.header, entities=(), annotators=(), vocabularies={})
    root = made(tmp_path, replace(bundle, header=header, documents=[], total=0))
    assert [name(each) for each in root] == ["CodeBook"]


def test_documents_that_nobody_annotated_can_stay_behind(tmp_path: Path) -> None:
    root = made(tmp_path, ann_lee.full(), negatives=False)
    assert [e.get("name") for e in all_of(root, "TextSource")] == ["A refusal"]


def test_without_texts_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="made of texts"):
        write(ann_lee.full(), tmp_path / "x.qdpx", WriteOptions(with_text=False))


def test_without_a_codebook_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no codebook"):
        write(replace(ann_lee.full(), codebooks=()), tmp_path / "x.qdpx")


def test_one_id_in_two_documents_becomes_two_guids(tmp_path: Path) -> None:
    uid = "019475f0-0000-7000-8000-000000000001"
    quote = ann_lee.span("content", ann_lee.QUOTE)
    records = [
        ann_lee.record(ann_lee.annotation(uid, quote), uid=f"doc-{n}") for n in (1, 2)
    ]
    path = write(ann_lee.bundle(*records), tmp_path / "out.qdpx")
    check_project(path)
    found = documents(read(path))
    assert [[a.uid for a in each.annotations] for each in found] == [[uid], [uid]]


def test_only_projects_of_ours_hold_what_nothing_refers_to(tmp_path: Path) -> None:
    path = write(ann_lee.full(), tmp_path / "out.qdpx")
    with zipfile.ZipFile(path) as archive:
        (own,) = [n for n in archive.namelist() if n.endswith(".jsonl")]
    assert own.removeprefix("sources/") not in xml_of(path)


# -- there and back ------------------------------------------------------------------


def rich() -> Bundle:
    """A project with all that there may be."""
    quote, evidence = (
        ann_lee.span("content", ann_lee.QUOTE),
        ann_lee.span("evidence", (17, 19)),
    )
    first = ann_lee.annotation(
        "a1",
        quote,
        ann_lee.span("source", ann_lee.SPEAKER),
        fields={"speaker": "lee", "statement_time": "today", "cue_negated": False},
        rows={"stance": (Row({"issue": "tax", "intensity": 3}, (evidence,)),)},
        state="complete",
        origin="edited",
        created=1_700_000_000_001,
        modified=1_700_000_000_002,
        revs=("0" * 16, "1" * 16),
        extra={"brat": {"x": 1}},
    )
    second = ann_lee.annotation(
        "a2",
        fields={"speaker": "lee", "notes": "nowhere"},
        rows={"stance": (Row({"stance": "favor"}),)},
        layer="adjudicated",
        annotator="bo",
        parent="a1",
    )
    speaker = SpeakerInDocument("lee", {"role": "minister", "country": "X"})
    record = replace(
        ann_lee.record(first, second, extra={"dna": {"id": 3}}, revs=("3" * 16,)),
        layers=(
            Layer(
                document="doc-1",
                annotator="ada",
                status="complete",
                note="hard",
                seconds=70,
                speakers=(speaker,),
            ),
            Layer(document="doc-1", annotator=None, kind="adjudicated", status="new"),
        ),
        decisions=({"id": "d1", "verdict": "first"},),
        comments=({"id": "c1", "text": "Why?"},),
    )
    bundle = ann_lee.bundle(record)
    lee = Entity(
        uid="lee",
        type="speaker",
        name="Ann Lee",
        kind="person",
        aliases=("Lee", "A. Lee; MP"),
        attributes={"wikidata": "Q1", "source": "a list"},
        revs=("2" * 16,),
        extra={"x": 1},
    )
    issues = (
        VocabularyEntry(uid="tax", vocabulary="issue", label="A new tax"),
        VocabularyEntry(
            uid="toll",
            vocabulary="issue",
            label="A toll",
            definition="For it: pay.",
            parent="tax",
            extra={"y": 2},
        ),
    )
    header = replace(
        bundle.header,
        annotators=(
            Annotator(uid="ada", name="Ada Nord", initials="AN", colour="#112233"),
            Annotator(
                uid="bo", name="Bo Süd", role="lead", inactive=True, extra={"z": 3}
            ),
        ),
        entities=(lee, Entity(uid="old", type="speaker", name="L", merged_into="lee")),
        vocabularies={"issue": issues},
        items={"rounds": ({"id": "r1", "name": "Pilot"},)},
        extra={"w": 4},
    )
    return replace(bundle, header=header)


def test_our_own_project_comes_back_whole(tmp_path: Path) -> None:
    sent = rich()
    path = write(sent, tmp_path / "out.qdpx")
    check_project(path)
    found = read(path, codebook=None)
    assert found.header == sent.header
    assert found.codebooks == sent.codebooks
    (wanted,), (record,) = documents(sent), documents(found)
    assert record.document == wanted.document
    assert sorted(record.layers, key=kind) == sorted(wanted.layers, key=kind)
    assert record.decisions == wanted.decisions
    assert record.comments == wanted.comments
    assert by_uid(record.annotations) == by_uid(wanted.annotations)


def test_what_others_cannot_read_is_counted(tmp_path: Path) -> None:
    options = WriteOptions()
    write(rich(), tmp_path / "out.qdpx", options)
    assert {each.what: each.count for each in options.losses.listed()} == {
        **{LOSSES[each]: 1 for each in (Feature.DOCUMENT_EXTRA, Feature.SPEAKERS)},
        **{LOSSES[each]: 1 for each in (Feature.LAYERS, Feature.EXTRA)},
        LOSSES[Feature.STATES]: 2,
        LOSSES[Feature.REVIEW]: 2,
        LOSSES[Feature.ITEMS]: 1,
        LOSSES[Feature.CODEBOOK]: 1,
        "revisions (times are kept)": 1,
    }
    assert "only this program reads it" in str(options.notes.texts()[0])


def kind(layer: Layer) -> str:
    return layer.kind


def by_uid(annotations: tuple[Annotation, ...]) -> dict[str, Annotation]:
    return {each.uid: each for each in annotations}


def test_deleted_annotations_are_lost_and_told(tmp_path: Path) -> None:
    gone = ann_lee.annotation("a1", ann_lee.span("content", (0, 3)), deleted=True)
    options = WriteOptions()
    write(ann_lee.bundle(ann_lee.record(gone)), tmp_path / "out.qdpx", options)
    lost = [each.what for each in options.losses.listed()]
    assert lost == [LOSSES[Feature.DELETED], LOSSES[Feature.CODEBOOK]]


@pytest.mark.parametrize("codebook", ["dna_statement", "semeval_stance", "polnear_scc"])
def test_other_codebooks_come_back_too(tmp_path: Path, codebook: str) -> None:
    version = bundles.preset(codebook)
    body = version.body
    kind, role = body["annotation_type"][0]["id"], body["role"][0]["id"]
    quote = ann_lee.span(role, ann_lee.QUOTE)
    fields: dict[str, Any] = {}
    entities, entries = [], []
    for field in (f for f in body["field"] if f["of"] == kind):
        uid = f"{field['id']}-1"
        match field["type"]:
            case "entity":
                entities.append(Entity(uid=uid, type=field["entity_type"], name=uid))
                fields[field["id"]] = uid
            case "vocabulary":
                (held,) = (
                    v for v in body["vocabulary"] if v["id"] == field["vocabulary"]
                )
                if held.get("open"):
                    made = VocabularyEntry(uid=uid, vocabulary=held["id"], label=uid)
                    entries.append(made)
                else:
                    uid = held["values"][0]["id"]
                fields[field["id"]] = uid
            case "boolean":
                fields[field["id"]] = True
            case "choice":
                value = field["values"][-1]
                fields[field["id"]] = value if isinstance(value, str) else value["id"]
    each = replace(
        ann_lee.annotation("a1", quote),
        type=kind,
        codebook=version.sha256,
        fields=fields,
    )
    base = ann_lee.bundle(ann_lee.record(each))
    by_name: dict[str, tuple[VocabularyEntry, ...]] = {}
    for entry in entries:
        by_name[entry.vocabulary] = (*by_name.get(entry.vocabulary, ()), entry)
    header = replace(
        base.header,
        codebook=(version.id, version.version),
        entities=tuple(entities),
        vocabularies=by_name,
    )
    sent = replace(base, header=header, codebooks=(version,))
    path = write(sent, tmp_path / "out.qdpx")
    check_project(path)
    found = read(path, codebook=version, derive_codebook=False)
    assert documents(found)[0].annotations[0].fields == fields
    assert documents(found)[0].annotations[0].spans == (quote,)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(bundle=annotated())
def test_whatever_there_is_is_written_as_the_standard_wants_it(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_project(write(bundle, Path(folder) / "out.qdpx"))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(bundle=bundles.bundles())
def test_the_oddest_characters_too(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(bundle, Path(folder) / "out.qdpx")
        check_project(path)
        found = documents(read(path, codebook=None))
    texts = [each.document.text for each in bundle.documents]
    kept = [text for text in texts if text.strip("\ufeff \t\n\u00a0")]
    assert [each.document.text for each in found] == kept


# -- the schema of the standard ------------------------------------------------------


@pytest.mark.skipif(
    SCHEMA not in os.environ,
    reason=f"needs the schema of the standard, whose path {SCHEMA} would name",
)
def test_the_schema_of_the_standard_accepts_it(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(os.environ[SCHEMA]))
    for number, bundle in enumerate((ann_lee.full(), rich())):
        path = write(bundle, tmp_path / f"{number}.qdpx")
        schema.assertValid(etree.fromstring(xml_of(path).encode("utf-8")))
