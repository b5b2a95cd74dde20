# SPDX-License-Identifier: MIT
"""Figures of projects: published values, and what is counted on small examples."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from annotator.formats.tokens import Tokens
from annotator.model.progress import run
from annotator.services.agreement.calculate import calculate
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.result import Line, Result
from annotator.services.session import Session
from tests.analysis import oracles
from tests.services.agreement import projects
from tests.services.agreement.projects import TEXT, speech


def measured(session: Session, **choice: object) -> Result:
    with session:
        return run(calculate(session, Choice(samples=0, **choice)))  # type: ignore[arg-type]


def one(result: Result, measure: str, **given: object) -> Line:
    """The only line of a measure that is as given."""
    found = [
        line
        for line in result.lines
        if line.measure == measure
        and all(getattr(line, key) == value for key, value in given.items())
    ]
    assert len(found) == 1, [
        (x.measure, x.subject, x.coders, x.key) for x in result.lines
    ]
    return found[0]


def value(result: Result, measure: str, **given: object) -> float | None:
    return one(result, measure, **given).figure.value


# -- published values, of projects made from them

SCALE = 'type = "integer"\n'


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (oracles.THREE_BY_FIFTEEN, (0.691358, 0.806721, 0.810845, 0.808944)),
        (oracles.FOUR_BY_TWELVE, (0.743421, 0.815388, 0.849107, 0.797403)),
    ],
)
def test_alphas(tmp_path: Path, units: list[object], expected: tuple[float]) -> None:
    session = projects.of_ratings(tmp_path, units)  # type: ignore[arg-type]
    result = measured(
        session,
        measures=("alpha_nominal", "alpha_ordinal", "alpha_interval", "alpha_ratio"),
    )
    everyone = tuple(range(len(units[0])))  # type: ignore[arg-type]
    found = [
        value(result, f"alpha_{metric}", coders=everyone)
        for metric in ("nominal", "ordinal", "interval", "ratio")
    ]
    assert found == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("units", "measure", "expected", "digits"),
    [
        (oracles.COHEN_1, "kappa", -0.0923, 5e-5),
        (oracles.COHEN_2, "kappa", 0.4915, 5e-5),
        (oracles.COHEN_1, "percent", 0.29, 5e-7),
        (oracles.FLEISS, "fleiss", 0.4302, 5e-5),
        (oracles.FLEISS, "percent", 0.5556, 5e-5),
        (oracles.ARTSTEIN, "pi", 0.341, 5e-4),
        (oracles.ARTSTEIN, "kappa", 0.348, 5e-4),
        (oracles.ARTSTEIN, "s", 0.4, 5e-7),
        (oracles.HAYES, "alpha_ordinal", 0.7598, 5e-5),
        (oracles.SKEWED, "ac1", 0.808, 5e-6),
        (oracles.LIKERT, "ac1", 0.57997, 5e-6),
        (oracles.LIKERT, "ac2", 0.87005, 5e-6),
    ],
)
def test_coding(
    tmp_path: Path,
    units: list[tuple[int]],
    measure: str,
    expected: float,
    digits: float,
) -> None:
    result = measured(projects.of_ratings(tmp_path, units), measures=(measure,))
    found = value(result, measure, coders=tuple(range(len(units[0]))))
    assert found == pytest.approx(expected, abs=digits)


def test_krippendorff_2004(tmp_path: Path) -> None:
    session = projects.of_stretches(
        tmp_path, oracles.CONTINUUM_LENGTH, oracles.CONTINUUM
    )
    result = measured(session, measures=("alpha_u",))
    assert value(result, "alpha_u", subject="c") == pytest.approx(0.7286, abs=5e-5)
    assert value(result, "alpha_u", subject="k") == pytest.approx(1)
    assert value(result, "alpha_u", subject="mark") == pytest.approx(0.8587, abs=5e-5)


def test_a_short_text(tmp_path: Path) -> None:
    session = projects.of_stretches(
        tmp_path, oracles.SHORT_LENGTH, {"a": oracles.SHORT}
    )
    result = measured(session, measures=("alpha_u",))
    assert value(result, "alpha_u") == pytest.approx(-0.7003, abs=5e-5)


def test_krippendorff_1995(tmp_path: Path) -> None:
    stretch = 4_000
    labels = {
        label: [[(b * stretch, s * stretch) for b, s in units] for units in coders]
        for label, coders in oracles.FOUR_PAIRS.items()
    }
    session = projects.of_stretches(
        tmp_path, oracles.FOUR_PAIRS_LENGTH * stretch, labels
    )
    result = measured(session, measures=("alpha_u",))
    for label, expected in oracles.FOUR_PAIRS_ALPHAS.items():
        found = value(result, "alpha_u", subject=label)
        assert found == pytest.approx(expected, abs=0.02)


def test_a_lone_unit_is_0_and_none_is_undefined(tmp_path: Path) -> None:
    session = projects.of_stretches(tmp_path, 20, {"a": [[(0, 1)], []]})
    result = measured(session, measures=("alpha_u",))
    assert value(result, "alpha_u") == pytest.approx(0)
    (tmp_path / "e").mkdir()
    empty = projects.of_stretches(tmp_path / "e", 20, {"a": [[], []]})
    line = one(measured(empty, measures=("alpha_u",)), "alpha_u")
    assert line.figure.value is None
    assert "Nobody marked" in line.figure.why


def test_the_same_value_everywhere_is_undefined_and_told(tmp_path: Path) -> None:
    result = measured(projects.of_ratings(tmp_path, [(1, 1), (1, 1)]))
    line = one(result, "alpha")
    assert line.figure.value is None
    assert "single value" in line.figure.why
    assert value(result, "percent") == 1


# -- what is counted

#: Ada and Ben over two articles: two match, one of each is alone.
WORK = [
    speech("a1", 0, 16, 39, speaker="quist", kind="direct", sure=1, cue=(11, 15)),
    speech("a2", 0, 60, 74, speaker="tarn", kind="indirect", sure=2),
    speech("a3", 0, 80, 90, kind="direct"),
    speech("b1", 1, 16, 39, speaker="quist", kind="direct", sure=2, cue=(11, 20)),
    speech("b2", 1, 58, 70, speaker="tarn2", kind="direct", sure=2),
    speech("b3", 1, 120, 130, kind="direct"),
    speech("e1", 0, 5, 20, document="d2", speaker="quist", kind="direct"),
    speech("f1", 1, 5, 20, document="d2", speaker="tarn", kind="direct"),
]


def test_units_are_found_by_overlap_and_exactly(tmp_path: Path) -> None:
    result = measured(projects.of_speech(tmp_path, WORK))
    assert value(result, "f1_overlap") == pytest.approx(2 * 3 / 8)
    assert value(result, "precision_overlap") == pytest.approx(3 / 4)
    assert value(result, "f1_exact") == pytest.approx(2 * 2 / 8)
    assert one(result, "f1_exact").unit == "annotation"
    tokens = value(result, "f1_token")
    assert tokens is not None
    assert 0.5 < tokens < 1


@pytest.mark.parametrize("seed", range(4))
def test_tokens_are_counted_as_another_library_does(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    documents = [f"d{n}" for n in range(3)]
    work = []
    for name in documents:
        # The last one's second person marked nothing.
        for who in range(1 if name == "d2" else 2):
            for n in range(5):
                start = source.randrange(len(TEXT) - 30)
                end = start + source.randrange(1, 30)
                work.append(speech(f"{who}-{n}", who, start, end, document=name))
    result = measured(projects.of_speech(tmp_path, work), measures=("f1_token",))
    ranges = Tokens(TEXT).ranges
    first, second = (
        [
            any(
                each.spans[0].start < end and start < each.spans[0].end
                for each in work
                if each.document == name and each.annotator == f"c{who:02d}"
            )
            for name in documents
            for start, end in ranges
        ]
        for who in range(2)
    )
    for name, theirs in (
        ("f1", f1_score(first, second)),
        ("precision", precision_score(first, second)),
        ("recall", recall_score(first, second)),
    ):
        assert value(result, f"{name}_token") == pytest.approx(theirs)


def test_the_smallest_overlap_can_be_set(tmp_path: Path) -> None:
    result = measured(projects.of_speech(tmp_path, WORK), least=0.9)
    assert value(result, "f1_overlap") == pytest.approx(2 * 2 / 8)


def test_fields_are_compared_on_matched_units(tmp_path: Path) -> None:
    result = measured(projects.of_speech(tmp_path, WORK))
    speaker = one(result, "percent", subject="speaker")
    # The entity that was unified with another one is that one.
    assert speaker.figure.value == pytest.approx(2 / 3)
    assert speaker.figure.used == 3
    kind = one(result, "percent", subject="kind").figure
    assert (kind.value, kind.used) == (pytest.approx(2 / 3), 3)
    assert (kind.common, kind.prevalence) == ("direct", pytest.approx(5 / 6))
    sure = one(result, "alpha", subject="sure")
    assert (sure.figure.used, sure.figure.dropped) == (2, 1)
    assert sure.metric == "ordinal"
    assert "fewer than two" in sure.figure.why
    assert not [x for x in result.lines if x.subject == "notes"]


def test_boundaries_of_matched_units(tmp_path: Path) -> None:
    result = measured(projects.of_speech(tmp_path, WORK))
    content = one(result, "exact", subject="content").figure
    assert (content.value, content.used) == (pytest.approx(2 / 3), 3)
    cue = one(result, "overlap", subject="cue").figure
    assert (cue.value, cue.used, cue.dropped) == (pytest.approx(4 / 9), 1, 2)


def test_rows_are_compared_by_what_they_are_about(tmp_path: Path) -> None:
    work = [
        speech("a1", 0, 0, 9, stances=[("pier", "favor"), ("toll", "favor")]),
        speech("a2", 0, 20, 29, stances=[("toll", "against")]),
        speech("a3", 0, 40, 49, stances=()),
        speech("a4", 0, 60, 69),
        speech("b1", 1, 0, 9, stances=[("toll", "against"), ("pier", "favor")]),
        speech("b2", 1, 20, 29, stances=[("pier", "against")]),
        speech("b3", 1, 40, 49, stances=()),
        speech("b4", 1, 60, 69, stances=()),
    ]
    result = measured(projects.of_speech(tmp_path, work))
    about = one(result, "percent", subject="stance.issue").figure
    # {pier, toll} twice, {toll} and {pier}, nothing twice; the last was not said.
    assert (about.value, about.used, about.dropped) == (pytest.approx(2 / 3), 3, 1)
    whole = one(result, "percent", subject="stance.stance", key="").figure
    assert (whole.value, whole.used, whole.dropped) == (pytest.approx(1 / 2), 2, 2)
    pier = one(result, "percent", subject="stance.stance", key="pier")
    assert (pier.figure.value, pier.figure.used, pier.label) == (1, 1, "The pier")
    assert value(result, "percent", subject="stance.stance", key="toll") == 0


def test_three_people_pair_by_pair_and_together(tmp_path: Path) -> None:
    work = [
        *[speech(f"x{n}", n, 10, 30, kind=k) for n, k in enumerate("ddi")],
        speech("y0", 0, 50, 60, kind="d"),
        speech("y2", 2, 52, 60, kind="d"),
    ]
    result = measured(projects.of_speech(tmp_path, work, coders=3))
    assert value(result, "f1_overlap", coders=(0, 1)) == pytest.approx(2 / 3)
    assert value(result, "f1_overlap", coders=(0, 2)) == 1
    # Together: the sums of all pairs.
    assert value(result, "f1_overlap", coders=(0, 1, 2)) == pytest.approx(8 / 10)
    kind = one(result, "percent", subject="kind", coders=(0, 1, 2)).figure
    assert (kind.value, kind.used) == (pytest.approx((1 / 3 + 1) / 2), 2)
    assert one(result, "fleiss", subject="kind", coders=(0, 1, 2)).figure.used == 1


def test_only_work_in_common_counts(tmp_path: Path) -> None:
    work = [
        *WORK,
        # Nobody else worked on it.
        speech("g1", 0, 5, 20, document="d3"),
        # Ben looked, completed it and found nothing.
        speech("h1", 0, 5, 20, document="d4"),
        # A deleted one, and one in the adjudicated layer.
        speech("b9", 1, 80, 90, deleted=True),
        speech("z1", 1, 80, 90, layer="adjudicated"),
    ]
    statuses = {("d3", 1): "skipped"}
    result = measured(projects.of_speech(tmp_path, work, statuses=statuses))
    found = one(result, "recall_overlap").figure
    assert (found.value, found.used) == (pytest.approx(3 / 5), 5)
    assert result.basis.documents == 3


def test_unfinished_layers_count_where_they_were_begun(tmp_path: Path) -> None:
    statuses = {("d1", 0): "in_progress", ("d5", 0): "in_progress"}
    session = projects.of_speech(tmp_path, WORK, statuses=statuses)
    result = measured(session)
    assert (result.basis.documents, result.basis.unfinished) == (2, 1)
    with Session.open(session.path) as again:
        strict = run(calculate(again, Choice(samples=0, complete=True)))
    assert strict.basis.documents == 1


def test_levels_and_conditions(tmp_path: Path) -> None:
    work = [
        *WORK,
        speech("a1x", 0, 18, 25, parent="a1", kind="direct"),
        speech("b1x", 1, 18, 25, parent="b1", kind="indirect"),
    ]
    session = projects.of_speech(tmp_path, work)
    with session:
        top = run(calculate(session, Choice(samples=0, level=1)))
        below = run(calculate(session, Choice(samples=0, level=2)))
        direct = run(calculate(session, Choice(samples=0, where={"kind": ("direct",)})))
    assert one(top, "f1_overlap").figure.used == 8
    assert value(below, "f1_overlap") == 1
    assert one(direct, "recall_overlap").figure.used == 4


def test_taken_apart_by_document_month_and_value(tmp_path: Path) -> None:
    session = projects.of_speech(
        tmp_path,
        [
            *WORK[:6],
            *(
                speech(
                    u, n, 5, 20, document="d2", kind="direct", created=1_720_000_000_000
                )
                for u, n in (("e", 0), ("f", 1))
            ),
        ],
    )
    with session:
        by = {
            name: run(calculate(session, Choice(samples=0, by=name)))
            for name in ("document", "month", "label", "round")
        }
    assert value(by["document"], "f1_overlap", group="d2") == 1
    assert one(by["document"], "f1_overlap", group="d1").label == "Article d1"
    assert value(by["month"], "f1_overlap", group="2024-07") == 1
    assert value(by["month"], "percent", group="2023-11", subject="kind") == 0.5
    label = one(by["label"], "percent", subject="kind", key="indirect")
    assert (label.figure.value, label.label) == (pytest.approx(2 / 3), "Indirect")
    assert not by["round"].lines


def test_nobody_together_is_told(tmp_path: Path) -> None:
    session = projects.of_speech(tmp_path, [WORK[0]], statuses={("d1", 1): "new"})
    result = measured(session)
    assert result.lines == ()
    assert "No document" in result.notes[0]


def test_the_adjudicated_layer_can_be_one_of_them(tmp_path: Path) -> None:
    work = [*WORK[:3], speech("z1", 1, 16, 39, layer="adjudicated", kind="direct")]
    session = projects.of_speech(tmp_path, work)
    result = measured(session, annotators=("Ada", "adjudicated"))
    assert value(result, "recall_overlap") == pytest.approx(1 / 3)
    assert result.basis.coders[1].uid == "adjudicated"


def test_intervals_are_told(tmp_path: Path) -> None:
    units = oracles.COHEN_2
    session = projects.of_ratings(tmp_path, units)
    with session:
        result = run(calculate(session, Choice(samples=200, seed=5)))
        again = run(calculate(session, Choice(samples=200, seed=5)))
    figure = one(result, "kappa").figure
    assert figure.interval is not None
    assert figure.interval[0] < 0.4915 < figure.interval[1]
    assert result.lines == again.lines
    assert one(result, "f1_overlap").figure.interval == pytest.approx((1, 1))


def test_of_several_people_nobody_is_the_reference(tmp_path: Path) -> None:
    work = [speech(f"x{n}", n, 10, 30) for n in range(3)]
    result = measured(projects.of_speech(tmp_path, work, coders=3))
    found = {x.measure for x in result.lines if len(x.coders) == 3}
    assert "f1_overlap" in found
    assert not {"precision_overlap", "recall_exact"} & found


def test_every_two_in_every_round(tmp_path: Path) -> None:
    work = [
        speech(f"{uid}{who}", who, 10, 30, document=uid)
        for uid in ("d1", "d2")
        for who in range(3)
        if (uid, who) != ("d2", 2)
    ]
    items = projects.rounds(pilot=("d1",), main=("d2",))
    session = projects.of_speech(tmp_path, work, coders=3, items=items)
    result = measured(session, by="round", measures=("f1_overlap",))
    assert value(result, "f1_overlap", coders=(0, 1), group="main") == 1
    assert value(result, "f1_overlap", coders=(0, 2), group="main") == 0
    assert value(result, "f1_overlap", coders=(0, 1, 2), group="pilot") == 1
    assert value(result, "f1_overlap", coders=(0, 1, 2), group="main") == 0.5
    assert one(result, "f1_overlap", coders=(0, 1), group="main").label == "Main"
