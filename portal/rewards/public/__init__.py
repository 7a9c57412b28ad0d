"""Doors of one's own: claims and their receipts."""
