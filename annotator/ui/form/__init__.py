# SPDX-License-Identifier: MIT
"""The form beside the text, built from the codebook, and the tree below it."""
