# SPDX-License-Identifier: MIT
"""Sentences of the services in the user's language, and Qt's translators."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from annotator import resources
from annotator.model.errors import UserError
from annotator.services import history


def step_words(step: history.StepInfo) -> str:
    """What a step of the history was, in a sentence."""
    template = history.TEMPLATES.get(step.title, step.title)
    translated = QCoreApplication.translate("history", template)
    return history.describe(step, {step.title: translated})


def error_words(error: UserError) -> str:
    """An error's sentence; reason and remedy are looked up as they stand."""
    place = str(error).split(error.reason, 1)[0] if error.reason else ""
    reason = QCoreApplication.translate("errors", error.reason)
    remedy = QCoreApplication.translate("errors", error.remedy)
    sentence = f"{reason} {remedy}".strip()
    # A file's name stays as it is; a sentence of its own begins with a capital.
    return place + sentence if place else sentence[:1].upper() + sentence[1:]


def install_translators(app: QCoreApplication) -> None:
    """Use the translation of the system's language where one is bundled."""
    try:
        folder = resources.path("translations")
    except FileNotFoundError:
        return
    translator = QTranslator(app)
    if translator.load(QLocale(), "annotator", "_", str(folder)):
        app.installTranslator(translator)
