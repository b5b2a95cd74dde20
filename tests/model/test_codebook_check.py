# SPDX-License-Identifier: MIT
"""Every kind of mistake is found, with its line, its key and a way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.model.codebook_check import check, mistakes
from annotator.model.codebook_reader import from_toml, parse

PRESET = resources.read_text("codebooks", "speaker_stance.toml")


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which the words begin."""
    return text[: text.index(words)].count("\n") + 1


def test_the_bundled_codebooks_are_sound() -> None:
    names = [n for n in resources.names("codebooks") if n.endswith(".toml")]
    assert names
    for name in names:
        assert check(resources.read_text("codebooks", name), name) == []


def test_the_reference_codebooks_are_sound(shared: Path) -> None:
    for path in (shared / "presets").glob("*.toml"):
        assert check(path.read_text("utf-8"), path) == []


#: (what stands in the preset, what is put there, key of the mistake, in its message)
FAULTS = [
    ('type = "entity"', 'type = "entitty"', "field[speaker].type", "“entity”"),
    ("max_level = 5", "max_levl = 5", "annotation_type[attribution].max_levl", "level"),
    ('default = "other"', 'default = "othr"', "field[source_type].default", "“other”"),
    ('"#F5C518"', '"yellow"', "role[content].color", "#RRGGBB"),
    ('"#F5C518"', '"#F5C5"', "role[content].color", "#RRGGBB"),
    ('key="4"', 'key="c"', "field[quote_type].values[reported].key", "“content”"),
    ('key="4"', 'key="C"', "field[quote_type].values[reported].key", "“content”"),
    ('key="4"', 'key="44"', "field[quote_type].values[reported].key", "one character"),
    ('key="4"', 'key="0"', "field[quote_type].values[reported].key", "own"),
    ('key="4"', 'key="+"', "field[quote_type].values[reported].key", "own"),
    ('"reported", label', '"mixed", label', "field[quote_type].values[mixed].id", ""),
    (
        'entity_type = "speaker"',
        'entity_type = "spekr"',
        "field[speaker].entity_type",
        "“speaker”",
    ),
    (
        'vocabulary = "issue"',
        'vocabulary = "isue"',
        "field[issue].vocabulary",
        "“issue”",
    ),
    (
        '[[row]]\nid = "stance"',
        '[[row]]\nid = "attribution"',
        "row[attribution].id",
        "taken",
    ),
    (
        '[[rule]]\nid = "condition_span"',
        '[[rule]]\nid = "direct_has_marks"',
        "rule[direct_has_marks].id",
        "taken",
    ),
    ('id = "cue"', 'id = "source"', "role[source].id", "taken"),
    ("min = 1\nmax = 3", "min = 9\nmax = 3", "field[confidence].min", "more than max"),
    ("min = 0\nmax = 1", "min = 2\nmax = 1", "role[source].min", "more than max"),
    ("min = 1\nmax = 0 ", 'min = "1"\nmax = 0 ', "role[content].min", "whole number"),
    ("required = true", 'required = "yes"', "field[speaker].required", "true or false"),
    (
        'metric = "nominal"',
        'metric = "nominl"',
        "field[quote_type].metric",
        "“nominal”",
    ),
    (
        'severity = "warning"',
        'severity = "warn"',
        "rule[direct_has_marks].severity",
        "“warning”",
    ),
    ('is="direct"', 'is="dirct"', "rule[direct_has_marks].if.is", "“direct”"),
    (
        'in=["implicit",',
        'in=["implict",',
        "rule[no_source_needs_type].require.in",
        "“implicit”",
    ),
    (
        'field="source_type"',
        'field="source_typ"',
        "rule[no_source_needs_type].require.field",
        "“source_type”",
    ),
    ('role="source"', 'role="sourc"', "rule[no_source_needs_type].if.role", "“source”"),
    (
        '"quotation_mark"',
        '"quotes"',
        "rule[direct_has_marks].require.starts_and_ends_with",
        "quotation_mark",
    ),
    (
        "count_min=1",
        "cout_min=1",
        "rule[condition_span].require.cout_min",
        "“count_min”",
    ),
    (
        'unique = {of="stance"',
        'unique = {of="stanze"',
        "rule[one_row_per_issue].unique.of",
        "“stance”",
    ),
    (
        'fields=["issue"]',
        'fields=["isue"]',
        "rule[one_row_per_issue].unique.field",
        "“issue”",
    ),
    (
        'within="attribution"',
        'within="stance"',
        "rule[one_row_per_issue].unique.within",
        "within",
    ),
    ('version = "1.0.0"', 'version = "1.0"', "codebook.version", "MAJOR.MINOR.PATCH"),
    ('version = "1.0.0"', "version = 1.0", "codebook.version", "a text"),
    ('"unicode_code_point"', '"byte"', "codebook.offset_unit", "unicode_code_point"),
    (
        'language = "en"',
        'language = "en"\nunit = "chapter"',
        "codebook.unit",
        "paragraph",
    ),
    ("[[vocabulary]]", "[[vocabularies]]", "vocabularies", "“vocabulary”"),
    ("open = true ", "open = false ", "vocabulary[issue]", "values"),
]


