# SPDX-License-Identifier: MIT
"""Codebooks of other programs: codes as issues, codes as a codebook, and back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.features import LOSSES, Feature
from annotator.formats.options import Notes, ReadOptions, WriteOptions
from annotator.formats.refi.codebooks import as_codebook, to_qdc
from annotator.formats.refi.qdc import FORMAT
from annotator.model.bundle import Bundle
from annotator.model.codebook_check import check
from annotator.model.codebook_reader import from_body
from annotator.model.codebook_writer import to_toml
from annotator.model.entity import VocabularyEntry
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats import ann_lee
from tests.formats.bundles import preset
from tests.formats.refi.structure import all_of, check_codebook

SCHEMA = "ANNOTATOR_REFI_CODEBOOK_XSD"
#: As programs write it: odd namespace, ids that are no GUIDs, a set of codes.
CODES = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<CodeBook origin="Another 12" xmlns="urn:QDA-XML:codebook:1:0"><Codes>
<Code guid="c1" name="Tolls" isCodable="true" color="#00ff00">
  <Description>
    For it: those who cross pay.
  </Description>
  <Code guid="c2" name="Bridge toll" isCodable="true"/>
  <Code guid="c3" name="Other" isCodable="false">
    <Code guid="c4" name="Bridge toll"/></Code>
</Code>
<Code guid="c5" name="Schools"/>
</Codes><Sets><Set guid="s1" name="Mine"><MemberCode guid="c1"/></Set></Sets></CodeBook>
"""


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    path = tmp_path / "Money matters.qdc"
    path.write_text(CODES, "utf-8")
    return path


def read(path: Path, **others: object) -> Bundle:
    others.setdefault("codebook", preset())
    assert FORMAT.read is not None
    return FORMAT.read(path, ReadOptions(**others))  # type: ignore[arg-type]


