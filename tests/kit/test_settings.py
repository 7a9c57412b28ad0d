"""A setting that is missing or weak stops the start with a sentence that says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.config import SettingMissing, from_environment

GOOD = {
    "SECRET_KEY": "0123456789 abcdefghijklmnopqrstuvwxyz",
    "BASE_URL": "https://qi.example.com",
    "SMTP_URL": "smtp://mail.example.com",
    "SENDER": "hello@example.com",
}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "at least 32"),
        ({"SECRET_KEY": "a" * 40}, "too easy"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"BASE_URL": "qi.example.com"}, "BASE_URL"),
        ({"BASE_URL": "https://qi.example.com/path"}, "BASE_URL"),
        ({"BASE_URL": "http://qi.example.com"}, "BASE_URL is not safe"),
        ({"SMTP_URL": "mail.example.com"}, "SMTP_URL"),
        ({"SMTP_URL": ""}, "Nothing could be sent"),
        ({"SENDER": ""}, "SENDER"),
        ({"NOTIFY_KEY": "only-a-key"}, "NOTIFY_KEY"),
        ({"PROXIES": "-1"}, "PROXIES"),
        ({"PORT": "eighty"}, "PORT"),
        ({"SMS_PENCE": "2,4"}, "SMS_PENCE"),
        ({"SMS_PENCE": "-1"}, "SMS_PENCE"),
        ({"EXAMPLE": "perhaps"}, "EXAMPLE"),
        ({"EXAMPLE": "yes"}, "does not run on an https address"),
    ],
)
def test_the_sentence_says_what_to_set(wrong: dict[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(SettingMissing, match=told):
        from_environment({**GOOD, "INSTANCE": str(tmp_path), **wrong})


def test_a_key_of_digits_is_a_key(tmp_path: Path) -> None:
    settings = from_environment({**GOOD, "INSTANCE": str(tmp_path), "SECRET_KEY": "12345678901234567890123456789012"})
    assert settings.secret_key.startswith("123")


def test_the_example_keeps_one_key_over_restarts(tmp_path: Path) -> None:
    environment = {"EXAMPLE": "yes", "INSTANCE": str(tmp_path)}
    assert from_environment(environment).secret_key == from_environment(environment).secret_key


def test_the_price_of_a_text_is_exact_or_not_known(tmp_path: Path) -> None:
    assert from_environment({**GOOD, "INSTANCE": str(tmp_path)}).sms_pence is None
    priced = from_environment({**GOOD, "INSTANCE": str(tmp_path), "SMS_PENCE": "2.4"}).sms_pence
    assert priced is not None and str(priced * 3) == "7.2"


def test_every_setting_is_told_of(tmp_path: Path) -> None:
    import re

    root = Path(__file__).resolve().parent.parent.parent
    used = set(re.findall(r'"([A-Z][A-Z_]+)"', (root / "portal" / "config.py").read_text(encoding="utf-8")))
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (root / "docs" / "running.md").read_text(encoding="utf-8")))
    assert used - told == set()
