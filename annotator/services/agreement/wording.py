# SPDX-License-Identifier: MIT
"""Names of fields, values, issues, measures and units, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from annotator.model.codebook import AnnotationType, Field
from annotator.model.sentence import Sentence
from annotator.services.agreement.references import (
    is_reference,
    parent_field,
    parent_path,
)
from annotator.services.session import Session

NOTHING: Final = Sentence("none")
NOT_SAID: Final = Sentence("not said")
ANNOTATION: Final = Sentence("an annotation")
#: What annotations that point to others, or to none, are said to do.
POINTED: Final[Mapping[object, Sentence]] = {
    "none": NOTHING,
    "same": Sentence("the same"),
    "other": Sentence("another one"),
}

#: Measures as they are shown, by id.
MEASURES: Final[Mapping[str, Sentence]] = {
    "f1_overlap": Sentence("F1, any overlap"),
    "precision_overlap": Sentence("Precision, any overlap"),
    "recall_overlap": Sentence("Recall, any overlap"),
    "f1_exact": Sentence("F1, exact"),
    "precision_exact": Sentence("Precision, exact"),
    "recall_exact": Sentence("Recall, exact"),
    "f1_token": Sentence("F1, tokens"),
    "precision_token": Sentence("Precision, tokens"),
    "recall_token": Sentence("Recall, tokens"),
    "alpha_u": Sentence("Krippendorff’s αᵤ"),
    "gamma": Sentence("γ"),
    "disorder": Sentence("Disorder"),
    "exact": Sentence("Same boundaries"),
    "overlap": Sentence("Mean overlap"),
    "percent": Sentence("Agreement"),
    "alpha": Sentence("Krippendorff’s α"),
    "alpha_nominal": Sentence("Krippendorff’s α, nominal"),
    "alpha_ordinal": Sentence("Krippendorff’s α, ordinal"),
    "alpha_interval": Sentence("Krippendorff’s α, interval"),
    "alpha_ratio": Sentence("Krippendorff’s α, ratio"),
    "kappa": Sentence("Cohen’s κ"),
    "fleiss": Sentence("Fleiss’ κ"),
    "pi": Sentence("Scott’s π"),
    "s": Sentence("Bennett’s S"),
    "ac1": Sentence("Gwet’s AC1"),
    "ac2": Sentence("Gwet’s AC2"),
}

#: Of what kind values are taken to be.
METRICS: Final[Mapping[str, Sentence]] = {
    "nominal": Sentence("nominal"),
    "ordinal": Sentence("ordinal"),
    "interval": Sentence("interval"),
    "ratio": Sentence("ratio"),
}

#: What is counted, by the unit of a line.
UNITS: Final[Mapping[str, Sentence]] = {
    "annotation": Sentence("annotations"),
    "token": Sentence("tokens"),
    "character": Sentence("stretches"),
    "document": Sentence("documents"),
    "pair": Sentence("matched"),
    "row": Sentence("matched rows"),
}

#: Where a measure comes from, for a method section.
SOURCES: Final[Mapping[str, Sentence]] = {
    "f1": Sentence(
        "F1: harmonic mean of precision and recall, micro-averaged over documents;"
        " no correction for chance, because texts have no countable places that"
        " nobody marked (Hripcsak & Rothschild 2005). Any overlap: annotations"
        " matched one to one by the greatest sum of overlaps (Jaccard) of their main"
        " spans. Exact: both cover the very same characters. Tokens: tokens that both"
        " marked."
    ),
    "alpha_u": Sentence(
        "αᵤ: Krippendorff’s alpha for unitizing (Krippendorff 2004), by characters,"
        " documents one after another."
    ),
    "gamma": Sentence(
        "γ: Mathet, Widlöcher & Métivier (2015), 1 minus the disorder of the best"
        " alignment as a share of that which chance brings, mean over documents."
        " Alignments are exact; chance is sampled until the relative error of its"
        " disorder is 2 % for all documents together."
    ),
    "disorder": Sentence(
        "Disorder: mean over documents of that of the best alignment, 0 where"
        " everything is the same (Mathet, Widlöcher & Métivier 2015)."
    ),
    "exact": Sentence(
        "Same boundaries: share of matched annotations in which both cover the very"
        " same characters by this role, of those in which either has the role."
    ),
    "overlap": Sentence(
        "Mean overlap: mean of what both cover as a share of what either covers"
        " (Jaccard), of matched annotations in which either has the role."
    ),
    "reference": Sentence(
        "What annotations are nested in, and links: values are the matched annotations"
        " that they point to, or none."
    ),
    "percent": Sentence("Agreement: mean share of agreeing pairs of annotators."),
    "alpha": Sentence("α: Krippendorff (2011), with missing values."),
    "kappa": Sentence("Cohen’s κ: Cohen (1960)."),
    "fleiss": Sentence("Fleiss’ κ: Fleiss (1971), units that everybody coded."),
    "pi": Sentence("Scott’s π: Scott (1955)."),
    "s": Sentence("S: Bennett, Alpert & Goldstein (1954)."),
    "ac1": Sentence("AC1: Gwet (2014), over the values that were possible."),
    "ac2": Sentence(
        "AC2: Gwet (2014), with linear weights for ordinal and quadratic ones for"
        " interval fields."
    ),
}


def measure_name(measure: str) -> Sentence:
    """A measure as it is shown."""
    return MEASURES[measure]


def source_of(measure: str) -> Sentence:
    """Where a measure comes from."""
    if measure.startswith(("f1", "precision", "recall")):
        return SOURCES["f1"]
    if measure.startswith("alpha_") and measure != "alpha_u":
        return SOURCES["alpha"]
    return SOURCES[measure]


class Names:
    """Labels of the codebook, of entities and of vocabulary entries."""

    def __init__(self, session: Session, kind: AnnotationType) -> None:
        project = session.project
        self._kind = kind
        self._known: dict[object, str] = {
            value.id: value.label
            for vocabulary in session.codebook.vocabularies
            for value in vocabulary.values
        }
        self._known |= {each.uid: each.label for each in project.vocabularies.all()}
        self._known |= {each.uid: each.name for each in project.entities.all()}

    def field(self, path: str) -> Field | None:
        """The field of a path."""
        row, _, name = path.rpartition(".")
        part = self._kind.row(row) if row else self._kind
        return part.field(name) if part else None

    def points(self, path: str) -> bool:
        """Whether the values of a path are other annotations."""
        field = self.field(path)
        return path == parent_path(self._kind) or bool(field and is_reference(field))

    def subject_label(self, subject: str) -> str:
        """The label of a type, a role or a field."""
        if subject == self._kind.id:
            return self._kind.label
        role = self._kind.role(subject)
        if role is not None:
            return role.label
        if subject == parent_path(self._kind):
            return parent_field(self._kind).label
        found = self.field(subject)
        if found is None:
            return subject
        row = self._kind.row(subject.partition(".")[0]) if "." in subject else None
        # A row's field of the same name as the row is what the row is for.
        if row is None or row.label == found.label:
            return found.label
        return f"{row.label}: {found.label}"

    def value(self, path: str, value: object) -> str:
        """The label of a field's value."""
        if isinstance(value, frozenset):
            labels = sorted(self.value(path, each) for each in value)
            return ", ".join(labels) or NOTHING
        if isinstance(value, bool):
            return Sentence("yes") if value else Sentence("no")
        if self.points(path) and not isinstance(value, bool):
            return POINTED.get(value, ANNOTATION)
        field = self.field(path)
        known = field.value(str(value)) if field else None
        if known is not None:
            return known.label
        return self._known.get(value, str(value))

    def subject(self, path: str, subject: object) -> str:
        """What rows are about, by the path of a field of theirs."""
        return NOT_SAID if subject is None else self.value("", subject)
