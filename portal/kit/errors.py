"""What may go wrong, in words that every slice shares."""

from __future__ import annotations


class NotFound(Exception):
    """It is not there, or not yours: the answer is the same."""


class Refused(Exception):
    """A rule says no. `words` say so to the person; `field` is where, when it belongs to one."""

    def __init__(self, words: str = "", field: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.field = field


class ChangedMeanwhile(Exception):
    """Someone else saved the same record first; the second one keeps their words and is told."""
