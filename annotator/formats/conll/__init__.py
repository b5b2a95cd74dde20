# SPDX-License-Identifier: MIT
"""CoNLL-2002 and 2003: one token a line, with a tag that says which span it is in."""
