# SPDX-License-Identifier: MIT
"""The nouns of the program: frozen records, standard library only."""
