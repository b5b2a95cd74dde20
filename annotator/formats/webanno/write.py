# SPDX-License-Identifier: MIT
"""Marks as WebAnno TSV 3.3, a file for each person and document.

Sentences are written so that the text comes back as it is: the white space after
one belongs to it, up to the line break that the format puts there by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.features import ACROSS, EDGES, Feature
from annotator.formats.inception import apart
from annotator.formats.inception.apart import Share, shares
from annotator.formats.inception.files import Places as Files
from annotator.formats.inception.layers import Layer, layers_of, shown
from annotator.formats.inception.names import feature_name
from annotator.formats.losses import counted
from annotator.formats.marks.records import Link, Mark
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import UTF16, Places
from annotator.formats.tokens import Range, Tokens
from annotator.formats.webanno import cells, header
from annotator.formats.webanno.cells import NO_VALUE, NONE, SLOTS, STACK
from annotator.model.annotation import Annotation, Span
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

SUFFIX: Final = ".tsv"
CARRIES: Final = frozenset({*apart.CARRIES, Feature.SUBTOKENS})
_BEFORE: Final = "white space before the first word (spaces instead)"
_FURTHER: Final = "values of a field besides the first"
BESIDES: Final = (ACROSS, EDGES, _BEFORE, _FURTHER)

_ANY: Final = "uima.tcas.Annotation"


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`.  Raises UserError where the texts may not go out."""
    if not options.with_text:
        raise UserError(
            "WebAnno TSV is made of the words of the texts.",
            remedy="Choose another format where texts may not be passed on.",
        )
    path.mkdir(parents=True, exist_ok=True)
    layers, unfolder = layers_of(bundle), Unfolder(bundle)
    files = Files(path, SUFFIX, options.losses)
    documents = counted(bundle, CARRIES, options.losses)
    for done, record in enumerate(documents, start=1):
        stem = files.document(record.document)
        told = _Text(record.document.text, options)
        for share in shares(unfolder, trimmed(record, options), options.losses):
            written = _Writing(told, layers, share, options).lines()
            text = "".join(f"{line}\n" for line in written)
            files.file(stem, share).write_text(text, encoding="utf-8", newline="\n")
        yield Progress(done, bundle.total or 0)


