# SPDX-License-Identifier: MIT
"""The review page by keyboard, and the faults that others have had in such a mode."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.services import annotate, history
from annotator.services.review import comments
from annotator.services.review import desk as desks
from annotator.ui.dialogs.base import Dialog
from annotator.ui.modes import EDITING, REVIEW
from annotator.ui.review.listing import Filter
from tests.services.review import twice
from tests.services.review.test_decide import primaries
from tests.ui.review.test_adjudicating import asked

STANCE = "row.stance.tolls.field.stance"


def result(page, label):
    desk = page.reviewer.desk
    for unit in desk.comparison.units:
        if page.reviewer._labels[unit.number] == label:
            return desk.result_of(unit)
    return None


# -- the list of faults


def test_fault_result_under_the_wrong_author(page):
    before = primaries(page.session)
    page.typist.play("2 Enter")
    made = result(page, "A02")
    assert made.annotator == page.session.annotator.uid
    assert page.session.annotator.name == "Ana Ruiz"
    assert primaries(page.session) == before


def test_fault_accepted_items_gone_after_the_view_is_loaded_again(page):
    page.typist.play("2 Enter")
    page.open_document(twice.DOCUMENT)
    states = {i.label: i.state for i in page.reviewer.desk.items}
    assert states["A02"] == "decided"
    page.typist.play("Alt+1 Alt+2")
    states = {i.label: i.state for i in page.reviewer.desk.items}
    assert states["A02"] == "decided"


def test_fault_no_resizing_in_the_mode(page):
    page.typist.play("E")
    assert page.window_.registry._mode == EDITING
    assert page.bench.chosen.layer == "adjudicated"
    before = page.bench.chosen.spans_of("content")[0]
    page.typist.play("Ctrl+Alt+Left Ctrl+Alt+Shift+Right")
    after = page.bench.chosen.spans_of("content")[0]
    assert after.end < before.end
    assert after.start > before.start
    assert after.text == twice.TEXT[after.start : after.end]
    page.typist.play("Enter")
    assert not page.is_editing
    decided = next(i for i in page.reviewer.desk.items if i.label == "A02")
    assert decided.decision.verdict == "edited"
    assert result(page, "A02").state == "complete"


def test_fault_no_adding_in_the_mode(page):
    page.typist.play("E C")
    content = page.article.selection()
    page.typist.play("Right Shift+Right H")
    assert page.bench.chosen.spans_of("hedge")
    assert page.bench.chosen.spans_of("content")[0].start == content[0]


def test_fault_overlaps_refused(page):
    page.typist.play("U Enter")
    page.typist.play("Shift+N")
    words = len(twice.TEXT[: twice.TEXT.index("Mayor Voss")].split())
    page.typist.play(f"Ctrl+Home Right*{words} Shift+Right*6 C")
    one, other = page.bench.annotations[:2]
    assert one.spans[0].start < other.spans[0].end
    assert other.spans[0].start < one.spans[0].end


def test_fault_selection_forgotten(page):
    page.typist.play("Tab")
    before = asked(page)
    assert before == ("A03", STANCE)
    page.typist.play("2")
    page.typist.play("Alt+1 Alt+2")
    assert asked(page) == before
    assert page.reviewer.chosen == 1
    with page.session.write("annotation.update", {"annotation"}) as project:
        other = project.annotations.get(twice.DOCUMENT, "i1")
        project.annotations.update(replace(other, fields={**other.fields, "notes": ""}))
    assert asked(page) == before
    assert page.reviewer.chosen == 1
    page.window_.toggle_dark()
    assert asked(page) == before
    page.window_.toggle_dark()


# -- answers


def test_nothing_is_chosen_beforehand_and_enter_says_so(page):
    assert page.reviewer.chosen is None
    page.typist.play("Enter")
    assert asked(page) == ("A02", "spans.content")
    assert "1, 2" in page.window_.status.message()
    assert page.reviewer.desk.decisions == ()


def test_the_whole_annotation_of_one_person(page):
    page.typist.play("Tab 2 W")
    assert result(page, "A03").rows == twice.of_tilo()[2].rows
    assert asked(page)[0] == "A04"


def test_intersection_by_key(page):
    page.typist.play("I Enter")
    words = [s.text for s in result(page, "A02").spans]
    assert words == ["the ferries could not wait so long"]


def test_truly_ambiguous_by_key(page):
    page.typist.play("Tab A Enter")
    decided = next(i for i in page.reviewer.desk.items if i.label == "A03")
    assert decided.decision.verdict == "ambiguous"


def test_a_new_annotation_instead_of_theirs(page):
    page.typist.play("N Shift+Right*3 C")
    desk = page.reviewer.desk
    decided = next(i for i in desk.items if i.label == "A02")
    assert decided.decision.verdict == "new"
    assert result(page, "A02").extra["from"] == ["i2", "t2"]
    page.typist.play("Esc*2")
    assert not page.is_editing


def test_leaving_the_form_decides_nothing(page):
    page.typist.play("E Esc")
    assert not page.is_editing
    assert asked(page) == ("A02", "spans.content")
    assert page.reviewer.item.is_open


def test_undo_takes_an_answer_back_and_asks_again(page):
    page.typist.play("U Enter Ctrl+Z")
    assert page.reviewer.desk.results == ()
    states = {i.label: i.state for i in page.reviewer.desk.items}
    assert states["A02"] == "open"
    page.typist.play("Ctrl+Y")
    assert len(page.reviewer.desk.results) == 1


def test_a_reason_and_a_note_are_kept(page):
    page.typist.play('1 R "Slip of the hand" Tab "Both think so." Esc Enter')
    decided = next(i for i in page.reviewer.desk.items if i.label == "A02")
    assert decided.decision.reason == "Slip of the hand"
    assert decided.decision.note == "Both think so."


def test_letters_typed_into_a_field_choose_no_answer(page):
    page.typist.play('R "xui"')
    assert page.reviewer.chosen is None
    assert page.panel.written()[0] == "xui"


# -- the queue


def test_the_queue_can_be_filtered_and_says_how_many_are_open(page):
    assert page.queue.count.text() == "5 open of 5"
    assert page.queue.agreed.text() == "2 of 7 identical"
    page.reviewer.set_filter(Filter(kinds=frozenset({"only"})))
    assert [i.label for i in page.reviewer.shown] == ["A04", "A05"]
    page.reviewer.set_filter(Filter(text="stance mixed"))
    assert [i.label for i in page.reviewer.shown] == ["A03"]
    page.reviewer.set_filter(Filter(agreed=True))
    assert len(page.reviewer.shown) == 7
    page.reviewer.set_filter(Filter(state="decided"))
    assert page.reviewer.shown == []
    assert page.queue.empty.isVisible()


def test_filter_by_typing(page, qtbot):
    page.typist.play('Ctrl+F "A05"')
    qtbot.waitUntil(lambda: [i.label for i in page.reviewer.shown] == ["A05"])
    page.typist.play("Esc Esc")
    qtbot.waitUntil(lambda: len(page.reviewer.shown) == 5)


def test_the_order_by_chance_is_the_same_for_the_same_number(page):
    settings = page.window_.settings
    settings.update("review", order="chance", seed=7)
    first = [i.key for i in page.reviewer.shown]
    settings.update("review", seed=8)
    second = [i.key for i in page.reviewer.shown]
    settings.update("review", seed=7)
    assert [i.key for i in page.reviewer.shown] == first
    assert sorted(first) == sorted(second)
    assert first != second


def test_hidden_names_are_nowhere(page):
    page.window_.settings.update("review", hide_names=True, shuffle_sides=True)
    for by in range(5):
        page.reviewer.step(by)
        for text in shown_words(page):
            assert "Ieva" not in text, text
            assert "Tilo" not in text, text
    assert any("Annotator A" in text for text in shown_words(page))


def shown_words(page):
    for each in [page, *page.findChildren(QWidget)]:
        if not each.isVisible():
            continue
        yield from (each.accessibleName(), each.toolTip())
        if isinstance(each, QLabel):
            yield each.text()
    for card in page.article.cards.values():
        yield card.spoken
    model = page.queue.table.model()
    for row in range(model.rowCount()):
        yield str(model.index(row, 0).data())


# -- second reading, documents, bulk


def test_second_reading_by_keys(page, qtbot):
    page.typist.play("Ctrl+D")
    dialog = dialogs(page)[0]
    box = next(b for uid, b in dialog._ticks if uid == twice.TILO)
    box.setChecked(False)
    page.typist.play("Enter")
    go_back(page, qtbot)
    assert page.reviewer.desk.reading
    assert page.queue.heading.text() == "Second reading"
    page.typist.play("Enter X Enter E 3 Enter")
    verdicts = [i.decision.verdict for i in page.reviewer.desk.items if i.decision]
    assert sorted(verdicts) == ["accepted", "corrected", "rejected"]
    right = result(page, "A03")
    assert right.fields["quote_type"] == "mixed"


def test_what_all_agree_on_is_accepted_only_after_a_look(page, qtbot):
    page.typist.play("Ctrl+Shift+A")
    dialog = dialogs(page)[0]
    assert dialog.list.count() == 2
    assert page.reviewer.desk.results == ()
    page.typist.play("Esc")
    assert page.reviewer.desk.results == ()
    go_back(page, qtbot)
    page.typist.play("Ctrl+Shift+A Enter")
    window = page.window_
    qtbot.waitUntil(lambda: window.job is not None and not window.job.running)
    assert len(page.reviewer.desk.results) == 2
    assert page.queue.agreed.text() == "2 of 7 identical, accepted"
    go_back(page, qtbot)
    page.typist.play("Ctrl+Z")
    assert page.reviewer.desk.results == ()


def test_all_documents_at_once(page, qtbot):
    page.typist.play("Ctrl+Shift+A")
    dialog = dialogs(page)[0]
    dialog.all.setChecked(True)
    qtbot.waitUntil(dialog.done_button.isEnabled)
    assert dialog.count.text() == "2 annotations"
    dialog.reject()


def test_a_document_that_is_not_done_stays(page):
    page.typist.play("Ctrl+Enter")
    assert "5" in page.window_.status.message()
    assert page.reviewer.desk is not None


def test_reasons_are_edited_in_a_dialog(page):
    page.edit_reasons()
    dialog = dialogs(page)[0]
    dialog.field.setPlainText("Rule 1\nRule 2")
    dialog._done()
    page.typist.play("Tab")
    assert page.panel.reason.itemText(0) == "Rule 1"


def go_back(page, qtbot):
    """A dialog is closed: without a window manager nobody activates the window."""
    page.window_.activateWindow()
    qtbot.waitUntil(page.window_.isActiveWindow)
    page.article.setFocus()


def dialogs(page):
    found = page.window_.findChildren(Dialog)
    return [each for each in found if each.isVisible()]


# -- what everybody needs


def test_f6_goes_round_the_places(page):
    places = page.focus_places()
    page.typist.play("F6")
    assert focus_in(places[1])
    page.typist.play("F6")
    assert focus_in(places[2])
    page.typist.play("F6")
    assert focus_in(places[0])


def focus_in(place):
    focused = QApplication.focusWidget()
    return focused is place or place.isAncestorOf(focused)


def test_whatever_takes_the_keyboard_has_a_name(page):
    page.typist.play("E")
    page.typist.play("Esc")
    for each in page.findChildren(QWidget):
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible():
            if each.objectName().startswith("qt_") or isinstance(each, QLabel):
                continue
            name = each.accessibleName() or getattr(each, "text", lambda: "")()
            assert name, (type(each).__name__, each.objectName())


@pytest.mark.parametrize("name", ["reviewPanel", "reviewTable", "compareView"])
def test_automation_names_are_there(page, name):
    window = page.window_
    assert window.findChild(QWidget, name) is not None


def test_the_page_is_made_when_it_is_first_looked_at(window):
    assert window.modes.page(REVIEW) is None


def test_work_elsewhere_is_shown_when_one_comes_back(page):
    page.typist.play("Alt+1")
    session = page.session
    me = session.annotator
    session.annotator = session.project.annotators.get(twice.TILO)
    annotate.delete(session, twice.DOCUMENT, "t2")
    session.annotator = me
    page.typist.play("Alt+2")
    kinds = {i.label: i.kind for i in page.reviewer.desk.items}
    assert kinds["A02"] == "only"


def test_a_reopened_question_says_that_it_was_decided(page):
    page.typist.play("1 Enter")
    session = page.session
    mine = session.project.annotations.get(twice.DOCUMENT, "t2")
    annotate.update(session, replace(mine, fields={**mine.fields, "notes": "x"}))
    again = next(i for i in page.reviewer.shown if i.label == "A02")
    assert again.state == "reopened"
    page.reviewer.choose(again)
    assert page.panel.before.isVisible()
    assert page.reviewer.options[page.reviewer.chosen].key == "1"


def test_two_rooms_of_a_decision_are_one_step(page):
    steps = len(history.steps(page.session))
    page.typist.play("U Enter")
    assert len(history.steps(page.session)) == steps + 1
    assert len(desks.load(page.session, twice.DOCUMENT).decisions) == 1


def test_a_document_that_is_opened_by_name_is_put_on_the_table(page):
    window = page.window_
    twice.add_document(page.session, "second")
    window.open_document("second")
    assert page.reviewer.desk.document.uid == "second"
    assert window.bench.desk.document.uid == twice.DOCUMENT
    page.show_annotation(twice.DOCUMENT, "t3")
    assert page.reviewer.item.label == "A03"


def test_an_annotator_who_is_not_done_is_told_why_nothing_is_asked(window):
    session = window.session
    session.annotator = session.project.annotators.get(twice.TILO)
    annotate.set_status(session, twice.DOCUMENT, "in_progress")
    window.modes.show(REVIEW)
    page = window.modes.page(REVIEW)
    page.open_document(twice.DOCUMENT)
    assert page.reviewer.shown == []
    assert "hidden" in page.queue.empty.text()
    assert page.queue.empty.isVisible()


def test_nothing_is_decided_while_a_job_writes(page):
    page.reviewer.busy = lambda: True
    page.typist.play("U Enter")
    assert page.reviewer.desk.decisions == ()
    assert "job" in page.window_.status.message()
    page.typist.play("E")
    assert not page.is_editing
    page.reviewer.busy = lambda: False
    page.typist.play("U Enter")
    assert len(page.reviewer.desk.decisions) == 1


def test_cards_never_lie_on_each_other(page, qtbot):
    page.typist.play("E Esc Ctrl+Alt+C Esc Tab Shift+Tab")
    qtbot.wait(20)
    tops = [(card.y(), card.height()) for card in page.panel.cards]
    assert len(tops) > 4
    for (y, height), (below, _) in pairwise(tops):
        assert y + height <= below


def test_by_keyboard_one_persons_work_is_chosen_to_be_read(page):
    page.typist.play("Ctrl+D")
    dialog = page.findChild(Dialog, "chooseReview")
    assert [box.text() for _, box in dialog._ticks] == ["Ieva Sand", "Tilo Brandt"]
    dialog.filter.setFocus()
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert page.reviewer.desk.reading
    assert [each.name for each in page.reviewer.desk.people] == ["Tilo Brandt"]


def test_with_hidden_names_nothing_tells_who_worked_when(page):
    assert any(card.card.when for card in page.panel.cards)
    page.window_.settings.update("review", hide_names=True)
    page.reviewer.show_again()
    assert not any(card.card.when for card in page.panel.cards)


def test_the_preview_of_what_all_agree_on_says_what_it_is(page):
    page.typist.play("Ctrl+Shift+A")
    dialog = page.findChild(Dialog, "bulkDialog")
    words = dialog.list.item(0).text()
    assert "\n" in words
    assert "The " in words.split("\n")[1]


def test_undo_goes_back_to_the_question_that_is_open_again(page):
    first, second = page.reviewer.shown[:2]
    page.typist.play("2 Enter")
    assert page.reviewer.item.key == second.key
    page.typist.play("Ctrl+Z")
    assert page.reviewer.item.key == first.key
    assert page.reviewer.item.is_open
    page.typist.play("X Enter")
    assert page.reviewer.item.label != first.label
    page.typist.play("Ctrl+Z")
    assert page.reviewer.item.label == first.label


def test_with_hidden_names_comments_do_not_tell_whose_work_it_is(page):
    session, me = page.session, page.session.annotator
    session.use_annotator(twice.TILO)
    comments.add(session, twice.DOCUMENT, "so I think", annotation="t2")
    session.use_annotator(me.uid)
    comments.add(session, twice.DOCUMENT, "as I think")
    page.window_.settings.update("review", hide_names=True)
    page.typist.play("C")
    words = list(shown_words(page))
    assert any("One of the annotators" in each for each in words)
    assert any("Ana Ruiz" in each for each in words)
    assert not any("Tilo" in each for each in words)