@pytest.mark.parametrize(("old", "new", "key", "hint"), FAULTS)
def test_a_mistake_is_found_at_its_line(
    old: str, new: str, key: str, hint: str
) -> None:
    assert old in PRESET
    text = PRESET.replace(old, new, 1)
    found = {each.key: each for each in check(text, "mine.toml")}
    assert key in found
    assert hint in found[key].message
    assert found[key].severity == "error"
    assert found[key].file == "mine.toml"
    start = PRESET.index(old)
    first = PRESET.count("\n", 0, start) + 1
    assert found[key].line in range(first - 4, first + new.count("\n") + 1)


def test_the_line_is_that_of_the_key_itself() -> None:
    text = PRESET.replace('key="4"', 'key="c"')
    (found,) = check(text)
    assert found.line == line_of(text, 'key="c"')
    (missing,) = check(
        PRESET.replace('of = "attribution"\nid = "hedge"\n', 'id = "hedge"\n')
    )
    assert missing.line == line_of(PRESET, 'of = "attribution"\nid = "hedge"') - 1
    assert "belongs to nothing" in missing.message


def test_an_owner_that_is_not_there_is_found() -> None:
    text = PRESET.replace(
        'of = "stance"\nid = "evidence"', 'of = "stnce"\nid = "evidence"'
    )
    (found,) = check(text)
    assert (found.key, found.line) == ("role[evidence].of", line_of(text, '"stnce"'))
    assert "Did you mean “stance”?" in found.message


def test_a_missing_id_is_found() -> None:
    found = check(PRESET.replace('id = "hedge"\n', ""))
    assert [each.key for each in found] == ["role[5]"]


def test_all_mistakes_are_found_at_once_in_order() -> None:
    text = PRESET.replace('"#F5C518"', '"yellow"').replace('is="direct"', 'is="x"')
    text = text.replace('type = "entity"', 'type = "thing"')
    lines = [each.line or 0 for each in check(text)]
    assert len(lines) >= 3
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[codebook\n", 1),
        ('[codebook]\nid = "a"\nid = "b"\n', 3),
        ("a = 1\nb = [1,\n", 2),
    ],
)
def test_a_syntax_error_is_one_mistake_with_its_line(text: str, line: int) -> None:
    (found,) = check(text)
    assert (found.severity, found.line) == ("error", line)


def test_two_brackets_are_asked_for() -> None:
    (found,) = [
        m
        for m in check('[codebook]\nid = "x"\nversion = "1.0.0"\n[role]\n')
        if m.key == "role"
    ]
    assert (found.line, "[[role]]" in found.message) == (4, True)


def test_conditions_and_vocabulary_parents_are_checked() -> None:
    text = (
        '[codebook]\nid = "x"\nversion = "1.0.0"\n'
        '[[vocabulary]]\nid = "v"\nvalues = [\n {id = "a"},\n'
        ' {id = "b", parent = "c"},\n {id = "a"},\n]\n'
        '[[annotation_type]]\nid = "t"\n[[role]]\nof = "t"\nid = "r"\n'
        '[[field]]\nof = "t"\nid = "f"\ntype = "text"\nmin = 3\nmultiple = true\n'
        'visible_if = {field = "g", is = "z"}\n'
        '[[field]]\nof = "t"\nid = "g"\ntype = "choice"\nvalues = [{id = "y"}]\n'
        '[[field]]\nof = "t"\nid = "h"\ntype = "choice"\n'
    )
    found = {(each.key, each.line) for each in check(text)}
    assert found == {
        ("vocabulary[v].values[b].parent", 8),
        ("vocabulary[v].values[a].id", 9),
        ("field[f].min", line_of(text, "min = 3")),
        ("field[f].multiple", line_of(text, "multiple")),
        ("field[f].visible_if.is", line_of(text, "visible_if")),
        (
            "field[h]",
            text.count("\n") - 3,
        ),
    }


# -- whatever a file holds, the check tells and does not fail

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "of", "key", "field"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
BODY = parse(PRESET)


def _places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [place] if place else []
    if isinstance(value, dict):
        steps: Any = value.items()
    else:
        steps = enumerate(value) if isinstance(value, list) else ()
    for key, each in steps:
        found += _places(each, (*place, key))
    return found


@given(
    st.lists(st.tuples(st.sampled_from(_places(BODY)), VALUES), min_size=1, max_size=3)
)
def test_anything_in_any_place_is_told_and_never_fails(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    body = json.loads(json.dumps(BODY))
    for place, value in changes:
        _put(body, place, value)
    for each in mistakes(body):
        assert each.message


def _put(body: Any, place: tuple[Any, ...], value: Any) -> None:
    for step in place[:-1]:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return
    last = place[-1]
    fits = isinstance(body, list) and isinstance(last, int) and last < len(body)
    if fits or isinstance(body, dict):
        body[place[-1]] = value


def test_what_is_sound_is_read() -> None:
    assert check(PRESET) == []
    assert from_toml(PRESET).id == "speaker_stance"
