# SPDX-License-Identifier: MIT
"""A window in another language shows no English word.

The language is English in capitals: what passed through a translation has no
small letter.  The project's own words are in capitals too, so that whatever is
small on screen was written into the program and not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import count

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QListView,
    QTreeView,
    QWidget,
)

from annotator.model import edits
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError, StoreError, ValidationError
from annotator.model.problem import Problem
from annotator.model.progress import run
from annotator.model.sentence import Sentence
from annotator.services import (
    annotate,
    assigning,
    codebook,
    history,
    people,
    rounds,
)
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.services.transfer import import_files
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.start import StartWindow
from annotator.ui.start.hero import Hero
from annotator.ui.wording import error_words, in_words

#: What is no word of a language: places, marks of Qt, tags.
KEPT = re.compile(r"(\{\w*\}|%\d|%n|<[^>]*>)")
#: Paths, dates, encodings, names of keys and of the program: the same everywhere.
NAMES = re.compile(
    r"\S*/\S*|\{\w+\}|\(\?P<\w+>|\d+ \w+ \d{4}|utf-\d+|iso-[\d-]+|cp\d+"
    r"|Annotator|annotator|\b(Ctrl|Shift|Alt|Enter|Esc|Tab|Space|Home|End|PgUp|PgDown|Del|Ins|Backspace"
    r"|Return|Up|Down|Left|Right|F\d+)\b"
)
#: Ids in the codebook of these tests, which are no words of the program.
IDS = re.compile(r"“(attribution|stance)”|\b[Ss]tance 1: ")
TEXT = "MINISTERS MET IN RIGA.\n\n“WE AGREE”, SHE SAID.\n"


class Capitals(QTranslator):
    """Translates into capitals whatever is looked up."""

    def translate(self, context, text, disambiguation=None, n=-1):
        parts = KEPT.split(text)
        return "".join(p if KEPT.fullmatch(p) else p.upper() for p in parts)

    def isEmpty(self):
        return False


@pytest.fixture
def capitals(qapp):
    translator = Capitals(qapp)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


WORDS = ("label", "title", "help", "message", "definition", "guidelines")
LISTS = ("kinds", "attributes", "document_attributes")


def wordless_codebook():
    """The usual codebook with numbers in place of its words.

    Labels are put into small letters within a sentence; numbers have none.
    """
    body = deepcopy(dict(codebook.preset("speaker_stance").body))
    number = count(1)

    def told(table):
        for key, value in table.items():
            if key in WORDS:
                yield key, f"№ {next(number)}"
            elif key in LISTS:
                yield key, [f"№{next(number)}" for _ in value]
            elif isinstance(value, list) and key != "rule":
                full = [
                    {"id": v} if key == "values" and isinstance(v, str) else v
                    for v in value
                ]
                yield key, [dict(told(v)) if isinstance(v, dict) else v for v in full]
            else:
                yield key, value
        if "id" in table and "label" not in table and "version" not in table:
            yield "label", f"№ {next(number)}"

    changed = dict(told(body))
    changed["rule"] = []
    changed["codebook"] = {**body["codebook"], "id": "B", "title": "B"}
    return from_body(changed)


@pytest.fixture
def window(capitals, tmp_path, show_window):
    """A window on a text with one annotation, in the language of capitals."""
    (tmp_path / "A.TXT").write_text(TEXT, "utf-8")
    path = tmp_path / "P.annotator"
    session = Session.create(path, wordless_codebook(), title="P", annotator="IEVA")
    run(import_files(session, [tmp_path / "A.TXT"]))
    (uid,) = session.project.documents.uids()
    document = session.project.documents.get(uid)
    book = session.codebook
    draft = edits.begin(book, "attribution", document, "", "content", 24, 32)
    annotate.add(session, edits.add_row(draft, book, "stance"))
    session.close()
    made = show_window(path)
    made.bench.choose(made.bench.annotations[0].uid)
    return made


PROPERTIES = [
    "text",
    "placeholderText",
    "title",
    "toolTip",
    "accessibleName",
    "accessibleDescription",
    "statusTip",
    "whatsThis",
    "windowTitle",
    "prefix",
    "suffix",
    "specialValueText",
]


def words_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text that a window, its menus and its lists can show."""
    for each in [window, *window.findChildren(QWidget), *window.findChildren(QAction)]:
        if isinstance(each, Hero):  # a picture of the sample
            continue
        where = f"{type(each).__name__} {each.objectName()}"
        for name in PROPERTIES:
            value = each.property(name)
            if isinstance(value, str):
                yield f"{where}.{name}", value
        if isinstance(each, QComboBox):
            for row in range(each.count()):
                yield where, each.itemText(row)
        if isinstance(each, QAbstractItemView) and each.model():
            yield from rows_of(each, where)


