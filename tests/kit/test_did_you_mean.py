"""A slip of the finger in an email address is found, and nobody with a rare address is bothered."""

from __future__ import annotations

import pytest

from portal.kit import did_you_mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("Gmial.Com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.co.ukk", "hotmail.co.uk"),
        ("yahoo.co.ik", "yahoo.co.uk"),
        ("outlok.com", "outlook.com"),
        ("iclod.com", "icloud.com"),
        ("nhs.ent", "nhs.net"),
    ],
)
def test_a_slip_is_found(typed: str, meant: str) -> None:
    assert did_you_mean.meant(f"ada+qi@{typed}") == f"ada+qi@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        *did_you_mean.MEANT_OFTEN,
        *sorted(did_you_mean.REAL_TOO),
        "GMAIL.com",
        "example.com",
        "elft.nhs.uk",
        "gov.uk",
        "hotmail.fr",
        "yahoo.fr",
        "live.fr",
        "gmx.de",
        "wp.pl",
        "o2.pl",
        "qmul.ac.uk",
    ],
)
def test_a_real_address_is_not_asked_about(domain: str) -> None:
    assert did_you_mean.meant(f"ada@{domain}") == ""


def test_two_letters_in_the_wrong_order_are_one_slip() -> None:
    assert did_you_mean.slips_between("gmial", "gmail") == 1
    assert did_you_mean.slips_between("gmail", "gmail") == 0
    assert did_you_mean.slips_between("", "gmail") == 5
