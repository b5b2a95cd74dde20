# SPDX-License-Identifier: MIT
"""brat standoff: a text file and an annotation file for each document."""
