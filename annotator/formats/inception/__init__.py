# SPDX-License-Identifier: MIT
"""What the formats of INCEpTION and WebAnno have in common."""
