# SPDX-License-Identifier: MIT
"""Annotators as users: one for each, and one more for what was adjudicated."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.formats.refi.guids import ADJUDICATED, ADJUDICATED_NAME, guid_for
from annotator.formats.refi.xml_out import Xml
from annotator.model.team import Annotator


class People:
    """The users of a project; `ids` are those of annotators that are no GUIDs."""

    def __init__(self, annotators: Iterable[Annotator]) -> None:
        self.ids: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._uids: dict[str, str] = {}
        self._adjudicated = False
        for each in annotators:
            self._add(each.uid, each.name)

    def _add(self, uid: str, name: str) -> str:
        guid = guid_for(uid, "user")
        self._names[guid], self._uids[guid] = name, uid
        if guid != uid:
            self.ids[guid] = uid
        return guid

    def user(self, uid: str) -> str:
        """The GUID of an annotator; one that the project does not name is added."""
        guid = guid_for(uid, "user")
        return guid if guid in self._names else self._add(uid, uid)

    def adjudicated(self) -> str:
        """The GUID of the user that adjudicated codings belong to."""
        self._adjudicated = True
        return ADJUDICATED

    def write(self, xml: Xml) -> None:
        """Write the users, if there are any."""
        if not self._names and not self._adjudicated:
            return
        xml.start("Users")
        for guid, name in self._names.items():
            xml.empty("User", {"guid": guid, "name": name, "id": self._uids[guid]})
        if self._adjudicated:
            xml.empty("User", {"guid": ADJUDICATED, "name": ADJUDICATED_NAME})
        xml.end()
