# SPDX-License-Identifier: MIT
"""The list's model: windows on demand, and data() that never raises."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QAbstractItemModelTester

from annotator.services.documents import DocumentSummary
from annotator.ui.documents.delegate import date_words, two_lines
from annotator.ui.documents.model import KEPT, WINDOW, DocumentModel
from annotator.ui.documents.progress import share
from annotator.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp")


class Source:
    """Answers for any id and keeps count of what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.fault: Exception | None = None
        self.gone: set[int] = set()

    def __call__(self, ids: Sequence[int]) -> list[DocumentSummary]:
        self.asked.append(list(ids))
        if self.fault:
            raise self.fault
        found = (DocumentSummary(i, f"u{i}", f"Title {i}") for i in ids)
        return [each for each in found if each.id not in self.gone]


def _model(count: int) -> tuple[DocumentModel, Source]:
    source = Source()
    model = DocumentModel(source, {f"u{n}": n for n in range(count)}.get)
    model.set_ids(array("q", range(count)))
    return model, source


def test_only_the_window_that_is_seen_is_read() -> None:
    model, source = _model(10_000)
    assert model.rowCount() == 10_000
    assert model.index(5000, 0).data() == "Title 5000"
    assert model.index(5001, 0).data() == "Title 5001"
    assert len(source.asked) == 1
    assert len(source.asked[0]) == WINDOW


def test_memory_stays_bounded() -> None:
    model, _ = _model(WINDOW * (KEPT + 10))
    for row in range(0, model.rowCount(), WINDOW):
        model.summary(row)
    assert len(model._pages) == KEPT


def test_forgetting_reads_again_only_what_changed() -> None:
    model, source = _model(WINDOW * 2)
    model.summary(0)
    model.summary(WINDOW)
    model.forget({"u3"})
    model.summary(0)
    model.summary(WINDOW)
    assert len(source.asked) == 3
    model.forget()
    model.summary(0)
    assert len(source.asked) == 4


def test_a_document_is_found_by_its_uid() -> None:
    model, _ = _model(1000)
    assert model.row_of("u777") == 777
    assert model.row_of("nobody") == -1
    model.set_ids(array("q", [5, 3]))
    assert model.row_of("u3") == 1
    assert model.row_of("u777") == -1


@pytest.mark.parametrize("role", list(Qt.ItemDataRole))
def test_data_never_raises(role: Qt.ItemDataRole) -> None:
    model, source = _model(3)
    source.fault = OSError("gone")
    for index in (model.index(0, 0), model.index(9, 0), model.index(0, 5)):
        model.data(index, role)
    assert model.data(model.index(0, 0)) == "…"


def test_a_row_that_is_gone_is_a_placeholder() -> None:
    model, source = _model(3)
    source.gone = {1}
    assert model.index(1, 0).data() == "…"
    assert model.index(2, 0).data() == "Title 2"


def test_qts_own_examination() -> None:
    model, _ = _model(500)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    model.set_ids(array("q", range(20)))
    model.forget()
    assert tester.model() is model


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2025-01-15T11:20", "15 Jan 2025"),
        ("2025-01-15", "15 Jan 2025"),
        ("2025-01", "2025-01"),
        ("2025", "2025"),
        (None, ""),
        ("some day", "some day"),
    ],
)
def test_dates_are_as_precise_as_their_source(
    published: str | None, words: str
) -> None:
    assert date_words(published) == words


def test_titles_take_two_lines_at_most(theme: Theme) -> None:
    font = theme.font("ui", 13)
    assert two_lines("Short", font, 200) == ["Short"]
    assert two_lines("", font, 200) == [""]
    unbroken = two_lines("W" * 300, font, 200)
    assert len(unbroken) == 2
    assert unbroken[1].endswith("…")
    assert all(QFontMetricsF(font).horizontalAdvance(x) <= 200 for x in unbroken)
    lines = two_lines("word " * 50, font, 200)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    emoji = two_lines("😀 smiles " * 20, font, 200)
    assert "�" not in "".join(emoji)
    assert "".join(emoji).startswith("😀 smiles")


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 0, 0), (1, 3, 33), (999, 1000, 99), (5, 5, 100)],
)
def test_a_hundred_percent_is_all(done: int, total: int, percent: int) -> None:
    assert share(done, total) == percent
