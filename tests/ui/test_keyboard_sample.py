# SPDX-License-Identifier: MIT
"""One of our own articles is annotated by key presses alone."""

from __future__ import annotations

import pytest

from annotator import resources
from annotator.model.progress import run
from annotator.services import annotate, entities, history
from annotator.services.session import Session
from annotator.services.transfer import import_files
from annotator.ui.app import open_window
from tests.ui.typist import Typist

ARTICLE = "12-court-halts-ketva-works.txt"
#: Energy Minister Nana Tserava regretted the ruling.
PLAIN = (
    "Ctrl+Home Ctrl+Down*5 Shift+Right*4 s Shift+Right u Shift+End c"
    ' p Shift+Enter Enter 4 a i "dam" Enter Enter'
)
#: Her ministry would comply, she said, "to the letter and to the day", and …
INTERRUPTED = (
    "Right Shift+End c Home Right*4 Shift+Right*2 Alt+Shift+Right Ctrl+D"
    " Home Right*4 Shift+Right s Shift+Right u p Enter 3 0 Enter"
)


@pytest.fixture
def window(qtbot, tmp_path):
    path = tmp_path / "sample.annotator"
    session = Session.create(path, "speaker_stance", annotator="Ieva Sand")
    run(import_files(session, [resources.path("samples", "articles", ARTICLE)]))
    entities.create_entry(
        session, "issue", "Building the dam", definition="favor: wants it built"
    )
    session.close()
    made = open_window(path)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.article.setFocus()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def words(annotation, role):
    return [span.text for span in annotation.spans_of(role)]


def test_attribution_with_source_cue_content_speaker_and_stance(window):
    Typist(window).play(PLAIN)
    (made,) = window.bench.annotations
    assert words(made, "source") == ["Energy Minister Nana Tserava"]
    assert words(made, "cue") == ["regretted"]
    assert words(made, "content") == ["the ruling"]
    assert made.state == "complete"
    assert made.fields["quote_type"] == "reported"
    (stance,) = made.rows["stance"]
    assert stance.fields["stance"] == "against"
    speaker = entities.get(window.session, made.fields["speaker"])
    assert speaker.name == "Nana Tserava"


def test_interrupted_content_stands_in_two_pieces_and_pronoun_is_the_last_speaker(
    window,
):
    Typist(window).play(PLAIN + " " + INTERRUPTED)
    first, second = window.bench.annotations
    before, after = words(second, "content")
    assert before.startswith("Her ministry would comply")
    assert after.startswith('"to the letter and to the day"')
    assert words(second, "source") == ["she"]
    assert words(second, "cue") == ["said"]
    assert second.fields["speaker"] == first.fields["speaker"]
    assert second.none == ("stance",)
    assert second.state == "complete"


def test_undo_takes_back_every_step_and_redo_does_it_again(window):
    typist = Typist(window)
    typist.play(PLAIN)
    uid = window.bench.desk.document.uid
    (before,) = annotate.load(window.session, uid).annotations
    presses = 0
    while history.next_undo(window.session).title != "vocabulary.add":
        typist.chord("Ctrl+Z")
        presses += 1
    assert annotate.load(window.session, uid).annotations == ()
    typist.play(f"Ctrl+Shift+Z*{presses}")
    (after,) = annotate.load(window.session, uid).annotations
    assert (after.spans, after.fields, after.rows, after.state) == (
        before.spans,
        before.fields,
        before.rows,
        before.state,
    )


def test_complete_document_asks_for_what_is_missing_and_then_goes_on(window):
    typist = Typist(window)
    typist.play("Ctrl+Home Ctrl+Down*5 Shift+End c Esc Ctrl+Return")
    desk = annotate.load(window.session, window.bench.desk.document.uid)
    assert desk.layer.status == "in_progress"
    assert window.bench.chosen is not None
    assert any(p.severity == "error" for p in window.bench.problems())
    window.article.setFocus()
    typist.play("Delete")
    typist.play(PLAIN + " Ctrl+Return")
    desk = annotate.load(window.session, window.bench.desk.document.uid)
    assert desk.layer.status == "complete"
