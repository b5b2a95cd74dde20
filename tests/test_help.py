# SPDX-License-Identifier: MIT
"""The help is true: its examples are read, checked and played."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from annotator import resources
from annotator.formats import csv_table
from annotator.formats.csv_cells import neutralise
from annotator.formats.csv_columns import column_names
from annotator.formats.jsonl_read import read
from annotator.formats.jsonl_write import encode
from annotator.formats.marks.mapping_file import parse_mapping
from annotator.formats.marks.names import Names
from annotator.formats.marks.propose import propose_label
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model import codebook_check
from annotator.model.codebook import FIELD_TYPES, Codebook
from annotator.model.codebook_diff import needed_mappings
from annotator.model.codebook_reader import from_body, from_toml
from annotator.model.codebook_shape import ENTRY, SHAPE, TEST, VALUE
from annotator.model.names import propose_names
from annotator.model.progress import run
from annotator.model.validation import is_valid, problems
from annotator.services.columns import SLOTS, read_column_map
from annotator.ui import commands
from annotator.ui.article.caret import Caret
from annotator.ui.keys import NO_ROW

PAGES = tuple(name for name in resources.names("help") if name.endswith(".md"))
PRESETS = tuple(n for n in resources.names("codebooks") if n.endswith(".toml"))


def page(name: str) -> str:
    return resources.read_text("help", name)


def blocks(text: str, language: str) -> list[str]:
    """Find the fenced blocks in a language."""
    pattern = rf"^```{language}\n(.*?)^```"
    return re.findall(pattern, text, re.DOTALL | re.MULTILINE)


def prose(text: str) -> str:
    """Leave out the fenced blocks."""
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)


def section(text: str, heading: str) -> str:
    """Cut out what stands under a heading of the second level."""
    parts = re.split(r"^## ", prose(text), flags=re.MULTILINE)
    found = [part for part in parts if part.split("\n", 1)[0] == heading]
    assert len(found) == 1, heading
    return found[0]


def table_rows(text: str) -> list[list[str]]:
    """Find the rows of the tables, cell by cell, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    rules = [n for n, row in enumerate(cells) if not set("".join(row)) - set("-: ")]
    return [row for n, row in enumerate(cells) if n not in rules and n + 1 not in rules]


