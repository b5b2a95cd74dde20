# SPDX-License-Identifier: MIT
"""Where the program keeps its own files on this computer.

The variable ANNOTATOR_HOME puts all of them into one folder, for tests, for
portable installations and for people who like to know.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "ANNOTATOR_HOME"
_NAME: Final = "annotator"


def config_folder() -> Path:
    """Where settings are kept.  It may not exist yet."""
    home = _home()
    if home is not None:
        return home
    import platformdirs

    return platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """Where the sample project and other data of the program are kept."""
    home = _home()
    if home is not None:
        return home / "data"
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)


def log_folder() -> Path:
    """Where the logs are kept."""
    home = _home()
    if home is not None:
        return home / "log"
    import platformdirs

    return platformdirs.user_log_path(_NAME, appauthor=False)


def _home() -> Path | None:
    value = os.environ.get(VARIABLE, "")
    return Path(value).expanduser() if value else None
