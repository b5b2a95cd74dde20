# SPDX-License-Identifier: MIT
"""Reading codebooks: presets, defaults of the reader, and refusals."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.model.codebook_reader import from_body, from_toml
from annotator.model.errors import CodebookError

SMALL = """
[codebook]
id = "small"
version = "1.0.0"
[[annotation_type]]
id = "remark"
[[role]]
of = "remark"
id = "words_said"
key = "w"
min = 1
[[field]]
of = "remark"
id = "tone"
type = "choice"
values = ["warm", {id = "cold", label = "Icy", score = -1}]
[[field]]
of = "remark"
id = "why_cold"
type = "text"
visible_if = {field = "tone", is = "cold"}
[[field]]
of = "remark"
id = "said_on"
type = "date"
default = 2024-05-01
[[row]]
of = "remark"
id = "echo"
explicit_none = true
[[field]]
of = "echo"
id = "by"
type = "link"
multiple = true
rare = true
"""


def test_labels_are_made_from_ids_where_there_are_none() -> None:
    kind = from_toml(SMALL).type("remark")
    assert kind.roles[0].label == "Words said"
    assert [v.label for v in kind.fields[0].values] == ["Warm", "Icy"]


def test_roles_fields_and_rows_go_where_of_says() -> None:
    kind = from_toml(SMALL).type("remark")
    assert [f.id for f in kind.fields] == ["tone", "why_cold", "said_on"]
    by = kind.rows[0].fields[0]
    assert (by.id, by.multiple, by.rare) == ("by", True, True)


def test_a_condition_is_read_with_its_values() -> None:
    condition = from_toml(SMALL).type("remark").fields[1].visible_if
    assert condition is not None
    assert condition.holds({"tone": "cold"})
    assert not condition.holds({"tone": "warm"})


def test_a_toml_date_becomes_text() -> None:
    assert from_toml(SMALL).type("remark").fields[2].default == "2024-05-01"


def test_the_body_of_a_codebook_reads_back_to_an_equal_codebook() -> None:
    codebook = from_toml(SMALL)
    again = from_body(codebook.body)
    assert again == codebook
    assert again.sha256 == codebook.sha256


def test_the_hash_does_not_depend_on_comments_or_order() -> None:
    role = '[[role]]\nof = "remark"\nid = "words"\n'
    moved = role + '[[annotation_type]] # here\nid = "remark"\n[codebook]\n'
    moved += 'version = "1.0.0"\nid = "small"\n'
    plain = '[codebook]\nid = "small"\nversion = "1.0.0"\n[[annotation_type]]\n'
    plain += 'id = "remark"\n' + role
    assert from_toml(moved).sha256 == from_toml(plain).sha256


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    windows = "\ufeff" + SMALL.replace("\n", "\r\n")
    assert from_toml(windows).sha256 == from_toml(SMALL).sha256


@pytest.mark.parametrize(
    ("text", "line"),
    [('[codebook]\nid = "x\n', 2), ("[codebook]\nid = x\n", 2), ("[codebook\n", 1)],
)
def test_a_syntax_error_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(CodebookError) as caught:
        from_toml(text, "mine.toml")
    assert (caught.value.line, caught.value.file) == (line, "mine.toml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[codebook]\n",
        "[codebook]\nid = 3\n",
        '[codebook]\nid = "x"\n[[role]]\nof = "nobody"\nid = "r"\n',
        '[codebook]\nid = "x"\n[annotation_type]\nid = "t"\n',
        '[codebook]\nid = "x"\n',
        '[codebook]\nid = "x"\n[[annotation_type]]\nid = "t"\n',
        '[codebook]\nid = "x"\nfactor = nan\n',
        "a = " + "[" * 100_000,
        "a = " + "9" * 5_000,
    ],
    ids=[
        "empty",
        "no id",
        "id",
        "of",
        "table",
        "no type",
        "no role",
        "nan",
        "deep",
        "long number",
    ],
)
def test_what_cannot_be_a_codebook_is_refused(text: str) -> None:
    with pytest.raises(CodebookError):
        from_toml(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "of", "field", "is"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
KINDS = ("codebook", "annotation_type", "role", "field", "row", "vocabulary", "rule")


@given(st.dictionaries(st.sampled_from(KINDS), JSON), st.sampled_from(KINDS), JSON)
def test_a_foreign_body_is_read_or_refused(
    body: dict[str, Any], kind: str, value: object
) -> None:
    for each in (body, {**from_toml(SMALL).body, kind: value}):
        with contextlib.suppress(CodebookError):
            assert from_body(each).types


def test_every_preset_is_read() -> None:
    names = [n for n in resources.names("codebooks") if n.endswith(".toml")]
    assert len(names) == 4
    for name in names:
        codebook = from_toml(resources.read_text("codebooks", name), name)
        assert f"{codebook.id}.toml" == name


def test_the_shared_presets_are_read(shared: Path) -> None:
    found = {
        path.stem: from_toml(path.read_text("utf-8"), path)
        for path in (shared / "presets").glob("*.toml")
    }
    speaker = found["speaker_stance"].type("attribution")
    assert speaker.main_role.id == "content"
    assert [row.id for row in speaker.rows] == ["stance"]
    assert found["dna_statement"].types[0].field("agreement").default is None
