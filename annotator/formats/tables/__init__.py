# SPDX-License-Identifier: MIT
"""Tables of documents: one row, one document; and one row per stance out."""
