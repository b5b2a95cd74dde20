# SPDX-License-Identifier: MIT
"""What a comparison is made of, for those who show it."""

from __future__ import annotations

from annotator.analysis.compare import Comparison, Difference, Unit, main_area
from annotator.analysis.facets import MISSING, is_compared
from annotator.analysis.overlap import Area, area, shared, without

__all__ = [
    "MISSING",
    "Area",
    "Comparison",
    "Difference",
    "Unit",
    "area",
    "is_compared",
    "main_area",
    "shared",
    "without",
]
