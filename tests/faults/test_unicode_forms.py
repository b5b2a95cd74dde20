# SPDX-License-Identifier: MIT
"""Texts in composed and decomposed letters: kept apart, and found alike."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from annotator.model.progress import run
from annotator.services import search, transfer
from annotator.services.session import Session

TEXT = "Kęstutis met Zoë in Łódź; “naïve”, he said."
COMPOSED = unicodedata.normalize("NFC", TEXT)
APART = unicodedata.normalize("NFD", TEXT)


def test_fault_56_both_forms_are_kept_found_and_not_merged(tmp_path: Path) -> None:
    assert COMPOSED != APART
    file = tmp_path / "texts.jsonl"
    lines = (json.dumps({"id": t, "title": t, "text": t}) for t in (COMPOSED, APART))
    file.write_text("\n".join(lines), encoding="utf-8")
    with Session.create(tmp_path / "p.annotator") as session:
        report = run(transfer.import_files(session, [file]))
        assert (report.documents, report.skipped_documents) == (2, 0)
        for text in (COMPOSED, APART):
            assert session.project.documents.get(text).text == text
        for words in ("kestutis", "Kęstutis", unicodedata.normalize("NFD", "Zoë")):
            found = {each.document for each in search.search(session, words)}
            assert found == {COMPOSED, APART}
