# SPDX-License-Identifier: MIT
"""Baseline of the window: an article, a form, and SQL between them."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

import orjson
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFormLayout,
    QLineEdit,
    QMainWindow,
    QWidget,
)

from annotator import resources
from tests.benchmarks.bare_article import COLOURS, BareArticle, Tint

SIZE: Final = (1440, 900)
#: The fields of `speaker_stance`, choices with their values.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "speaker": (),
    "quote_type": ("direct", "indirect", "mixed", "reported"),
    "source_type": ("other", "writer", "arbitrary", "implicit"),
    "attribution_type": ("assertion", "belief", "fact", "eventuality"),
    "factuality": ("factual", "non_factual"),
    "confidence": (),
    "statement_time": (),
    "notes": (),
    "issue": (),
    "stance": ("favor", "against", "neutral", "mixed", "unclear"),
    "intensity": (),
}

_DOCUMENT: Final = "SELECT title, text FROM document_text WHERE id = ?"
_ANNOTATIONS: Final = (
    'SELECT id, fields, "rows" FROM annotation'
    " WHERE document_id = ? AND annotator_id = ? ORDER BY start"
)
_SPANS: Final = (
    'SELECT s.start, s."end", s.role FROM annotation a JOIN span s'
    " ON s.annotation_id = a.id"
    " WHERE a.document_id = ? AND a.annotator_id = ? ORDER BY s.start"
)
_SAVE: Final = "UPDATE annotation SET fields = ? WHERE id = ?"


def article_font() -> QFont:
    """The font that the program sets articles in, at the same size."""
    path = resources.path("fonts", "CharisSIL-Regular.ttf")
    number = QFontDatabase.addApplicationFont(str(path))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(18)
    return font


class BareForm(QWidget):
    """A line for each field."""

    def __init__(self) -> None:
        super().__init__()
        lines = QFormLayout(self)
        self.editors: dict[str, QComboBox | QLineEdit] = {}
        for name, values in FIELDS.items():
            editor: QComboBox | QLineEdit = QLineEdit()
            if values:
                editor = QComboBox()
                editor.addItems(values)
            lines.addRow(name, editor)
            self.editors[name] = editor

    def show_fields(self, fields: dict[str, Any]) -> None:
        """Put values into the lines."""
        for name, editor in self.editors.items():
            value = str(fields.get(name, ""))
            if isinstance(editor, QComboBox):
                editor.setCurrentText(value)
            else:
                editor.setText(value)


class BareWindow(QMainWindow):
    """An article beside a form."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self.connection = connection
        self.article = BareArticle(article_font())
        self.form = BareForm()
        self.document = 0
        self.chosen = 0
        self.fields: dict[str, Any] = {}
        self.setCentralWidget(self.article)
        dock = QDockWidget("Form")
        dock.setWidget(self.form)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.resize(*SIZE)

    def open_document(self, number: int) -> None:
        """Read a document and show it with its annotations."""
        query = self.connection.execute
        self.document = number
        title, text = query(_DOCUMENT, (number,)).fetchone()
        spans = query(_SPANS, (number, 1)).fetchall()
        tints: list[Tint] = [(start, end, COLOURS[role]) for start, end, role in spans]
        found = query(_ANNOTATIONS, (number, 1)).fetchall()
        self.chosen, fields, rows = found[0]
        self.fields = orjson.loads(fields)
        self.setWindowTitle(title)
        self.article.set_text(text, tints)
        self.form.show_fields(self.fields | orjson.loads(rows)["stance"][0][0])

    def save(self, field: str, value: str) -> None:
        """Store one field of the first annotation and show it."""
        self.fields[field] = value
        self.connection.execute("BEGIN IMMEDIATE")
        stored = orjson.dumps(self.fields).decode()
        self.connection.execute(_SAVE, (stored, self.chosen))
        self.connection.execute("COMMIT")
        editor = self.form.editors[field]
        assert isinstance(editor, QComboBox)
        editor.setCurrentText(value)
        self.article.viewport().update()