def rows_of(
    view: QAbstractItemView, where: str, top: QModelIndex | None = None
) -> Iterator[tuple[str, str]]:
    model, top = view.model(), QModelIndex() if top is None else top
    listed = isinstance(model, QAbstractListModel) or isinstance(view, QListView)
    columns = 1 if listed else model.columnCount(top)
    if isinstance(view, QTreeView):
        for row in range(model.rowCount(top)):
            yield from rows_of(view, where, model.index(row, 0, top))
    for column in range(columns):
        cells = [model.index(row, column, top) for row in range(model.rowCount(top))]
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            head = model.headerData(column, Qt.Orientation.Horizontal, role)
            for said in (head, *(cell.data(role) for cell in cells)):
                if isinstance(said, str):
                    yield where, said


def small_words(window: QWidget) -> list[str]:
    """The texts with small letters, names and files left out."""
    return sorted(
        {
            f"{where}: {text}"
            for where, text in words_of(window)
            if re.search("[a-z]", NAMES.sub("", IDS.sub("", text)))
        }
    )


def test_the_window_shows_no_word_that_was_not_looked_up(window):
    assert not small_words(window)


def test_palette_and_keys_show_no_word_that_was_not_looked_up(window, qtbot):
    window.show_palette()
    window.show_keys()
    assert not small_words(window)


def test_every_menu_shows_no_word_that_was_not_looked_up(window):
    bar = window.header.menu_bar
    menus = [action.menu() for action in bar.actions()]
    assert len(menus) > 3
    for menu in menus:
        menu.aboutToShow.emit()
    assert not small_words(bar)


def test_start_page_shows_no_word_that_was_not_looked_up(capitals, theme, qtbot):
    host = StartWindow(theme, Settings.load())
    qtbot.addWidget(host)
    host.show()
    host.show_palette()
    host.show_keys()
    assert not small_words(host)


def test_what_may_only_be_read_shows_no_word_that_was_not_looked_up(window):
    chosen = window.bench.chosen
    book = window.session.codebook
    edited = edits.set_field(chosen, book, "cue_negated", False)
    edited = edits.set_none(edits.remove_row(edited, "stance", 0), "stance", True)
    window.form.show(edited, read_only=True)
    assert window.form.plain.isVisible()
    shown = {line.value for line in window.form.plain.lines if line.isVisible()}
    assert {"NO", "NONE"} <= shown
    assert not small_words(window)


DIALOGS = (
    "import_texts",
    "edit_metadata",
    "show_history",
    "manage_issues",
    "manage_speakers",
    "edit_codebook",
    "preferences",
    "change_annotator",
    "export_data",
    "edit_shortcuts",
    "about",
)


@pytest.mark.parametrize("name", DIALOGS)
def test_no_dialog_shows_a_word_that_was_not_looked_up(window, name):
    getattr(window, name)()
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert not small_words(dialog)


@pytest.mark.parametrize("name", ["people", "assign", "package", "audit"])
def test_no_dialog_of_the_team_shows_a_word_that_was_not_looked_up(window, name):
    window.registry.run(f"team.{name}")
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert not small_words(dialog)


def test_the_page_of_the_team_shows_no_word_that_was_not_looked_up(window):
    session = window.session
    here = rounds.add(session, "ROUND")
    uid = window.bench.desk.document.uid
    assigning.give(session, here.uid, [uid], session.annotator.uid)
    assert window.modes.show("team")
    assert window.modes.seen.model.rowCount() == 1
    assert not small_words(window)
    window.modes.seen.show_round(None)
    assert not small_words(window)


