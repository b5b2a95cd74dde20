# SPDX-License-Identifier: MIT
"""A codebook written as TOML reads back to the same body."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.model.codebook_reader import from_body, from_toml, parse
from annotator.model.codebook_writer import to_toml
from tests.services.project_cases import CODEBOOK


@pytest.mark.parametrize(
    "name", [n for n in resources.names("codebooks") if n.endswith(".toml")]
)
def test_a_bundled_codebook_reads_back(name: str) -> None:
    codebook = from_toml(resources.read_text("codebooks", name))
    again = from_toml(to_toml(codebook))
    assert again == codebook
    assert again.sha256 == codebook.sha256


def test_the_reference_codebooks_read_back(shared: Path) -> None:
    for path in (shared / "presets").glob("*.toml"):
        codebook = from_toml(path.read_text("utf-8"))
        assert from_toml(to_toml(codebook)) == codebook


def test_what_belongs_together_stands_together() -> None:
    text = to_toml(from_toml(CODEBOOK))
    assert text.index('id = "words"') < text.index('id = "tone"')
    assert text.index('id = "tone"') < text.index("[[row]]")
    assert text.index("[[row]]") < text.index('id = "loudness"')


def test_tables_out_of_order_keep_their_order() -> None:
    body = dict(from_toml(CODEBOOK).body)
    body["field"] = [*body["field"][-1:], *body["field"][:-1]]
    assert parse(to_toml(from_body(body))) == body


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"\\\x00\x7f\n\t'#"),
    max_size=12,
)
PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    TEXTS, st.dictionaries(TEXTS, st.dictionaries(TEXTS, PLAIN, max_size=3), max_size=3)
)
def test_any_text_and_any_export_table_read_back(
    words: str, export: dict[str, Any]
) -> None:
    body = {
        "codebook": {"id": "x", "version": "1.0.0", "title": words},
        "annotation_type": [{"id": "t", "help": words}],
        "role": [{"of": "t", "id": "r"}],
        "export": export,
    }
    assert parse(to_toml(from_body(body))) == body
