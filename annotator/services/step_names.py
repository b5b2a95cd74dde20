# SPDX-License-Identifier: MIT
"""Names in place of ids in the steps of the history.

A step keeps ids, and old ones keep less.  What is missing is found in what the
step changed, so that steps of any age say where they belong and what was set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from annotator.model import labels
from annotator.model.annotation import FieldValue
from annotator.model.codebook import Codebook, Field
from annotator.services.session import Session
from annotator.store import landmarks
from annotator.store.history import DROPPED, Change, StepInfo

#: Characters of a quote, a title and a value in a step's sentence.
QUOTE: Final = 28
TITLE: Final = 60
VALUE: Final = 60

#: Steps of which the change says more than the title does.
_BY_CHANGE: Final = frozenset(
    {"annotation.speaker", "annotation.issue", "annotation.update"}
)


class StepNames:
    """Finds names for steps, and remembers labels until it is told to forget.

    Labels are left out unless `labelled`: they ask for all of a document's
    annotations.
    """

    def __init__(self, session: Session, *, labelled: bool = True) -> None:
        self._session = session
        self._labelled = labelled
        self._labels: dict[tuple[int, int], dict[str, str]] = {}
        self._parts: tuple[str, dict[str, str]] = ("", {})

    def forget(self) -> None:
        """Something was changed: labels may be others now."""
        self._labels.clear()

    def named(self, steps: Iterable[StepInfo]) -> list[StepInfo]:
        """The steps with words for their ids, and `place` among their arguments.

        `place` has the document's title, and an annotation's label and quote.
        """
        clear = [self._clear(step) for step in steps]
        uids = {uid for step in clear if isinstance(uid := _document(step), str)}
        titles = landmarks.titles(self._session.project, uids)
        return [self._placed(step, titles) for step in clear]

    # -- what was set -------------------------------------------------------------

    def _clear(self, step: StepInfo) -> StepInfo:
        """With what its change tells, and names for the ids among its arguments."""
        kind = step.title.split(".", 1)[0]
        if kind not in ("annotation", "layer"):
            return step
        if step.title in _BY_CHANGE or "document" not in step.args:
            step = self._with_change(step, kind)
        args = dict(step.args)
        for name in ("role", "row"):
            if isinstance(args.get(name), str):
                args[name] = self._part(args[name])
        if "value" in args:
            args["value"] = self.value_words(None, args["value"])
        if isinstance(args.get("entity"), str):
            speaker = self._known(args["entity"])
            args |= {"speaker": cut(speaker, VALUE)} if speaker else {}
        return replace(step, args=args)

    def _with_change(self, step: StepInfo, kind: str) -> StepInfo:
        change = self._session.project.history.first_change(step.id, kind)
        if change is None:
            return step
        args = {**self._ids(step, change), **step.args}
        setting = self._setting(change) if step.title in _BY_CHANGE else None
        if setting is None:
            return replace(step, args=args)
        title, more = setting
        return replace(step, title=title, args=args | more)

    def _ids(self, step: StepInfo, change: Change) -> dict[str, str]:
        """Document and annotation of a change of one row.

        Rows of a step that was dropped may be gone, and their ids be others'.
        """
        if step.state == DROPPED:
            return {}
        project, key = self._session.project, change.key
        number = key[0] if isinstance(key, list) and key else key
        if not isinstance(number, int) or not 0 < number < 1 << 63:
            return {}
        if change.kind == "annotation":
            found = landmarks.annotation_at(project, number)
            return {"document": found[0], "annotation": found[1]} if found else {}
        document = landmarks.document_at(project, number)
        return {"document": document} if document else {}

    def _setting(self, change: Change) -> tuple[str, dict[str, str]] | None:
        """Title and arguments for the one field that a change set, if it is one."""
        before, after = change.before, change.after
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            return None
        found = [*_differences(before.get("fields"), after.get("fields"), None)]
        for row, old, new in _rows(before.get("rows"), after.get("rows")):
            found += _differences(old, new, row)
        if len(found) != 1:
            return None
        part, name, value = found[0]
        field = _field(self._session.codebook, after.get("type"), part, name)
        words = field.label.lower() if field else name
        if value is None:
            return "annotation.unset", {"field": words}
        return "annotation.field", {
            "field": words,
            "value": self.value_words(field, value),
        }

    def value_words(self, field: Field | None, value: FieldValue | list[str]) -> str:
        """A field's value as a person reads it, cut where it is long."""
        if isinstance(value, (list, tuple)):
            return ", ".join(self.value_words(field, each) for each in value)
        known = field.value(value) if field and isinstance(value, str) else None
        if known is not None:
            return known.label
        text = str(value)
        by_id = field is None or field.type in ("entity", "vocabulary")
        if by_id and len(text) <= VALUE:
            text = self._name(field, text)
        return cut(text, VALUE)

    def _name(self, field: Field | None, uid: str) -> str:
        """The name behind an id; words that are none stay as they are."""
        fixed = self._session.codebook.vocabulary(field.vocabulary) if field else None
        labels_of = {each.id: each.label for each in fixed.values} if fixed else {}
        return labels_of.get(uid) or self._known(uid) or uid

    def _known(self, uid: str) -> str | None:
        names = [each.id for each in self._session.codebook.vocabularies]
        return landmarks.name_of(self._session.project, uid, names)

    def _part(self, identifier: str) -> str:
        """The label of a role or row; what is one already stays as it is."""
        book = self._session.codebook
        if self._parts[0] != book.sha256:
            self._parts = (book.sha256, _parts(book))
        return self._parts[1].get(identifier, identifier)

    # -- where --------------------------------------------------------------------

    def _placed(self, step: StepInfo, titles: Mapping[str, str]) -> StepInfo:
        title = titles.get(str(_document(step)))
        if title is None:
            return step
        place = {"document": cut(title, TITLE)}
        if isinstance(uid := step.args.get("annotation"), str):
            place |= self._annotation(str(_document(step)), uid)
        return replace(step, args={**step.args, "place": place})

    def _annotation(self, document: str, uid: str) -> dict[str, str]:
        found = landmarks.landmark(self._session.project, document, uid)
        if found is None:
            return {}
        place = {"quote": cut(found.quote, QUOTE).strip('“”"„»« ')}
        if found.live and self._labelled:
            layer = (found.document, found.annotator)
            if layer not in self._labels:
                self._labels[layer] = labels.labels(
                    landmarks.outlines(self._session.project, *layer)
                )
            place["label"] = self._labels[layer].get(uid, "")
        return place


