# SPDX-License-Identifier: MIT
"""Proposals for foreign names, and mappings as TOML."""

from __future__ import annotations

from collections import Counter

import pytest

from annotator.formats.marks.mapping import LabelMapping, LabelRule
from annotator.formats.marks.mapping_file import parse_mapping, write_mapping
from annotator.formats.marks.names import Names
from annotator.formats.marks.propose import propose, propose_label, propose_link
from annotator.formats.marks.renaming import renamed
from annotator.formats.marks.survey import Attribute, Survey
from annotator.formats.marks.unplaced import unplaced
from annotator.model.errors import InputError
from annotator.services import codebook

NAMES = Names(codebook.preset("speaker_stance"))


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        (
            "Money > Tolls > Oppose",
            LabelRule("content", {"stance.issue": "Tolls", "stance.stance": "against"}),
        ),
        ("Talk > Speaker", LabelRule("source")),
        ("Tolls > Costs", None),
        ("Tolls > ", None),
    ],
)
def test_a_label_below_another_is_proposed_by_both(
    label: str, wanted: LabelRule | None
) -> None:
    assert propose_label(label, NAMES) == wanted


def _attribute(*values: str) -> Attribute:
    made = Attribute()
    for value in values:
        made.take(value)
    return made


def _survey() -> Survey:
    found = Survey(
        labels=Counter({"Quote": 5, "Speaker": 3, "Verb": 2, "Mi sc": 7}),
        links=Counter(
            {
                ("said", "Speaker", "Quote"): 3,
                ("nested", "Quote", "Quote"): 1,
                ("odd", "Quote", "Quote"): 2,
            }
        ),
        examples={"Quote": ["I “say” so"], "Mi sc": ["# no\tcomment"]},
    )
    found.attributes["Quote"] = {
        "Stance": _attribute("For", "Against", "??"),
        "form": _attribute("Direct", "indirect"),
        "weird.name": _attribute("q"),
    }
    return found


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("SOURCE", "source"),
        ("Opinion holder", "source"),
        ("actor", "source"),
        ("Quotation", "content"),
        ("claims", "content"),
        ("reporting_verb", "cue"),
        ("ReportingVerb", "cue"),
        ("cue-span", "cue"),
        ("Attribution", "content"),
        ("Addressée", "addressee"),
        ("Conditions", "condition"),
        ("Person", None),
        ("", None),
        ("X", None),
    ],
)
def test_labels_are_recognised(label: str, wanted: str | None) -> None:
    found = propose_label(label, NAMES)
    assert (found.to if found else None) == wanted
    assert found is None or not found.set


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Against", "against"),
        ("con", "against"),
        ("Disagree", "against"),
        ("FAVOUR", "favor"),
        ("pro", "favor"),
        ("Support", "favor"),
        ("Neutral", "neutral"),
        ("comment", "neutral"),
        ("Unclear", "unclear"),
    ],
)
def test_a_label_may_name_a_stance(label: str, value: str) -> None:
    wanted = LabelRule("content", {"stance.stance": value})
    assert propose_label(label, NAMES) == wanted


def test_agreement_is_yes_or_no_where_the_codebook_says_so() -> None:
    names = Names(codebook.preset("dna_statement"))
    found = propose_label("Against", names)
    assert found == LabelRule("statement", {"agreement": "false"})
    assert propose_label("Quote", names) == LabelRule("statement")


def test_links_run_from_what_bears_the_fields() -> None:
    assert propose_link("said", "source", "content", NAMES) == "<source"
    assert propose_link("x", "content", "cue", NAMES) == "cue"
    assert propose_link("has", "cue", "content", NAMES) == "<cue"
    assert propose_link("inside", "content", "content", NAMES) == "parent"
    assert propose_link("reason", "content", "content", NAMES) is None


