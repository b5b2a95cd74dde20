# SPDX-License-Identifier: MIT
"""The window as scripts and people hold on to it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.model import codebook_edits
from annotator.services import annotate, codebook, documents, entities, history
from annotator.services.sample import make_sample
from annotator.services.session import Session
from annotator.ui.app import open_window
from tests.ui.typist import Typist


@pytest.fixture
def path(tmp_path):
    return make_sample(tmp_path / "sample.annotator")


@pytest.fixture
def window(show_window, path):
    return show_window(path)


def open_fullest(window):
    ids = documents.rows(window.session, sort="annotations", descending=True)
    (first,) = documents.page(window.session, ids[:1])
    window.open_document(first.uid)
    return first.uid


NAMES = (
    "documentTable",
    "documentFilter",
    "articleView",
    "articleMargin",
    "annotationForm",
    "speakerField",
    "stanceRows",
    "annotationTree",
    "progressBar",
    "field-speaker",
    "field-quote_type",
    "field-stance-1-issue",
    "rows-stance",
    "role-content",
)


def test_automation_names_are_there(window):
    open_fullest(window)
    window.bench.choose(window.bench.annotations[0].uid)
    for name in NAMES:
        assert window.findChild(QWidget, name) is not None, name


def test_opening_a_window_opens_no_dialog(window):
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]


def test_fault_71_looking_changes_no_byte(qtbot, path):
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    made = open_window(path)
    qtbot.addWidget(made)
    made.show()
    open_fullest(made)
    for annotation in made.bench.annotations:
        made.bench.choose(annotation.uid)
    made.close()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_choosing_links_text_form_and_tree(window):
    open_fullest(window)
    uid = window.bench.annotations[3].uid
    window.tree.selected.emit(uid)
    assert window.bench.chosen_uid == uid
    assert window.article.selected() == uid
    assert window.form.annotation.uid == uid
    window.article.annotation_clicked.emit(window.bench.annotations[1].uid)
    assert window.tree.chosen == window.bench.annotations[1].uid


def test_tab_goes_through_the_annotations_and_back(window):
    open_fullest(window)
    typist = Typist(window)
    typist.play("Ctrl+Home Tab")
    first = window.bench.chosen_uid
    typist.play("Tab")
    assert window.bench.chosen_uid != first
    typist.play("Shift+Tab")
    assert window.bench.chosen_uid == first


def test_f6_goes_round_the_panes(window):
    typist = Typist(window)
    seen = []
    for _ in range(4):
        typist.play("F6")
        focused = QApplication.focusWidget()
        seen.append(
            next(
                p
                for p in window.focus_places()
                if p is focused or p.isAncestorOf(focused)
            )
        )
    assert len(set(map(id, seen))) == 4


def test_note_on_the_document_is_one_step_and_is_kept(window):
    uid = open_fullest(window)
    window.edit_note()
    window.note.editor.setPlainText("Read twice.")
    window.note.commit()
    assert annotate.load(window.session, uid).layer.note == "Read twice."
    assert history.next_undo(window.session).title == "layer.note"


def test_read_only_project_says_so_and_takes_no_edit(qtbot, path):
    with Session.open(path):
        made = open_window(path)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        made.article.setFocus()
        assert made.session.read_only
        assert made.status.message()
        open_fullest(made)
        before = made.bench.annotations
        Typist(made).play("Ctrl+Home Shift+Right c")
        assert made.bench.annotations == before


def test_renamed_speaker_shows_at_once(window):
    open_fullest(window)
    chosen = next(a for a in window.bench.annotations if "speaker" in a.fields)
    entity = entities.get(window.session, chosen.fields["speaker"])
    renamed = rename(window.session, entity)
    assert window.bench.names.entity(entity.uid) == renamed


def rename(session, entity):
    return entities.update(session, replace(entity, name="Somebody Else")).name


def test_changed_codebook_is_in_force_at_once(window):
    open_fullest(window)
    new = codebook_edits.change(
        window.session.codebook, "role", "attribution.cue", label="Announcement"
    )
    codebook.upgrade(window.session, new, {})
    assert window.registry.codebook_keys["U"] == "Announcement"
    window.undo()
    assert window.registry.codebook_keys["U"] == "Cue"


def test_dark_and_light_change_without_a_restart(window):
    dark = window.theme.dark
    window.toggle_dark()
    assert window.theme.dark is not dark
    assert window.settings.appearance.theme == ("light" if dark else "dark")


def test_completing_a_document_opens_the_next_unfinished(window):
    Typist(window).play("Ctrl+Return")
    first = window.bench.desk
    assert first is not None
    assert documents.totals(window.session).by_status["complete"] >= 10


def test_escape_clears_the_selection_first_and_then_the_choice(window):
    open_fullest(window)
    window.bench.choose(window.bench.annotations[0].uid)
    Typist(window).play("Ctrl+Home Shift+Right Esc")
    assert window.article.selection() is None
    assert window.bench.chosen is not None
    Typist(window).play("Esc")
    assert window.bench.chosen is None


def test_copy_gives_the_text_as_stored(window, qtbot):
    open_fullest(window)
    Typist(window).play("Ctrl+Home Shift+Right*3 Ctrl+C")
    start, end = window.article.selection()
    assert QApplication.clipboard().text() == window.bench.text[start:end]
    assert window.article.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_every_control_that_takes_the_keyboard_has_an_accessible_name(window):
    open_fullest(window)
    window.bench.choose(window.bench.annotations[0].uid)
    nameless = [
        (type(w).__name__, w.objectName())
        for w in window.findChildren(QWidget)
        if w.isVisible()
        and w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (w.accessibleName() or getattr(w, "text", lambda: "")())
    ]
    assert nameless == []


def test_hovering_chip_text_tree_and_form_shows_the_same_annotation(window, qtbot):
    open_fullest(window)
    first, second = (a.uid for a in window.bench.annotations[:2])
    window.bench.choose(second)
    window.tree.hovered.emit(first)
    assert window.article.hovered() == first
    QApplication.sendEvent(window.form, QEvent(QEvent.Type.Enter))
    assert window.article.hovered() == second
    QApplication.sendEvent(window.form, QEvent(QEvent.Type.Leave))
    assert window.article.hovered() is None


def test_esc_in_the_empty_filter_goes_back_to_the_article(window):
    Typist(window).play("Ctrl+F")
    assert window.documents.filter.hasFocus()
    Typist(window).play('"x" Esc')
    assert window.documents.filter.hasFocus()
    Typist(window).play("Esc")
    assert window.article.hasFocus()


def test_f6_shows_where_the_keyboard_is_in_every_pane(window):
    """Each pane looks other with the keyboard in it than without."""

    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        with_it = focused.grab().toImage()
        window.registry.run("view.next_pane")
        QApplication.processEvents()
        assert QApplication.focusWidget() is not focused
        seen.append((focused.objectName(), focused.grab().toImage() != with_it))
    assert [name for name, changed in seen if not changed] == []
