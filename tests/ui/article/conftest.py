# SPDX-License-Identifier: MIT
"""An article view on the invented article."""

from __future__ import annotations

import pytest

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.document import Document
from annotator.model.labels import labels
from annotator.ui.article.view import ArticleView
from annotator.ui.theme import apply, load_theme
from tests.model.worked import TEXT, at, codebook, document, invented

NAMES = {"berza": "Ilze Berzā", "mayor": "Mayor <b>of</b> Saulkrasti"}
ISSUES = {"pier": "Building a pier at Saulkrasti before the winter comes"}


@pytest.fixture
def theme(qapp):
    found = load_theme("light")
    apply(qapp, found)
    yield found
    qapp.setStyleSheet("")


@pytest.fixture
def view(qtbot, theme):
    """The invented article in a view of 820 × 700, shown."""
    made = ArticleView(theme)
    qtbot.addWidget(made)
    made.resize(820, 700)
    show(made, TEXT, stanced())
    made.show()
    qtbot.waitExposed(made)
    return made


def stanced() -> tuple[Annotation, ...]:
    """The invented annotations, the first with a stance and its condition."""
    first, *others = invented()
    start, end = at("before winter")
    row = Row(
        {"issue": "pier", "stance": "favor", "conditional": True},
        (Span("condition", start, end, "before winter"),),
    )
    made = Annotation(
        uid=first.uid,
        document=first.document,
        type=first.type,
        annotator=first.annotator,
        spans=first.spans,
        fields=first.fields,
        rows={"stance": (row,)},
    )
    return made, *others


def show(view: ArticleView, text: str, annotations=(), title: str = "") -> Document:
    """Show a text under the title of its first line, or another."""
    made = document(text)
    made = Document(
        uid=made.uid,
        title=title or text.split("\n", 1)[0],
        text=text,
        text_sha256=made.text_sha256,
    )
    names = labels(annotations)
    view.set_document(made, annotations, codebook(), names, NAMES.get, ISSUES.get)
    return made
