"""Limits count by household, and keep nobody's address."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.kit.devices import device


def _from(app: Flask, address: str) -> str:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return device()


def test_an_address_cannot_be_read_from_what_is_kept(app: Flask) -> None:
    assert "203.0.113.7" not in _from(app, "203.0.113.7") and len(_from(app, "203.0.113.7")) == 64


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),  # one line has all of these, and could use each once
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_household_counts_as_one(app: Flask, one: str, other: str, is_same: bool) -> None:
    assert (_from(app, one) == _from(app, other)) is is_same
