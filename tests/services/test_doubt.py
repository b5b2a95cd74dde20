# SPDX-License-Identifier: MIT
"""Which text files do not say in which encoding they are."""

from __future__ import annotations

from pathlib import Path

from annotator.services.doubt import find_doubt

WORDS = "Žodžiai šaltiniui, sakė ministras.\n"


def _file(path: Path, encoding: str, words: str = WORDS * 20) -> Path:
    path.write_bytes(words.encode(encoding))
    return path


def test_what_says_its_encoding_is_in_no_doubt(tmp_path: Path) -> None:
    files = [
        _file(tmp_path / "a.txt", "utf-8"),
        _file(tmp_path / "b.txt", "utf-8-sig"),
        _file(tmp_path / "c.txt", "utf-16"),
        _file(tmp_path / "d.txt", "utf-16-le"),
        _file(tmp_path / "e.txt", "ascii", "Plain words."),
    ]
    assert find_doubt(files) is None


def test_the_first_file_in_doubt_with_the_same_passage_in_each(tmp_path: Path) -> None:
    _file(tmp_path / "a.txt", "utf-8")
    _file(tmp_path / "b.txt", "cp1257", "Headline\n\n" + WORDS * 20)
    _file(tmp_path / "c.txt", "cp1257")
    found = find_doubt([tmp_path])
    assert found is not None
    assert (found.file.name, found.count, found.others) == ("b.txt", 2, 1)
    samples = dict(found.samples)
    assert samples["cp1257"].startswith("Žodžiai")
    assert samples["cp1252"].startswith("Þod")
    assert all("Headline" not in words for words in samples.values())


def test_damaged_utf8_is_no_question_of_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((WORDS * 5).encode() + b"\xff" + WORDS.encode())
    assert find_doubt([path]) is None


def test_other_formats_and_missing_files_are_passed_over(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(WORDS.encode("cp1257"))
    assert find_doubt([table, tmp_path / "missing.txt", tmp_path / "none"]) is None
    text = _file(tmp_path / "b.txt", "cp1257")
    assert find_doubt([text], "annotator-jsonl") is None
    assert find_doubt([text], "text") is not None


def test_many_files_are_looked_at_in_a_moment(tmp_path: Path) -> None:
    for number in range(200):
        _file(tmp_path / f"{number:03}.txt", "cp1257", WORDS * 500)
    found = find_doubt([tmp_path])
    assert found is not None
    assert found.count == 200
    # Guessing at each of them would take a minute.
