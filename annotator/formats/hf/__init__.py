# SPDX-License-Identifier: MIT
"""Data sets as Hugging Face's `datasets` loads them: one document a row."""
