"""Numbers in plain words."""

from __future__ import annotations

import pytest

from portal.help import rules


@pytest.mark.parametrize(
    ("contact", "rings"),
    [
        ("Call 999 or go to A&E (the emergency department)", ["tel:999"]),
        ("Call 111 and choose option 2", ["tel:111"]),
        ("Call 116 123 (free)", ["tel:116123"]),
        ("Text 85258 (free)", ["sms:85258"]),
        ("Call 0800 1111 (free)", ["tel:08001111"]),
        ("020 7790 1765; 21 Brayford Square, London E1 0SG", ["tel:02077901765"]),
        ("Text relay 18000, or a British Sign Language video call to 999", ["tel:18000", "tel:999"]),
        ("carersuk.org", []),
    ],
)
def test_each_number_rings_and_no_word_is_lost(contact: str, rings: list[str]) -> None:
    pieces = rules.pieces_of(contact)
    assert [href for _words, href in pieces if href] == rings
    assert "".join(words for words, _href in pieces) == contact