def quoted(cell: str) -> list[str]:
    """Find what stands between backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def anchors(text: str) -> set[str]:
    """Name the headings as links name them."""
    found = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    bare = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in found]
    return {heading.replace(" ", "-") for heading in bare}


# -- all pages


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    text = page(name)
    links = re.findall(r"\]\(([^)\s]+)\)", prose(text))
    for link in links:
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        assert not file or file in PAGES, link
        if anchor:
            assert anchor in anchors(page(file) if file else text), link


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_title_and_whole_tables(name: str) -> None:
    text = prose(page(name))
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(line.strip("|").split("|")) for line in table.splitlines()}
        assert len(widths) == 1, table


# -- annotator-jsonl.md


def jsonl_examples() -> list[str]:
    return blocks(page("annotator-jsonl.md"), "jsonl")


def as_file(folder: Path, number: int = 0) -> Path:
    file = folder / "project.jsonl"
    file.write_bytes(jsonl_examples()[number].encode("utf-8"))
    return file


def worked_example() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    project, codebook, document = map(json.loads, jsonl_examples()[0].splitlines())
    return project, codebook, document


def all_spans(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(annotation.get("spans", ()))
    for rows in annotation.get("rows", {}).values():
        found += [span for row in rows for span in row.get("spans", ())]
    return found


def test_every_line_of_the_examples_is_an_object() -> None:
    lines = "".join(jsonl_examples()).split("\n")[:-1]
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_the_words_of_every_span_stand_in_the_text() -> None:
    document = worked_example()[2]
    spans = [s for each in document["annotations"] for s in all_spans(each)]
    assert len(spans) >= 10
    for span in spans:
        assert document["text"][span["start"] : span["end"]] == span["text"]


def test_the_worked_example_shows_what_the_page_says_of_it() -> None:
    annotations = {a["id"]: a for a in worked_example()[2]["annotations"]}
    assert len(annotations["a1"]["rows"]["stance"]) == 2
    assert annotations["a1a"]["parent"] == "a1"
    assert annotations["a1a"]["none"] == ["stance"]
    roles = [span["role"] for span in annotations["a2"]["spans"]]
    assert roles.count("content") == 2
    assert annotations["a2"]["state"] == "draft"
    assert annotations["a3"]["deleted"] is True
    assert annotations["a3"]["spans"][0]["text"].endswith("🚢”")


def test_the_worked_example_is_read_and_written_with_the_same_bytes(
    tmp_path: Path,
) -> None:
    file = as_file(tmp_path)
    assert b"".join(encode(read(file, ReadOptions()))) == file.read_bytes()


def test_what_is_complete_in_the_worked_example_is_valid(tmp_path: Path) -> None:
    bundle = read(as_file(tmp_path), ReadOptions())
    assert codebook_check.mistakes(bundle.codebooks[0].body) == []
    codebook = from_body(bundle.codebooks[0].body)
    (record,) = bundle.documents
    for annotation in record.annotations:
        text = record.document.text
        found = problems(annotation, codebook, text, record.annotations)
        assert is_valid(found) == (annotation.state == "complete"), found


def test_the_smallest_example_is_read(tmp_path: Path) -> None:
    (record,) = read(as_file(tmp_path, 1), ReadOptions()).documents
    assert record.document.title == "The mayor said that the ferry would sail."


def test_every_key_of_the_worked_example_is_documented() -> None:
    text = page("annotator-jsonl.md")
    project, codebook, document = worked_example()
    things = [project, document, *document["annotations"], *document["layers"]]
    things += [*project["annotators"], *project["entities"]]
    things += [{key: 0 for key in codebook if key != "body"}]
    things += [e for entries in project["vocabularies"].values() for e in entries]
    told = {name for row in table_rows(prose(text)) for name in quoted(row[0])}
    used = {key for thing in things for key in thing} - {"entity", "country"}
    assert used - told == set()


def test_the_python_example_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (code,) = blocks(page("annotator-jsonl.md"), "python")
    as_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "annotator-jsonl.md", "exec"), {})
    assert "tarn-ferry a1 source Mayor Ida Ruhl" in capsys.readouterr().out


# -- csv.md


def written_as_csv(tmp_path: Path) -> str:
    table = tmp_path / "project.csv"
    bundle = read(as_file(tmp_path), ReadOptions())
    run(csv_table.write(bundle, table, WriteOptions()))
    return table.read_bytes().decode("utf-8")


def test_the_columns_are_told_in_their_order() -> None:
    rows = table_rows(section(page("csv.md"), "Columns"))
    told = [quoted(row[0])[0] for row in rows]
    assert told == column_names([default_codebook()])


def test_the_worked_table_is_what_is_written(tmp_path: Path) -> None:
    (example,) = blocks(page("csv.md"), "csv")
    assert written_as_csv(tmp_path).replace("\r\n", "\n") == example


def test_the_losses_are_told() -> None:
    told = " ".join(page("csv.md").split())
    assert all(loss in told for loss in csv_table.FORMAT.losses)


def test_the_way_back_from_neutralised_cells_is_the_right_one() -> None:
    scope: dict[str, Any] = {}
    exec(blocks(page("csv.md"), "python")[0], scope)
    signs = re.search(r"begins with one of\n\n```\n(.*)\n```", page("csv.md"))
    assert signs
    words = {"tab": "\t", "carriage return": "\r", "line feed": "\n"}
    listed = [words.get(s, s) for s in re.split(r"\s{2,}", signs[1])]
    assert len(listed) == 12
    for sign in [*listed, "a", "''", ""]:
        cell = neutralise(f"{sign}1+1")
        assert (cell[0] == "'") == (sign in listed or sign == "''")
        assert scope["original"](cell) == f"{sign}1+1"


def test_the_example_of_reading_a_table_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written_as_csv(tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks(page("csv.md"), "python")[1], "csv.md", "exec"), {})
    assert capsys.readouterr().out == (
        "Ida Ruhl Buying a new ferry favor\nIda Ruhl Building a bridge against\n"
    )


# -- codebook.md


def pledges() -> str:
    return "\n".join(blocks(page("codebook.md"), "toml"))


def test_the_pieces_of_toml_make_up_a_sound_codebook() -> None:
    assert codebook_check.check(pledges(), "codebook.md") == []


def test_the_codebook_of_the_help_shows_every_type_of_field() -> None:
    (kind,) = from_toml(pledges()).types
    assert {field.type for field in kind.fields} == set(FIELD_TYPES)


@pytest.mark.parametrize("table", SHAPE)
def test_every_key_of_a_codebook_is_documented(table: str) -> None:
    bracketed = f"`[{table}]`" if table == "codebook" else f"`[[{table}]]`"
    text = section(page("codebook.md"), bracketed)
    told = {key for row in table_rows(text) if len(row) == 4 for key in quoted(row[0])}
    assert told == set(SHAPE[table])


def test_the_keys_of_inner_tables_are_documented() -> None:
    text = page("codebook.md")
    assert set(VALUE) <= set(quoted(section(text, "`[[field]]`")))
    assert set(ENTRY) <= set(quoted(section(text, "`[[vocabulary]]`")))
    tests = section(text, "`[[rule]]`")
    assert all(re.search(rf"`(?:[^`]*\b)?{key}\b", tests) for key in TEST)


def test_a_removed_value_is_asked_for_by_the_path_in_the_help() -> None:
    lines = pledges().splitlines()
    fewer = "\n".join(line for line in lines if 'id = "hope"' not in line)
    (need,) = needed_mappings(from_toml(pledges()), from_toml(fewer))
    assert f"`{need.path}`" in page("codebook.md")
    assert need.may_unset
    assert "plan" in need.choices


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_mentioned_and_sound(name: str) -> None:
    assert f"`{name.removesuffix('.toml')}`" in page("codebook.md")
    assert codebook_check.check(resources.read_text("codebooks", name), name) == []


# -- keyboard.md

CAPS = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Delete": "Del",
}


def as_on_caps(key: str) -> str:
    """Write a shortcut as the help writes it."""
    head, last = re.fullmatch(r"(?:(.+)\+)?(.+)", key).groups()
    return "+".join(filter(None, (head, CAPS.get(last, last))))


def actions() -> list[commands.Action]:
    return list(commands.all_actions(MagicMock()))


def test_every_shortcut_is_in_the_help_and_none_that_does_not_exist() -> None:
    text = page("keyboard.md")
    real = {as_on_caps(key) for action in actions() for key in action.keys}
    assert len(real) > 40
    assert real <= set(quoted(prose(text)))
    for heading in ("Go and select", "Finish", "Elsewhere"):
        assert set(quoted(section(text, heading))) <= real


def test_the_menu_entries_that_the_help_names_exist() -> None:
    titles = {action.title for action in actions()}
    for name in PAGES:
        for path in re.findall(r"\*(?:File|Edit|View|Help) > ([^*]+)\*", page(name)):
            assert path in titles, path


def default_codebook() -> Codebook:
    return from_toml(resources.read_text("codebooks", "speaker_stance.toml"))


def test_the_keys_of_the_default_codebook_are_told_and_no_others() -> None:
    text = page("keyboard.md")
    both = section(text, "Mark words") + section(text, "Fill in the form")
    rows = [row for row in table_rows(both) if re.fullmatch(r"`[a-z0-9]`", row[0])]
    told = [row[0].strip("`") for row in rows]
    real = [key for key, _, _ in default_codebook().keys_of("attribution")]
    assert sorted(told) == sorted([*real, NO_ROW])


def walk_through() -> list[list[str]]:
    """Find the presses of the walk-through, and what they do."""
    return table_rows(section(page("keyboard.md"), "A walk-through"))


def sample_text() -> str:
    names = resources.names("samples", "articles")
    name = next(n for n in names if n.startswith("12-"))
    return resources.read_text("samples", "articles", name)


def test_the_walk_through_selects_what_it_says() -> None:
    text = sample_text()
    moves = {}
    for action in actions():
        kind, _, what = action.id.partition("_")
        if kind in ("text.go", "text.select"):
            unit, _, way = what.rpartition("_")
            moves[as_on_caps(action.keys[0])] = (unit, way == "on", "select" in kind)
    caret = Caret(text)
    selections = 0
    for press, effect in walk_through():
        key, times = quoted(press)[0], int((press + "×1").split("×")[1])
        for _ in range(times if key in moves else 0):
            caret.move(*moves[key])
        if key in moves and caret.selection:
            assert effect == f"“{text[slice(*caret.selection)]}”"
            selections += 1
        elif key in ("c", "s", "u"):
            # A mark leaves the caret behind the words.
            caret.set(caret.position, caret.position)
    assert selections == 7


def test_the_keys_of_the_walk_through_exist() -> None:
    known = {key for key, _, _ in default_codebook().keys_of("attribution")} | {NO_ROW}
    known |= {as_on_caps(key) for action in actions() for key in action.keys}
    used = {quoted(press)[0] for press, _ in walk_through() if "letters" not in press}
    assert used <= known


def test_the_walk_through_quotes_its_article_and_proposes_its_speaker() -> None:
    quote = re.findall(r"^> (.*)$", page("keyboard.md"), re.MULTILINE)
    assert " ".join(quote) in sample_text().replace("\u00a0", " ")
    assert propose_names("Energy Minister Nana Tserava")[0] == "Nana Tserava"


# -- importing.md


def test_the_mapping_of_the_help_page_is_read() -> None:
    mapping, columns = blocks(page("importing.md"), "toml")
    names = Names(from_toml(resources.read_text("codebooks", "speaker_stance.toml")))
    found = parse_mapping(mapping, "map.toml", names)
    assert found.labels["Page"].to == ""
    assert found.labels["Against"].set == {"stance.stance": "against"}
    assert found.links == {"said": "<source"}
    assert 'text = "body"' in columns


def test_the_columns_of_the_help_page_are_read(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text(blocks(page("importing.md"), "toml")[1], "utf-8")
    found = read_column_map(file)
    assert found == {
        "text": "body",
        "title": "headline",
        "metadata:desk": "the desk",
    }
    told = section(page("importing.md"), "Tables of texts")
    assert all(f"`{slot}`" in told for slot in SLOTS)


def test_the_proposal_for_codes_that_the_help_tells_is_made() -> None:
    told = section(page("importing.md"), "Projects of codes (REFI-QDA)")
    (label,) = (each for each in quoted(told) if ">" in each)
    names = Names(from_toml(resources.read_text("codebooks", "speaker_stance.toml")))
    rule = propose_label(label, names)
    assert rule is not None
    issue, stance = label.split(" > ")
    assert rule.set == {"stance.issue": issue, "stance.stance": stance.lower()}


def test_what_the_help_says_of_projects_of_codes_is_written() -> None:
    told = section(page("importing.md"), "Projects of codes (REFI-QDA)")
    rows = dict(map(tuple, table_rows(told)))  # type: ignore[arg-type]
    assert len(rows) == 8
    assert "*adjudicated*" in rows["an annotator"]


# -- agreement.md


def test_the_help_names_every_measure_and_no_other() -> None:
    from annotator.services.agreement.choice import expanded

    table = section(page("agreement.md"), "Measures")
    rows = re.findall(r"^\| (`.*?) \| (.*) \|$", table, re.MULTILINE)
    named = [name for row in rows for part in row for name in quoted(part)]
    real = {*expanded(("all", "gamma", "disorder")), "f1"}
    assert set(named) <= real
    several = {"f1_overlap", "f1_exact", "f1_token"}
    assert real - several <= set(named)
