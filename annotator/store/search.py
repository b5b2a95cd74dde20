# SPDX-License-Identifier: MIT
"""Finding documents by their words, through the FTS5 index.

What the user types is always taken literally: each word is quoted, so that
`AND`, `NEAR(` and `a:b` are words to look for and never query syntax.
"""

from __future__ import annotations

from array import array

from annotator.store.repository import Repository


class SearchRepository(Repository):
    """The index over titles and texts."""

    def documents(self, words: str, *, limit: int = 50, after: int = 0) -> array[int]:
        """The first `limit` row ids above `after` that have all the words."""
        query = match_query(words)
        if query is None:
            return array("q")
        sql = (
            "SELECT f.rowid FROM document_fts f JOIN document d ON d.id = f.rowid"
            " WHERE document_fts MATCH ? AND f.rowid > ? AND d.withdrawn = 0"
            " ORDER BY f.rowid LIMIT ?"
        )
        found = self._project.query(sql, (query, after, limit))
        return array("q", (row[0] for row in found))

    def rebuild(self) -> None:
        """Build the index anew from the stored texts."""
        self._project.run("INSERT INTO document_fts (document_fts) VALUES ('rebuild')")


def match_query(words: str) -> str | None:
    """The FTS5 query for all `words`, the last of them as a beginning.

    None where there is nothing to look for.
    """
    found = []
    for word in words.replace("\0", " ").split():
        if any(char.isalnum() for char in word):
            quoted = word.replace('"', '""')
            found.append(f'"{quoted}"')
    return " ".join(found) + "*" if found else None
