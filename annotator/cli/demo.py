# SPDX-License-Identifier: MIT
"""`annotator demo`: the main job on the sample project."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from annotator.model.progress import run
from annotator.services.sample import NAME, make_sample
from annotator.services.session import Session
from annotator.services.settings import data_folder
from annotator.services.transfer import Selection, export


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "demo",
        help="open the sample project",
        description="Open the sample project in the window. Without a display, "
        "draw the window into pictures and export the sample as data sets.",
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        type=Path,
        help="draw and export into FOLDER instead of opening the window",
    )
    parser.set_defaults(run=demo)


def demo(args: argparse.Namespace) -> int:
    """Open the window, or draw and export where there is none."""
    from annotator.ui.picture import has_display

    project = make_sample(data_folder() / NAME)
    if has_display() and args.output is None:
        from annotator.ui.app import main

        print(f"Opening {project}", file=sys.stderr)
        return main([str(project)], fullest=True)
    folder = args.output or Path.cwd() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    if not has_display():
        print("There is no display, so the window is drawn.", file=sys.stderr)
    print(f"Project   {project}")
    for made in _pictures(project, folder):
        print(f"Picture   {made}")
    for made in _data_sets(project, folder):
        print(f"Data set  {made}")
    return 0


def _pictures(project: Path, folder: Path) -> list[Path]:
    from annotator.ui.picture import draw_window

    return [
        draw_window(project, folder / f"window-{theme}.png", theme=theme, choose=1)
        for theme in ("light", "dark")
    ]


def _data_sets(project: Path, folder: Path) -> list[Path]:
    made = []
    with Session.open(project) as session:
        for name, file in (("annotator-jsonl", "sample.jsonl"), ("csv", "sample.csv")):
            target = folder / file
            run(
                export(
                    session, target, format=name, selection=Selection(), overwrite=True
                )
            )
            made.append(target)
    return made
