# SPDX-License-Identifier: MIT
"""Settings on disk: bounds, unknown keys, damage, several windows."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from annotator.services.recent import RecentProject
from annotator.services.settings import RECENT, SECTIONS, Settings


def test_without_a_file_the_defaults_hold(annotator_home: Path) -> None:
    settings = Settings.load()
    assert settings.appearance.theme == "system"
    assert settings.time.measure is False
    assert settings.file == annotator_home / "settings.toml"
    assert not settings.file.exists(), "reading must write nothing"


def test_a_change_is_there_the_next_time() -> None:
    Settings.load().update("appearance", theme="dark", zoom=21)
    again = Settings.load()
    assert (again.appearance.theme, again.appearance.zoom) == ("dark", 21)


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("appearance", "theme", "pink"),
        ("appearance", "zoom", 99),
        ("appearance", "zoom", "18"),
        ("time", "measure", 1),
        ("time", "idle_cap", 0),
    ],
)
def test_a_wrong_value_is_refused_and_not_read(
    section: str, name: str, value: object
) -> None:
    settings = Settings.load()
    default = getattr(settings.section(section), name)
    with pytest.raises(ValueError, match=name):
        settings.update(section, **{name: value})
    shown = f'"{value}"' if isinstance(value, str) else value
    settings.file.write_text(f"[{section}]\n{name} = {shown}\n", encoding="utf-8")
    assert getattr(Settings.load().section(section), name) == default


def test_an_unknown_setting_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        Settings.load().update("appearance", colour="red")


def test_what_another_version_wrote_is_kept(annotator_home: Path) -> None:
    file = annotator_home / "settings.toml"
    file.write_text(
        '# mine\n[appearance]\nfuture = "x"\n[later]\nkey = 1\n', encoding="utf-8"
    )
    Settings.load().update("appearance", zoom=20)
    text = file.read_text(encoding="utf-8")
    for part in ("# mine", 'future = "x"', "[later]", "key = 1", "zoom = 20"):
        assert part in text


def test_two_windows_do_not_undo_each_other() -> None:
    one, other = Settings.load(), Settings.load()
    one.update("appearance", zoom=20)
    other.update("documents", compact=True)
    again = Settings.load()
    assert again.appearance.zoom == 20
    assert again.documents.compact is True


def test_a_damaged_file_is_set_aside_and_told(annotator_home: Path) -> None:
    file = annotator_home / "settings.toml"
    file.write_bytes(b"[appearance\n\xff")
    settings = Settings.load()
    assert settings.appearance.theme == "system"
    assert str(file) in settings.problem
    settings.update("appearance", theme="dark")
    aside = file.with_name("settings.toml.damaged")
    assert aside.read_bytes() == b"[appearance\n\xff"
    assert Settings.load().appearance.theme == "dark"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written_stops_nothing(annotator_home: Path) -> None:
    annotator_home.chmod(0o500)
    settings = Settings.load()
    settings.update("appearance", zoom=20)
    annotator_home.chmod(0o700)
    assert settings.appearance.zoom == 20
    assert settings.problem


def test_a_file_in_the_place_of_the_folder_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    settings = Settings.load(tmp_path / "file" / "below")
    settings.update("appearance", zoom=20)
    assert settings.appearance.zoom == 20
    assert settings.problem


def test_listeners_hear_the_section_until_they_leave() -> None:
    settings = Settings.load()
    heard: list[str] = []
    leave = settings.subscribe(heard.append)
    settings.update("appearance", zoom=20)
    settings.set_shortcuts({"a": ("Ctrl+A",)})
    leave()
    settings.update("appearance", zoom=21)
    assert heard == ["appearance", "shortcuts"]


def test_shortcuts_are_kept_and_taken_back() -> None:
    Settings.load().set_shortcuts({"edit.undo": ("Ctrl+U", "F2"), "file.new": ()})
    found = Settings.load().shortcuts
    assert found == {"edit.undo": ("Ctrl+U", "F2"), "file.new": ()}
    Settings.load().set_shortcuts({})
    assert Settings.load().shortcuts == {}


def test_recent_projects_newest_first_each_once(tmp_path: Path) -> None:
    settings = Settings.load()
    for number in range(RECENT + 3):
        settings.remember(RecentProject(path=tmp_path / f"{number}", title=f"{number}"))
    settings.remember(RecentProject(path=tmp_path / "5", title="Fünf", done=2, total=3))
    found = Settings.load().recent
    assert len(found) == RECENT
    assert (found[0].title, found[0].done, found[0].total) == ("Fünf", 2, 3)
    assert found[0].opened > 0
    assert [r.path.name for r in found].count("5") == 1
    settings.forget(tmp_path / "5")
    assert Settings.load().recent[0].title == "14"


def test_recent_entries_of_another_kind_are_left_out(annotator_home: Path) -> None:
    file = annotator_home / "settings.toml"
    file.write_text(
        'recent = [1, {path = 3}, {path = "/p", opened = "x"}, {path = "/q"}]\n',
        encoding="utf-8",
    )
    assert [r.path.name for r in Settings.load().recent] == ["q"]


def test_every_setting_says_what_it_is() -> None:
    for kind in SECTIONS.values():
        for each in dataclasses.fields(kind):
            assert each.metadata["title"]


def test_sizes_of_panes_are_kept_and_forgotten(annotator_home: Path) -> None:
    settings = Settings.load()
    settings.set_layout({"documents": 230, "tree": 180})
    assert Settings.load().layout == {"documents": 230, "tree": 180}
    settings.set_layout({})
    assert Settings.load().layout == {}


def test_sizes_that_are_none_are_left_out(annotator_home: Path) -> None:
    words = '[layout]\ndocuments = -5\nform = "wide"\ntree = 180\nlist = true\n'
    Settings.load().file.write_text(words, "utf-8")
    assert Settings.load().layout == {"tree": 180}
