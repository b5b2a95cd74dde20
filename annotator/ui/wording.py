# SPDX-License-Identifier: MIT
"""Sentences of the other rooms in the user's language, and Qt's translators.

Their templates are looked up as they stand in the code, in the context "errors",
"history" or "problems"; what is filled in stays as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from annotator import resources
from annotator.model.errors import UserError
from annotator.model.problem import Problem
from annotator.model.sentence import Sentence, filled
from annotator.services import history
from annotator.ui.remedies import in_the_window


def in_words(text: str) -> str:
    """What errors, notes, reports and formats say, in the user's language."""
    if not isinstance(text, Sentence):
        return _look_up("errors", text)
    template = _look_up("errors", text.template)
    values = {name: _value(value) for name, value in text.values.items()}
    return filled(template, values)


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return in_words(value)
    if isinstance(value, Problem):
        return problem_words(value)
    if isinstance(value, history.StepWords):
        return step_words(value.step)
    return value


def step_words(step: history.StepInfo) -> str:
    """What a step of the history was, in a sentence."""
    key = history.template_key(step)
    template = history.TEMPLATES.get(key, key)
    translated = QCoreApplication.translate("history", template)
    return history.describe(step, {key: translated})


def place_words(step: history.StepInfo) -> str:
    """Which annotation and document a step concerned; "" where it is neither."""
    template = history.place_template(step)
    if not template:
        return ""
    return history.place(step, QCoreApplication.translate("history", template))


def problem_words(problem: Problem) -> str:
    """What is wrong with an annotation, in a sentence."""
    try:
        return problem.in_words(_look_up("problems", problem.template))
    except (KeyError, IndexError, ValueError):
        return problem.message


def error_words(error: BaseException) -> str:
    """An error's place, reason and remedy; what is no `UserError` as it stands."""
    if not isinstance(error, UserError):
        return str(error)
    sentence = in_words(error.sentence)
    # A file's name stays as it is; a sentence of its own begins with a capital.
    return sentence if error.place else _capital(sentence)


def reason_words(error: UserError) -> str:
    """Reason and remedy alone, for what stands beside the place already."""
    return _capital(f"{in_words(error.reason)} {in_words(error.remedy)}".strip())


def _look_up(context: str, template: str) -> str:
    template = in_the_window(template)
    # A translation that says nothing would leave the window silent.
    return (template and QCoreApplication.translate(context, template)) or template


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def install_translators(app: QCoreApplication) -> None:
    """Use the translation of the system's language where one is bundled."""
    try:
        folder = resources.path("translations")
    except FileNotFoundError:
        return
    translator = QTranslator(app)
    if translator.load(QLocale(), "annotator", "_", str(folder)):
        app.installTranslator(translator)
