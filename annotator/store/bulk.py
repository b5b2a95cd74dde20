# SPDX-License-Identifier: MIT
"""Whole bundles in and out of a project."""

from annotator.store.bulk_insert import BulkReport, ConflictError, insert_bundle
from annotator.store.bulk_read import read_bundle

__all__ = ["BulkReport", "ConflictError", "insert_bundle", "read_bundle"]
