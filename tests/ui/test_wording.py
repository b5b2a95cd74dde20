# SPDX-License-Identifier: MIT
"""Steps and errors are said in the user's language where it has words for them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from annotator.model.errors import UserError
from annotator.services.history import StepInfo
from annotator.ui.wording import error_words, step_words

WORDS = {
    ("history", "Marked the {role}"): "{role} markiert",
    ("errors", "the file is empty."): "die Datei ist leer.",
}


class German(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return WORDS.get((context, text), "")

    def isEmpty(self):
        return False


@pytest.fixture
def german(qapp):
    translator = German(qapp)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def step(title, **args):
    return StepInfo(id=1, at=0, annotator=None, title=title, args=args, state="done")


def test_step_is_said_in_english_without_a_translation(qapp):
    assert step_words(step("annotation.mark", role="cue")) == "Marked the cue"


def test_step_is_said_in_the_translation_with_its_arguments(german):
    assert step_words(step("annotation.mark", role="cue")) == "cue markiert"


def test_error_keeps_its_place_and_says_the_reason_in_the_translation(german):
    error = UserError("the file is empty.", file="a.txt", line=3)
    assert error_words(error) == "a.txt, line 3: die Datei ist leer."


def test_error_without_a_place_begins_with_a_capital(qapp):
    assert error_words(UserError("it may not be empty.")) == "It may not be empty."
