# SPDX-License-Identifier: MIT
"""WebAnno TSV 3."""
