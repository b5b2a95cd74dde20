# SPDX-License-Identifier: MIT
"""What a step of the history says: templates, and the filling of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from annotator.model.sentence import Sentence
from annotator.store.history import StepInfo

#: What each title key says; {names} are filled from the step's arguments.  A key
#: with a tail is used where the arguments call for it; see `template_key`.
TEMPLATES: Final[Mapping[str, str]] = {
    "annotation.add": "Added an annotation",
    "annotation.offered": "Began {count} drafts",
    "annotation.offered.one": "Began a draft",
    "annotation.update": "Changed an annotation",
    "annotation.delete": "Deleted an annotation",
    "annotation.mark": "Marked the {role}",
    "annotation.unmark": "Unmarked the {role}",
    "annotation.cut": "Split the {role}",
    "annotation.move": "Moved an edge of the {role}",
    "annotation.field": "Set {field} to {value}",
    "annotation.unset": "Cleared {field}",
    "annotation.row.add": "Added a row of {row}",
    "annotation.row.remove": "Removed a row of {row}",
    "annotation.source": "Took over the source of the annotation before",
    "annotation.speaker": "Named a speaker",
    "annotation.issue": "Named an issue",
    "annotation.none": "Said that there is no {row}",
    "annotation.parent": "Nested an annotation elsewhere",
    "annotation.complete": "Marked an annotation complete",
    "annotation.draft": "Marked an annotation a draft",
    "layer.status": "Set the status to {status}",
    "layer.status.new": "Set the status to new",
    "layer.status.in_progress": "Set the status to in progress",
    "layer.status.complete": "Set the status to complete",
    "layer.status.skipped": "Set the status to skipped",
    "layer.note": "Changed the note on the document",
    "layer.speaker": "Changed what holds of a speaker in the document",
    "layer.speaker.named": "Changed what holds of {speaker} in the document",
    "entity.add": "Added {name}",
    "entity.update": "Changed {name}",
    "entity.alias": "Learned “{alias}” as a name of {name}",
    "entity.unify": "United {name} with {into}",
    "vocabulary.add": "Added “{name}”",
    "vocabulary.update": "Changed “{name}”",
    "vocabulary.unify": "United “{name}” with “{into}”",
    "document.update": "Changed the details of “{title}”",
    "document.remove": "Removed {count} documents",
    "document.remove.one": "Removed a document",
    "annotator.update": "Changed annotator {name}",
    "hidden": "Worked on a document that is hidden from you yet",
    "audit.bring_back": "Brought a former state back",
    "annotator.retire": "{name} gets no more work",
    "annotator.return": "{name} gets work again",
    "round.add": "Made the round “{name}”",
    "round.update": "Changed the round “{name}”",
    "round.remove": "Removed the round “{name}”",
    "round.open": "Opened the round “{name}”: others’ layers may be seen",
    "round.close": "Closed the round “{name}”",
    "round.gold": "Changed the gold documents of “{name}”",
    "round.assign": "Assigned {count} documents in “{name}”",
    "round.assign.one": "Assigned a document in “{name}”",
    "round.give": "Gave {count} documents to {person}",
    "round.give.one": "Gave a document to {person}",
    "round.hand_over": "Gave {count} documents of {name} to others",
    "round.hand_over.one": "Gave a document of {name} to another",
    "round.give_all": "Made {count} assignments",
    "round.take_all": "Took {count} assignments back",
    "round.take": "Took {count} documents from {person}",
    "round.take.one": "Took a document from {person}",
    "codebook.replace": "Changed the codebook to {version}",
    "project.title": "Named the project “{title}”",
    "import": "Imported {count} documents",
    "import.one": "Imported 1 document",
    "merge": "Merged {name}",
    "merge.resolve": "Chose between two states of “{key}”",
    "review.take": "Took one answer on {label}",
    "review.take_all": "Took one annotation as it stands: {label}",
    "review.union": "Took all words that anyone marked: {label}",
    "review.intersection": "Took the words that all marked: {label}",
    "review.reject": "Rejected {label}",
    "review.ambiguous": "Called {label} truly ambiguous",
    "review.agreed": "Accepted {label}, on which all agree",
    "review.accepted": "Accepted {label}",
    "review.accept_all": "Accepted {count} annotations on which all agree",
    "review.begin": "Began to edit an adjudicated annotation",
    "review.new": "Wrote an adjudicated annotation",
    "review.edited": "Decided {label} by hand",
    "review.note": "Changed the reason for {label}",
    "review.withdraw": "Took back what was decided on {label}",
    "review.reasons": "Changed the list of reasons",
    "comment.add": "Commented",
    "comment.edit": "Changed a comment",
    "comment.remove": "Deleted a comment",
    "comment.resolve": "Resolved a thread",
    "comment.reopen": "Took up a thread again",
}

#: How the place of a step is said, by what is known of it.
PLACES: Final[Mapping[tuple[bool, bool], str]] = {
    (True, True): "{label} “{quote}”, {document}",
    (True, False): "{label}, {document}",
    (False, True): "“{quote}”, {document}",
    (False, False): "{document}",
}

#: Steps that are told otherwise where they concern one thing.
_COUNTED: Final = (
    "annotation.offered",
    "document.remove",
    "import",
    "round.assign",
    "round.give",
    "round.take",
    "round.hand_over",
)

_PLACE: Final = re.compile(r"\{(\w+)\}")


def template_key(step: StepInfo) -> str:
    """The key in `TEMPLATES` that fits the step and its arguments."""
    one = "one" if step.args.get("count") == 1 else None
    tails = {
        "layer.status": step.args.get("status"),
        "layer.speaker": "named" if "speaker" in step.args else None,
        **dict.fromkeys(_COUNTED, one),
    }
    key = f"{step.title}.{tails.get(step.title)}"
    return key if key in TEMPLATES else step.title


def describe(step: StepInfo, templates: Mapping[str, str] = TEMPLATES) -> Sentence:
    """A sentence for the step; `templates` may be translated ones.

    An argument that is missing is shown as an ellipsis.
    """
    key = template_key(step)
    template = templates.get(key, key)
    return _filled(template, step.args)


def place_template(step: StepInfo) -> str:
    """How the step's place is said; "" where it has none.

    A step has one after `step_names` found it.
    """
    known = step.args.get("place")
    if not isinstance(known, Mapping) or not known.get("document"):
        return ""
    return PLACES[bool(known.get("label")), bool(known.get("quote"))]


def place(step: StepInfo, template: str | None = None) -> Sentence:
    """Which annotation and document a step concerned; "" where it is neither.

    `template` may be a translation of `place_template`.
    """
    words = place_template(step) if template is None else template
    return _filled(words, step.args.get("place") or {}) if words else Sentence("")


def _filled(template: str, args: Mapping[str, object]) -> Sentence:
    names = _PLACE.findall(template)
    return Sentence(template, **{name: args.get(name, "…") for name in names})
