# SPDX-License-Identifier: MIT
"""The seed article is annotated by key presses alone, as the reference has it."""

from __future__ import annotations

import json

import pytest

from annotator.model.progress import run
from annotator.services import annotate, entities, history
from annotator.services.session import Session
from annotator.services.transfer import import_files
from annotator.ui.app import open_window
from tests.ui.typist import Typist

#: The twelve attributions of level 1; each line ends with its annotation complete.
#: {A10} stands for that attribution's speaker, whom the article does not name.
LEVEL_1 = {
    "A01": "Shift+Right*3 s Shift+Right*4 u Shift+End c"
    ' p Shift+Enter Enter 4 n i "dep" Enter Enter',
    "A02": "Ctrl+Down*2 Shift+Right*5 s Shift+Right*2 u Shift+End c"
    " p Shift+Enter Enter 2 n i Enter Enter",
    "A03": "Ctrl+Down Shift+Right s Shift+Right u Right*9 Shift+End c p Enter 2 n"
    " i Enter Enter",
    "A04": "Ctrl+Down Space*2 c Shift+Right s Shift+Right u p Enter 1 n i Enter Enter",
    "A05": 'Ctrl+Down Shift+Right s Shift+Right u Shift+End c p Enter 2 f i "reg" Enter'
    " Enter",
    "A06": "Ctrl+Down Space*2 c Shift+Right*2 s Shift+Right u p Enter 1 f"
    ' i "dep" Enter + f i "reg" Enter Enter',
    "A07": "Ctrl+Down Right Shift+Right*3 s Shift+Right u Shift+End c"
    " p Shift+Enter Enter 2 x i Enter Enter",
    "A08": "Shift+Right s Shift+Right u Shift+End c p Enter 2 f i Enter Enter",
    "A09": "Ctrl+Down Shift+Ctrl+Right*2 Alt+Shift+Right s Shift+Right u Shift+End c"
    " p Shift+Enter Enter 2 f i Enter Enter",
    "A10": "Ctrl+Down Right*2 Shift+Right*3 u Shift+End c"
    ' t a Esc p "{A10}" Shift+Enter Enter 2 0 Enter',
    "A11": "Ctrl+Down Right Shift+Right*5 s Shift+Right*3 u Shift+Ctrl+Right c"
    " p Shift+Enter Enter 4 a i Enter Enter",
    "A12": 'Shift+Right u Shift+End c Ctrl+R 3 f i "nat" Enter Enter',
}


@pytest.fixture
def gold(shared):
    lines = (shared / "seed" / "gold.jsonl").read_text("utf-8").splitlines()
    header, document = (json.loads(line) for line in lines)
    return header, document


@pytest.fixture
def bare_project(shared, tmp_path, gold):
    """The bare seed article with its four issues and no speaker."""
    path = tmp_path / "seed.annotator"
    session = Session.create(path, "speaker_stance", annotator="Ieva Sand")
    run(import_files(session, [shared / "seed" / "article.txt"]))
    for entry in gold[0]["vocabularies"]["issue"]:
        entities.create_entry(
            session, "issue", entry["label"], definition=entry["definition"]
        )
    session.close()
    return path


@pytest.fixture
def window(qtbot, bare_project):
    made = open_window(bare_project)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.article.setFocus()
    return made


def attribution(gold, name):
    return next(a for a in gold[1]["annotations"] if a["id"] == name)


def speaker_name(gold, name):
    uid = attribution(gold, name)["fields"]["speaker"]
    return next(e["name"] for e in gold[0]["entities"] if e["id"] == uid)


def level_1(gold):
    """The scripts with the words filled in that only the reference has."""
    unnamed = speaker_name(gold, "A10")
    return {name: script.replace("{A10}", unnamed) for name, script in LEVEL_1.items()}


def reference(gold):
    header, document = gold
    names = {e["id"]: {e["name"], *e["aliases"]} for e in header["entities"]}
    labels = {e["id"]: e["label"] for e in header["vocabularies"]["issue"]}
    return {
        a["id"]: {
            "spans": {
                role: [(s["start"], s["end"]) for s in a["spans"] if s["role"] == role]
                for role in ("source", "cue", "content")
            },
            "names": names[a["fields"]["speaker"]],
            "quote_type": a["fields"]["quote_type"],
            "stances": [
                (labels[r["fields"]["issue"]], r["fields"]["stance"])
                for r in a["rows"]["stance"]
            ],
        }
        for a in document["annotations"]
        if a["parent"] is None
    }


