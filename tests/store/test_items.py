# SPDX-License-Identifier: MIT
"""Items: added, changed, removed, taken back, and out and in as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import NotFoundError
from annotator.model.item import Item, item_of
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.store import made


def comment(uid: str = "c1", text: str = "hm", document: str = "d1") -> Item:
    data = {"id": uid, "author": "ann", "text": text}
    return Item(kind="comments", uid=uid, document=document, data=data)


def test_a_change_is_a_revision_and_a_removal_a_tombstone(project: Project) -> None:
    with project.atomic():
        first = project.items.add(comment())
        second = project.items.update(comment(text="well"))
        assert second.revs[:1] == first.revs
        assert len(second.revs) == 2
        assert project.items.update(comment(text="well")) == second
        project.items.remove("comments", "c1")
    assert project.items.select("comments") == []
    (gone,) = project.items.select("comments", "d1", deleted=True)
    assert gone.deleted
    assert len(gone.revs) == 3
    assert project.items.get("comments", "c1").data["text"] == "well"


def test_steps_are_taken_back_and_done_again(project: Project) -> None:
    with project.history.step("ann", "x", {}):
        project.items.add(comment())
    with project.history.step("ann", "y", {}):
        project.items.update(comment(text="well"))
    last = project.history.last_id()
    project.history.take_back(last)
    assert project.items.get("comments", "c1").data["text"] == "hm"
    project.history.take_back(last - 1)
    assert project.items.select("comments") == []
    project.history.do_again(last - 1)
    project.history.do_again(last)
    back = project.items.get("comments", "c1")
    assert back.data["text"] == "well"
    assert len(set(back.revs)) == 6


def test_one_uid_in_two_documents_is_two_items(project: Project) -> None:
    with project.atomic():
        project.items.add(comment())
        project.items.add(comment(document="d2", text="other"))
        project.items.update(comment(document="d2", text="changed"))
    assert project.items.get("comments", "c1", "d1").data["text"] == "hm"
    assert project.items.get("comments", "c1", "d2").data["text"] == "changed"
    with pytest.raises(NotFoundError, match="c9"):
        project.items.get("comments", "c9")


def test_the_exchange_format_carries_revisions_and_tombstones(
    project: Project, tmp_path: Path
) -> None:
    with project.atomic():
        project.items.add(comment())
        project.items.remove("comments", "c1")
        round_ = Item(kind="rounds", uid="r", data={"id": "r", "name": "Pilot"})
        project.items.add(round_)
    out = read_bundle(project)
    documents = list(out.documents)
    said = documents[0].comments[0]
    assert item_of("comments", said, "d1") == project.items.get("comments", "c1")
    with made.new_project(tmp_path, "other.annotator") as other:
        made.insert(other, replace(out, documents=documents))
        assert list(read_bundle(other).documents) == documents
        assert other.items.select("rounds") == project.items.select("rounds")


def test_what_has_no_id_gets_a_name_from_its_words() -> None:
    one, same, other = (item_of("highlights", {"a": n}) for n in (1, 1, 2))
    assert one.uid == same.uid != other.uid
    assert one.whole() == {"a": 1}
