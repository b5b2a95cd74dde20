# SPDX-License-Identifier: MIT
"""Files into a project, and out of it: one verb for each way.

Both are jobs (see `model.progress`): an import is one transaction and one step,
an export writes its files whole.  Stopped anywhere, they leave nothing.
"""

from annotator.services.exporting import (
    ExportReport,
    Selection,
    export,
    output_formats,
    output_paths,
)
from annotator.services.formats import describe_formats, format_problems
from annotator.services.importing import (
    ImportOptions,
    ImportReport,
    import_files,
    input_formats,
)
from annotator.services.splitting import Split, parse_split

__all__ = [
    "ExportReport",
    "ImportOptions",
    "ImportReport",
    "Selection",
    "Split",
    "describe_formats",
    "export",
    "format_problems",
    "import_files",
    "input_formats",
    "output_formats",
    "output_paths",
    "parse_split",
]
