# SPDX-License-Identifier: MIT
"""Labels as names of layers: every label comes back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.inception.names import (
    attribute_of,
    feature_name,
    is_safe,
    is_safe_type,
    label_of,
    type_name,
)

LABELS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(LABELS.filter(bool))
def test_a_label_comes_back(label: str) -> None:
    name = type_name(label)
    assert label_of(name) == label
    assert is_safe_type(name)
    assert re.fullmatch(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", name, re.ASCII)


@given(LABELS.filter(bool))
def test_an_attribute_comes_back(attribute: str) -> None:
    name = feature_name(attribute)
    assert attribute_of(name) == attribute
    assert is_safe(name)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("content", "webanno.custom.content"),
        ("attribution.source", "attribution.source"),
        ("Pro/Con", "webanno.custom.Pro_x002F_Con"),
        ("two words", "webanno.custom.two_x0020_words"),
        ("uima.tcas.Annotation", "webanno.custom.uima_x002E_tcas_x002E_Annotation"),
        ("_x002F_", "webanno.custom.x_x005F_x002F_"),
    ],
)
def test_names_of_labels(label: str, name: str) -> None:
    assert type_name(label) == name
    assert label_of(name) == label


@pytest.mark.parametrize("name", ["begin", "end", "sofa", "class", "from", "self"])
def test_names_that_mean_something_are_not_used(name: str) -> None:
    assert feature_name(name) != name
    assert attribute_of(feature_name(name)) == name


@pytest.mark.parametrize(
    "name", ["a=1", "a b", "class", "__init__", "", "1a", "a, b=print()", "a.b"]
)
def test_a_feature_may_not_be_called_so(name: str) -> None:
    assert not is_safe(name)
