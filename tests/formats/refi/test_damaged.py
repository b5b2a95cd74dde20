# SPDX-License-Identifier: MIT
"""Projects with something wrong somewhere: read all the same, or refused by name."""

from __future__ import annotations

import copy
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from annotator.formats.refi import side
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from annotator.services import transfer
from annotator.services.session import Session
from tests.formats import ann_lee
from tests.formats.ann_lee import CUE, QUOTE
from tests.formats.bundles import preset
from tests.formats.refi import test_read as foreign
from tests.formats.refi.projects import coding, documents, guid, read, selection, write
from tests.formats.refi.test_write import rich

ATTRIBUTES = ("", "0", "-1", "999999", "x", "true", "\u202e", guid(60), guid(11))
VALUES: tuple[Any, ...] = (
    *(None, 0, -1, "x", "", [], {}, True, [1], {"a": 1}, [{}], ["x", 2]),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The files of some projects, by their names in the archive."""
    folder = tmp_path_factory.mktemp("whole")
    inner = selection(60, *QUOTE, coding(12, 1) + coding(14, 2))
    inner += selection(61, *CUE, "<Description>x</Description>") + coding(11, 1)
    cases = (
        f'<Case guid="{guid(40)}" name="Ann"><SelectionRef targetGUID="{guid(60)}"/>'
        "</Case>"
    )
    link = f'<Link guid="{guid(80)}" originGUID="{guid(60)}" targetGUID="{guid(61)}"/>'
    paths = [
        write(ann_lee.full(), folder / "a.qdpx"),
        write(rich(), folder / "b.qdpx"),
        foreign.one(folder, inner, cases=cases, links=link),
    ]
    found = []
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            found.append({name: archive.read(name) for name in archive.namelist()})
    return found


def damaged(members: dict[str, bytes], luck: random.Random, path: Path) -> Path:
    """The project with a few changes in its XML, or in what we keep aside."""
    made = dict(members)
    if side.MEMBER in made and luck.random() < 0.5:
        made[side.MEMBER] = _in_json(made[side.MEMBER], luck)
    else:
        made["project.qde"] = _in_xml(made["project.qde"], luck)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in made.items():
            archive.writestr(name, data)
    return path


def _in_xml(data: bytes, luck: random.Random) -> bytes:
    root = ElementTree.fromstring(data)
    for _ in range(luck.randint(1, 3)):
        parents = {child: parent for parent in root.iter() for child in parent}
        if not parents:
            break
        element = luck.choice(list(parents))
        match luck.randint(0, 4):
            case 0:
                parents[element].remove(element)
            case 1 if element.attrib:
                del element.attrib[luck.choice(list(element.attrib))]
            case 2 if element.attrib:
                element.set(luck.choice(list(element.attrib)), luck.choice(ATTRIBUTES))
            case 3:
                element.append(copy.deepcopy(luck.choice(list(parents))))
            case _:
                element.tag = luck.choice(list(parents)).tag
    return ElementTree.tostring(root)


def _in_json(data: bytes, luck: random.Random) -> bytes:
    lines = [json.loads(line) for line in data.splitlines()]
    line = luck.choice(lines)
    *way, last = luck.choice(list(_places(line)))
    for step in way:
        line = line[step]
    line[last] = luck.choice(VALUES)
    return b"".join(json.dumps(each).encode() + b"\n" for each in lines)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in an object, but into codebooks."""
    if way:
        yield way
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, each in inner:
        if key != "body":
            yield from _places(each, (*way, key))


def fault_in(path: Path, derive: bool) -> InputError | None:
    """What reading says against it."""
    try:
        documents(read(path, derive_codebook=derive, codebook=preset()))
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize("seed", range(8))
def test_damage_is_told_with_the_file_or_does_no_harm(
    whole: list[dict[str, bytes]], tmp_path: Path, seed: int
) -> None:
    luck = random.Random(seed)
    for _ in range(20):
        path = damaged(luck.choice(whole), luck, tmp_path / "a.qdpx")
        for derive in (True, False):
            error = fault_in(path, derive)
            assert error is None or error.file == str(path), error


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_project_never_harms_ours(
    whole: list[dict[str, bytes]], tmp_path: Path, seed: int
) -> None:
    luck = random.Random(100 + seed)
    with Session.create(tmp_path / "p.annotator") as session:
        for _ in range(10):
            path = damaged(luck.choice(whole), luck, tmp_path / "a.qdpx")
            before = session.project.documents.count()
            try:
                run(transfer.import_files(session, [path]))
            except UserError:
                assert session.project.documents.count() == before
