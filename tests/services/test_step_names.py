# SPDX-License-Identifier: MIT
"""Steps of any age say what was set, and in which annotation and document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.labels import labels
from annotator.services import annotate, documents, entities, history
from annotator.services.history import StepInfo, StepNames, describe, place
from annotator.services.session import Session


def _newest(session: Session) -> StepInfo:
    ids = [number for number, _ in history.marks(session, 1)]
    return history.some(session, ids, StepNames(session))[0]


def _said(session: Session) -> tuple[str, str]:
    step = _newest(session)
    return str(describe(step)), str(place(step))


def _strip(session: Session) -> None:
    """Make the newest step one of those that kept no arguments."""
    with session.project.atomic():
        session.project.run(
            "UPDATE step SET args = NULL WHERE id = (SELECT max(id) FROM step)"
        )


def _add(session: Session, start: int = 23, end: int = 50) -> Annotation:
    spans = (Span("content", start, end),)
    return annotate.add(
        session,
        Annotation(
            uid="", document="d2", type="attribution", annotator="", spans=spans
        ),
    )


def test_label_quote_and_title_say_where(session: Session) -> None:
    second = _add(session)
    assert _said(session)[1] == "A01 “She added that no one knew.”, Title of d2"
    _add(session, 0, 6)
    assert _said(session)[1] == "A01 “Yes,”, Title of d2"
    edited = replace(second, fields={"quote_type": "direct"})
    annotate.update(session, edited, "annotation.field", field="type", value="direct")
    assert _said(session) == (
        "Set type to direct",
        "A02 “She added that no one knew.”, Title of d2",
    )


def test_what_was_deleted_is_known_by_its_quote(session: Session) -> None:
    stored = _add(session)
    annotate.delete(session, "d2", stored.uid)
    assert _said(session) == (
        "Deleted an annotation",
        "“She added that no one knew.”, Title of d2",
    )
    documents.remove(session, "d2")
    assert _said(session) == ("Removed a document", "Title of d2")


def test_steps_without_arguments_are_told_by_their_change(session: Session) -> None:
    stored = _add(session)
    _strip(session)
    assert _said(session)[1] == "A01 “She added that no one knew.”, Title of d2"
    annotate.set_note(session, "d2", "x")
    _strip(session)
    assert _said(session) == ("Changed the note on the document", "Title of d2")
    edited = replace(stored, fields={"speaker": "lee"})
    with session.grouped("annotation.speaker"):
        annotate.update(session, edited)
        entities.learn_alias(session, "lee", "she")
    assert _said(session) == (
        "Set speaker to Āda Lee",
        "A01 “She added that no one knew.”, Title of d2",
    )
    annotate.update(session, replace(edited, fields={}))
    assert describe(_newest(session)) == "Cleared speaker"


def test_an_issue_of_a_row_is_named(session: Session) -> None:
    stored = annotate.update(
        session, replace(_add(session), rows={"stance": (Row({"stance": "favor"}),)})
    )
    issue = {"stance": "favor", "issue": "peace"}
    with session.grouped("annotation.issue"):
        annotate.update(session, replace(stored, rows={"stance": (Row(issue),)}))
    assert describe(_newest(session)) == "Set issue to Peace"


@pytest.mark.parametrize(
    ("title", "args", "words"),
    [
        ("annotation.field", {"field": "speaker", "value": "lee"}, "speaker to Āda Le"),
        ("annotation.field", {"field": "n", "value": ["a", 3]}, "Set n to a, 3"),
        ("annotation.field", {"field": "note", "value": "x" * 999}, "xx…"),
        ("annotation.cut", {"role": "content"}, "Split the content"),
        ("annotation.row.add", {"row": "stance"}, "Added a row of stance"),
        ("annotation.mark", {"role": "odd one"}, "Marked the odd one"),
        ("annotation.mark", {}, "Marked the …"),
        ("layer.status", {"status": "in_progress"}, "status to in progress"),
        ("layer.status", {"status": "{odd}"}, "status to {odd}"),
        ("layer.speaker", {"entity": "lee"}, "what holds of Āda Lee in the doc"),
        ("layer.speaker", {"entity": "none"}, "what holds of a speaker in the doc"),
        ("document.remove", {"count": 3, "document": "d1"}, "Removed 3 documents"),
        ("import", {"count": 1}, "Imported 1 document"),
        ("import", {"count": 2}, "Imported 2 documents"),
        ("annotation.field", {"document": 7, "annotation": [1]}, "Set … to …"),
        ("later.key", {}, "later.key"),
    ],
)
def test_arguments_become_words(
    session: Session, title: str, args: dict[str, Any], words: str
) -> None:
    step = StepInfo(99, 0, None, title, args, "done")
    (named,) = StepNames(session).named([step])
    assert words in describe(named)
    assert place(named) == ""


def test_several_documents_are_no_place(session: Session) -> None:
    step = StepInfo(9, 0, None, "document.remove", {"count": 2, "document": "d1"}, "")
    (named,) = StepNames(session).named([step])
    assert place(named) == ""


def test_rows_that_a_dropped_step_named_may_be_others_now(session: Session) -> None:
    _add(session)
    _strip(session)
    history.undo(session)
    annotate.set_note(session, "d1", "x")
    dropped = history.marks(session, 2)[1][0]
    (named,) = history.some(session, [dropped], StepNames(session))
    assert named.state == "dropped"
    assert describe(named) == "Added an annotation"
    assert place(named) == ""


@pytest.mark.parametrize(
    ("key", "after"),
    [
        ("99999999999999999999", '{"rows": {"stance": 7}}'),
        ('["x"]', '{"fields": [1], "rows": {"stance": [[]]}}'),
        ("null", '{"fields": {"speaker": {"a": 1}}, "type": 3}'),
        ("[]", "[]"),
    ],
)
def test_odd_changes_are_told_by_their_title(
    session: Session, key: str, after: str
) -> None:
    with session.grouped("annotation.speaker"):
        annotate.update(session, replace(_add(session), fields={"speaker": "lee"}))
    _strip(session)
    with session.project.atomic():
        session.project.run(
            'UPDATE change SET key = ?, before = \'{"rows": {"stance": [[]]}}\','
            " after = ? WHERE step_id = (SELECT max(id) FROM step)",
            (key, after),
        )
    words, where = _said(session)
    assert words.startswith(("Named a speaker", "Set speaker to"))
    assert where == ""


def test_undo_tells_what_it_took_back(session: Session) -> None:
    stored = _add(session)
    edited = replace(stored, fields={"speaker": "lee"})
    with session.grouped("annotation.speaker"):
        annotate.update(session, edited)
    undone = history.undo(session)
    assert undone is not None
    assert describe(undone) == "Set speaker to Āda Lee"


def test_labels_of_a_long_document_are_those_of_the_desk(session: Session) -> None:
    for start in (10, 2, 30, 0, 17):
        _add(session, start, start + 5)
    inner = annotate.load(session, "d2").annotations
    annotate.update(session, replace(inner[2], parent=inner[1].uid))
    desk = labels(annotate.load(session, "d2").annotations)
    ids = [number for number, _ in history.marks(session, 6)]
    for step in history.some(session, ids, StepNames(session)):
        assert step.args["place"]["label"] == desk[step.args["annotation"]]


def test_pages_of_marks_go_on_where_the_last_ended(session: Session) -> None:
    for n in range(7):
        annotate.set_note(session, "d2", str(n))
    whole = [number for number, _ in history.marks(session, 99)]
    assert whole == sorted(whole, reverse=True)
    first = [number for number, _ in history.marks(session, 3)]
    rest = [number for number, _ in history.marks(session, 99, first[-1])]
    assert first + rest == whole
    assert history.position(session) == whole[0]
    history.go_to(session, 0)
    assert history.position(session) == 0
