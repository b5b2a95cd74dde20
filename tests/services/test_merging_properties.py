# SPDX-License-Identifier: MIT
"""Random work in copies of one project: however it is merged, it is the same.

Merging is commutative, associative and idempotent, and nothing that anybody wrote
is lost: every state that nobody went on from is shown or stands beside it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Span
from annotator.model.document import SpeakerInDocument
from annotator.model.progress import run
from annotator.services import (
    annotate,
    conflicts,
    documents,
    entities,
    history,
    merging,
    people,
)
from annotator.services.session import Session
from annotator.store.bulk import read_bundle
from annotator.store.check import check
from annotator.store.items import Item
from annotator.store.project import Project
from tests.services.test_merging import exported, opened
from tests.store import made

PEOPLE = ("ann", "bob", "cid")
#: (verb, number, words)
Deed = tuple[str, int, str]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, an annotation, a comment, three people."""
    folder = tmp_path_factory.mktemp("base")
    with made.filled(folder, "base.annotator") as project, project.atomic():
        data = {"id": "c1", "author": "ann", "text": "Why?"}
        project.items.add(Item(kind="comments", uid="c1", document="d1", data=data))
    path = folder / "base.annotator"
    with opened(path, "ann") as session:
        session.add_annotator("cid")
    return path


# -- what people do ---------------------------------------------------------------


def _annotate(session: Session, number: int, words: str) -> None:
    span = Span("content", number, number + 3)
    annotate.add(
        session,
        Annotation(
            uid="",
            document="d2",
            type="attribution",
            annotator="",
            spans=(span,),
            fields={"notes": words},
        ),
    )


def _edit(session: Session, number: int, words: str) -> None:
    known = [
        a
        for uid in ("d1", "d2")
        for a in session.project.annotations.of(uid)
        if a.uid == "a1" or a.annotator == session.annotator.uid
    ]
    chosen = known[number % len(known)] if known else None
    if chosen is not None:
        after = replace(chosen, fields={**chosen.fields, "notes": words})
        with session.write("annotation.update", {"annotation"}) as project:
            project.annotations.update(after)


def _delete(session: Session, number: int, words: str) -> None:
    if session.project.annotations.get("d1", "a1").deleted:
        return
    with session.write("annotation.remove", {"annotation"}) as project:
        project.annotations.update(
            replace(project.annotations.get("d1", "a1"), deleted=True)
        )


def _note(session: Session, number: int, words: str) -> None:
    annotate.set_note(session, "d1", words)


def _describe(session: Session, number: int, words: str) -> None:
    """Somebody else's layer, as a lead might."""
    layer = session.project.layers.get("d1", "ann")
    speaker = SpeakerInDocument("lee", {"role": words})
    with session.write("layer.update", {"layer"}) as project:
        project.layers.set(replace(layer, speakers=(speaker,)))


def _metadata(session: Session, number: int, words: str) -> None:
    documents.update_metadata(session, f"d{number % 2 + 1}", title=words)


def _rename(session: Session, number: int, words: str) -> None:
    lee = entities.get(session, "lee")
    entities.update(session, replace(lee, name=words))


def _create(session: Session, number: int, words: str) -> None:
    entities.create(session, "speaker", words)


def _define(session: Session, number: int, words: str) -> None:
    peace = session.project.vocabularies.get("issue", "peace")
    entities.update_entry(session, replace(peace, definition=words))


def _person(session: Session, number: int, words: str) -> None:
    who = PEOPLE[number % 2]
    people.update(session, replace(session.project.annotators.get(who), name=words))


def _answer(session: Session, number: int, words: str) -> None:
    with session.write("comment.update", {"comment"}) as project:
        comment = project.items.get("comments", "c1", "d1")
        data = {**comment.data, "text": words}
        project.items.update(replace(comment, data=data))


def _undo(session: Session, number: int, words: str) -> None:
    """What was done since the copy was made."""
    step = history.next_undo(session)
    if step is not None and step.title != "import":
        history.undo(session)


DEEDS: dict[str, Callable[[Session, int, str], None]] = {
    each.__name__[1:]: each
    for each in (
        _annotate,
        _edit,
        _delete,
        _note,
        _describe,
        _metadata,
        _rename,
        _create,
        _define,
        _person,
        _answer,
        _undo,
    )
}

deeds = st.tuples(
    st.sampled_from(sorted(DEEDS)),
    st.integers(0, 20),
    st.text(alphabet="abcé😀", min_size=1, max_size=4),
)
work = st.lists(deeds, max_size=5)