def trimmed(record: DocumentRecord, options: WriteOptions) -> DocumentRecord:
    """The document with spans that begin and end with words; losses are counted."""
    text = record.document.text

    def trim(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(kept for span in spans if (kept := _trim(span, text, options)))

    def change(each: Annotation) -> Annotation:
        rows = {
            name: tuple(replace(row, spans=trim(row.spans)) for row in listed)
            for name, listed in each.rows.items()
        }
        return replace(each, spans=trim(each.spans), rows=rows)

    return replace(record, annotations=tuple(map(change, record.annotations)))


def _trim(span: Span, text: str, options: WriteOptions) -> Span | None:
    said = text[span.start : span.end]
    start = span.start + len(said) - len(said.lstrip())
    end = span.end - len(said) + len(said.rstrip())
    if (start, end) == (span.start, span.end):
        return span
    options.losses.add(EDGES, f"{span.role} {span.start}–{span.end}")
    return Span(span.role, start, end, text[start:end]) if start < end else None


class _Text:
    """A text with its tokens and sentences, and places in UTF-16 units."""

    def __init__(self, text: str, options: WriteOptions) -> None:
        self.text = text
        self.tokens = Tokens(text)
        self.places = Places(text, UTF16)
        ranges = self.tokens.ranges
        before = text[: ranges[0][0]] if ranges else text
        if before.strip(" ") or (before and not ranges):
            options.losses.add(_BEFORE, repr(before))

    def place(self, range: Range) -> str:
        """A range as it is written."""
        return f"{self.places.offset(range[0])}-{self.places.offset(range[1])}"

    def sentences(self) -> Iterator[tuple[Range, list[str]]]:
        """Each sentence: its tokens, and the lines of its text."""
        listed, ranges = self.tokens.sentences, self.tokens.ranges
        starts = [ranges[first][0] for first, _ in listed]
        ends = [*starts[1:], len(self.text)]
        for number, (tokens, start, end) in enumerate(
            zip(listed, starts, ends, strict=True), start=1
        ):
            said = self.text[start:end]
            if number < len(listed):
                said = said.removesuffix("\n")
            yield tokens, said.split("\n")


@dataclass(slots=True)
class _Unit:
    """A token or a part of one: its number, range, and the marks in it by label."""

    id: str
    range: Range
    marks: dict[str, list[Mark]] = field(default_factory=dict)


@dataclass(slots=True)
class _Writing:
    """One share on its way to lines."""

    told: _Text
    layers: dict[str, Layer]
    share: Share
    options: WriteOptions
    #: mark id → its first unit, and its number where it needs one
    firsts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    links: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        self.labels = {mark.id: mark.label for mark in self.share.marked.marks}
        for link in self.share.marked.links:
            self.links.setdefault((link.source, link.label), []).append(link)
        units = self._units()
        self._number(units)
        used = self._used()
        self._count_further()
        yield f"{header.FORMAT}{header.VERSION}"
        yield from (self._declaration(*each) for each in used)
        yield ""
        ids = self._sentence_ids()
        for tokens, said in self.told.sentences():
            yield ""
            uid = ids.get(str(self.told.tokens.ranges[tokens[0]][0]))
            if isinstance(uid, str):
                yield f"{header.SENTENCE_ID}{cells.escape_text(uid)}"
            yield from (f"{header.TEXT}{cells.escape_text(line)}" for line in said)
            for token in range(*tokens):
                for unit in units[token]:
                    yield self._line(unit, used)

    def _sentence_ids(self) -> Mapping[str, object]:
        kept = self.share.marked.extra.get("webanno-tsv")
        ids = kept.get(header.SENTENCES) if isinstance(kept, Mapping) else None
        return ids if isinstance(ids, Mapping) else {}

    # -- units -------------------------------------------------------------------

    def _units(self) -> list[list[_Unit]]:
        """For each token its unit, and one for each part that a mark has of it."""
        tokens = self.told.tokens
        ids = self._ids()
        made = [
            [_Unit(uid, each)] for uid, each in zip(ids, tokens.ranges, strict=True)
        ]
        parts: dict[int, dict[Range, list[Mark]]] = {}
        marks = sorted(self.share.marked.marks, key=lambda m: (m.start, -m.end))
        for mark in marks:
            touched = tokens.covering(mark.start, mark.end)
            for token in range(*touched) if touched else ():
                first, last = tokens.ranges[token]
                piece = max(first, mark.start), min(last, mark.end)
                if piece == (first, last):
                    made[token][0].marks.setdefault(mark.label, []).append(mark)
                else:
                    parts.setdefault(token, {}).setdefault(piece, []).append(mark)
        for token, pieces in parts.items():
            ordered = sorted(pieces, key=lambda p: (p[0], -p[1]))
            for number, piece in enumerate(ordered, start=1):
                unit = _Unit(f"{ids[token]}.{number}", piece)
                for mark in pieces[piece]:
                    unit.marks.setdefault(mark.label, []).append(mark)
                made[token].append(unit)
        return made

    def _ids(self) -> list[str]:
        return [
            f"{number}-{token - first + 1}"
            for number, (first, last) in enumerate(self.told.tokens.sentences, start=1)
            for token in range(first, last)
        ]

    def _number(self, units: list[list[_Unit]]) -> None:
        """Numbers for marks over several units, stacked ones, and targets."""
        wanted = {link.target for link in self.share.marked.links}
        for unit in (each for listed in units for each in listed):
            for stacked in unit.marks.values():
                for mark in stacked:
                    if mark.id in self.firsts or len(stacked) > 1:
                        wanted.add(mark.id)
                    self.firsts.setdefault(mark.id, unit.id)
        ordered = [each for each in self.firsts if each in wanted]
        self.numbers = {uid: number for number, uid in enumerate(ordered, start=1)}

    # -- columns -----------------------------------------------------------------

    def _used(self) -> list[tuple[Layer, list[str], list[str]]]:
        """The layers that have marks, with their attributes and links."""
        found: dict[str, set[str]] = {}
        for mark in self.share.marked.marks:
            found.setdefault(mark.label, set()).update(mark.attributes)
        slots: dict[str, set[str]] = {}
        for uid, label in self.links:
            slots.setdefault(self.labels[uid], set()).add(label)
        return [
            (
                layer,
                sorted(found[layer.label] | layer.usual, key=feature_name),
                sorted(slots.get(layer.label, ())),
            )
            for layer in shown(self.layers)
            if layer.label in found
        ]

    def _count_further(self) -> None:
        for mark in self.share.marked.marks:
            for name, value in mark.attributes.items():
                if isinstance(value, tuple) and len(value) > 1:
                    self.options.losses.add(_FURTHER, f"{mark.id}: {name}")

    def _declaration(self, layer: Layer, values: list[str], links: list[str]) -> str:
        parts = [feature_name(name) for name in values]
        for link in links:
            wanted = self.layers.get(layer.links.get(link) or "")
            name = feature_name(layer.link_feature(link))
            target = wanted.type if wanted else _ANY
            parts.append(header.slot(layer.type, name, layer.link_type(link), target))
            if "_" in layer.type + name:
                note = Sentence(
                    "INCEpTION does not read slots with “_” in the name of the layer"
                    " or the feature: {name}.",
                    name=f"{layer.type}:{name}",
                )
                self.options.notes.add(note)
        return f"#T_SP={layer.type}|{'|'.join(parts)}"

    def _line(self, unit: _Unit, used: list[tuple[Layer, list[str], list[str]]]) -> str:
        text = self.told.text[unit.range[0] : unit.range[1]]
        made = [unit.id, self.told.place(unit.range), text]
        for layer, values, links in used:
            marks = unit.marks.get(layer.label, [])
            if not values and not links:
                made.append(self._stacked([self._id(NO_VALUE, m) for m in marks]))
            for name in values:
                made.append(self._stacked([self._value(name, m) for m in marks]))
            for link in links:
                made.append(self._stacked([self._role(link, m) for m in marks]))
                made.append(self._stacked([self._targets(link, m) for m in marks]))
        return "\t".join([*made, ""])

    def _stacked(self, values: list[str]) -> str:
        return STACK.join(values) if values else NONE

    def _id(self, value: str, mark: Mark) -> str:
        return cells.with_id(value, self.numbers.get(mark.id, 0))

    def _value(self, name: str, mark: Mark) -> str:
        if name not in mark.attributes:
            return self._id(NO_VALUE, mark)
        value = mark.attributes[name]
        if isinstance(value, tuple):
            if not value:
                return self._id(NO_VALUE, mark)
            value = value[0]
        said = str(value).lower() if isinstance(value, bool) else str(value)
        return self._id(cells.escape(said), mark)

    def _role(self, link: str, mark: Mark) -> str:
        count = len(self.links.get((mark.id, link), ()))
        roles = SLOTS.join([cells.escape(link)] * count)
        return self._id(roles or NONE, mark)

    def _targets(self, link: str, mark: Mark) -> str:
        found = self.links.get((mark.id, link), ())
        targets = [
            cells.with_id(self.firsts[each.target], self.numbers[each.target])
            for each in found
        ]
        return SLOTS.join(targets) or NO_VALUE
