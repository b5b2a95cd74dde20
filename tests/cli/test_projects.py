# SPDX-License-Identifier: MIT
"""`annotator backup` never replaces a file without being told to."""

from __future__ import annotations

from annotator.cli.main import main
from annotator.services.sample import make_sample


def test_backup_leaves_a_file_of_that_name_alone(tmp_path, capsys):
    path, copy = make_sample(tmp_path / "s.annotator"), tmp_path / "copy.annotator"
    copy.write_bytes(b"something of mine")
    assert main(["backup", str(path), str(copy)]) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert copy.read_bytes() == b"something of mine"


def test_backup_replaces_it_when_told_to(tmp_path):
    path, copy = make_sample(tmp_path / "s.annotator"), tmp_path / "copy.annotator"
    copy.write_bytes(b"something of mine")
    assert main(["backup", str(path), str(copy), "--overwrite"]) == 0
    assert main(["check", str(copy)]) == 0
