# SPDX-License-Identifier: MIT
"""Of whom, on what and how agreement is to be measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from annotator.analysis.bootstrap import SAMPLES
from annotator.analysis.gamma import SAMPLERS, USUAL
from annotator.analysis.unitizing import ANY
from annotator.model.codebook import AnnotationType
from annotator.model.errors import NotFoundError, UserError
from annotator.model.sentence import Sentence, joined
from annotator.services.session import Session

#: Whose work the adjudicated layer is, where somebody is compared with it.
ADJUDICATED: Final = "adjudicated"

#: Measures of whether the same units are marked, in the order of the tables.
UNIT_MEASURES: Final = ("f1_overlap", "f1_exact", "f1_token", "alpha_u")
#: The same with their order and values, by the best alignment; slower, therefore
#: only measured where they are asked for by name.
ALIGNMENT_MEASURES: Final = ("gamma", "disorder")
#: Measures of how alike the boundaries of matched units are.
BOUNDARY_MEASURES: Final = ("exact", "overlap")
#: Measures of how alike matched units are coded.
CODING_MEASURES: Final = (
    "percent",
    "alpha",
    "kappa",
    "fleiss",
    "ac1",
    "ac2",
    "pi",
    "s",
    "alpha_nominal",
    "alpha_ordinal",
    "alpha_interval",
    "alpha_ratio",
)
#: What is measured where nothing else is asked for.
DEFAULT_MEASURES: Final = (
    *("f1_overlap", "f1_exact", "f1_token", "alpha_u"),
    *BOUNDARY_MEASURES,
    *("percent", "alpha", "kappa", "fleiss", "ac1", "ac2"),
)
#: Names for several measures at once.
SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "f1": ("f1_overlap", "f1_exact", "f1_token"),
    "units": UNIT_MEASURES,
    "boundaries": BOUNDARY_MEASURES,
    "coding": CODING_MEASURES,
    "all": (*UNIT_MEASURES, *BOUNDARY_MEASURES, *CODING_MEASURES),
}

#: What figures may be taken apart by.
GROUPINGS: Final = ("pair", "document", "label", "round", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is measured.  The default is everything of everybody.

    Attributes:
        annotators: uids or names, ADJUDICATED for the adjudicated layer; None:
            everybody who annotated.
        type: id of an annotation type; "": the codebook's first.
        round: uid or name of a round; "": all documents.
        documents: uids of documents; None: all.
        measures: ids; those of `SEVERAL` stand for several.
        by: what the figures are taken apart by.
        level: 1 for annotations that lie in no other one, and so on; 0: all.
        where: only annotations whose field (id) has one of the values (ids).
        least: the smallest overlap (Jaccard, 0 to 1) of a match.
        complete: whether only complete layers count.
        fields: paths of fields (`stance.stance`); None: all that can be coded.
        samples: resamples for intervals; 0: no intervals.
        seed: of the resamples, and of what chance brings.
        gamma_weights: how much places and values count for gamma.
        gamma_chance: how gamma samples chance, a name of `gamma.SAMPLERS`.
    """

    annotators: Sequence[str] | None = None
    type: str = ""
    round: str = ""
    documents: Collection[str] | None = None
    measures: Sequence[str] = DEFAULT_MEASURES
    by: str = "pair"
    level: int = 0
    where: Mapping[str, Collection[str]] = field(default_factory=dict)
    least: float = ANY
    complete: bool = False
    fields: Collection[str] | None = None
    samples: int = SAMPLES
    seed: int = 0
    gamma_weights: tuple[float, float] = (USUAL.alpha, USUAL.beta)
    gamma_chance: str = "shuffled"

    def wants(self, measure: str) -> bool:
        """Whether a measure is to be taken."""
        return measure in expanded(self.measures)

    @property
    def aligns(self) -> bool:
        """Whether a measure by the best alignment is to be taken."""
        return any(self.wants(each) for each in ALIGNMENT_MEASURES)


@dataclass(frozen=True, slots=True)
class Coder:
    """One of those who are compared: a uid, or ADJUDICATED, and a name."""

    uid: str
    name: str


def expanded(measures: Sequence[str]) -> tuple[str, ...]:
    """The ids of the measures, those for several written out.

    Raises NotFoundError for what is no measure.
    """
    known = (
        *UNIT_MEASURES,
        *ALIGNMENT_MEASURES,
        *BOUNDARY_MEASURES,
        *CODING_MEASURES,
    )
    found: list[str] = []
    for name in measures:
        if name not in known and name not in SEVERAL:
            raise NotFoundError(
                "there is no measure “{name}”.",
                remedy="There are: {there}.",
                name=name,
                there=", ".join((*known, *SEVERAL)),
            )
        found += SEVERAL.get(name, (name,))
    return tuple(dict.fromkeys(found))


def check(choice: Choice) -> None:
    """Refuse what makes no sense, before anything is read."""
    expanded(choice.measures)
    if not 0 <= choice.least <= 1:
        raise UserError(
            "the smallest overlap is a share from 0 to 1, not {given}.",
            given=choice.least,
        )
    if min(choice.gamma_weights) < 0 or not sum(choice.gamma_weights):
        raise UserError(
            "what places and values count for gamma are numbers from 0, not both 0."
        )
    if choice.gamma_chance not in SAMPLERS:
        raise NotFoundError(
            "chance cannot be sampled as “{name}”.",
            remedy="There are: {there}.",
            name=choice.gamma_chance,
            there=", ".join(SAMPLERS),
        )
    if choice.by not in GROUPINGS:
        raise NotFoundError(
            "figures cannot be taken apart by “{name}”.",
            remedy="There are: {there}.",
            name=choice.by,
            there=", ".join(GROUPINGS),
        )


def kind_of(session: Session, choice: Choice) -> AnnotationType:
    """The annotation type that is looked at."""
    kinds = session.codebook.types
    found = next((k for k in kinds if k.id == (choice.type or kinds[0].id)), None)
    if found is None:
        raise NotFoundError(
            "the codebook has no annotation type “{name}”.",
            remedy="There are: {there}.",
            name=choice.type,
            there=", ".join(each.id for each in kinds),
        )
    return found


def coders_of(session: Session, choice: Choice) -> tuple[Coder, ...]:
    """Those who are compared, in the project's order; everybody by default."""
    people = session.annotators()
    if choice.annotators is None:
        return tuple(Coder(each.uid, each.name) for each in people)
    wanted: set[str] = set()
    for name in choice.annotators:
        found = [p.uid for p in people if name in (p.uid, p.name)]
        if name == ADJUDICATED:
            found.append(ADJUDICATED)
        if not found:
            raise NotFoundError(
                "there is no annotator “{name}” in the project.",
                remedy="There are: {there}.",
                name=name,
                there=joined(", ", [p.name for p in people]) or Sentence("nobody"),
            )
        wanted.update(found)
    coders = [Coder(each.uid, each.name) for each in people if each.uid in wanted]
    if ADJUDICATED in wanted:
        coders.append(Coder(ADJUDICATED, str(Sentence("Adjudicated"))))
    return tuple(coders)


def wanted_values(kind: AnnotationType, choice: Choice) -> dict[str, Collection[str]]:
    """The conditions of `where`; NotFoundError for fields that are not there."""
    for name in choice.where:
        if kind.field(name) is None:
            raise NotFoundError(
                "annotations of the type “{type}” have no field “{name}”.",
                remedy="There are: {there}.",
                type=kind.id,
                name=name,
                there=", ".join(each.id for each in kind.fields),
            )
    return dict(choice.where)
