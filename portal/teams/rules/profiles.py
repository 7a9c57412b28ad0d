"""The parts of someone's one-page profile, in the order in which they are read."""

from __future__ import annotations

PARTS = ("good_at", "learn", "rather_not", "when", "meet", "lived")
MOST = 500  # letters of each part: one page in all
