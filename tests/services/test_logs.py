# SPDX-License-Identifier: MIT
"""The log tells what went wrong and holds no text of an article (fault 70)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services import logs

SECRET = "Lithmarian foreign ministry has not ruled out deployment"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    logs.stop()


def _fail(text: str) -> None:
    quote = text[:40]
    raise ValueError(f"cannot place {quote!r} in {text!r}")


def _caught() -> BaseException:
    try:
        try:
            _fail(SECRET)
        except ValueError as error:
            raise RuntimeError(f"while reading {SECRET}") from error
    except RuntimeError as error:
        return error
    raise AssertionError


def test_fault_70_an_exception_is_logged_without_its_words() -> None:
    file = logs.log_exception(_caught(), "in a test")
    text = file.read_text(encoding="utf-8")
    assert "in a test" in text
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text
    assert "_fail" in text
    assert "Lithmarian" not in text


def test_fault_70_logged_exceptions_of_other_modules_lose_their_words() -> None:
    file = logs.start()
    try:
        _fail(SECRET)
    except ValueError:
        logging.getLogger("annotator.ui.somewhere").exception("rows not read")
    text = file.read_text(encoding="utf-8")
    assert "rows not read" in text
    assert "builtins.ValueError" in text
    assert "Lithmarian" not in text


def test_fault_70_what_the_source_line_says_is_left_out() -> None:
    with pytest.raises(ValueError, match="spoken") as caught:
        raise ValueError("spoken in the source itself")
    assert "spoken" not in logs.describe(caught.value)


def test_a_circle_of_causes_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert logs.describe(one).count("ValueError") == 1


def test_start_twice_writes_each_line_once(annotator_home: Path) -> None:
    assert logs.start() == logs.start()
    logging.getLogger("annotator").warning("one line")
    text = logs.log_file().read_text(encoding="utf-8")
    assert text.count("one line") == 1
    assert annotator_home in logs.log_file().parents


def test_the_log_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "SIZE", 2000)
    file = logs.start()
    for number in range(300):
        logging.getLogger("annotator").info("line %d of many", number)
    files = list(file.parent.glob("annotator.log*"))
    assert len(files) == logs.KEPT + 1
    assert sum(f.stat().st_size for f in files) < 5 * 2000


def test_where_no_log_can_be_written_the_program_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "file"))
    logs.log_exception(_caught())
    assert "RuntimeError" in capsys.readouterr().err
