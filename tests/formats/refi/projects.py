# SPDX-License-Identifier: MIT
"""Small projects of REFI-QDA with invented content, as other programs leave them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.refi.qdpx import FORMAT
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.progress import run
from tests.formats.bundles import preset

NAMESPACE = "urn:QDA-XML:project:1.0"
#: With wide characters and line ends as Windows writes them.
WINDOWS = (
    "Ann 😀 Lee said:\r\n“No 😀 toll.”\r\nBo Roe agreed 😀 at once.\r\nNobody paid.\r\n"
)


def guid(number: int) -> str:
    """A GUID that can be told from others."""
    return f"00000000-0000-4000-8000-{number:012d}"


def code(number: int, name: str, inner: str = "", **others: str) -> str:
    """A code."""
    said = {"guid": guid(number), "name": name, "isCodable": "true", **others}
    return f"<Code {attributes(said)}>{inner}</Code>"


def attributes(said: Mapping[str, Any]) -> str:
    return " ".join(f'{key}="{value}"' for key, value in said.items())


def coding(number: int, user: int | None = None, inner: str = "") -> str:
    """A coding with the code of that number."""
    whose = "" if user is None else f' creatingUser="{guid(user)}"'
    ref = f'<CodeRef targetGUID="{guid(number)}"/>'
    return f'<Coding guid="{guid(90_000 + number)}"{whose}>{ref}{inner}</Coding>'


def selection(number: int, start: int, end: int, inner: str = "", **others: Any) -> str:
    """A selection."""
    said = {"guid": guid(number), "startPosition": start, "endPosition": end, **others}
    return f"<PlainTextSelection {attributes(said)}>{inner}</PlainTextSelection>"


def source(number: int, name: str, inner: str = "", **others: str) -> str:
    """A text whose file is called after its GUID."""
    path = {"plainTextPath": f"internal://{guid(number)}.txt", **others}
    said = {"guid": guid(number), "name": name, **path}
    return f"<TextSource {attributes(said)}>{inner}</TextSource>"


def project(
    *,
    origin: str = "",
    users: str = "",
    codes: str = "",
    variables: str = "",
    cases: str = "",
    sources: str = "",
    notes: str = "",
    links: str = "",
    sets: str = "",
    namespace: str = NAMESPACE,
) -> str:
    """The XML of a project; containers without content are left out."""
    parts = {
        "Users": users,
        "CodeBook": f"<Codes>{codes}</Codes>" if codes else "",
        "Variables": variables,
        "Cases": cases,
        "Sources": sources,
        "Notes": notes,
        "Links": links,
        "Sets": sets,
    }
    inner = "".join(f"<{name}>{said}</{name}>" for name, said in parts.items() if said)
    said = f'xmlns="{namespace}" name="Made up" origin="{origin}"'
    return f'<?xml version="1.0" encoding="utf-8"?><Project {said}>{inner}</Project>'


def packed(
    path: Path,
    qde: str,
    texts: Mapping[str, str | bytes],
    *,
    folder: str = "sources",
    name: str = "project.qde",
) -> Path:
    """Write an archive; texts are named by number of the source, or as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, qde)
        for key, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode("utf-8")
            archive.writestr(f"{folder}/{key}", data)
    return path


def text_name(number: int) -> str:
    return f"{guid(number)}.txt"


def read(path: Path, **others: Any) -> Bundle:
    """What the reader makes of a project; a new project's codebook by default."""
    others.setdefault("derive_codebook", True)
    others.setdefault("codebook", preset())
    assert FORMAT.read is not None
    bundle = FORMAT.read(path, ReadOptions(**others))
    return Bundle(
        header=bundle.header,
        codebooks=bundle.codebooks,
        documents=list(bundle.documents),
        total=bundle.total,
    )


def documents(bundle: Bundle) -> list[DocumentRecord]:
    return list(bundle.documents)


def write(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> Path:
    """The bundle as a project."""
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path


def xml_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde").decode("utf-8")


def repacked(path: Path, target: Path, old: str, new: str) -> Path:
    """The archive with something else in its XML."""
    assert old in xml_of(path)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "project.qde":
                data = data.decode("utf-8").replace(old, new).encode("utf-8")
            copy.writestr(name, data)
    return target
