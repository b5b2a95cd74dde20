# SPDX-License-Identifier: MIT
"""What the keys of a codebook mean."""

from __future__ import annotations

import pytest

from annotator.services import codebook
from annotator.ui import keys


@pytest.mark.parametrize("name", codebook.presets())
def test_every_key_of_a_preset_means_one_thing(name):
    book = codebook.preset(name)
    for kind in book.types:
        found = keys.meanings(book, kind.id)
        assert len(found) == len(list(book.keys_of(kind.id)))
        for key, meaning in found.items():
            assert len(key) == 1
            assert meaning.title
            assert key not in (keys.ADD_ROW, keys.NO_ROW)


def test_role_value_and_field_of_the_default_codebook():
    found = keys.meanings(codebook.preset("speaker_stance"), "attribution")
    assert found["c"].role.id == "content"
    assert found["c"].row is None
    assert (found["f"].row, found["f"].value.id) == ("stance", "favor")
    assert found["p"].field.id == "speaker"
    assert found["p"].value is None


def test_rows_to_add_and_to_deny():
    stance = codebook.preset("speaker_stance").types[0]
    assert keys.row_to_add(stance) == keys.row_to_deny(stance) == "stance"
    plain = codebook.preset("polnear_scc").types[0]
    assert keys.row_to_add(plain) is None
    assert keys.row_to_deny(plain) is None
