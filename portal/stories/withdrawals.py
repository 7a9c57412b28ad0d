"""What was taken back, written down outside the database: a backup that is restored knows nothing of it."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ALL = "all"  # the whole story, not one use of it
READ_AGAIN = "read again"  # its words changed or staff took it down: not to be public before a person has read it again


@dataclass(frozen=True)
class Withdrawal:
    """When a story, or one use of it, was taken back."""

    at: datetime
    reference: str
    what: str


def note(path: Path, one: Withdrawal) -> None:
    """Add one line; it is on the disk when this returns."""
    line = f"{one.at.isoformat()}\t{one.reference}\t{one.what}\n".encode()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # other processes, perhaps of other machines, write here too
        end = os.lseek(file, 0, os.SEEK_END)
        if end and os.pread(file, 1, end - 1) != b"\n":
            line = b"\n" + line  # whoever wrote before was cut off
        if os.write(file, line) != len(line):
            raise OSError("The line was cut off")
        os.fsync(file)
    finally:
        os.close(file)
    if not end:
        _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def read(path: Path) -> tuple[list[Withdrawal], list[str]]:
    """Every withdrawal, oldest first, and the lines that cannot be read; a time without a zone is not believed."""
    found, unread = [], []
    for line in filter(None, path.read_text(encoding="utf-8", errors="replace").split("\n")):
        try:
            at, reference, what = line.split("\t")
            moment = datetime.fromisoformat(at)
        except ValueError:
            unread.append(line)
            continue
        if moment.tzinfo is None:
            unread.append(line)
        else:
            found.append(Withdrawal(moment, reference, what))
    return found, unread
