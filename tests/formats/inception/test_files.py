# SPDX-License-Identifier: MIT
"""Exports of INCEpTION: projects in an archive, and single documents of a person."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.inception import files
from annotator.formats.uima.json_cas import FORMAT as JSON
from annotator.model.errors import InputError
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT
from tests.formats.uima.test_cas import json_cas, read, structure, types, xmi

pytest.importorskip("cassis")

SPAN = '<custom:Span xmi:id="2" sofa="1" begin="{}" end="{}"/>'
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
SAID = ("documentId", "documentTitle", "collectionId", "documentBaseUri", "documentUri")


def archived(path: Path, person: str) -> bytes:
    """One person's file with its type system, as INCEpTION packs them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.write(path, f"{person}.xmi")
        archive.write(path.with_name("TypeSystem.xml"), "TypeSystem.xml")
    return stream.getvalue()


def project(folder: Path) -> Path:
    """A project whose document two people annotated and a third curated."""
    speaker = xmi(folder / "one", SPAN.format(0, 10))
    quote = xmi(folder / "two", SPAN.format(17, 22))
    path = folder / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("exportedproject.json", "{}")
        archive.writestr("source/doc.txt", TEXT)
        archive.writestr("annotation_ser/doc.txt/ada.ser", b"\0")
        # The archives are called after a folder of the moment.
        place = "annotation/doc.txt/inception-export"
        archive.writestr(f"{place}81.zip", archived(speaker, "ada"))
        archive.writestr(f"{place}82.zip", archived(quote, "bo"))
        place = "curation/doc.txt/inception-export"
        archive.writestr(f"{place}83.zip", archived(quote, "CURATION_USER"))
    return path


def test_a_project_in_an_archive(tmp_path: Path) -> None:
    path = project(tmp_path)
    assert registry.sniff(path).name == "uima-xmi"
    (found,) = read(path)
    assert (found.document.title, found.document.text) == ("doc.txt", TEXT)
    said = [(each.annotator, each.layer, each.pieces) for each in found.marks]
    assert said == [
        ("ada", None, (SPEAKER,)),
        ("bo", None, (QUOTE,)),
        (None, "adjudicated", (QUOTE,)),
    ]


@pytest.mark.parametrize("unpacked", [False, True])
def test_what_a_project_says_of_itself_is_no_document(
    tmp_path: Path, unpacked: bool
) -> None:
    cas = json_cas(tmp_path, structure(2, 0, 10)).read_text("utf-8")
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("annotation/doc.txt/ada.json", cas)
        archive.writestr("annotation/doc.txt/INITIAL_CAS.json", cas)
        archive.writestr("exportedproject.json", '{"name":"A project"}')
        if unpacked:
            archive.extractall(tmp_path / "project")
    given = tmp_path / "project" if unpacked else path
    assert registry.sniff(given).name == "uima-json"
    (found,) = read(given, JSON)
    assert [(each.annotator, each.pieces) for each in found.marks] == [
        ("ada", (SPEAKER,))
    ]


def test_archives_elsewhere_in_an_archive_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup/doc.txt/b.zip", b"no archive")
        archive.write(xmi(tmp_path, SPAN.format(0, 10)), "doc.xmi")
        archive.write(tmp_path / "TypeSystem.xml", "TypeSystem.xml")
    assert len(read(path)) == 1


def signed(folder: Path, **said: str) -> Path:
    """A file that says of itself what INCEpTION or another program does."""
    shown = " ".join(f'{name}="{value}"' for name, value in said.items())
    body = f'<meta:DocumentMetaData xmi:id="9" sofa="1" begin="0" end="22" {shown}/>'
    features = " ".join(f"{name}:uima.cas.String" for name in SAID)
    path = xmi(folder, body + SPAN.format(0, 10))
    (folder / "TypeSystem.xml").write_text(
        types("custom.Span", f"{METADATA} {features}"), encoding="utf-8"
    )
    place = METADATA.rpartition(".")[0].replace(".", "/")
    text = path.read_text("utf-8")
    text = text.replace("<xmi:XMI ", f'<xmi:XMI xmlns:meta="http:///{place}.ecore" ')
    path.write_text(text, encoding="utf-8")
    return path


def inception(folder: Path, person: str, document: str) -> Path:
    return signed(
        folder,
        documentId=person,
        documentTitle=document,
        collectionId="our-project",
        documentBaseUri="our-project",
        documentUri=f"our-project/{document}",
    )


def test_a_document_of_a_person_names_the_person(tmp_path: Path) -> None:
    found = [
        read(inception(tmp_path / document, "ada", document))[0]
        for document in ("one.txt", "two.txt")
    ]
    assert [each.document.title for each in found] == ["one.txt", "two.txt"]
    assert [each.marks[0].annotator for each in found] == ["ada", "ada"]
    # The id in the file is that of the person, which two documents share.
    assert "ada" not in {each.document.uid for each in found}


def test_a_curated_document_is_adjudicated(tmp_path: Path) -> None:
    (found,) = read(inception(tmp_path, "CURATION_USER", "one.txt"))
    (mark,) = found.marks
    assert (mark.annotator, mark.layer) == (None, "adjudicated")


def test_the_name_of_a_file_is_no_person(tmp_path: Path) -> None:
    base = "file:/srv/documents/1/source/"
    path = signed(
        tmp_path,
        documentId="one.txt",
        documentTitle="one.txt",
        collectionId=base,
        documentBaseUri=base,
        documentUri=f"{base}one.txt",
    )
    (found,) = read(path)
    assert found.marks[0].annotator is None
    assert found.document.uid != "one.txt"


def test_an_id_without_a_collection_is_that_of_the_document(tmp_path: Path) -> None:
    (found,) = read(signed(tmp_path, documentId="d-17", documentTitle="One"))
    assert (found.document.uid, found.document.title) == ("d-17", "One")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xmi(tmp_path, SPAN.format(0, 10))
    monkeypatch.setattr(files, "LIMIT", 100)
    with pytest.raises(InputError, match="more than 100 bytes"):
        read(path)


def test_a_small_archive_becomes_no_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        text = "".join(f"word {n:6} " * 30 for n in range(30_000))
        archive.writestr("doc.xmi", text)
        assert archive.infolist()[0].compress_size * 40 < len(text)
    with pytest.raises(InputError, match="far more than it is"):
        read(path)
