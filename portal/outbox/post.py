"""Reading the files that the example writes instead of sending."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast

from portal.kit.pages import settings

SHOWN, LOOKED_AT = 50, 500
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Letter:
    """One message as it went out."""

    name: str
    to: str
    subject: str
    at: datetime
    locale: str
    body: str
    has_calendar: bool

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The words in pieces, each with the address of ours that it is, or ""."""
        found: list[tuple[str, str]] = []
        end = 0
        for address in _ADDRESS.finditer(self.body):
            found.append((self.body[end : address.start()], ""))
            is_ours = address.group().startswith(settings().base_url + "/")
            found.append((address.group(), address.group() if is_ours else ""))
            end = address.end()
        return [piece for piece in [*found, (self.body[end:], "")] if piece[0]]


def newest(folder: Path, to: str) -> list[Letter]:
    """The newest messages in a folder, to everyone or to one address."""
    found = []
    for path in sorted(folder.glob("*.eml"), reverse=True)[:LOOKED_AT]:
        letter = _letter(path)
        if letter is not None and (not to or to in letter.to.lower()):
            found.append(letter)
        if len(found) == SHOWN:
            break
    return found


def _letter(path: Path) -> Letter | None:
    try:
        message = cast(EmailMessage, email.message_from_bytes(path.read_bytes(), policy=policy.default))
    except OSError:  # the folder was emptied meanwhile
        return None
    body = message.get_body(("plain",))
    return Letter(
        path.stem,
        str(message["To"]),
        str(message["Subject"]),
        parsedate_to_datetime(str(message["Date"])),
        str(message["Content-Language"] or "en"),
        body.get_content().strip() if body else "",
        any(part.get_content_type() == "text/calendar" for part in message.iter_attachments()),
    )
