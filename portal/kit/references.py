"""References that can be said on the telephone, and secrets that cannot be guessed."""

from __future__ import annotations

import hashlib
import hmac
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from portal.kit.words import plain_digits

# No vowel, so no words; no letter that sounds or looks like another letter or digit.
LETTERS = "CDFHJKMRTVWXY"
DIGITS = "2346789"
LONG_CODE = 9
_chance: ContextVar[random.Random] = ContextVar("chance", default=secrets.SystemRandom())  # noqa: B039 - has no state


@contextmanager
def drawing_from(chance: random.Random) -> Iterator[None]:
    """Draw from a source that can be repeated: for the example Trust only, whose people are made up."""
    token = _chance.set(chance)
    try:
        yield
    finally:
        _chance.reset(token)


def new_reference() -> str:
    """A reference such as "KRT 462 W": 13**4 * 7**3, about ten million, unique by the database's word."""
    chance = _chance.get()
    first = "".join(chance.choice(LETTERS) for _ in range(3))
    second = "".join(chance.choice(DIGITS) for _ in range(3))
    return f"{first} {second} {chance.choice(LETTERS)}"


def said_reference(value: str) -> str:
    """A reference as someone typed it back, in the form that we keep."""
    plain = "".join(c for c in plain_digits(value).upper() if c.isalnum())
    return f"{plain[:3]} {plain[3:6]} {plain[6:]}" if len(plain) == 7 else plain


def new_long_code() -> str:
    """Nine letters and digits such as "KRT462WMC": 20**9, half a million million, so that nobody finds one by trying."""
    chance = _chance.get()
    return "".join(chance.choice(LETTERS + DIGITS) for _ in range(LONG_CODE))


def said_long_code(value: str) -> str:
    """A long code as someone typed it, in the form that we keep."""
    return "".join(c for c in plain_digits(value).upper() if c.isalnum())[: LONG_CODE + 1]


def in_threes(code: str) -> str:
    """A long code as it is read aloud: "KRT 462 WMC"."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def new_token() -> str:
    """A secret of 256 bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits for a person to type."""
    return f"{secrets.randbelow(1_000_000):06}"


def digest(secret: str, *, key: str) -> str:
    """What we keep of a secret: without `key` even six digits cannot be found from it."""
    return hmac.new(key.encode(), secret.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
