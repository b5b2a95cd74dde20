# SPDX-License-Identifier: MIT
"""Being written by the helper for speakers, issues and codebook dialogs."""
