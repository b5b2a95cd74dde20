# SPDX-License-Identifier: MIT
"""Where the program's own files lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.services import folders


def test_one_variable_moves_everything(annotator_home: Path) -> None:
    for folder in (
        folders.config_folder(),
        folders.data_folder(),
        folders.log_folder(),
    ):
        assert folder == annotator_home or annotator_home in folder.parents


def test_without_it_the_systems_places_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(folders.VARIABLE)
    places = {folders.config_folder(), folders.data_folder(), folders.log_folder()}
    assert all("annotator" in str(place).lower() for place in places)
    assert all(place.is_absolute() for place in places)
