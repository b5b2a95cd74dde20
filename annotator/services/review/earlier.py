# SPDX-License-Identifier: MIT
"""What was decided and made of a document before, found by its primaries.

Two reviewers who worked apart may each have decided the same question and made
the same result: both come with a merge.  The later decision is shown, and the
next one on that question takes the place of all.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.analysis.adjudicate import FROM
from annotator.analysis.compare import Unit
from annotator.model.annotation import Annotation
from annotator.model.review import Decision, Facet


class Earlier:
    """Decisions and results by the primaries that they are about.

    Attributes:
        became: primary annotation uid → uid of the result that it went into.
    """

    def __init__(
        self, decisions: Iterable[Decision], results: Iterable[Annotation]
    ) -> None:
        self._decisions: dict[tuple[str, Facet], list[Decision]] = {}
        for each in sorted(decisions, key=lambda d: (d.at, d.uid)):
            for primary in each.primaries:
                key = primary.annotation, each.facet
                self._decisions.setdefault(key, []).append(each)
        self._results: dict[str, dict[str, Annotation]] = {}
        self.became: dict[str, str] = {}
        for result in results:
            self.remember(result)

    def remember(self, result: Annotation) -> None:
        """A result has another state, or is there now, or (a tombstone) is gone."""
        for primary in result.extra.get(FROM, ()):
            known = self._results.setdefault(primary, {})
            if result.deleted:
                known.pop(result.uid, None)
            else:
                known[result.uid] = result
            if known:
                self.became[primary] = min(known)
            else:
                self.became.pop(primary, None)

    def decisions(self, unit: Unit, facet: Facet) -> list[Decision]:
        """The live decisions on a facet of a unit, the latest first."""
        found = {
            decision.uid: decision
            for each in unit.made
            for decision in self._decisions.get((each.uid, facet), ())
        }
        return sorted(found.values(), key=lambda d: (d.at, d.uid), reverse=True)

    def decision(self, unit: Unit, facet: Facet) -> Decision | None:
        """The latest of them."""
        found = self.decisions(unit, facet)
        return found[0] if found else None

    def results(self, unit: Unit) -> list[Annotation]:
        """The live results of a unit, the one made of most of its members first."""
        counts: dict[str, int] = {}
        by_uid: dict[str, Annotation] = {}
        for each in unit.made:
            for uid, result in self._results.get(each.uid, {}).items():
                counts[uid] = counts.get(uid, 0) + 1
                by_uid[uid] = result
        return sorted(by_uid.values(), key=lambda r: (-counts[r.uid], r.uid))

    def result(self, unit: Unit) -> Annotation | None:
        """The first of them."""
        found = self.results(unit)
        return found[0] if found else None
