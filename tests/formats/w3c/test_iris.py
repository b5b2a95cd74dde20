# SPDX-License-Identifier: MIT
"""Ids become IRIs and are ids again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.w3c.iris import ANNOTATION, iri_of, is_foreign, last_part, uid_of
from annotator.model.identity import new_uid

PLAIN = re.compile(r'[a-z]+:[^\s<>"{}|\\^`]+')


@given(st.text(min_size=1), st.text())
def test_any_id(uid: str, within: str) -> None:
    iri = iri_of(ANNOTATION, uid, within)
    assert PLAIN.fullmatch(iri.lower()) or is_foreign(uid)
    assert uid_of(iri) == uid


def test_uuids_and_what_belongs_to_them() -> None:
    uid = new_uid()
    assert iri_of(ANNOTATION, uid, "doc") == f"urn:uuid:{uid}"
    part = f"{uid}/stance/1"
    assert iri_of(ANNOTATION, part, "doc") == f"urn:uuid:{uid}#stance/1"
    assert uid_of(f"urn:uuid:{uid}#stance/1") == part
    assert iri_of(ANNOTATION, "a1", "doc 1") == "urn:annotator:annotation:doc%201:a1"


def test_strangers_keep_their_iris() -> None:
    for iri in ("https://x.example/anno#7", "acct:bo@x.example", "urn:isbn:1"):
        assert iri_of(ANNOTATION, iri, "doc") == uid_of(iri) == iri
    # What looks like ours is not taken for it.
    for uid in ("urn:uuid:7", "urn:annotator:x"):
        assert iri_of(ANNOTATION, uid) != uid
        assert uid_of(iri_of(ANNOTATION, uid)) == uid


@pytest.mark.parametrize(
    ("iri", "wanted"),
    [
        ("http://x.example/tags#Speaker", "Speaker"),
        ("http://x.example/tags/Speaker%20one/", "Speaker one"),
        ("urn:tag:Speaker", "Speaker"),
        ("http://", "http://"),
    ],
)
def test_what_people_read_of_an_iri(iri: str, wanted: str) -> None:
    assert last_part(iri) == wanted
