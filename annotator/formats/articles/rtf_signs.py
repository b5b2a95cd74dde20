# SPDX-License-Identifier: MIT
"""What the control words of RTF stand for (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

from typing import Final

#: Control words that are a character.
SIGNS: Final = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\n",
    "column": "\n",
    "cell": "\t",
    "nestcell": "\t",
    "nestrow": "\n",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
#: Control symbols that are a character.
SYMBOLS: Final = {
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "\u2011",
    "\\": "\\",
    "{": "{",
    "}": "}",
    "\n": "\n",
    "\r": "\n",
}
#: Groups that are no text of the document.
ASIDE: Final = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable"),
        *("revtbl", "rsidtbl", "generator", "pict", "object", "objdata", "themedata"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr"),
        *("footerf", "footnote", "annotation", "atnid", "atnauthor", "fldinst"),
        *("xe", "tc", "rxe", "latentstyles", "datastore", "xmlnstbl", "filetbl"),
        *(
            "pntext",
            "bkmkstart",
            "bkmkend",
            "shpinst",
            "nonshppict",
            "colorschememapping",
        ),
    }
)
#: What `\fcharsetN` says of the bytes in a font.
CHARSETS: Final = {
    0: "cp1252",
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
#: Words for the encoding of the whole file.
WHOLE: Final = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
