# SPDX-License-Identifier: MIT
"""The window names no options of the command line."""

from __future__ import annotations

import re

from annotator.model.errors import InputError
from annotator.ui.remedies import in_the_window
from annotator.ui.wording import error_words
from tests import catalogue

OPTION = re.compile(r"--[a-z]")
PLACE = re.compile(r"\{(\w+)\}")


def test_no_advice_of_the_rooms_below_names_an_option() -> None:
    templates = [
        text
        for file, tree in catalogue.modules().items()
        if file.relative_to(catalogue.ROOT).parts[0] != "cli"
        for _, given in catalogue.calls(tree)
        for each in given
        for text in catalogue.texts(each)
    ]
    assert any(OPTION.search(each) for each in templates)
    for template in templates:
        said = in_the_window(template)
        assert not OPTION.search(said), template
        assert set(PLACE.findall(said)) <= set(PLACE.findall(template))


def test_an_error_advises_what_the_window_has() -> None:
    error = InputError(
        "no.", remedy="Name the encoding, e.g. --encoding {choice}, and look at the"
        " result.", choice="cp1252",
    )  # fmt: skip
    assert "--encoding cp1252" in str(error)
    assert error_words(error) == (
        "No. Choose it under “Encoding”, e.g. cp1252, and look at the result."
    )
