# SPDX-License-Identifier: MIT
"""A project, or a choice of it, to files of any format that can be written.

An output that looks like a file of the format becomes that file (with a split,
one file for each part); anything else becomes an export folder, in which data
card, codebook, manifest and loss report lie beside the data.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Final

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.model.errors import NotFoundError
from annotator.model.progress import Job
from annotator.services.export_choice import Selection, plan
from annotator.services.export_groups import FormatChoice
from annotator.services.export_records import REPEATS
from annotator.services.export_report import ExportReport
from annotator.services.export_work import Work, part_path, spare_project
from annotator.services.files import is_special, not_written
from annotator.services.memory import rarely_collected
from annotator.services.session import Session
from annotator.services.splitting import Split
from annotator.services.whole_folder import check_target, is_export, strangers

__all__ = [
    "ExportReport",
    "Selection",
    "check_output",
    "export",
    "is_folder_output",
    "output_formats",
    "output_paths",
    "replaced",
]

#: What looks like the suffix of a file, unlike the end of `release-1.0`.
_SUFFIX: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,8}")


def output_formats() -> tuple[Format, ...]:
    """The formats that can be exported to."""
    return tuple(each for each in registry.formats() if each.writes)


def export(
    session: Session,
    output: Path | str,
    *,
    format: str,
    selection: Selection | None = None,
    overwrite: bool = False,
) -> Job[ExportReport]:
    """Write the project, or a choice of it, to a file, to several, or to a folder.

    Args:
        session: an open project, which is only read.
        output: a file (a part `dev` of `data.csv` goes to `data-dev.csv`) or an
            export folder; see `is_folder_output`.
        format: the name of the format.
        selection: what goes out; None: everything.
        overwrite: whether files of those names, or the export that the folder
            holds, may be replaced.

    Raises UserError; then, and when the job is closed before its end, every
    file is as it was.
    """
    found = registry.get(format)
    if found.write is None:
        raise NotFoundError("the format “{format}” can be read only.", format=format)
    output = Path(output)
    spare_project(session, output)
    whole = found.name == "annotator-jsonl"
    work = Work(session, found, plan(session, selection or Selection(), whole=whole))
    for uid in work.plan.repeats:
        work.tally.left_out.add(REPEATS, uid)
    with rarely_collected():
        if is_folder_output(output, found):
            yield from work.to_folder(output, overwrite)
        else:
            yield from work.to_files(output, overwrite)
    return work.report()


def is_folder_output(output: Path, found: Format | FormatChoice) -> bool:
    """Whether `output` becomes an export folder rather than a file."""
    if found.many or output.is_dir():
        return True
    if output.exists() or is_special(output):
        return False
    suffix = output.suffix
    return suffix not in found.suffixes and not _SUFFIX.fullmatch(suffix)


def output_paths(output: Path, split: Split | None) -> list[Path]:
    """The files that an export to a file writes: one, or one for each part."""
    if split is None:
        return [output]
    return [part_path(output, name) for name in split.parts]


def replaced(output: Path, format: str, split: Split | None = None) -> list[Path]:
    """What is there already and would be replaced; what never is, is left out."""
    if is_folder_output(output, registry.get(format)):
        ours = is_export(output) and strangers(output) is None
        return [output] if ours else []
    return [path for path in output_paths(output, split) if path.is_file()]


def check_output(session: Session, output: Path, format: str) -> None:
    """Raises UserError where an export could not go, even one that may replace."""
    spare_project(session, output)
    if is_folder_output(output, registry.get(format)):
        check_target(output)
    elif not output.parent.is_dir():
        raise not_written(OSError(errno.ENOENT, ""), output)
