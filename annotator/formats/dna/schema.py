# SPDX-License-Identifier: MIT
"""The tables of a DNA 3 database, as DNA 3.0 and 3.1 make and expect them.

Source: `dna/src/main/java/sql/Sql.java` of github.com/leifeld/dna.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Final

#: DNA 3.0 opens versions that begin with "3.0", DNA 3.1 those that begin with "3.".
VERSION: Final = "3.0.7"
DATE: Final = "2022-06-10"

#: So many characters (code points) a short text may have.
LONGEST: Final = 190
#: DNA keeps its numbers in 32 bits.
GREATEST: Final = 2**31 - 1

BOOLEAN: Final = "boolean"
INTEGER: Final = "integer"
SHORT: Final = "short text"
LONG: Final = "long text"

#: The table of each data type's values.
DATA: Final = {
    BOOLEAN: "DATABOOLEAN",
    INTEGER: "DATAINTEGER",
    LONG: "DATALONGTEXT",
    SHORT: "DATASHORTTEXT",
}

#: What every coder must type to open a database that was written here.
PASSWORD: Final = "annotator"

PERMISSIONS: Final = tuple(
    f"Permission{each}"
    for each in (
        *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments"),
        *("AddStatements", "EditStatements", "DeleteStatements", "EditAttributes"),
        *("EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
        *("ViewOthersDocuments", "EditOthersDocuments"),
        *("ViewOthersStatements", "EditOthersStatements"),
    )
)
#: What a coder has besides a name, a colour and a password.
SETTINGS: Final = (
    *("Refresh", "FontSize", "PopupWidth", "ColorByCoder", "PopupDecoration"),
    *("PopupAutoComplete", *PERMISSIONS),
)
#: What one coder may see and edit of another's.
RELATIONS: Final = (
    *("viewStatements", "editStatements", "viewDocuments", "editDocuments"),
)


@cache
def password_hash(password: str = PASSWORD, salt: bytes = bytes(16)) -> str:
    """A password as DNA keeps it: salt and digest in Base64.

    DNA uses Jasypt's StrongPasswordEncryptor: 16 bytes of salt, SHA-256 over salt
    and password, and 99,999 times more over the digest.  The salt is always the
    same here: the password is known to everybody, and the bytes must not change.
    """
    digest = salt + password.encode("utf-8")
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


def _short(name: str, default: str = "") -> str:
    return f"{name} TEXT NOT NULL{default} CHECK (LENGTH({name}) < 191)"


def _colour(rest: str = " NOT NULL DEFAULT 0") -> tuple[str, ...]:
    names = ("Red", "Green", "Blue")
    return tuple(f"{n} INTEGER{rest} CHECK ({n} BETWEEN 0 AND 255)" for n in names)


def _within(
    name: str, low: int, high: int, default: int, null: str = " NOT NULL"
) -> str:
    check = f"CHECK ({name} BETWEEN {low} AND {high})"
    return f"{name} INTEGER{null} {check} DEFAULT {default}"


def _to(column: str, table: str) -> str:
    return f"FOREIGN KEY({column}) REFERENCES {table}(ID) ON DELETE CASCADE"


def _data(value: str) -> tuple[str, ...]:
    return (
        *(_LATE_ID, "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL"),
        *(value, _to("StatementId", "STATEMENTS"), _to("VariableId", "VARIABLES")),
    )


_ID: Final = "ID INTEGER NOT NULL PRIMARY KEY"
_LATE_ID: Final = "ID INTEGER PRIMARY KEY NOT NULL"
_ONCE: Final = "UNIQUE (StatementId, VariableId)"
_EMPTY: Final = " DEFAULT ''"
_TYPES: Final = " OR ".join(f"DataType = '{each}'" for each in DATA)

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "SETTINGS": ("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"),
    "CODERS": (
        *(_ID, _short("Name"), *_colour(), _within("Refresh", 0, 9999, 0)),
        *(_within("FontSize", 1, 99, 14), _short("Password")),
        _within("PopupWidth", 100, 9999, 300, null=""),
        *(_within(name, 0, 1, 0) for name in ("ColorByCoder", "PopupDecoration")),
        *(_within(name, 0, 1, 1) for name in ("PopupAutoComplete", *PERMISSIONS)),
    ),
    "DOCUMENTS": (
        *(_ID, _short("Title"), "Text TEXT NOT NULL", "Coder INTEGER"),
        *(_short(name, _EMPTY) for name in ("Author", "Source", "Section")),
        *("Notes TEXT NOT NULL DEFAULT ''", _short("Type", _EMPTY)),
        *("Date INTEGER NOT NULL", _to("Coder", "CODERS")),
    ),
    "STATEMENTTYPES": (_ID, _short("Label"), *_colour()),
    "VARIABLES": (
        *(_ID, _short("Variable")),
        f"DataType TEXT NOT NULL CHECK ({_TYPES}) DEFAULT 'short text'",
        *("StatementTypeId INTEGER", _to("StatementTypeId", "STATEMENTTYPES")),
        "UNIQUE (Variable, StatementTypeId)",
    ),
    "VARIABLELINKS": (
        *(_ID, "SourceVariableId INTEGER", "TargetVariableId INTEGER"),
        "CHECK (TargetVariableId != SourceVariableId)",
        _to("SourceVariableId", "VARIABLES"),
        _to("TargetVariableId", "VARIABLES"),
    ),
    "REGEXES": (*("Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191)", *_colour()),),
    "CODERRELATIONS": (
        *(_ID, "Coder INTEGER CHECK(Coder > 0)"),
        "OtherCoder INTEGER CHECK(OtherCoder > 0)",
        *(
            f"{name} INTEGER NOT NULL DEFAULT 1 CHECK({name} BETWEEN 0 AND 1)"
            for name in RELATIONS
        ),
        *("CHECK (Coder != OtherCoder)", _to("Coder", "CODERS")),
        _to("OtherCoder", "CODERS"),
    ),
    "STATEMENTS": (
        *(_ID, "StatementTypeId INTEGER", "DocumentId INTEGER"),
        *(f"{name} INTEGER NOT NULL CHECK({name} >= 0)" for name in ("Start", "Stop")),
        *("Coder INTEGER", "CHECK (Start < Stop)"),
        _to("StatementTypeId", "STATEMENTTYPES"),
        *(_to("Coder", "CODERS"), _to("DocumentId", "DOCUMENTS")),
    ),
    "DATABOOLEAN": (*_data("Value INTEGER NOT NULL DEFAULT 1"), _ONCE),
    "DATAINTEGER": (*_data("Value INTEGER NOT NULL DEFAULT 0"), _ONCE),
    "ENTITIES": (
        *(_LATE_ID, "VariableId INTEGER NOT NULL", _short("Value", _EMPTY)),
        *(*_colour(rest=""), "ChildOf INTEGER CHECK(ChildOf > 0)"),
        *("UNIQUE (VariableId, Value)", _to("ChildOf", "ENTITIES")),
        _to("VariableId", "VARIABLES"),
    ),
    "DATASHORTTEXT": (
        *(*_data("Entity INTEGER NOT NULL"), _to("Entity", "ENTITIES"), _ONCE),
    ),
    "DATALONGTEXT": (*_data("Value TEXT DEFAULT ''"), _ONCE),
    "ATTRIBUTEVARIABLES": (
        *(_LATE_ID, "VariableId INTEGER NOT NULL", _short("AttributeVariable")),
        *("UNIQUE(VariableId, AttributeVariable)", _to("VariableId", "VARIABLES")),
    ),
    "ATTRIBUTEVALUES": (
        *(_LATE_ID, "EntityId INTEGER NOT NULL"),
        *("AttributeVariableId INTEGER NOT NULL", _short("AttributeValue", _EMPTY)),
        *("UNIQUE (EntityId, AttributeVariableId)", _to("EntityId", "ENTITIES")),
        _to("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ),
}

#: Each table's name and the statement that makes it, in DNA's order.
TABLES: Final = {
    name: f"CREATE TABLE {name}({', '.join(columns)})"
    for name, columns in _COLUMNS.items()
}
