# SPDX-License-Identifier: MIT
"""A form on an invented codebook, with what it tells written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_toml
from annotator.model.entity import Entity, VocabularyEntry
from annotator.ui.form.context import FormContext
from annotator.ui.form.form import AnnotationForm
from annotator.ui.theme import Theme, apply, load_theme

BOOK = """
[codebook]
id = "test"
version = "1.0.0"
title = "Test"
[[entity_type]]
id = "speaker"
label = "Speaker"
kinds = ["person", "organization", "geopolitical", "unnamed"]
document_attributes = ["role", "affiliation", "country"]
[[vocabulary]]
id = "issue"
label = "Issue"
open = true
require_definition = true
[[annotation_type]]
id = "attribution"
label = "Attribution"
nesting = true
[[role]]
of = "attribution"
id = "content"
key = "c"
min = 1
[[role]]
of = "attribution"
id = "source"
key = "s"
max = 1
[[role]]
of = "attribution"
id = "hedge"
[[field]]
of = "attribution"
id = "speaker"
type = "entity"
entity_type = "speaker"
required = true
[[field]]
of = "attribution"
id = "quote_type"
type = "choice"
required = true
values = [{id="direct", key="1"}, {id="indirect", key="2"}]
[[field]]
of = "attribution"
id = "tone"
type = "choice"
values = [{id="calm"}, {id="harsh"}]
[[field]]
of = "attribution"
id = "negated"
type = "boolean"
[[field]]
of = "attribution"
id = "confidence"
type = "integer"
min = 1
max = 3
[[field]]
of = "attribution"
id = "topics"
type = "multichoice"
values = [{id="war"}, {id="peace"}, {id="trade"}]
[[field]]
of = "attribution"
id = "said_on"
type = "date"
[[field]]
of = "attribution"
id = "number"
type = "integer"
min = 0
[[field]]
of = "attribution"
id = "place"
type = "text"
[[field]]
of = "attribution"
id = "justifies"
type = "link"
[[field]]
of = "attribution"
id = "notes"
type = "text"
rare = true
[[row]]
id = "stance"
label = "Stance"
of = "attribution"
explicit_none = true
[[role]]
of = "stance"
id = "condition"
[[field]]
of = "stance"
id = "issue"
type = "vocabulary"
vocabulary = "issue"
required = true
[[field]]
of = "stance"
id = "stance"
type = "choice"
required = true
values = [{id="favor", key="f", score=1}, {id="against", key="a", score=-1},
          {id="neutral", key="n", score=0}]
[[field]]
of = "stance"
id = "conditional"
type = "boolean"
default = false
"""

HOSTILE = "<img src=/dev/zero>"


@dataclass
class Desk:
    """The form, the people it knows, and what it told."""

    form: AnnotationForm
    window: QWidget
    book: Codebook
    theme: Theme
    article: QLineEdit
    people: list[Entity] = field(default_factory=list)
    issues: list[VocabularyEntry] = field(default_factory=list)
    recent: dict[str, list[str]] = field(default_factory=dict)
    told: list[tuple[Any, ...]] = field(default_factory=list)

    def child(self, name: str) -> Any:
        found = self.form.findChild(QWidget, name)
        assert found is not None, f"no widget called {name}"
        return found

    def show(self, annotation: Annotation | None, **more: Any) -> None:
        self.form.show(annotation, **more)
        QApplication.processEvents()

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [call[1:] for call in self.told if call[0] == name]


def make(uid: str = "a1", source: str = "", **more: Any) -> Annotation:
    spans = (Span("content", 20, 30, "that it is"),)
    if source:
        spans = (Span("source", 0, len(source), source), *spans)
    draft = Annotation(
        uid=uid, document="d", type="attribution", annotator="x", spans=spans
    )
    return replace(draft, **more)


def with_stances(*held: dict[str, Any], **more: Any) -> Annotation:
    return make(rows={"stance": tuple(Row(fields=fields) for fields in held)}, **more)


def _people() -> list[Entity]:
    def person(uid: str, name: str, *aliases: str) -> Entity:
        return Entity(
            uid=uid, type="speaker", kind="person", name=name, aliases=aliases
        )

    return [
        person("quist", "Tilda Quist", "Quist"),
        person("marrow", "Ines Marrow", "the mayor"),
        person("odd", HOSTILE),
    ]


SIGNALS = (
    "field_edited",
    "row_added",
    "row_removed",
    "none_toggled",
    "role_activated",
    "role_cleared",
    "active_row_changed",
    "entity_requested",
    "entry_requested",
    "accept_requested",
    "draft_requested",
    "delete_requested",
    "left",
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = load_theme("light")
    if not qapp.styleSheet():
        apply(qapp, theme)
    return theme


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    window = QWidget()
    window.resize(384, 900)
    qtbot.addWidget(window)
    form = AnnotationForm(theme, window)
    article = QLineEdit(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(form)
    column.addWidget(article)
    desk = Desk(form, window, from_toml(BOOK), theme, article, _people())
    desk.issues = [
        VocabularyEntry(uid="troops", vocabulary="issue", label="Sending troops"),
        VocabularyEntry(uid="tolls", vocabulary="issue", label="Harbour tolls"),
    ]
    form.set_context(_context(desk))
    for name in SIGNALS:
        signal = getattr(form, name)
        signal.connect(lambda *args, n=name: desk.told.append((n, *args)))
    form.left.connect(lambda: article.setFocus(Qt.FocusReason.OtherFocusReason))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    article.setFocus()
    return desk


def _context(desk: Desk) -> FormContext:
    return FormContext(
        codebook=desk.book,
        entities=lambda _: desk.people,
        use_counts=lambda _: {},
        entries=lambda _: desk.issues,
        speaker_attributes=lambda uid: {"role": "mayor"} if uid == "marrow" else {},
        annotations=lambda: [make("a1"), make("a2")],
        labels=lambda: {"a1": "A01", "a2": "A02"},
        recent=lambda f: desk.recent.get(f, []),
    )
