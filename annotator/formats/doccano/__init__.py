# SPDX-License-Identifier: MIT
"""doccano: JSON Lines of texts with labelled spans, and relations between them."""
