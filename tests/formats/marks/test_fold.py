# SPDX-License-Identifier: MIT
"""Annotations to marks and back: the same, for arbitrary documents."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from annotator.formats.marks.fold import Folder
from annotator.formats.marks.pieces import join_pieces, split_pieces
from annotator.formats.marks.resolver import Resolver
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import ReadOptions
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle
from tests.formats.random_bundles import bundles


def in_order(each: Annotation) -> Annotation:
    """Spans in text order within their role; a value, for comparing."""
    rows = {
        name: tuple(
            replace(row, spans=tuple(sorted(row.spans, key=repr))) for row in some
        )
        for name, some in each.rows.items()
    }
    return replace(each, spans=tuple(sorted(each.spans, key=repr)), rows=rows)


@settings(max_examples=60)
@given(bundles())
def test_what_is_unfolded_folds_back(bundle: Bundle) -> None:
    unfolder = Unfolder(bundle)
    options = ReadOptions(knows=lambda kind, uid: True)
    resolver = Resolver(unfolder.names.codebook, options, "someone")
    folder = Folder(unfolder.names, resolver, bundle.codebooks[0].sha256, "here")
    for record in bundle.documents:
        marked = join_pieces(split_pieces(unfolder.unfold(record)))
        found = folder.fold(marked)
        assert found.document == record.document
        wanted = [in_order(each) for each in record.annotations]
        assert [in_order(each) for each in found.annotations] == wanted
        assert sorted(found.layers, key=repr) == sorted(record.layers, key=repr)
