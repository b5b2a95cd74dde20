# SPDX-License-Identifier: MIT
"""The tree of annotations: nesting, keys, pointer."""

from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Row, Span
from annotator.model.codebook_reader import from_toml
from annotator.model.labels import labels
from annotator.ui.form.tree import AnnotationTree
from annotator.ui.theme import Theme
from tests.ui.form.conftest import BOOK, HOSTILE, make
from tests.ui.pointer import move_over

Key = Qt.Key


def at(uid: str, start: int, parent: str | None = None, **more: object) -> object:
    spans = (Span("content", start, start + 10, f"words {uid}"),)
    return make(uid, spans=spans, parent=parent, **more)


NOTES = [
    at("b", 50, state="complete"),
    at(
        "a", 10, fields={"speaker": "odd"}, rows={"stance": (Row({"stance": "favor"}),)}
    ),
    at("a1", 12, "a"),
    at("a2", 14, "a1", none=("stance",)),
]


@pytest.fixture
def tree(qtbot: QtBot, theme: Theme) -> AnnotationTree:
    tree = AnnotationTree(theme)
    qtbot.addWidget(tree)
    tree.resize(384, 200)
    fill(tree, NOTES)
    tree.show()
    return tree


def fill(tree: AnnotationTree, notes: list) -> None:
    tree.set_annotations(notes, labels(notes), {"odd": HOSTILE}.__getitem__, BOOK_)


BOOK_ = from_toml(BOOK)


def shown(tree: AnnotationTree, parent: QModelIndex | None = None) -> list:
    parent = parent or QModelIndex()
    model = tree.model()
    rows = [model.index(n, 0, parent) for n in range(model.rowCount(parent))]
    return [(model.node(i).label, shown(tree, i)) for i in rows]


def test_nested_ones_lie_inside(tree: AnnotationTree) -> None:
    assert shown(tree) == [("A01", [("A01a", [("A01b", [])])]), ("A02", [])]
    assert isinstance(tree, QTreeView)
    assert tree.objectName() == "annotationTree"


def test_the_model_is_sound(tree: AnnotationTree) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(tree.model(), mode)
    fill(tree, NOTES[:2])
    fill(tree, NOTES)
    assert tester.model() is tree.model()


def test_lines_are_24_high_and_literal(tree: AnnotationTree) -> None:
    index = tree.model_.index_of("a")
    assert tree.visualRect(index).height() == 24
    assert HOSTILE in index.data()
    tree.grab()


def test_arrows_choose(tree: AnnotationTree, qtbot: QtBot) -> None:
    tree.select("a")
    with qtbot.waitSignal(tree.selected) as told:
        qtbot.keyClick(tree, Key.Key_Down)
    assert told.args == ["a1"]
    with qtbot.waitSignal(tree.selected) as told:
        qtbot.keyClick(tree, Key.Key_End)
    assert told.args == ["b"]


