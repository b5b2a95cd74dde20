# SPDX-License-Identifier: MIT
"""The declared features: `datasets` loads the files with exactly these."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.hf.schema import card_data, columns_of, yaml_features
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.progress import run
from tests.formats.ann_lee import bundle, full
from tests.formats.ann_lee import record as of

#: Loads the folder and says what it found, without any line to the world.
LOAD = """
import json, sys, datasets
found = datasets.load_dataset(sys.argv[1])
print("FOUND" + json.dumps({
    name: {"features": part.features._to_yaml_list(), "rows": part[:]}
    for name, part in found.items()
}))
"""


def write_data_set(folder: Path, format: str, parts: dict[str, Bundle]) -> None:
    """A data set as an export makes it: data, and a README that declares them."""
    found = registry.get(format)
    (folder / "data").mkdir()
    files = []
    for name, part in parts.items():
        path = f"data/{name}{found.suffixes[0]}"
        assert found.write is not None
        run(found.write(part, folder / path, WriteOptions()))
        files.append({"split": name, "path": path})
    head = {
        "configs": [{"config_name": "default", "data_files": files}],
        **card_data(full(), WriteOptions()),
    }
    # JSON is YAML.
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items())
    (folder / "README.md").write_text(f"---\n{lines}---\n\n# Data\n", "utf-8")


def loaded(folder: Path, home: Path) -> Any:
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder)],
        env={**os.environ, **offline, "HF_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.split("FOUND", 1)[1])


@pytest.mark.skipif(find_spec("datasets") is None, reason="datasets is not installed")
@pytest.mark.parametrize("format", ["hf-jsonl", "hf-parquet"])
def test_datasets_loads_it_offline_with_the_declared_features(
    tmp_path: Path, format: str
) -> None:
    # What comes first, and all there is in a part, has empty lists only.
    empty = of(uid="doc-0", metadata={}, title="")
    train = bundle(empty, *full().documents)
    folder = tmp_path / "set"
    folder.mkdir()
    write_data_set(folder, format, {"train": train, "dev": bundle(empty)})
    found = loaded(folder, tmp_path / "home")
    declared = card_data(full(), WriteOptions())["dataset_info"]["features"]
    assert found["train"]["features"] == found["dev"]["features"] == declared
    rows = found["train"]["rows"]
    assert rows["id"] == ["doc-0", "doc-1", "doc-2"]
    assert rows["spans"][0] == []
    assert rows["spans"][1][0]["start"] == 0
    speaker = rows["annotations"][1][0]["fields"]["speaker"]
    assert speaker == {"id": "lee", "name": "Ann Lee"}
    stance = rows["annotations"][1][0]["rows"]["stance"][0]["fields"]["stance"]
    assert stance == "against"


def test_the_features_follow_from_the_codebook() -> None:
    features = {each["name"]: each for each in yaml_features(columns_of(full()))}
    assert features["id"] == {"name": "id", "dtype": "string"}
    assert {"name": "start", "dtype": "int32"} in features["spans"]["list"]
    annotation = {each["name"]: each for each in features["annotations"]["list"]}
    fields = {each["name"]: each for each in annotation["fields"]["struct"]}
    assert fields["cue_negated"]["dtype"] == "bool"
    assert "justifies" not in fields
    assert [each["name"] for each in fields["speaker"]["struct"]] == ["id", "name"]
    assert [each["name"] for each in annotation["rows"]["struct"]] == ["stance"]


def test_without_texts_no_column_has_any() -> None:
    said = json.dumps(card_data(full(), WriteOptions(with_text=False)))
    assert '"text"' not in said
    assert '"text_sha256"' in said


def test_without_a_codebook_there_are_columns_all_the_same() -> None:
    columns = columns_of(replace(full(), codebooks=()))
    assert {"id", "text", "spans", "annotations"} <= columns.keys()
