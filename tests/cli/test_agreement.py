# SPDX-License-Identifier: MIT
"""`annotator agreement`: published values come out of projects, in every form."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from annotator.model.errors import InputError
from tests.analysis import oracles
from tests.services.agreement import projects
from tests.services.agreement.projects import speech
from tests.services.agreement.test_calculate import WORK

Capture = pytest.CaptureFixture[str]


def figures(folder: Path, capsys: Capture, *options: str) -> list[dict[str, Any]]:
    path = str(folder / "p.annotator")
    assert main(["agreement", path, "--json", "--samples", "0", *options]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["figures"]
    return found


def value(found: list[dict[str, Any]], measure: str, **given: object) -> float:
    """The value of a measure of most annotators."""
    answer: float = line(found, measure, **given)["value"]
    return answer


def line(found: list[dict[str, Any]], measure: str, **given: object) -> dict[str, Any]:
    """The figure of a measure of most annotators."""
    fitting = [
        each
        for each in found
        if each["measure"] == measure
        and all(each[key] == wanted for key, wanted in given.items())
    ]
    most = max(len(each["annotators"]) for each in fitting)
    (only,) = (each for each in fitting if len(each["annotators"]) == most)
    return only


@pytest.mark.parametrize(
    ("units", "measure", "expected", "digits"),
    [
        (oracles.THREE_BY_FIFTEEN, "alpha_nominal", 0.691358, 5e-7),
        (oracles.THREE_BY_FIFTEEN, "alpha_ordinal", 0.806721, 5e-7),
        (oracles.THREE_BY_FIFTEEN, "alpha_interval", 0.810845, 5e-7),
        (oracles.THREE_BY_FIFTEEN, "alpha_ratio", 0.808944, 5e-7),
        (oracles.FOUR_BY_TWELVE, "alpha_nominal", 0.743421, 5e-7),
        (oracles.FOUR_BY_TWELVE, "alpha_ordinal", 0.815388, 5e-7),
        (oracles.FOUR_BY_TWELVE, "alpha_interval", 0.849107, 5e-7),
        (oracles.FOUR_BY_TWELVE, "alpha_ratio", 0.797403, 5e-7),
        (oracles.COHEN_1, "kappa", -0.0923, 5e-5),
        (oracles.COHEN_2, "kappa", 0.4915, 5e-5),
        (oracles.FLEISS, "fleiss", 0.4302, 5e-5),
        (oracles.ARTSTEIN, "pi", 0.341, 5e-4),
        (oracles.ARTSTEIN, "kappa", 0.348, 5e-4),
        (oracles.ARTSTEIN, "s", 0.4, 5e-7),
        (oracles.HAYES, "alpha_ordinal", 0.7598, 5e-5),
    ],
)
def test_published_values_of_coding(
    tmp_path: Path,
    capsys: Capture,
    units: list[oracles.Unit],
    measure: str,
    expected: float,
    digits: float,
) -> None:
    projects.of_ratings(tmp_path, units).close()
    found = figures(tmp_path, capsys, "--measure", measure)
    assert value(found, measure) == pytest.approx(expected, abs=digits)


def test_published_shares_of_agreement_and_of_chance(
    tmp_path: Path, capsys: Capture
) -> None:
    for name, units in (("cohen", oracles.COHEN_1), ("fleiss", oracles.FLEISS)):
        (tmp_path / name).mkdir()
        projects.of_ratings(tmp_path / name, units).close()
    kappa = line(figures(tmp_path / "cohen", capsys, "--measure", "kappa"), "kappa")
    assert kappa["observed"] == pytest.approx(0.29, abs=5e-3)
    found = figures(tmp_path / "fleiss", capsys, "--measure", "fleiss")
    fleiss = line(found, "fleiss")
    assert fleiss["observed"] == pytest.approx(0.5556, abs=5e-5)
    assert fleiss["expected"] == pytest.approx(0.2199, abs=5e-5)
    assert fleiss["used"] == 30


def test_published_values_of_unitizing(tmp_path: Path, capsys: Capture) -> None:
    projects.of_stretches(tmp_path, oracles.CONTINUUM_LENGTH, oracles.CONTINUUM).close()
    found = figures(tmp_path, capsys, "--measure", "alpha_u")
    assert value(found, "alpha_u", subject="c") == pytest.approx(0.7286, abs=5e-5)
    of_c = line(found, "alpha_u", subject="c")
    assert of_c["observed"] == pytest.approx(0.01444, abs=5e-6)
    assert of_c["expected"] == pytest.approx(0.05322, abs=5e-6)
    assert value(found, "alpha_u", subject="k") == pytest.approx(1)
    pooled = value(found, "alpha_u", subject="mark")
    assert pooled == pytest.approx(0.8587, abs=5e-5)


def test_a_short_text_and_a_lone_unit(tmp_path: Path, capsys: Capture) -> None:
    projects.of_stretches(tmp_path, 10, {"a": oracles.SHORT}).close()
    found = figures(tmp_path, capsys, "--measure", "alpha_u")
    assert value(found, "alpha_u") == pytest.approx(-0.7003, abs=5e-5)
    lone = tmp_path / "lone"
    lone.mkdir()
    projects.of_stretches(lone, 20, {"a": [[(0, 1)], []]}).close()
    assert value(figures(lone, capsys), "alpha_u") == pytest.approx(0)


@pytest.mark.parametrize(
    ("units", "expected", "said"),
    [
        ([[], []], None, "Nobody marked anything"),
        ([[(4, 1)], []], 0, ""),
        ([[(0, 20)], [(0, 20)]], 1, ""),
    ],
    ids=["two empty", "a lone unit", "all of it"],
)
def test_edges_of_unitizing(
    tmp_path: Path,
    capsys: Capture,
    units: list[list[tuple[int, int]]],
    expected: float | None,
    said: str,
) -> None:
    projects.of_stretches(tmp_path, 20, {"a": units}).close()
    found = line(figures(tmp_path, capsys), "alpha_u")
    assert found["value"] == (None if expected is None else pytest.approx(expected))
    assert said in found["why"]


def test_a_project_takes_no_stretch_without_extent(tmp_path: Path) -> None:
    # Of such stretches alone α is 0 (tests/analysis); a project never has any.
    with pytest.raises(InputError, match="span 3–3"):
        projects.of_stretches(tmp_path, 20, {"a": [[(3, 0)], [(9, 0)]]})


def test_nothing_marked_is_no_agreement_and_no_disagreement(
    tmp_path: Path, capsys: Capture
) -> None:
    projects.of_stretches(tmp_path, 20, {"a": [[], []]}).close()
    found = figures(tmp_path, capsys, "--measure", "f1,alpha_u,gamma,disorder")
    assert len(found) == 12
    assert all(each["value"] is None and each["why"] for each in found)


def test_a_single_category_is_undefined_and_told(
    tmp_path: Path, capsys: Capture
) -> None:
    projects.of_ratings(tmp_path, [(2, 2), (2, 2), (2, None)]).close()
    every = "alpha,kappa,pi,fleiss,alpha_ordinal,alpha_interval"
    found = figures(tmp_path, capsys, "--measure", every)
    assert len(found) == 6
    for each in found:
        assert each["value"] is None
        assert "the same single value" in each["why"]


def test_krippendorff_1995(tmp_path: Path, capsys: Capture) -> None:
    labels = {
        label: [[(b * 4_000, s * 4_000) for b, s in units] for units in coders]
        for label, coders in oracles.FOUR_PAIRS.items()
    }
    projects.of_stretches(tmp_path, 24 * 4_000, labels).close()
    found = figures(tmp_path, capsys, "--measure", "alpha_u")
    for label, expected in oracles.FOUR_PAIRS_ALPHAS.items():
        assert value(found, "alpha_u", subject=label) == pytest.approx(
            expected, abs=0.02
        )


def test_undefined_values_are_null_and_told(tmp_path: Path, capsys: Capture) -> None:
    projects.of_ratings(tmp_path, [(1, 1), (1, 1)]).close()
    found = figures(tmp_path, capsys)
    (alpha,) = (each for each in found if each["measure"] == "alpha")
    assert alpha["value"] is None
    assert "single value" in alpha["why"]


@pytest.fixture
def path(tmp_path: Path) -> str:
    extra = [speech("a1x", 0, 18, 25, parent="a1", kind="direct")]
    projects.of_speech(tmp_path, [*WORK, *extra]).close()
    return str(tmp_path / "p.annotator")


def test_what_every_number_states(path: str, capsys: Capture) -> None:
    options = ["--level", "1", "--where", "kind=direct", "--least", "0.5"]
    assert main(["agreement", path, "--json", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["filters"]["where"] == {"kind": ["direct"]}
    assert found["codebooks"][0]["version"] == "2.1.0"
    told = " ".join(found["caption"])
    for part in (
        "level 1",
        "Kind: Direct",
        "0.5",
        "speech 2.1.0",
        "Ada, Ben",
        "seed 0",
    ):
        assert part in told
    figure = found["figures"][0]
    assert figure["unit"] == "annotation"
    assert figure["low"] <= figure["value"] <= figure["high"]


def test_a_table_for_people(path: str, capsys: Capture) -> None:
    assert main(["agreement", path]) == 0
    shown = capsys.readouterr()
    assert "Ada, Ben" in shown.out
    assert re.search(r"F1, any overlap +Attribution +0\.6667", shown.out)
    assert "Krippendorff’s α of Sure: Units that fewer than two" in shown.err


def test_csv(path: str, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "figures.csv"
    assert main(["agreement", path, "--csv", str(target)]) == 0
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["measure"] == "f1_overlap"
    assert rows[0]["codebook"] == "speech 2.1.0"
    assert "2 documents annotated at least twice" in rows[0]["filters"]
    assert rows[0]["annotators"] == "Ada, Ben"
    assert main(["agreement", path, "--csv", str(target)]) == 1
    assert main(["agreement", path, "--csv", str(target), "--overwrite"]) == 0


def test_a_report_is_one_safe_file(tmp_path: Path, capsys: Capture) -> None:
    work = [*WORK, *(speech(f"c{n}", 2, 16 + n * 40, 39 + n * 40) for n in range(2))]
    evil = "<script>alert(1)</script>"
    session = projects.of_speech(tmp_path, work, coders=3)
    with session:
        named = session.project.annotators.get("c02")
        session.update_annotator(replace(named, name=evil))
    target = tmp_path / "report.html"
    path = str(tmp_path / "p.annotator")
    assert main(["agreement", path, "--report", str(target)]) == 0
    html = target.read_text(encoding="utf-8")
    assert evil not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"(src|href)=|url\(|@import", html)
    for part in ("<svg", "speech 2.1.0", "Hripcsak", "seed 0", "Krippendorff"):
        assert part in html


def test_passages_of_a_field(path: str, capsys: Capture) -> None:
    assert main(["agreement", path, "--passages", "kind"]) == 0
    shown = capsys.readouterr().out
    assert "Ada and Ben: 1" in shown
    assert "Ada: Indirect" in shown
    assert "[a2, 60]" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--annotators", "Zoe"], "“Zoe”"),
        (["--type", "mood"], "“mood”"),
        (["--round", "first"], "“first”"),
        (["--measure", "omega"], "“omega”"),
        (["--where", "kind"], "no condition"),
        (["--where", "mood=x"], "“mood”"),
        (["--least", "2"], "0 to 1"),
        (["--samples", "-1"], "--samples"),
        (["--gamma-weights", "0,0"], "not both 0"),
        (["--passages", "mood"], "“mood”"),
    ],
)
def test_what_makes_no_sense_is_told(
    path: str, capsys: Capture, options: list[str], said: str
) -> None:
    assert main(["agreement", path, *options]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("continuum", oracles.CONTINUA)
def test_published_values_of_gamma(
    tmp_path: Path, capsys: Capture, continuum: oracles.Continuum
) -> None:
    projects.of_marks(tmp_path, [oracles.numbered(continuum)]).close()
    chance = "shuffled" if continuum is oracles.CONTINUA[-1] else "drawn"
    found = figures(
        tmp_path,
        capsys,
        *("--measure", "gamma,disorder", "--field", "kind", "--seed", "1"),
        *("--gamma-weights", ",".join(map(str, continuum.weights))),
        *("--gamma-chance", chance),
    )
    assert value(found, "disorder") == pytest.approx(continuum.disorder, abs=5e-7)
    # What is published is of 30 samples.
    near = 0.015 if chance == "shuffled" else 0.08
    assert value(found, "gamma") == pytest.approx(continuum.gamma, abs=near)


def test_gamma_says_what_it_rests_on(path: str, capsys: Capture) -> None:
    options = ["--measure", "gamma", "--field", "kind", "--gamma-weights", "2,.5"]
    assert main(["agreement", path, "--json", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["gamma"] == {"places": 2, "values": 0.5, "chance": "shuffled"}
    told = "γ with places × 2 and Kind × 0.5, chance by moving what annotators marked"
    assert told in found["caption"]
    (figure,) = found["figures"]
    assert (figure["unit"], figure["used"]) == ("document", 2)
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert main(["agreement", path, "--measure", "gamma"]) == 0
    assert "γ of places alone" in capsys.readouterr().out
    assert main(["agreement", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gamma"] is None


def test_nobody_together_is_no_error(tmp_path: Path, capsys: Capture) -> None:
    work = [speech("a1", 0, 0, 9)]
    projects.of_speech(tmp_path, work, statuses={("d1", 1): "new"}).close()
    assert main(["agreement", str(tmp_path / "p.annotator")]) == 0
    assert "No document was worked on by two" in capsys.readouterr().err
