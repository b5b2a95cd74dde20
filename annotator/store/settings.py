# SPDX-License-Identifier: MIT
"""Settings of the project itself: JSON values by key.

In use: `title`, `codebook` (sha256 of the current one), `uid` (the project's
identity, for its backups) and `extra` (what a bundle's header carried besides).
"""

from __future__ import annotations

from typing import Any

from annotator.store import rows
from annotator.store.repository import Repository


class SettingRepository(Repository):
    """Key and value."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        found = self._project.query("SELECT value FROM setting WHERE key = ?", (key,))
        return rows.load(found[0][0]) if found else default

    def set(self, key: str, value: Any) -> None:
        """Store `value`; None removes the key.  Recorded in the current step."""
        before = self.get(key)
        if before == value:
            return
        self._write(key, value)
        self._project.history.record("setting", key, before, value)

    def restore(self, key: str, value: Any, step: int) -> None:
        """Replay: put a value back."""
        self._write(key, value)

    def _write(self, key: str, value: Any) -> None:
        if value is None:
            self._project.run("DELETE FROM setting WHERE key = ?", (key,))
        else:
            self._project.run(
                "INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, rows.dump(value))
            )