def _do(path: Path, who: str, done: list[Deed]) -> Path:
    with opened(path, who) as session:
        for verb, number, words in done:
            DEEDS[verb](session, number, words)
    return path


@contextmanager
def _folder(base: Path) -> Iterator[Callable[[str], Path]]:
    """Makes copies of a project in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:

        def copy(title: str, of: Path = base) -> Path:
            return Path(shutil.copy(of, Path(name) / f"{title}.annotator"))

        yield copy


def _merged(path: Path, *others: Path) -> Path:
    with opened(path, "ann") as session:
        for other in others:
            run(merging.merge(session, [other]))
    return path


def _states(path: Path) -> set[tuple[str, ...]]:
    """The chains of everything that is shown or stands beside it."""
    with Project.open(path, read_only=True) as project:
        bundle = read_bundle(project)
        header = bundle.header
        found: list[Any] = [*header.annotators, *header.entities, *header.rivals]
        for entries in header.vocabularies.values():
            found += entries
        chains = [each.revs for each in found]
        for record in bundle.documents:
            whole = (record.document, *record.layers, *record.annotations)
            chains += [each.revs for each in (*whole, *record.rivals)]
            chains += [tuple(c.get("revs", ())) for c in record.comments]
    return {tuple(chain) for chain in chains}


_slow = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)


@_slow
@given(done=st.tuples(work, work, work))
def test_all_orders_give_the_same_bytes_and_nothing_is_lost(
    base: Path, done: tuple[list[Deed], list[Deed], list[Deed]]
) -> None:
    with _folder(base) as copy:
        files = [
            _do(copy(who), who, each) for who, each in zip(PEOPLE, done, strict=True)
        ]
        results = set()
        for number, order in enumerate(permutations(files)):
            path = _merged(copy(f"order {number}"), *order)
            results.add(exported(path))
        assert len(results) == 1
        assert list(check(path)) == []
        again = _merged(path, *files)
        assert exported(again) in results
        # Whoever starts from a file of the three comes to the same.
        first = _merged(copy("from ann", files[0]), files[2], files[1])
        assert exported(first) in results
        _require_all_kept(path, files)


def _require_all_kept(path: Path, files: list[Path]) -> None:
    """Every state of every file is shown, kept beside, or was gone on from."""
    kept = _states(path)
    known = {rev for chain in kept for rev in chain}
    for file in files:
        for chain in _states(file):
            assert not chain or chain[-1] in known


@_slow
@given(done=st.tuples(work, work, work))
def test_what_some_have_merged_merges_further(
    base: Path, done: tuple[list[Deed], list[Deed], list[Deed]]
) -> None:
    with _folder(base) as copy:
        a, b, c = (
            _do(copy(who), who, each) for who, each in zip(PEOPLE, done, strict=True)
        )
        left = _merged(copy("left"), _merged(copy("a and b", a), b), c)
        right = _merged(copy("right"), a, _merged(copy("b and c", b), c))
        assert exported(left) == exported(right)


@_slow
@given(done=st.tuples(work, work), more=work)
def test_undo_takes_all_back_and_redo_brings_it_again(
    base: Path, done: tuple[list[Deed], list[Deed]], more: list[Deed]
) -> None:
    with _folder(base) as copy:
        ours = _do(copy("ours"), "ann", more)
        files = [_do(copy(w), w, d) for w, d in zip(PEOPLE[1:], done, strict=True)]
        before = exported(ours)
        with opened(ours, "ann") as session:
            report = run(merging.merge(session, files))
        after = exported(ours)
        if not report.changes:
            assert after == before
            return
        with opened(ours, "ann") as session:
            history.undo(session)
        assert exported(ours) == before
        with opened(ours, "ann") as session:
            history.redo(session)
        assert exported(ours) == after


@_slow
@given(done=st.tuples(work, work), choices=st.lists(st.integers(0, 1), max_size=9))
def test_choices_end_disputes_for_everybody(
    base: Path, done: tuple[list[Deed], list[Deed]], choices: list[int]
) -> None:
    with _folder(base) as copy:
        files = [_do(copy(w), w, d) for w, d in zip(PEOPLE, done, strict=False)]
        ours = _merged(copy("ours"), *files)
        with opened(ours, "ann") as session:
            for number in choices:
                open_ones = conflicts.all_of(session)
                if open_ones:
                    conflicts.take(session, open_ones[0], number)
            left = len(conflicts.all_of(session))
        after = exported(ours)
        assert exported(_merged(ours, *files)) == after
        theirs = _merged(copy("theirs", files[1]), ours)
        assert exported(theirs) == after
        with opened(theirs, "bob") as session:
            assert len(conflicts.all_of(session)) == left
