# SPDX-License-Identifier: MIT
"""What a change did, field by field, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from annotator.model.codebook import AnnotationType, Field
from annotator.model.sentence import Sentence
from annotator.services.session import Session
from annotator.services.step_names import StepNames, cut
from annotator.store.history import Change

#: Characters of a quote in a sentence.
_QUOTE: Final = 60
_NOTHING: Final = Sentence("nothing")


class ChangeWords:
    """Says what changes did; names are looked up as they are now."""

    def __init__(self, session: Session) -> None:
        self._names = StepNames(session)
        self._types = {each.id: each for each in session.codebook.types}

    def of(self, change: Change) -> list[Sentence]:
        """The sentences for a change; [] where there is nothing to tell."""
        before, after = change.before, change.after
        if change.kind == "annotation" and isinstance(after, Mapping):
            return list(self._annotation(before or {}, after))
        if change.kind == "layer" and isinstance(after, list):
            return list(self._layer(before or ["new", "", None, None], after))
        if change.kind == "document" and isinstance(after, list):
            return list(self._document(before or ["", {}, {}], after))
        return []

    # -- annotations --------------------------------------------------------------

    def _annotation(
        self, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[Sentence]:
        kind = self._types.get(str(after.get("type")))
        if bool(before.get("deleted")) != bool(after.get("deleted")) and before:
            yield Sentence("Deleted" if after.get("deleted") else "Brought back")
        yield from self._spans(before, after, kind)
        yield from self._fields(before.get("fields"), after.get("fields"), kind)
        yield from self._rows(before.get("rows"), after.get("rows"), kind)
        if before.get("state", "draft") != after.get("state"):
            complete = after.get("state") == "complete"
            yield Sentence("Marked complete" if complete else "Marked a draft")
        if before and before.get("parent") != after.get("parent"):
            yield Sentence("Nested elsewhere")
        said, former = after.get("none") or [], before.get("none") or []
        if before and list(said) != list(former):
            yield Sentence("Said otherwise that there is none")

    def _spans(
        self,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        kind: AnnotationType | None,
    ) -> Iterator[Sentence]:
        old, new = _quotes(before), _quotes(after)
        for role in dict.fromkeys((*old, *new)):
            if old.get(role) == new.get(role):
                continue
            known = kind.role(role) if kind else None
            yield _changed(
                known.label if known else role,
                _quoted(old.get(role)),
                _quoted(new.get(role)),
            )

    def _fields(
        self, before: Any, after: Any, part: Any, prefix: str = ""
    ) -> Iterator[Sentence]:
        old, new = before or {}, after or {}
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) == new.get(name):
                continue
            field: Field | None = part.field(name) if part else None
            label = f"{prefix}{field.label if field else name}"
            words = [self._value(field, each.get(name)) for each in (old, new)]
            yield _changed(label, *words)

    def _value(self, field: Field | None, value: Any) -> object:
        if value is None:
            return _NOTHING
        if isinstance(value, bool):
            return Sentence("yes") if value else Sentence("no")
        return self._names.value_words(field, value)

    def _rows(
        self, before: Any, after: Any, kind: AnnotationType | None
    ) -> Iterator[Sentence]:
        old, new = before or {}, after or {}
        for name in dict.fromkeys((*old, *new)):
            row_type = kind.row(name) if kind else None
            label = row_type.label if row_type else name
            mine, theirs = old.get(name, []), new.get(name, [])
            for place in range(max(len(mine), len(theirs))):
                former = mine[place][0] if place < len(mine) else None
                later = theirs[place][0] if place < len(theirs) else None
                if former is None:
                    yield Sentence("Added row {n} of {row}", n=place + 1, row=label)
                if later is None:
                    yield Sentence("Removed row {n} of {row}", n=place + 1, row=label)
                    continue
                prefix = f"{label} {place + 1}, "
                yield from self._fields(former, later, row_type, prefix)

    # -- layers and documents -----------------------------------------------------

    def _layer(self, before: list[Any], after: list[Any]) -> Iterator[Sentence]:
        labels = (Sentence("Status"), Sentence("Note"))
        for label, old, new in zip(labels, before, after, strict=False):
            if old != new:
                words = [cut(str(each), _QUOTE) or _NOTHING for each in (old, new)]
                yield _changed(label, *words)
        if before[2:3] != after[2:3]:
            yield Sentence("Changed what holds of speakers in the document")

    def _document(self, before: list[Any], after: list[Any]) -> Iterator[Sentence]:
        if before[0] != after[0]:
            title = Sentence("Title")
            yield _changed(
                title, cut(str(before[0]), _QUOTE), cut(str(after[0]), _QUOTE)
            )
        old, new = before[1] or {}, after[1] or {}
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                words = [
                    _NOTHING if each.get(name) is None else cut(str(each[name]), _QUOTE)
                    for each in (old, new)
                ]
                yield _changed(name, *words)


def _changed(label: object, before: object, after: object) -> Sentence:
    return Sentence(
        "{label}: {before} → {after}", label=label, before=before, after=after
    )


def _quotes(data: Mapping[str, Any]) -> dict[str, list[tuple[int, str]]]:
    """Role → (start, quote) of its spans, own ones only."""
    found: dict[str, list[tuple[int, str]]] = {}
    for span in data.get("spans") or []:
        _, row, _, role, start, _, quote = span
        if row is None:
            found.setdefault(role, []).append((start, quote))
    return found


def _quoted(spans: list[tuple[int, str]] | None) -> object:
    if not spans:
        return _NOTHING
    return f"“{cut(' … '.join(quote for _, quote in spans), _QUOTE)}”"
