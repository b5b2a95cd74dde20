# SPDX-License-Identifier: MIT
"""Labelling configurations of others, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.labelstudio.labelling import EMPTY, find_labelling
from annotator.model.errors import InputError

CONFIG = """<View>
  <HyperText name="page" value="$html"/>
  <HyperTextLabels name="ner" toName="page">
    <Label value="Person" background="red"/><Label value="Place" alias="place"/>
  </HyperTextLabels>
  <Choices name="mood" toName="page"><Choice value="Calm"/></Choices>
  <Taxonomy name="area" toName="page">
    <Choice value="World"><Choice value="Ilvar"/></Choice>
  </Taxonomy>
  <TextArea name="why" toName="page" perRegion="true" whenLabelValue="Person,x"/>
</View>"""


def test_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "label_config.xml").write_text(CONFIG)
    found = find_labelling(tmp_path / "tasks.json")
    assert found.texts == {"page": "html"}
    assert found.labels == ("Person", "place")
    assert found.controls == {"mood": ("Calm",), "area": ("Ilvar",)}
    assert found.only == {"why": frozenset({"Person", "x"})}
    assert found.declared().values[("place", "mood")] == ("Calm",)
    assert found.declared().texts == {"why"}


def test_without_a_configuration(tmp_path: Path) -> None:
    assert find_labelling(tmp_path) == EMPTY
    assert not EMPTY.declared().labels


def test_what_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text("<View>")
    with pytest.raises(InputError) as error:
        find_labelling(tmp_path)
    assert error.value.file == str(tmp_path / "config.xml")