# -- errors -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            StoreError(
                "there is no file “{name}”.", name="a{b}c", file="x.txt", line=3
            ),
            "x.txt, LINE 3: THERE IS NO FILE “a{b}c”.",
        ),
        (
            ValidationError(
                "no {what}.", what=Sentence("role"), remedy="Add {id}.", id="q"
            ),
            "NO ROLE. ADD q.",
        ),
        (InputError("it is wrong.", field="layers"), "FIELD “layers”: IT IS WRONG."),
    ],
)
def test_an_error_is_translated_and_names_stay(capitals, error, said):
    assert error_words(error) == said


def test_an_error_in_an_error_and_a_problem_are_translated_too(capitals):
    inner = InputError("no {name}.", name="x", file="a.txt")
    outer = InputError("it cannot be used: {error}", error=inner.sentence)
    assert error_words(outer) == "IT CANNOT BE USED: a.txt: NO x."
    problem = Problem(
        severity="error", code="required", template="{field} is empty.",
        args={"field": "q"},
    )  # fmt: skip
    assert in_words(Sentence("not done. {problem}", problem=problem)) == (
        "NOT DONE. q IS EMPTY."
    )


def test_a_step_in_an_error_is_said_in_the_words_of_the_history(capitals):
    step = history.StepInfo(
        id=1, at=0, annotator="a", title="entity.add", args={"name": "x"}, state="done"
    )
    error = history.OtherAnnotatorError(step, "ieva", "undo")
    assert "“ADDED x” WAS MADE BY ieva" in error_words(error)


def test_import_dialog_tells_a_fault_in_translation_and_names_the_file(
    capitals, theme, window, tmp_path, qtbot
):
    dialog = ImportDialog(
        theme, Settings.load(), window.session, [tmp_path / "missing.txt"], window
    )
    dialog.open()
    qtbot.waitUntil(lambda: "missing.txt" in dialog.message.text())
    assert "CANNOT BE READ" in dialog.message.text()


def test_new_project_dialog_tells_a_fault_in_translation(
    capitals, theme, tmp_path, qtbot
):
    bad = tmp_path / "bad.toml"
    bad.write_text("[codebook]\nid = 1\n", "utf-8")
    dialog = NewProjectDialog(theme, Settings.load())
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.file.set_path(bad)
    (told,) = {text for _, text in words_of(dialog) if "bad.toml, " in text}
    assert "bad.toml, LINE 1, FIELD “codebook”: THE VERSION IS MISSING." in told


def test_the_page_of_agreement_shows_no_word_that_was_not_looked_up(window, qtbot):
    session = window.session
    uid = window.bench.desk.document.uid
    first = window.bench.annotations[0]
    inner = edits.begin(
        session.codebook,
        "attribution",
        window.bench.desk.document,
        "",
        "content",
        24,
        26,
    )
    annotate.add(session, replace(inner, parent=first.uid))
    me = session.annotator.uid
    other = people.add(session, "TILO")
    session.use_annotator(other.uid)
    annotate.add(session, replace(first, uid="T1", annotator=other.uid, fields={}))
    annotate.add(session, replace(inner, uid="T2", annotator=other.uid))
    session.use_annotator(me)
    people.update(session, replace(session.project.annotators.get(me), role="lead"))
    here = rounds.add(session, "ROUND")
    assigning.give(session, here.uid, [uid], me)
    assert window.modes.show("analysis")
    page = window.modes.seen
    combo = page.centre.by
    for number in range(combo.count()):
        combo.setCurrentIndex(number)
        qtbot.wait(200)
        qtbot.waitUntil(lambda: not page.tasks.running and page.seen is not None)
        qtbot.wait(50)
        qtbot.waitUntil(lambda: not page.tasks.running)
        assert page.seen.pairs
        paths = [each.path for each in page.centre.fields.fields.fields]
        for path in paths:
            page.centre.fields.field_chosen.emit(path)
            assert not small_words(page)
            small = [s for s in painted(page) if re.search("[a-z]", IDS.sub("", s))]
            assert not small


def painted(page):
    """What the page of agreement paints itself."""
    for table in (page.centre.pairs, page.centre.values):
        heat = table.heat
        yield from (each.text for each in (*heat.rows, *heat.columns))
        yield from (cell.tip for row in heat.cells for cell in row)
    for each in page.centre.figures.figures:
        yield from (each.words, each.tip)
    for row in page.centre.passages.passages.rows:
        yield getattr(row, "said", "")
