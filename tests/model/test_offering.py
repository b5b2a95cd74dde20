# SPDX-License-Identifier: MIT
"""One draft for each combination that the codebook names, and none twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.model import offering
from annotator.model.codebook_check import check
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document

BOOK = from_toml(resources.read_text("codebooks", "semeval_stance.toml"))
TEXT = "Ferry tolls rise\n\n  The council voted 🌉. It was late. \n\nNobody spoke.\n"


def entries(vocabulary):
    return {"target": ["tolls", "bridge"]}.get(vocabulary, [])


def words(offer):
    ((start, end),) = offer.spans.values()
    return TEXT[start:end], offer.fields["target"]


def test_each_paragraph_is_offered_with_each_target_in_text_order():
    found = offering.offers(BOOK, TEXT, entries, ())
    assert [words(each) for each in found] == [
        (paragraph, target)
        for paragraph in (
            "Ferry tolls rise",
            "The council voted 🌉. It was late.",
            "Nobody spoke.",
        )
        for target in ("tolls", "bridge")
    ]


@pytest.mark.parametrize(
    ("unit", "count"), [("document", 1), ("paragraph", 3), ("sentence", 4), ("span", 0)]
)
def test_units_are_those_of_the_codebook(unit, count):
    assert len(offering.units_of(unit, TEXT)) == count


def test_what_is_there_is_not_offered_again():
    document = Document(uid="d", title="", text=TEXT, text_sha256="")
    found = offering.offers(BOOK, TEXT, entries, ())
    made = list(offering.drafts(BOOK, document, "ann", found[:2]))
    assert [each.fields["target"] for each in made] == ["tolls", "bridge"]
    assert {each.spans[0].text for each in made} == {"Ferry tolls rise"}
    assert offering.offers(BOOK, TEXT, entries, made) == found[2:]


def test_a_codebook_that_names_nothing_offers_nothing():
    book = from_toml(resources.read_text("codebooks", "speaker_stance.toml"))
    assert offering.offers(book, TEXT, entries, ()) == []
    assert offering.offering(book) is None


def test_spans_that_are_marked_are_the_units_of_a_codebook_of_spans():
    book = replace(BOOK, unit="span")
    document = Document(uid="d", title="", text=TEXT, text_sha256="")
    (first, *_) = offering.offers(BOOK, TEXT, entries, ())
    (made,) = offering.drafts(BOOK, document, "ann", [first])
    (other,) = offering.offers(book, TEXT, entries, [made])
    assert words(other) == ("Ferry tolls rise", "bridge")


@given(st.text(alphabet="ab. \n\u00a0😀\u0301", max_size=60))
def test_every_unit_is_trimmed_and_lies_in_the_text(text):
    for unit in ("document", "paragraph", "sentence"):
        found = offering.units_of(unit, text)
        assert found == sorted(found)
        for start, end in found:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


def test_the_check_names_what_cannot_be_offered():
    body = resources.read_text("codebooks", "semeval_stance.toml")
    wrong = body.replace('foreach = ["unit", "target"]', 'foreach = ["unit", "tagret"]')
    (mistake,) = check(wrong, "mine.toml")
    assert (mistake.line, mistake.key) == (13, "annotation_type[judgement].foreach")
    assert "tagret" in str(mistake)
    assert "target" in str(mistake.message)
