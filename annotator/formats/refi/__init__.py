# SPDX-License-Identifier: MIT
"""REFI-QDA: projects (QDPX) and codebooks (QDC) of programs for qualitative work."""
