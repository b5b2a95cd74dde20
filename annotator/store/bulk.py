# SPDX-License-Identifier: MIT
"""Whole bundles in and out of a project."""

from annotator.store.bulk_insert import Begun, BulkReport, insert_bundle
from annotator.store.bulk_read import read_bundle
from annotator.store.bulk_unite import Conflict

__all__ = ["Begun", "BulkReport", "Conflict", "insert_bundle", "read_bundle"]
