# SPDX-License-Identifier: MIT
"""Files into a project, and out of it: one verb for each way.

Both are jobs (see `model.progress`): an import is one transaction and one step,
an export writes its files whole.  Stopped anywhere, they leave nothing.
"""

from annotator.services.export_fields import Choosable, choosable
from annotator.services.export_groups import FormatChoice, grouped_formats
from annotator.services.exporting import (
    ExportReport,
    Selection,
    check_output,
    export,
    is_folder_output,
    output_formats,
    output_paths,
    replaced,
)
from annotator.services.foreseeing import Foreseen, foresee
from annotator.services.formats import describe_formats, format_problems, formats_page
from annotator.services.import_sources import kinds
from annotator.services.importing import (
    ImportOptions,
    ImportReport,
    import_files,
    input_formats,
)
from annotator.services.splitting import Split, parse_split

__all__ = [
    "Choosable",
    "ExportReport",
    "Foreseen",
    "FormatChoice",
    "ImportOptions",
    "ImportReport",
    "Selection",
    "Split",
    "check_output",
    "choosable",
    "describe_formats",
    "export",
    "foresee",
    "format_problems",
    "formats_page",
    "grouped_formats",
    "import_files",
    "input_formats",
    "is_folder_output",
    "kinds",
    "output_formats",
    "output_paths",
    "parse_split",
    "replaced",
]
