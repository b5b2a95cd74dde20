# SPDX-License-Identifier: MIT
"""PolNeAR: read as the corpus is laid out, written as its software reads it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.features import LOSSES, Feature
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.polnear import FORMAT
from annotator.formats.registry import get, sniff
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.brat.accepts import faults
from tests.formats.bundles import (
    annotation,
    document,
    header,
    lines,
    preset,
    read_bytes,
)

HEAD = (
    "compartment\tfilename\tlevel\tannotators\tpublisher\tpublication_date\tauthor"
    "\ttitle\ttrump_count\tclinton_count\tcredit\twire\n"
)
TEXT = "Rivers rise, mayor says.\nShe warned of floods and noted the dams hold."
ANN = (
    "T1\tSource 13 18\tmayor\n"
    "T2\tCue 19 23\tsays\n"
    "T3\tContent 0 11\tRivers rise\n"
    "T4\tAttribution 19 23\tsays\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "T5\tSource 25 28\tShe\n"
    "T6\tCue 29 35\twarned\n"
    "T7\tContent 36 45\tof floods\n"
    "T8\tAttribution 29 35\twarned\n"
    "E2\tAttribution:T8 Cue:T6 Source:T5 Content:T7\n"
    "T9\tCue 50 55\tnoted\n"
    "T10\tContent 56 64;65 69\tthe dams hold\n"
    "T11\tAttribution 50 55\tnoted\n"
    "E3\tAttribution:T11 Cue:T9 Source:T5 Content:T10\n"
    "T12\tCue 19 35\tsays.\nShe warned\n"
    "T13\tContent 0 6\tRivers\n"
    "T14\tAttribution-no-source 19 35\tsays.\nShe warned\n"
    "E4\tAttribution-no-source:T14 Content:T13 Cue:T12\n"
)


def corpus(folder: Path) -> Path:
    inside = folder / "data" / "dev"
    (inside / "text").mkdir(parents=True)
    (inside / "attributions").mkdir()
    name = "the-post_2031-02-03_rivers"
    (inside / "text" / f"{name}.txt").write_bytes(TEXT.encode())
    for who in ("4b22", "ef2d"):
        path = inside / "attributions" / f"{name}_{who}.ann"
        path.write_bytes(ANN.encode())
    row = f"dev\t{name}\t4\t4b22|ef2d\tthe-post\t2031-02-03\tC. Oe\tRivers’ rise\t0\t3"
    lost = "dev\tno-such-text\t4\t4b22\tthe-post\t\tNone\tGone\t0\t3\tNone\tNone\n"
    table = f"{HEAD}{row}\tNone\tNA\n{lost}"
    (folder / "data" / "metadata.tsv").write_bytes(table.encode())
    return folder


def read(path: Path, **others: Any) -> Bundle:
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(**others))
    return Bundle(
        header=found.header,
        codebooks=found.codebooks,
        documents=list(found.documents),
    )


def written(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> Path:
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path


def spans_of(bundle: Bundle) -> list[Any]:
    return [
        (each.uid, sorted((s.role, s.start, s.end) for s in each.spans))
        for record in bundle.documents
        for each in record.annotations
    ]


def test_a_corpus_is_read_under_the_preset(tmp_path: Path) -> None:
    options = ReadOptions()
    assert FORMAT.read is not None
    found = FORMAT.read(corpus(tmp_path), options)
    assert found.codebooks[0].id == "polnear_scc"
    (record,) = found.documents
    assert record.document.uid == "the-post_2031-02-03_rivers"
    assert record.document.title == "Rivers’ rise"
    assert record.document.metadata == {
        "source": "the-post",
        "author": "C. Oe",
        "published": "2031-02-03",
    }
    assert sorted(p.name for p in found.header.annotators) == ["4b22", "ef2d"]
    first = [e for e in record.annotations if e.uid.startswith("4b22/")]
    assert [sorted((s.role, s.start, s.end) for s in e.spans) for e in first] == [
        [("content", 0, 11), ("cue", 19, 23), ("source", 13, 18)],
        [("content", 36, 45), ("cue", 29, 35), ("source", 25, 28)],
        # One source serves two attributions.
        [("content", 56, 64), ("content", 65, 69), ("cue", 50, 55), ("source", 25, 28)],
        [("content", 0, 6), ("cue", 19, 35)],
    ]
    assert any("no-such-text" in said for said in options.notes.texts())


def test_read_equals_read_again(tmp_path: Path) -> None:
    found = read(corpus(tmp_path / "in"))
    out = written(found, tmp_path / "out")
    again = read(out)
    assert spans_of(again) == spans_of(found)
    first, second = next(iter(found.documents)), next(iter(again.documents))
    assert second.document == first.document
    twice = written(again, tmp_path / "twice")
    for path in out.rglob("*.*"):
        assert path.read_bytes() == (twice / path.relative_to(out)).read_bytes()


def test_it_is_laid_out_as_the_corpus_is(tmp_path: Path) -> None:
    out = written(read(corpus(tmp_path / "in")), tmp_path / "out")
    with (out / "metadata.tsv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter="\t")
    assert "\t".join(row) + "\n" == HEAD
    assert row["annotators"] == "4b22|ef2d"
    assert (row["level"], row["clinton_count"], row["wire"]) == ("4", "3", "NA")
    inside = out / row["compartment"]
    text = (inside / "text" / f"{row['filename']}.txt").read_bytes().decode()
    for who in row["annotators"].split("|"):
        path = inside / "attributions" / f"{row['filename']}_{who}.ann"
        ann = path.read_bytes().decode()
        assert not faults(ann, text)
        assert ann.count("\nE") == 4
        assert "Attribution-no-source:" in ann


def test_any_codebook_with_the_roles_is_projected(tmp_path: Path) -> None:
    made = [
        annotation(("content", 0, 11), ("source", 13, 18), ("cue", 19, 23), id="a1"),
        annotation(("content", 0, 6), ("hedge", 7, 11), id="a2", parent="a1"),
        annotation(("content", 36, 45), ("hedge", 29, 35), id="a3"),
    ]
    made[0]["fields"] = {"speaker": "roe"}
    one = document(TEXT, *made, metadata={"published": "2031-02-03T04:05"})
    options = WriteOptions()
    bundle = read_bytes(tmp_path, lines(header(), one))
    out = written(bundle, tmp_path / "out", options)
    (path,) = out.rglob("*.ann")
    events = [line for line in path.read_text().split("\n") if line.startswith("E")]
    assert [line.split()[1].partition(":")[0] for line in events] == [
        "Attribution",
        "Attribution-no-source",
    ]
    told = {each.what: each.count for each in options.losses.listed()}
    assert told["attributions inside others: only the outermost are written"] == 1
    assert told["spans of other roles than source, cue and content"] == 1
    assert told["values of fields"] == 1
    back = read(out, codebook=preset())
    assert [each[1] for each in spans_of(back)] == [
        [("content", 0, 11), ("cue", 19, 23), ("source", 13, 18)],
        [("content", 36, 45)],
    ]
    (record,) = back.documents
    assert record.document.metadata["published"] == "2031-02-03"


def test_the_seed_gives_twelve_events(tmp_path: Path) -> None:
    seed = Path(__file__).parents[3] / "shared" / "seed" / "gold.jsonl"
    if not seed.is_file():
        pytest.skip("the seed article is not beside the project")
    native = get("annotator-jsonl").read
    assert native is not None
    options = WriteOptions()
    known = ReadOptions(find_codebook=lambda *_: preset())
    out = written(native(seed, known), tmp_path / "out", options)
    (path,) = out.rglob("*.ann")
    ann = path.read_bytes().decode()
    assert sum(line.startswith("E") for line in ann.split("\n")) == 12
    told = {each.what: each.count for each in options.losses.listed()}
    assert told["attributions inside others: only the outermost are written"] == 9


def test_faults_name_file_line_and_column(tmp_path: Path) -> None:
    data = corpus(tmp_path) / "data"
    table = (data / "metadata.tsv").read_text(encoding="utf-8")
    (data / "metadata.tsv").write_text(table.replace("filename\t", "name\t", 1))
    with pytest.raises(InputError, match=r"metadata\.tsv, line 1, field “filename”"):
        read(tmp_path)
    outside = table.replace("dev\tno-such-text", "dev\t../../../secret")
    (data / "metadata.tsv").write_text(outside)
    with pytest.raises(InputError, match=r"line 3, field “filename”.*not inside"):
        read(tmp_path)
    with pytest.raises(InputError, match="no folder “attributions”"):
        read(data / "dev" / "text")


def test_a_compartment_without_metadata(tmp_path: Path) -> None:
    found = read(corpus(tmp_path) / "data" / "dev")
    (record,) = found.documents
    assert sorted(p.name for p in found.header.annotators) == ["4b22", "ef2d"]
    assert len(record.annotations) == 8


def test_a_codebook_without_the_roles_is_refused(tmp_path: Path) -> None:
    bundle = read(corpus(tmp_path / "in"))
    other = Bundle(header=bundle.header, codebooks=(preset("semeval_stance"),))
    with pytest.raises(InputError, match="source, cue and content"):
        written(other, tmp_path / "out")


def test_it_is_recognised(tmp_path: Path) -> None:
    corpus(tmp_path)
    for path in (tmp_path, tmp_path / "data", tmp_path / "data" / "dev"):
        assert sniff(path).name == "polnear"
    assert sniff(tmp_path / "data" / "metadata.tsv").name == "polnear"


def test_columns_of_ones_own_are_written_back_and_other_lines_are_told(
    tmp_path: Path,
) -> None:
    folder = corpus(tmp_path)
    table = folder / "data" / "metadata.tsv"
    head, first, *others = table.read_text("utf-8").splitlines()
    rows = [f"{head}\tdesk", f"{first}\tlocal", *(f"{row}\t" for row in others)]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    (ann,) = (folder / "data").rglob("*_4b22.ann")
    ann.write_text(f"{ANN}X1\tsomething else\n", "utf-8")
    options = WriteOptions()
    path = written(read(folder), tmp_path / "out", options)
    head, row = (path / "metadata.tsv").read_text("utf-8").splitlines()
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True))["desk"] == "local"
    assert options.losses.items[LOSSES[Feature.DOCUMENT_EXTRA]].count == 1