def test_selecting_from_outside_tells_nothing(
    tree: AnnotationTree, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(tree.selected):
        tree.select("a2")
        tree.select(None)
        tree.select("unknown")


def test_a_click_chooses_and_the_sign_folds(tree: AnnotationTree, qtbot: QtBot) -> None:
    index = tree.model_.index_of("a")
    line = tree.visualRect(index)
    with qtbot.waitSignal(tree.selected) as told:
        spot = line.center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == ["a"]
    spot.setX(20)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert not tree.isExpanded(index)
    changed = [replace(NOTES[1], state="complete"), *NOTES[2:], NOTES[0], at("c", 90)]
    fill(tree, changed)
    assert not tree.isExpanded(tree.model_.index_of("a"))


@pytest.mark.parametrize("text", ["f", "1", "+", "0"])
def test_letters_belong_to_the_codebook(
    tree: AnnotationTree, qtbot: QtBot, text: str
) -> None:
    with qtbot.waitSignal(tree.key_typed) as told:
        qtbot.keyClicks(tree, text)
    assert told.args == [text]


def test_a_change_of_contents_keeps_the_tree(tree: AnnotationTree) -> None:
    before = tree.model_.node(tree.model_.index_of("a1"))
    fill(tree, [*NOTES[:2], replace(NOTES[2], state="complete"), NOTES[3]])
    after = tree.model_.node(tree.model_.index_of("a1"))
    assert after is before
    assert after.annotation.state == "complete"


def test_hover_is_told(tree: AnnotationTree, qtbot: QtBot) -> None:
    spot = tree.visualRect(tree.model_.index_of("b")).center()
    with qtbot.waitSignal(tree.hovered) as told:
        move_over(tree.viewport(), spot)
    assert told.args == ["b"]


def test_a_cycle_does_not_hang(tree: AnnotationTree) -> None:
    fill(tree, [at("x", 1, "y"), at("y", 2, "x"), at("z", 3, "x")])
    assert tree.model_.rowCount() == 3


def test_only_what_is_asked_for_is_described(tree: AnnotationTree) -> None:
    asked: list[str] = []

    def name(uid: str) -> str:
        asked.append(uid)
        return uid

    tree.hide()
    notes = [replace(note, fields={"speaker": f"by {note.uid}"}) for note in NOTES]
    tree.model_.show_annotations(notes, {}, name, tree.model_._codebook)
    assert asked == []
    assert "by a1" in tree.model_.index_of("a1").data()
    assert asked == ["by a1"]
    tree.model_.forget_names()
    tree.model_.index_of("a1").data()
    assert asked == ["by a1", "by a1"]


def test_a_new_annotation_leaves_the_lines_of_the_others_as_they_are(
    tree: AnnotationTree,
) -> None:
    model = tree.model_
    before = {uid: model.node(model.index_of(uid)) for uid in ("a", "a1", "a2", "b")}
    fill(tree, [*NOTES, at("c", 30), at("a3", 16, "a")])
    assert all(model.node(model.index_of(uid)) is n for uid, n in before.items())
    assert shown(tree) == [
        ("A01", [("A01a", [("A01b", [])]), ("A01c", [])]),
        ("A02", []),
        ("A03", []),
    ]
    fill(tree, NOTES)
    assert [label for label, _ in shown(tree)] == ["A01", "A02"]


@pytest.mark.parametrize("seed", range(12))
def test_steps_lead_to_the_tree_that_is_built_at_once(
    qtbot: QtBot, theme: Theme, tree: AnnotationTree, seed: int
) -> None:
    """Coming, going, moving and nesting, in any order."""
    pick = Random(seed)
    notes = {note.uid: note for note in NOTES}
    for step in range(30):
        kind = pick.choice(["add", "drop", "move", "nest", "fill"])
        if kind == "add" or not notes:
            uid = f"n{step}"
            parent = pick.choice([None, *notes])
            notes[uid] = at(uid, pick.randrange(90), parent)
        elif kind == "drop":
            del notes[pick.choice(sorted(notes))]
        else:
            uid = pick.choice(sorted(notes))
            old = notes[uid]
            changes = {
                "move": {"spans": at(uid, pick.randrange(90)).spans},
                "nest": {"parent": pick.choice([None, *notes])},
                "fill": {"state": "complete"},
            }
            notes[uid] = replace(old, **changes[kind])
        fill(tree, list(notes.values()))
        fresh = AnnotationTree(theme)
        qtbot.addWidget(fresh)
        fill(fresh, list(notes.values()))
        assert shown(tree) == shown(fresh)
        for uid, node in tree.model_.nodes.items():
            assert tree.isExpanded(node.index()) or not node.hasChildren(), uid


def test_among_thousands_one_that_comes_or_goes_is_one_line(
    tree: AnnotationTree, qtbot: QtBot
) -> None:
    notes = [at(f"n{n}", n * 20) for n in range(4000)]
    fill(tree, notes)
    model = tree.model_
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _at, a, b: told.append(f"+{a}-{b}"))
    model.rowsRemoved.connect(lambda _at, a, b: told.append(f"-{a}-{b}"))
    fill(tree, [*notes, at("new", 20 * 2000 + 5)])
    fill(tree, notes)
    assert told == ["+2001-2001", "-2001-2001"]