def test_what_cannot_be_told_is_left_open() -> None:
    mapping = propose(_survey(), NAMES)
    assert mapping.labels["Quote"] == LabelRule("content")
    assert mapping.links == {"said": "<source", "nested": "parent"}
    assert mapping.attributes == {"Stance": "stance.stance", "form": "quote_type"}
    assert mapping.values["Stance"] == {"For": "favor"}
    left = {(each.kind, each.name, each.value) for each in _left(mapping)}
    assert left == {
        ("label", "Mi sc", ""),
        ("link", "odd", ""),
        ("attribute", "weird.name", ""),
        ("value", "Stance", "??"),
    }


def _left(mapping: LabelMapping) -> list:  # type: ignore[type-arg]
    return unplaced(_survey(), NAMES, mapping)


def test_what_is_left_is_what_does_not_fit_afterwards() -> None:
    """By the file's names or by ours: as many without a place."""
    for mapping in (LabelMapping(), propose(_survey(), NAMES)):
        made, _ = renamed(_survey(), mapping)
        wanted = Counter(each.kind for each in made.misfits(NAMES))
        assert Counter(each.kind for each in _left(mapping)) == wanted


def test_a_proposal_is_read_back_as_it_was_written() -> None:
    mapping = propose(_survey(), NAMES)
    text = write_mapping(_survey(), NAMES, mapping, "a\nb.json")
    assert parse_mapping(text, "m.toml", NAMES) == mapping
    for line in (
        'Quote = "content"  # 5 marks, e.g. “I “say” so”',
        '# "Mi sc" = ""  # 7 marks, e.g. “# no\\tcomment”',
        'said = "<source"  # 3 links, Speaker → Quote',
        '# "??" = ""',
    ):
        assert line in text.splitlines()


def test_the_open_lines_become_rules_when_the_sign_is_taken_away() -> None:
    text = write_mapping(_survey(), NAMES, propose(_survey(), NAMES))
    opened = text.replace('# "', '"').replace("# odd", "odd")
    mapping = parse_mapping(opened, "m.toml", NAMES)
    assert _left(mapping) == []
    _, out = renamed(_survey(), mapping)
    assert out.labels == {"Mi sc": 7}
    assert out.links == {"odd": 2}
    assert out.attributes == {"weird.name": 1, "Stance": 1}


def test_several_values_set_at_once_are_written_and_read() -> None:
    rule = LabelRule("content", {"stance.stance": "favor", "quote_type": "direct"})
    mapping = LabelMapping(labels={"a\x07“b”": rule})
    text = write_mapping(Survey(labels=Counter({"a\x07“b”": 1})), NAMES, mapping)
    assert parse_mapping(text, "m.toml", NAMES) == mapping


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ('[labels]\nX = "sorce"', 2, "labels.X", "Did you mean “source”?"),
        ("[labels]\nX = 3", 2, "labels.X.to", "quotation marks"),
        ('[labels]\nX = { to = "content", sets = {} }', 2, "labels.X.sets", "“set”"),
        (
            '[labels]\n\nX = { to = "content", set = { "stance.stance" = "agin" } }',
            3,
            "labels.X.set.stance.stance",
            "Did you mean “against”?",
        ),
        (
            '[labels]\nX = { to = "content", set = { "what" = "x" } }',
            2,
            "labels.X.set.what",
            "no field “what”",
        ),
        ("[labels]\nX = ", 2, None, "Invalid value"),
        ('[label]\nX = "source"', 1, "label", "labels"),
        ('[links]\nsaid = ">source"', 2, "links.said", "nothing called"),
        ('[attributes]\nA = "stance.x"', 2, "attributes.A", "stance"),
        (
            '[attributes]\nA = "stance.stance"\n[values.A]\nB = "b"',
            4,
            "values.A.B",
            "cannot hold “b”",
        ),
        ("labels = 3", 1, "labels", "must be a table"),
        ("[values]\nA = 3", 2, "values.A", "must be a table"),
    ],
)
def test_a_wrong_mapping_is_told_with_file_line_and_key(
    text: str, line: int, key: str | None, words: str
) -> None:
    with pytest.raises(InputError) as told:
        parse_mapping(text, "m.toml", NAMES)
    error = told.value
    assert (error.file, error.line, error.field) == ("m.toml", line, key)
    assert words in str(error)
