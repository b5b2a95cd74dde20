# SPDX-License-Identifier: MIT
"""What an import would find, told before anything is stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.format import Format
from annotator.model.errors import InputError, MissingExtraError
from annotator.services.previewing import SHOWN, preview
from annotator.services.session import Session


def _text(path: Path, body: str = "Body.", header: str = "") -> Path:
    path.write_text(f"Headline\n\n{header}\n\n{body}\n", encoding="utf-8")
    return path


def test_the_first_document_as_it_will_be(tmp_path: Path) -> None:
    header = "Reuters, 15 January 2025, 11:20 - Jane Roe"
    found = preview([_text(tmp_path / "a.txt", "x" * 2000, header)])
    assert found.title == "Headline"
    assert found.metadata["source"] == "Reuters"
    assert found.metadata["published"] == "2025-01-15T11:20"
    assert found.encoding == "utf-8"
    assert found.more
    assert len(found.start) == SHOWN


def test_a_folder_says_how_many_there_are(tmp_path: Path) -> None:
    for number in range(3):
        _text(tmp_path / f"{number}.txt")
    assert preview([tmp_path]).documents == 3


def test_options_change_what_is_seen(tmp_path: Path) -> None:
    file = _text(tmp_path / "2025-01-02_Wire.txt")
    found = preview([file], name_pattern="{published}_{source}", language="en")
    assert found.metadata["source"] == "Wire"
    assert found.metadata["language"] == "en"


def test_an_encoding_in_doubt_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Žodžiai šaltiniui".encode("cp1257") * 20)
    with pytest.raises(InputError, match="UTF-8"):
        preview([file])
    assert "Žodžiai" in preview([file], encoding="cp1257").start


#: How files begin whose formats need more than is always installed.
HEADS = {
    "a.pdf": b"%PDF-1.7",
    "a.html": b"<!DOCTYPE html><html><body>",
    "a.parquet": b"PAR1",
    "a.spacy": b"DocBin",
    "a.xmi": b'<xmi:XMI xmlns:cas="http:///uima/cas.ecore"'
    b' xmlns:xmi="http://www.omg.org/XMI"/>',
    "a.json": b'{"%TYPES":{},"%FEATURE_STRUCTURES":[],"%VIEWS":{}}',
}


@pytest.mark.parametrize("name", HEADS)
def test_a_missing_package_is_told_with_its_command(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Format, "missing", lambda self: tuple(self.requires.values()))
    (tmp_path / name).write_bytes(HEADS[name])
    with pytest.raises(MissingExtraError, match="pip install"):
        preview([tmp_path / name])


@pytest.mark.parametrize("name", ["missing.txt", "empty"])
def test_what_cannot_be_read_names_the_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        preview([tmp_path / name])
    assert name in str(caught.value)


def test_nothing_chosen_is_said() -> None:
    with pytest.raises(InputError):
        preview([])


def test_a_file_may_name_the_codebook_of_the_project(tmp_path: Path) -> None:
    document: dict[str, Any] = {"kind": "document", "id": "d", "text": "Yes, he said."}
    span = {"role": "content", "start": 0, "end": 3, "text": "Yes"}
    document["annotations"] = [{"id": "a", "type": "attribution", "annotator": "x"}]
    document["annotations"][0]["spans"] = [span]
    head = {"kind": "project", "format": "annotator/1", "annotators": [{"id": "x"}]}
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(head)}\n{json.dumps(document)}\n", "utf-8")
    with pytest.raises(InputError, match="codebook"):
        preview([path])
    with Session.create(tmp_path / "p.annotator") as session:
        assert preview([path], session=session).start == "Yes, he said."


def test_a_file_of_codes_alone_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.qdc"
    code = '<Code guid="{0}" name="Tax" isCodable="true"/>'
    code = code.format("12345678-1234-1234-1234-123456789012")
    space = 'xmlns="urn:QDA-XML:codebook:1.0"'
    path.write_text(f"<CodeBook {space}><Codes>{code}</Codes></CodeBook>", "utf-8")
    with Session.create(tmp_path / "p.annotator") as session:
        found = preview([path], session=session)
    assert (found.documents, found.title) == (0, "")
