# SPDX-License-Identifier: MIT
"""The benchmarks measure what they say, and each of them runs.  No time is asserted."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest
from rich.console import Console

from annotator import resources
from annotator.model import validation
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.codebook_reader import from_toml
from tests.benchmarks import bare_export, bare_import, corpus, report
from tests.benchmarks.__main__ import main
from tests.benchmarks.beside import Beside
from tests.benchmarks.catalogue import REGISTRY
from tests.benchmarks.harness import (
    Benchmark,
    Pair,
    Result,
    Run,
    Side,
    measure,
    percentile,
    take,
)
from tests.benchmarks.stage import Stage

TINY = (12, 30)


@pytest.fixture
def stage(tmp_path, monkeypatch) -> Stage:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return Stage(tmp_path, repeats=1)


# -- the harness


def test_sides_are_called_by_turns_and_warm_up_does_not_count():
    calls: list[str] = []
    pair = Pair(
        lambda: calls.append("ours"), lambda: calls.append("bare"), repeats=3, warmups=1
    )
    run = take(pair, 5)
    assert calls == ["ours", "bare"] * 4
    assert len(run.ours) == len(run.bare) == 3


def test_what_a_side_says_counts_in_place_of_its_time():
    said = iter([4.0, 1.0, 3.0, 2.0, 5.0])
    run = take(Pair(lambda: next(said), lambda: 1.5, repeats=5, warmups=0), 1)
    assert run.ours == (4.0, 1.0, 3.0, 2.0, 5.0)
    assert run.ratio == 2.0


def test_growth_and_aim_are_judged_at_the_larger_size():
    entry = Benchmark("x", 2.0, lambda stage, size: iter(()), limit=0.1)
    small = Run(1, "ms", (0.01,), (0.001,))
    assert Result(entry, (small, Run(10, "ms", (0.05,), (0.04,)))).holds
    assert not Result(entry, (small, Run(10, "ms", (0.09,), (0.04,)))).holds
    assert not Result(entry, (small, Run(10, "ms", (0.2,), (0.2,)))).holds
    ours, bare = Result(entry, (small, Run(10, "ms", (0.05,), (0.04,)))).growth
    assert (round(ours), round(bare)) == (5, 40)


def test_percentile_is_a_sample_that_95_in_100_do_not_exceed():
    assert percentile([float(n) for n in range(1, 101)], 95) == 95
    assert percentile([3.0, 1.0], 95) == 3.0


def test_a_failure_becomes_a_row_of_the_table(stage):
    def broken(stage: Stage, size: int) -> Iterator[Pair]:
        raise ValueError("no such thing")
        yield

    result = measure(stage, Benchmark("broken", 1.0, broken), TINY)
    assert result.failure == "ValueError: no such thing"
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(report.table([result]))
    assert "not measured" in console.export_text()


def ten_times(by: int) -> Iterator[Side]:
    yield lambda: 10.0 * by


def dies() -> Iterator[Side]:
    raise LookupError("nothing to measure")
    yield


def test_a_side_may_run_in_a_process_of_its_own():
    with contextlib.closing(Beside(ten_times, 2)) as side:
        assert side() == 20.0
        assert "function calls" in side.profile(1)
    with pytest.raises(RuntimeError, match="nothing to measure"):
        Beside(dies)


# -- the corpus


def test_the_corpus_is_the_same_for_the_same_seed():
    assert list(corpus.Corpus(1).lines(3)) == list(corpus.Corpus(1).lines(3))
    assert list(corpus.Corpus(1).lines(3)) != list(corpus.Corpus(2).lines(3))


def test_the_corpus_has_the_shape_of_news():
    made = corpus.Corpus()
    documents = [made.document(n) for n in range(400)]
    lengths = [len(d["text"]) for d in documents]
    astral = sum(max(d["text"]) > "\uffff" for d in documents)
    assert 2400 < sum(lengths) / 400 < 2700
    assert 12 <= astral <= 36
    assert all(len(d["annotations"]) == 10 for d in documents)
    for document in documents:
        for annotation in document["annotations"]:
            for span in annotation["spans"]:
                assert document["text"][span["start"] : span["end"]] == span["text"]


def as_record(data) -> Annotation:
    return Annotation(
        uid=data["id"],
        document="d",
        type=data["type"],
        annotator=data["annotator"],
        state=data["state"],
        spans=tuple(Span(**span) for span in data["spans"]),
        fields=data["fields"],
        rows={"stance": tuple(Row(row["fields"]) for row in data["rows"]["stance"])},
    )


def test_the_corpus_is_valid_under_its_codebook():
    codebook = from_toml(resources.read_text("codebooks", "speaker_stance.toml"))
    made = corpus.Corpus()
    for document in map(made.document, range(20)):
        records = tuple(map(as_record, document["annotations"]))
        for record in records:
            found = validation.problems(record, codebook, document["text"], records)
            assert not found


def test_the_baselines_lose_nothing(tmp_path):
    corpus.write(tmp_path / "in.jsonl", 30)
    bare_import.import_jsonl(tmp_path / "in.jsonl", tmp_path / "bare.db")
    bare_export.to_jsonl(tmp_path / "bare.db", tmp_path / "out.jsonl")
    bare_export.to_csv(tmp_path / "bare.db", tmp_path / "out.csv")
    sent = (tmp_path / "in.jsonl").read_bytes().splitlines()[1:]
    came = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert [orjson.loads(x) for x in came] == [orjson.loads(x) for x in sent]
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 301


# -- every benchmark


@pytest.mark.parametrize("entry", REGISTRY.entries, ids=lambda entry: entry.name)
def test_every_benchmark_runs(entry, stage):
    result = measure(stage, replace(entry, sizes=None), TINY)
    assert not result.failure
    assert tuple(run.size for run in result.runs) == TINY
    assert min(result.runs[0].ours) > 0


def test_the_command_prints_and_keeps_the_samples(tmp_path, capsys):
    file = tmp_path / "samples.json"
    wanted = ["--small", "--repeats", "1", "--only", "rename", "--json", str(file)]
    assert main(wanted) == 0
    assert "rename a speaker" in capsys.readouterr().out
    [row] = json.loads(file.read_text("utf-8"))
    assert [run["size"] for run in row["runs"]] == [100, 1000]


def test_the_command_lists_what_there_is(capsys):
    assert main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(REGISTRY.entries)
