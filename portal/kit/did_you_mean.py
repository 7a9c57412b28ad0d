"""An email address that looks like a slip of the finger, and the one that was probably meant."""

from __future__ import annotations

MEANT_OFTEN = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "aol.com",
    "btinternet.com",
    "virginmedia.com",
    "talktalk.net",
    "ntlworld.com",
    "sky.com",
    "protonmail.com",
    "nhs.net",
)
# As real as those above, and only a letter or two away from one of them.
REAL_TOO = frozenset(
    {"email.com", "mail.com", "me.com", "gmx.com", "yahoo.ca", "yahoo.co.in", "hotmail.co.nz", "aim.com"}
)
SHORT = 8  # letters; in a short name a second slip makes another name


def meant(address: str) -> str:
    """The address that was probably meant, or "" when there is nothing to ask."""
    name, _at, domain = address.rpartition("@")
    domain = domain.lower()
    if domain in MEANT_OFTEN or domain in REAL_TOO:
        return ""
    slips, likeliest = min((slips_between(domain, known), known) for known in MEANT_OFTEN)
    return f"{name}@{likeliest}" if slips <= (1 if len(likeliest) <= SHORT else 2) else ""


def slips_between(one: str, other: str) -> int:
    """How many slips lead from one word to the other: a letter more, less, another one, or two in the wrong order."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for at, there in enumerate(other, 1):
            least = min(last[at] + 1, row[at - 1] + 1, last[at - 1] + (letter != there))
            if place > 1 and at > 1 and (letter, one[place - 2]) == (other[at - 2], there):
                least = min(least, before[at - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
