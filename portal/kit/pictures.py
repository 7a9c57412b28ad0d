"""Photos as people send them, made anew: upright, of a sane size, and with nothing else in them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

JPEG = "image/jpeg"  # what we make, as browsers call it
MOST_BYTES = 12_000_000  # of a photo as a phone sends it
MOST_PIXELS = 60_000_000  # before it is unpacked
LONGEST_SIDE = 1600  # pixels of what is kept
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Exception):
    """It is none of the formats that we read, or it is broken."""


class TooLarge(Exception):
    """It has more bytes or more pixels than we unpack."""


@dataclass(frozen=True)
class Photo:
    """A photo that we made: its JPEG, and its sides in pixels."""

    jpeg: bytes
    width: int
    height: int


def made_anew(sent: bytes) -> Photo:
    """The picture alone of what was sent: place, time, maker and all else that phones write into photos is gone.

    Bytes are counted before it is read, and pixels before it is unpacked; NotAPhoto, TooLarge.
    """
    from PIL import Image  # takes a while to load, and few pages need it

    if len(sent) > MOST_BYTES:
        raise TooLarge
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file that is made anew anyhow
            with Image.open(BytesIO(sent), formats=FORMATS) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise TooLarge
                return _of(found)
    except Image.DecompressionBombError as problem:
        raise TooLarge from problem
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError) as problem:
        raise NotAPhoto from problem


def _of(found: Image.Image) -> Photo:
    from PIL import Image, ImageOps

    found.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a JPEG need not be unpacked whole
    small = ImageOps.exif_transpose(found)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", small.size, "white")
    seen_through = small.convert("RGBA")
    plain.paste(seen_through, mask=seen_through.getchannel("A"))
    into = BytesIO()
    plain.save(into, "JPEG", quality=QUALITY, optimize=True)
    return Photo(into.getvalue(), plain.width, plain.height)
