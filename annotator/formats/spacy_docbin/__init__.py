# SPDX-License-Identifier: MIT
"""spaCy's DocBin: documents of tokens with span groups, entities and user data."""