def as_compared(session, annotation, labels):
    speaker = entities.get(session, annotation.fields["speaker"])
    return {
        "spans": {
            role: [(s.start, s.end) for s in annotation.spans_of(role)]
            for role in ("source", "cue", "content")
        },
        "names": {speaker.name, *speaker.aliases},
        "quote_type": annotation.fields["quote_type"],
        "stances": [
            (labels[r.fields["issue"]], r.fields["stance"])
            for r in annotation.rows.get("stance", ())
        ],
    }


def compare(session, document_uid, expected):
    labels = {e.uid: e.label for e in entities.entries(session, "issue")}
    desk = annotate.load(session, document_uid)
    got = {}
    for annotation in desk.annotations:
        content = [(s.start, s.end) for s in annotation.spans_of("content")]
        for name, wanted in expected.items():
            if wanted["spans"]["content"] == content:
                got[name] = as_compared(session, annotation, labels)
                assert annotation.state == "complete", name
    assert set(got) == set(expected)
    for name, wanted in expected.items():
        assert got[name]["names"] & wanted["names"], (name, got[name], wanted)
        for part in ("spans", "quote_type", "stances"):
            assert got[name][part] == wanted[part], (name, part)


def test_level_1_of_the_seed_takes_at_most_300_key_presses(window, gold, capsys):
    typist = Typist(window)
    where = {}
    for name, script in level_1(gold).items():
        before = typist.presses
        typist.play(script)
        where[name] = typist.presses - before
    with capsys.disabled():
        print(f"\n{typist.presses} key presses: {where}")
    uid = window.bench.desk.document.uid
    compare(window.session, uid, reference(gold))
    assert typist.presses <= 300


def full(annotation, header):
    """A reference annotation as it must come out, words for ids."""
    names = {e["id"]: {e["name"], *e["aliases"]} for e in header["entities"]}
    labels = {e["id"]: e["label"] for e in header["vocabularies"]["issue"]}
    fields = dict(annotation["fields"])
    rows = []
    for row in annotation["rows"]["stance"]:
        row_fields = {**row["fields"], "issue": labels[row["fields"]["issue"]]}
        rows.append((row_fields, spans_of(row["spans"])))
    return {
        "names": names[fields.pop("speaker")],
        "fields": fields,
        "spans": spans_of(annotation["spans"]),
        "rows": rows,
        "state": annotation["state"],
    }


def spans_of(spans):
    return sorted((s["role"], s["start"], s["end"], s["text"]) for s in spans)


def full_stored(session, annotation):
    speaker = entities.get(session, annotation.fields["speaker"])
    labels = {e.uid: e.label for e in entities.entries(session, "issue")}
    fields = {k: v for k, v in annotation.fields.items() if k != "speaker"}
    plain = [
        {"role": s.role, "start": s.start, "end": s.end, "text": s.text}
        for s in annotation.spans
    ]
    rows = []
    for row in annotation.rows.get("stance", ()):
        row_fields = {**row.fields, "issue": labels[row.fields["issue"]]}
        rows.append(
            (row_fields, sorted((s.role, s.start, s.end, s.text) for s in row.spans))
        )
    return {
        "names": {speaker.name, *speaker.aliases},
        "fields": fields,
        "spans": spans_of(plain),
        "rows": rows,
        "state": annotation.state,
    }


def palette(words: str) -> str:
    """Run the command of that title from the palette."""
    return f'Ctrl+K "{words}" Enter '


def written(field: str, words: str) -> str:
    """Write words into a text field and go back to the article."""
    return palette(f"Field {field}") + f'"{words}" Esc '


def check(window, gold, name):
    header, document = gold
    wanted = next(a for a in document["annotations"] if a["id"] == name)
    expected = full(wanted, header)
    content = [s[1:3] for s in expected["spans"] if s[0] == "content"]
    desk = annotate.load(window.session, window.bench.desk.document.uid)
    found = [
        a
        for a in desk.annotations
        if [(s.start, s.end) for s in a.spans_of("content")] == content
    ]
    assert len(found) == 1
    got = full_stored(window.session, found[0])
    assert got.pop("names") & expected.pop("names")
    assert got["fields"] == expected["fields"]
    assert got == expected
    return found[0]


