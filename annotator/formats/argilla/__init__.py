# SPDX-License-Identifier: MIT
"""Argilla 2: records with a text, suggestions of models and responses of people."""
