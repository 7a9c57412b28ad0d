"""What was taken back, written down outside the database: a backup that is restored knows nothing of it."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.kit.pages import settings

ALL = "all"  # the whole story, not one use of it
log = logging.getLogger("portal.stories")


@dataclass(frozen=True)
class Withdrawal:
    """When a story, or one use of it, was taken back."""

    at: datetime
    reference: str
    use: str


def note(reference: str, use: str, *, now: datetime) -> None:
    """Add one line, on the disk when this returns.

    Taking back never fails because of it: someone may be in danger. What could not be written is said in the server's log.
    """
    try:
        _append(settings().withdrawn_log, f"{now.isoformat()}\t{reference}\t{use}\n".encode())
    except OSError:
        log.exception("WITHDRAWN_LOG cannot be written: %s %s would be public again after a restore", reference, use)


def _append(path: Path, line: bytes) -> None:
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # several machines may share the file; it is let go with the file
        end = os.lseek(file, 0, os.SEEK_END)
        if end and os.pread(file, 1, end - 1) != b"\n":
            line = b"\n" + line  # whoever wrote before was cut off
        if os.write(file, line) != len(line):
            raise OSError("The disk is full")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def noted() -> Iterator[Withdrawal | None]:
    """Every line, oldest first; None for one that was cut off."""
    for line in settings().withdrawn_log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            at, reference, use = line.split("\t")
            yield Withdrawal(datetime.fromisoformat(at), reference, use)
        except ValueError:
            yield None
