# SPDX-License-Identifier: MIT
"""Selections as quotations with codes: a project of codes as it is.

Hundreds of codes would make hundreds of kinds of annotations.  In a new project
they become the entries of a vocabulary, with their definitions and the codes above
them, and each selection of each person one annotation that has some of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from annotator.formats.marks.derive import slug
from annotator.formats.marks.mapping import BELOW
from annotator.formats.marks.names import PARENT
from annotator.formats.marks.records import Mark, Ref
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.refi.basis import Basis, Picked
from annotator.formats.refi.people import Who
from annotator.formats.refi.shape import EXPORT
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_body
from annotator.model.entity import VocabularyEntry

TYPE: Final = "quotation"
CODES: Final = "code"
CASES: Final = "case"
COMMENT: Final = "comment"
#: The fields as they are called, which is what attributes go by.
_CODE, _CASE, _COMMENT = "Code", "Case", "Comment"
_LINK: Final = "link"
_BETWEEN: Final = "\n\n"


class Quotations:
    """Turns the selections of a source into quotations."""

    def __init__(self, basis: Basis, fixed: Mapping[str, str]) -> None:
        self._basis = basis
        self._fixed = fixed

    def marks(self, several: Iterable[Picked]) -> Iterator[tuple[Picked, Mark]]:
        """A mark for each place and person, with a selection that it is made of."""
        made: dict[str, tuple[Picked, Who, dict[str, Any]]] = {}
        for picked in several:
            for number, (who, codings) in enumerate(self._basis.by_person(picked)):
                key = stable_uid(
                    *(TYPE, picked.document, who.annotator or "", who.layer or ""),
                    *map(str, picked.pieces),
                )
                if key in made:
                    self._basis.repeated += 1
                attributes = made.setdefault(key, (picked, who, {}))[2]
                labels = (self._basis.label(each) for each in codings)
                _add(attributes, _CODE, map(self._code, labels))
                if number == 0:
                    self._beside(attributes, picked)
        for key, (picked, who, attributes) in made.items():
            selection = picked.selection
            first = next(iter(selection.codings), None)
            yield (
                picked,
                Mark(
                    label=TYPE,
                    pieces=picked.pieces,
                    id=key,
                    attributes=attributes,
                    annotator=who.annotator,
                    layer=who.layer,
                    created=selection.created or (first.created if first else None),
                    modified=selection.modified,
                ),
            )

    def _code(self, label: str) -> Ref:
        return Ref(label, code_uid(label, self._fixed))

    def _beside(self, attributes: dict[str, Any], picked: Picked) -> None:
        _add(attributes, _CASE, map(self._basis.ref, self._basis.cases(picked)))
        said = [picked.selection.description] * bool(picked.selection.description)
        said += [note.text or note.name for note in self._basis.notes(picked)]
        before = attributes.get(_COMMENT, "")
        new = [each for each in said if each and each not in before]
        if new:
            attributes[_COMMENT] = _BETWEEN.join([*([before] if before else []), *new])


def _add(attributes: dict[str, Any], name: str, refs: Iterable[Ref]) -> None:
    found = dict.fromkeys((*attributes.get(name, ()), *refs))
    if found:
        attributes[name] = tuple(found)


def link_name(label: str) -> str:
    """What a link is called; its name may be empty, or that of a part."""
    label = label or _LINK
    return f"{label}_link" if label in (TYPE, PARENT) else label


def code_uid(label: str, fixed: Mapping[str, str]) -> str:
    """The id of the entry for a code of that label; `fixed` is from `paths_of`."""
    return fixed.get(label) or stable_uid("entry", CODES, label)


def paths_of(codebook: Codebook) -> dict[str, str]:
    """The ids of the codes that a codebook fixes, by the labels of these."""
    vocabulary = codebook.vocabulary(CODES)
    values = {v.id: v for v in vocabulary.values} if vocabulary else {}
    made: dict[str, str] = {}
    for uid, value in values.items():
        names, seen = [value.label], {uid}
        while value.parent in values and value.parent not in seen:
            seen.add(value.parent or "")
            value = values[value.parent or ""]
            names.insert(0, value.label)
        made.setdefault(BELOW.join(names), uid)
    return made


def codebook_of(
    name: str,
    links: Iterable[str] = (),
    variables: Iterable[str] = (),
    codes: Iterable[VocabularyEntry] = (),
) -> CodebookVersion:
    """A codebook for quotations, called `name`.

    Args:
        name: its title.
        links: the names of links between selections.
        variables: the names of what is known of cases.
        codes: entries that the codebook itself fixes.
    """
    vocabulary: dict[str, Any] = {"id": CODES, "label": "Code", "open": True}
    vocabulary |= {"hierarchical": True, "values": [_fixed(each) for each in codes]}
    case = {"id": CASES, "label": "Case", "attributes": list(dict.fromkeys(variables))}
    body: dict[str, Any] = {
        "codebook": {"id": slug(name) or "qdpx", "version": "1.0.0", "title": name},
        "entity_type": [_filled(case)],
        "vocabulary": [_filled(vocabulary)],
        "annotation_type": [{"id": TYPE, "label": "Quotation", "overlap": True}],
        "role": [
            {"of": TYPE, "id": TYPE, "label": "Quotation", "key": "q"}
            | {"color": "#4C9BE8", "help": "The words that the codes are about."}
        ],
        "field": [*_FIELDS, *_links(links)],
        "export": {
            "values": "labels",
            "labels": {f"{TYPE}.{TYPE}": TYPE},
            EXPORT: {"type": TYPE, "codes": CODES, "comment": COMMENT},
        },
    }
    found = from_body(body)
    return CodebookVersion(
        id=found.id, version=found.version, sha256=found.sha256, body=found.body
    )


_FIELDS: Final = (
    {"of": TYPE, "id": CODES, "label": _CODE, "key": "c", "type": "vocabulary"}
    | {"vocabulary": CODES, "multiple": True, "help": "What the words are about."},
    {"of": TYPE, "id": CASES, "label": _CASE, "key": "p", "type": "entity"}
    | {"entity_type": CASES, "multiple": True, "help": "Whose words these are."},
    {"of": TYPE, "id": COMMENT, "label": _COMMENT, "type": "text"},
)


def _links(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    taken = {CODES, CASES, COMMENT, TYPE}
    for name in dict.fromkeys(names):
        wanted = slug(name) or _LINK
        made, number = wanted, 2
        while made in taken:
            made, number = f"{wanted}_{number}", number + 1
        taken.add(made)
        yield {"of": TYPE, "id": made, "label": name, "type": "link", "multiple": True}


def _fixed(entry: VocabularyEntry) -> dict[str, Any]:
    return _filled(
        {
            "id": entry.uid,
            "label": entry.label,
            "definition": entry.definition,
            "parent": entry.parent,
        }
    )


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in ("", None, [])}