TO_A07 = "Ctrl+Home Ctrl+Down*7 "


def a07a(gold):
    """A07a lies inside A07; its content stands in two pieces round its own cue."""
    wanted = attribution(gold, "A07a")
    (stance,) = wanted["rows"]["stance"]
    return (
        "Home Right*12 Shift+End c "  # one piece, nested in A07
        "Home Right*21 Shift+Right*2 Ctrl+D u "  # the cue is cut out of it
        "Right*3 Shift+Right h "
        f'p "{speaker_name(gold, "A07a")}" Shift+Enter Enter '
        "4 t a Esc "
        + palette("Field Kind of act")
        + '"a" Esc b 2 Esc '
        + written("Said when", wanted["fields"]["statement_time"])
        + written("Notes", wanted["fields"]["notes"])
        + 'f i "dep" Enter r i Esc '
        + palette("Field Confidence (Stance)")
        + '"1" Esc '
        + written("Rationale", stance["fields"]["rationale"])
        + "End Home Right*23 Shift+End v Enter"
    )


def a06(gold):
    """A06 takes two stance rows, with condition and evidence."""
    wanted = attribution(gold, "A06")
    first, second = wanted["rows"]["stance"]
    return (
        "Ctrl+Home Ctrl+Down*6 Space*2 c Shift+Right*2 s Shift+Right u "
        f'p "{speaker_name(gold, "A06")}" Shift+Enter Enter 1 '
        + palette("Field Kind of act")
        + '"a" Esc b 3 Esc '
        + written("Notes", wanted["fields"]["notes"])
        + 'f i "dep" Enter r i Esc w 2 Esc k Space Esc '
        + palette("Field Confidence (Stance)")
        + '"2" Esc '
        + written("Rationale", first["fields"]["rationale"])
        + "Ctrl+Home Ctrl+Down*6 End Right Shift+Ctrl+Right o "
        + "Right Shift+Ctrl+Right v "
        + '+ f i "reg" Enter w 3 Esc '
        + palette("Field Confidence (Stance)")
        + '"3" Esc '
        + written("Rationale", second["fields"]["rationale"])
        + "Ctrl+Home Ctrl+Down*6 Ctrl+Right*4 Right*2 Shift+Ctrl+Right*2 v Enter"
    )


def test_a07a_discontinuous_and_nested_equals_the_reference(window, gold):
    typist = Typist(window)
    typist.play(TO_A07 + LEVEL_1["A07"].removeprefix("Ctrl+Down "))
    typist.play(a07a(gold))
    nested = check(window, gold, "A07a")
    parent = window.bench.find(nested.parent)
    assert [(s.start, s.end) for s in parent.spans_of("content")] == [(1361, 1530)]


def test_a06_with_two_stance_rows_equals_the_reference(window, gold):
    Typist(window).play(a06(gold))
    check(window, gold, "A06")


def test_undo_of_all_quit_start_redo_of_all_is_equal_again(
    qtbot, window, bare_project, gold
):
    typist = Typist(window)
    for script in level_1(gold).values():
        typist.play(script)
    uid = window.bench.desk.document.uid
    before = [plain(a) for a in annotate.load(window.session, uid).annotations]
    assert len(before) == 12
    steps = 0
    last_import = 5  # the import and the four issues stay
    total = len(history.steps(window.session, limit=10_000))
    while total - steps > last_import:
        typist.chord("Ctrl+Z")
        steps += 1
    assert history.next_undo(window.session).title == "vocabulary.add"
    assert annotate.load(window.session, uid).annotations == ()
    assert entities.entities(window.session, "speaker") == []
    window.close()
    again = open_window(bare_project)
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    again.article.setFocus()
    qtbot.waitUntil(again.isActiveWindow)
    typist = Typist(again)
    for _ in range(steps):
        typist.chord("Ctrl+Shift+Z")
    assert history.next_redo(again.session) is None
    after = [plain(a) for a in annotate.load(again.session, uid).annotations]
    for one, other in zip(after, before, strict=True):
        assert one == other


def plain(annotation):
    return (
        annotation.uid,
        annotation.spans,
        dict(annotation.fields),
        dict(annotation.rows),
        annotation.none,
        annotation.state,
        annotation.parent,
    )
