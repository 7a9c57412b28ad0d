"""How many parts a text message has, as phone companies count and charge them (3GPP TS 23.038 and TS 23.040)."""

from __future__ import annotations

from collections.abc import Iterable

# The alphabet in which a letter takes 7 bits, and the signs beyond it that take two such places, with an escape before.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
BASIC_ALONE, BASIC_JOINED = 160, 153
ANY_ALONE, ANY_JOINED = 70, 67
LAST_OF_ONE_PLACE = 0xFFFF  # letters beyond it, such as faces, take two places of 16 bits


def is_basic(text: str) -> bool:
    """Whether each letter has its place in the alphabet of 7 bits; one that has none makes the whole message longer."""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def parts(text: str) -> int:
    """How many messages it is sent as; one that is cut in parts has less room in each, which says how they join."""
    if is_basic(text):
        return _parts([2 if letter in EXTENDED else 1 for letter in text], BASIC_ALONE, BASIC_JOINED)
    return _parts([2 if ord(letter) > LAST_OF_ONE_PLACE else 1 for letter in text], ANY_ALONE, ANY_JOINED)


def _parts(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1 if widths else 0
    return _packed(widths, joined)


def _packed(widths: Iterable[int], room: int) -> int:
    """How many parts of this room hold letters of these widths; none is cut in two."""
    count, left = 1, room
    for width in widths:
        if width > left:
            count, left = count + 1, room
        left -= width
    return count