def cut(text: str, longest: int) -> str:
    """The beginning of a text, on one line, with an ellipsis where it goes on."""
    line = " ".join(text[: 4 * longest].split())
    if len(line) <= longest:
        return line
    # At a word's end where one is near.
    short = line[:longest]
    head = short.rpartition(" ")[0]
    return (head if len(head) > longest * 2 // 3 else short).rstrip(" ,;:.") + "…"


def _document(step: StepInfo) -> Any:
    """The uid of the document that a step concerned, where its title is not said."""
    if step.title == "document.update" or step.args.get("count", 1) != 1:
        return None
    return step.args.get("document")


def _differences(
    before: Any, after: Any, row: str | None
) -> Iterable[tuple[str | None, str, Any]]:
    """(row type, field, new value or None) of the fields that differ."""
    old, new = before or {}, after or {}
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield row, name, new.get(name)


def _rows(before: Any, after: Any) -> Iterable[tuple[str, Any, Any]]:
    """(row type, fields before, fields after) of rows that are in both."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return
    for kind, new in after.items():
        old = before.get(kind)
        if not isinstance(old, list) or not isinstance(new, list):
            continue
        for one, other in zip(old, new, strict=False) if len(old) == len(new) else ():
            if isinstance(one, list) and isinstance(other, list) and one and other:
                yield kind, one[0], other[0]


def _field(book: Codebook, type_id: Any, row: str | None, name: str) -> Field | None:
    kind = next((each for each in book.types if each.id == type_id), None)
    part = kind.row(row) if kind and row else kind
    return part.field(name) if part else None


def _parts(book: Codebook) -> dict[str, str]:
    """Ids of roles and rows → their labels, in lower case."""
    found: dict[str, str] = {}
    for kind in book.types:
        for row in kind.rows:
            found |= {role.id: role.label.lower() for role in row.roles}
            found[row.id] = row.label.lower()
        found |= {role.id: role.label.lower() for role in kind.roles}
    return found
