# SPDX-License-Identifier: MIT
"""The page of figures: agreement from pair to field to cell to passage."""
