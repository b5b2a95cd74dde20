# SPDX-License-Identifier: MIT
"""The page of the team: rounds, the matrix of documents and people, what to look at."""
