"""What a team says of itself: its parts, in the order in which they are read."""

from __future__ import annotations

PARTS = ("meetings", "greets", "jargon", "failed", "hopes")
MOST = {"meetings": 900, "greets": 300, "jargon": 900, "failed": 900, "hopes": 600}  # letters: one page in all
