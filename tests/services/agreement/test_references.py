# SPDX-License-Identifier: MIT
"""Agreement on what annotations are nested in, and on links between them."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.analysis.compare import compare
from annotator.cli.main import main
from annotator.model.codebook import Field
from annotator.model.progress import run
from annotator.model.review import PARENT, Facet
from annotator.services.agreement import references
from annotator.services.agreement.calculate import measure
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.passages import (
    DIFFERENT,
    VALUES,
    Cell,
    confusion,
    passages,
)
from annotator.services.agreement.report import report
from annotator.services.agreement.result import Result
from annotator.services.session import Session
from tests.services.agreement import projects
from tests.services.agreement.projects import speech

#: Two frames that both mark, and in them four that they nest: alike, one in nothing,
#: one in the other frame, and one in what only the one has marked.
NESTED = [
    speech("a1", 0, 0, 60),
    speech("a2", 0, 70, 140),
    speech("a3", 0, 5, 15, parent="a1"),
    speech("a4", 0, 20, 30, parent="a1"),
    speech("a5", 0, 40, 50, parent="a1"),
    speech("a6", 0, 80, 90, parent="a8"),
    speech("a8", 0, 150, 170),
    speech("b1", 1, 0, 55),
    speech("b2", 1, 70, 140),
    speech("b3", 1, 5, 15, parent="b1"),
    speech("b4", 1, 20, 30),
    speech("b5", 1, 40, 50, parent="b2"),
    speech("b6", 1, 80, 90, parent="b2"),
]


def measured(session: Session, **choice: Any) -> tuple[Calculation, Result]:
    return run(measure(session, Choice(samples=0, **choice)))


def figure(result: Result, measure: str, subject: str) -> Any:
    (line,) = (
        x
        for x in result.lines
        if (x.measure, x.subject, x.key, x.group) == (measure, subject, "", "")
    )
    return line.figure


def test_what_is_nested_in_the_same_agrees(tmp_path: Path) -> None:
    with projects.of_speech(tmp_path, NESTED) as session:
        made, result = measured(session)
        parent = figure(result, "percent", "parent")
        # Both frames lie in nothing, and one is nested alike, of six that match.
        assert (parent.value, parent.used) == (pytest.approx(3 / 6), 6)
        assert parent.common == "none"
        assert result.labels["parent"] == "Nested in"
        alpha = figure(result, "alpha", "parent")
        assert alpha.value is not None
        assert alpha.value < parent.value
        assert "matched annotations that they point to" in report(made, result)


def test_its_table_says_the_same_or_another(tmp_path: Path) -> None:
    with projects.of_speech(tmp_path, NESTED) as session:
        made, _ = measured(session)
        table = confusion(made, (0, 1), "parent")
        assert table.labels == ("none", "the same", "another one")
        assert table.counts == ((2, 0, 0), (0, 1, 0), (1, 0, 2))
        cell = Cell((0, 1), VALUES, "parent", None, (table.codes[2], table.codes[2]))
        found = passages(session, made, cell)
        assert [each.members[0].uid for each in found if each.members[0]] == [
            "a5",
            "a6",
        ]
        assert found[0].values[0].startswith("“Mara Quist said")
        assert found[0].values[0] != found[0].values[1]
        different = passages(session, made, Cell((0, 1), DIFFERENT, "parent"))
        assert len(different) == 3
        assert different[0].values[1] == "none"


def test_below_a_level_parents_are_still_known(tmp_path: Path) -> None:
    with projects.of_speech(tmp_path, NESTED) as session:
        _, below = measured(session, level=2)
        parent = figure(below, "percent", "parent")
        # The one that only the first nests is not on that level of the second.
        assert (parent.value, parent.used) == (pytest.approx(1 / 3), 3)
        _, top = measured(session, level=1)
        assert figure(top, "percent", "parent").value == 1


def test_links_are_compared_as_sets_of_what_is_matched(tmp_path: Path) -> None:
    work = [
        speech("a1", 0, 0, 9),
        speech("a2", 0, 20, 29),
        speech("a3", 0, 40, 49, reasons=("a1", "a2")),
        speech("a4", 0, 60, 69, reasons=("a1",)),
        speech("b1", 1, 0, 9),
        speech("b2", 1, 20, 29),
        speech("b3", 1, 40, 49, reasons=("b2", "b1")),
        speech("b4", 1, 60, 69, reasons=("b2",)),
    ]
    with projects.of_speech(tmp_path, work) as session:
        _, result = measured(session)
        links = figure(result, "percent", "reasons")
        assert (links.value, links.used) == (pytest.approx(3 / 4), 4)
        assert not [x for x in result.lines if x.subject == "parent"]


@pytest.mark.parametrize("seed", range(6))
def test_the_review_and_the_figures_speak_of_the_same(
    tmp_path: Path, seed: int
) -> None:
    source = random.Random(seed)
    work = []
    for who in range(2):
        uids: list[str] = []
        for n in range(12):
            start = 17 * n + source.randrange(6)
            end = start + 5 + source.randrange(9)
            parent = source.choice([None, *uids]) if uids else None
            links = tuple(sorted(source.sample(uids, min(len(uids), 2))))
            uid = f"{'ab'[who]}{n}"
            if source.random() < 0.85:
                reasons = {"reasons": links} if links and source.random() < 0.5 else {}
                work.append(speech(uid, who, start, end, parent=parent, **reasons))
                uids.append(uid)
    layers = [[a for a in work if a.annotator == f"c{who:02d}"] for who in range(2)]
    found = compare(["c00", "c01"], layers, projects.codebook_of_speech())
    both = [unit for unit in found.units if len(unit.made) == 2]
    assert both
    with projects.of_speech(tmp_path, work) as session:
        _, result = measured(session)
    for path, facet in (("parent", PARENT), ("reasons", Facet("field", "reasons"))):
        differ = sum(
            any(each.facet == facet for each in found.differences[unit.number])
            for unit in both
        )
        percent = figure(result, "percent", path)
        assert percent.used == len(both)
        assert percent.value == pytest.approx(1 - differ / len(both))


def test_three_people(tmp_path: Path) -> None:
    work = [
        *(speech(f"f{n}", n, 0, 60) for n in range(3)),
        *(speech(f"g{n}", n, 5, 15, parent=f"f{n}") for n in range(2)),
        speech("g2", 2, 5, 15),
    ]
    with projects.of_speech(tmp_path, work, coders=3) as session:
        _, result = measured(session)
        (line,) = (
            x
            for x in result.lines
            if x.measure == "percent" and x.subject == "parent" and len(x.coders) == 3
        )
        assert line.figure.value == pytest.approx((1 + 1 / 3) / 2)


def test_by_label_only_whether_there_is_one(tmp_path: Path) -> None:
    with projects.of_speech(tmp_path, NESTED) as session:
        _, result = measured(session, by="label", measures=("percent",))
        (line,) = (x for x in result.lines if x.subject == "parent")
        assert (line.label, line.figure.value) == ("none", pytest.approx(5 / 6))


def test_nobody_nests_and_a_deleted_parent_is_none(tmp_path: Path) -> None:
    work = [
        speech("a1", 0, 0, 60, deleted=True),
        speech("a2", 0, 5, 15, parent="a1"),
        speech("b2", 1, 5, 15),
    ]
    with projects.of_speech(tmp_path, work) as session:
        _, result = measured(session)
        assert "parent" not in {x.subject for x in result.lines}


def test_a_field_called_parent_keeps_its_name(tmp_path: Path) -> None:
    kind = projects.codebook_of_speech().types[0]
    assert references.parent_path(kind) == "parent"
    named = Field(id="parent", label="Parent", type="text")
    assert references.parent_path(replace(kind, fields=(named,))) == "nested_in"


def test_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    projects.of_speech(tmp_path, NESTED).close()
    path = str(tmp_path / "p.annotator")
    options = ["--json", "--field", "parent", "--measure", "percent,alpha"]
    assert main(["agreement", path, *options]) == 0
    found = json.loads(capsys.readouterr().out)["figures"]
    assert {each["subject"] for each in found} == {"parent"}
    assert found[0]["subject_label"] == "Nested in"
    assert found[0]["common"] == "none"
    assert found[0]["low"] < found[0]["value"] < found[0]["high"]
    assert main(["agreement", path, "--passages", "parent"]) == 0
    shown = capsys.readouterr().out
    assert "Ada and Ben: 3" in shown
    assert "Ben: none" in shown