def written(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> str:
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path.read_bytes().decode("utf-8")


def named(entries: tuple[VocabularyEntry, ...]) -> dict[str, str | None]:
    labels = {each.uid: each.label for each in entries}
    return {each.label: labels.get(each.parent or "") for each in entries}


def test_codes_become_issues(codes: Path) -> None:
    notes = Notes()
    bundle = read(codes, notes=notes)
    entries = bundle.header.vocabularies["issue"]
    assert [(e.label, e.definition) for e in entries] == [
        ("Tolls", "For it: those who cross pay."),
        ("Bridge toll", ""),
        ("Other", ""),
        ("Bridge toll", ""),
        ("Schools", ""),
    ]
    assert [named(entries)[e.label] for e in entries[::4]] == [None, None]
    by_uid = {each.uid: each for each in entries}
    parents = [by_uid[e.parent].label if e.parent else None for e in entries]
    assert parents == [None, "Tolls", "Tolls", "Other", None]
    assert list(bundle.documents) == []
    told = " ".join(map(str, notes.texts()))
    assert "Left out 1 sets of codes." in told
    assert "entries of the vocabulary “Target / issue”" in told


def test_the_same_twice_adds_nothing(codes: Path) -> None:
    first = {e.uid for e in read(codes).header.vocabularies["issue"]}

    def knows(kind: str, uid: str) -> bool:
        return kind == "entry" and uid in first

    assert read(codes, knows=knows).header.vocabularies["issue"] == ()


def test_an_issue_of_that_name_is_found(codes: Path) -> None:
    known = {("issue", "Tolls"): "mine"}
    bundle = read(
        codes,
        knows=lambda kind, uid: uid == "mine",
        find_entry=lambda vocabulary, label: known.get((vocabulary, label)),
    )
    entries = bundle.header.vocabularies["issue"]
    assert [(e.label, e.parent) for e in entries][:1] == [("Bridge toll", "mine")]


def test_a_codebook_without_an_open_vocabulary_is_told(codes: Path) -> None:
    closed = preset("polnear_scc")
    with pytest.raises(InputError, match="no open vocabulary"):
        read(codes, codebook=closed)
    bundle = read(codes, codebook=closed, derive_codebook=True)
    assert bundle.header.codebook == ("Money_matters", "1.0.0")


def test_a_codebook_is_made_of_codes(codes: Path) -> None:
    made = from_body(as_codebook(codes).body)
    assert (made.id, made.title) == ("Money_matters", "Money matters")
    vocabulary = made.vocabulary("code")
    assert vocabulary is not None
    assert vocabulary.open
    assert [(v.id, v.label, v.parent) for v in vocabulary.values] == [
        ("tolls", "Tolls", None),
        ("tolls_bridge_toll", "Bridge toll", "tolls"),
        ("tolls_other", "Other", "tolls"),
        ("tolls_other_bridge_toll", "Bridge toll", "tolls_other"),
        ("schools", "Schools", None),
    ]
    assert [each for each in check(to_toml(made)) if each.severity == "error"] == []


def test_a_codebook_of_codes_goes_out_as_the_codes(codes: Path, tmp_path: Path) -> None:
    made = from_body(as_codebook(codes).body)
    root = check_codebook(to_qdc(made))
    assert [e.get("name") for e in all_of(root, "Code")] == [
        *("Tolls", "Bridge toll", "Other", "Bridge toll", "Schools"),
    ]
    path = tmp_path / "again.qdc"
    path.write_text(to_qdc(made), "utf-8")
    again = from_body(as_codebook(path).body)
    assert again.vocabularies == made.vocabularies


@pytest.mark.parametrize(
    "name", ["speaker_stance", "dna_statement", "semeval_stance", "polnear_scc"]
)
def test_our_codebooks_are_written_as_the_standard_wants_them(name: str) -> None:
    found = from_body(preset(name).body)
    root = check_codebook(to_qdc(found))
    names = {each.get("name") for each in all_of(root, "Code")}
    assert {role.label for role in found.types[0].roles} & names or len(
        found.types[0].roles
    ) == 1


def test_issues_go_out_with_stances_below_and_come_back(tmp_path: Path) -> None:
    options = WriteOptions()
    path = tmp_path / "out.qdc"
    raw = written(ann_lee.full(), path, options)
    root = check_codebook(raw)
    (issue,) = [e for e in all_of(root, "Code") if e.get("name") == "A new tax"]
    assert [child.get("name") for child in issue][:2] == ["Favor", "Against"]
    (entry,) = read(path).header.vocabularies["issue"]
    assert entry.label == "A new tax"
    knows = {"entry": issue.get("guid")}
    again = read(path, knows=lambda kind, uid: knows.get(kind) == uid)
    assert again.header.vocabularies["issue"] == ()
    lost = {each.what: each.count for each in options.losses.listed()}
    assert lost[LOSSES[Feature.TEXTS]] == 2
    assert lost[LOSSES[Feature.ROWS]] == 1
    assert LOSSES[Feature.ENTRIES] not in lost


def test_files_are_recognised(codes: Path, tmp_path: Path) -> None:
    assert registry.sniff(codes).name == "qdc"
    other = tmp_path / "a.xml"
    other.write_text(CODES, "utf-8")
    assert registry.sniff(other).name == "qdc"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<Project/>", "begins with <Project>"),
        ("<CodeBook><Codes/></CodeBook>", "no code in it"),
        ("<CodeBook><Codes><Code name='x'/></Codes></CodeBook>", "missing"),
        ("<CodeBook><Codes>", "not XML"),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><CodeBook>&e;</CodeBook>", "document"),
        ("", "not XML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, raw: str, words: str) -> None:
    path = tmp_path / "a.qdc"
    path.write_text(raw, "utf-8")
    with pytest.raises(InputError, match=words) as error:
        read(path)
    assert error.value.file == str(path)
    assert error.value.remedy or error.value.field


@pytest.mark.skipif(
    SCHEMA not in os.environ,
    reason=f"needs the schema of the standard, whose path {SCHEMA} would name",
)
def test_the_schema_of_the_standard_accepts_it(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(os.environ[SCHEMA]))
    raw = written(ann_lee.full(), tmp_path / "out.qdc")
    schema.assertValid(etree.fromstring(raw.encode("utf-8")))
