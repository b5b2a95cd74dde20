# SPDX-License-Identifier: MIT
"""What belongs together is gathered, wherever in the files it stands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from annotator.formats.json_groups import Groups, Item
from annotator.formats.typed import identifier
from annotator.model.errors import InputError


def key(item: Item) -> str:
    return identifier(item.row)


def test_objects_with_one_key_are_one_group(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.json"
    first.write_text('{"id":"x","n":1}\n\n{"id":"y","n":2}\n{"id":"x","n":3}\n')
    second.write_text(json.dumps([{"id": "z", "n": 4}, {"id": "x", "n": 5}]))
    groups = Groups([first, second], key)
    groups.look()
    found = [[(each.row["n"], each.file, each.line) for each in g] for g in groups]
    assert found == [[(1, 0, 1), (3, 0, 4), (5, 1, 1)], [(2, 0, 3)], [(4, 1, 1)]]
    assert len(groups) == 3
    assert [len(group) for group in groups] == [3, 1, 1]


def test_a_fault_of_a_key_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id":"x"}\n{"id":3}\n')
    with pytest.raises(InputError) as error:
        Groups([path], key).look()
    assert (error.value.file, error.value.line) == (str(path), 2)
    assert error.value.field == "id"


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files in /proc")
def test_many_files_are_never_all_open(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jsonl" for number in range(300)]
    for path in paths:
        path.write_text('{"id":"x"}\n{"id":"y"}\n')
    groups = Groups(paths, key)
    groups.look()
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(list(Path("/proc/self/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 100, hard))
    try:
        assert [len(group) for group in groups] == [300, 300]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
