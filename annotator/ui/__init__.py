# SPDX-License-Identifier: MIT
"""The window: the only place that knows Qt.

Qt's Python binding reads the source of every module that is imported after it,
to see whether it uses Qt.  What the window needs and does not use Qt is
therefore imported here, before the first module that does.
"""

import annotator.model.edits
import annotator.model.labels
import annotator.model.names
import annotator.model.offsets
import annotator.model.textunits
import annotator.model.validation
import annotator.services.annotate
import annotator.services.documents
import annotator.services.entities
import annotator.services.history
import annotator.services.settings  # noqa: F401
