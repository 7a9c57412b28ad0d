"""Settings: read from the environment once, checked before anything starts."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
MADE_UP_ADDRESS = "Example House, 1 Example Street, London E1 0CK"  # no postcode of Royal Mail's ends in C or K
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class SettingMissing(Exception):
    """A setting is missing or weak; its words say what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything that a Trust may set. `docs/running.md` lists each with its default."""

    secret_key: str
    database_url: str
    base_url: str
    instance: Path
    withdrawn_log: Path
    is_example: bool
    smtp_url: str
    notify_key: str
    sender: str
    organisation: str
    descriptor: str
    service_name: str
    help_phone: str
    return_address: str
    locales: tuple[str, ...]
    pages_kept: int
    workers: int
    host: str
    port: int
    proxies: int
    old_secret_keys: tuple[str, ...] = field(default=())
    sms_pence: Decimal | None = None
    pay_days: int = 20  # working days from agreeing a claim to the money

    @property
    def is_https(self) -> bool:
        """Whether people reach the portal over HTTPS, and cookies must be Secure."""
        return self.base_url.startswith("https://")

    @property
    def can_text(self) -> bool:
        """Whether text messages have a way out; without one nobody is offered them."""
        return self.is_example or bool(self.notify_key)


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every setting, or raise SettingMissing with a sentence that says what to set."""
    is_example = _yes(environment, "EXAMPLE")
    base_url = _base_url(environment, is_example=is_example)
    smtp_url, notify_key = _smtp_url(environment), _notify_key(environment)
    if not is_example:
        _check_ways_out(environment, smtp_url, notify_key)
    instance = Path(environment.get("INSTANCE", ROOT / "instance")).resolve()
    return Settings(
        secret_key=_secret_key(environment, instance, is_example),
        database_url=_database_url(environment, instance),
        base_url=base_url,
        instance=instance,
        withdrawn_log=_withdrawn_log(environment, instance),
        is_example=is_example,
        smtp_url=smtp_url,
        notify_key=notify_key,
        sender=environment.get("SENDER", "involvement@example.com"),
        organisation=environment.get("ORGANISATION", "Example NHS Trust"),
        descriptor=environment.get("DESCRIPTOR", "Quality improvement"),
        service_name=environment.get("SERVICE_NAME", "Improving care together"),
        help_phone=environment.get("HELP_PHONE", "020 7946 0000" if is_example else ""),
        return_address=environment.get("RETURN_ADDRESS", MADE_UP_ADDRESS if is_example else ""),
        locales=tuple(environment.get("LOCALES", "en ur bn").split()),
        pages_kept=_number(environment, "PAGES_KEPT", 2000, least=0),
        workers=_number(environment, "WORKERS", 2, least=1),
        host=environment.get("HOST", "127.0.0.1"),
        port=_number(environment, "PORT", 8000, least=1),
        proxies=_number(environment, "PROXIES", 0, least=0),
        old_secret_keys=tuple(environment.get("OLD_SECRET_KEYS", "").split()),
        sms_pence=_pence(environment, "SMS_PENCE"),
        pay_days=_number(environment, "PAY_DAYS", 20, least=1),
    )


def _secret_key(environment: Mapping[str, str], instance: Path, is_example: bool) -> str:
    key = environment.get("SECRET_KEY", "")
    if not key and is_example:
        return _kept_example_key(instance)
    if not key:
        raise SettingMissing(
            "SECRET_KEY is not set. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'` and keep it safe."
        )
    if len(key) < SHORTEST_SECRET or len(set(key)) < SHORTEST_SECRET // 4:
        raise SettingMissing(
            f"SECRET_KEY is too easy to guess. Set one of at least {SHORTEST_SECRET} characters by chance."
        )
    return key


def _kept_example_key(instance: Path) -> str:
    """The example keeps its own key beside its database, so that a restart signs nobody out."""
    path = instance / "example-key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        path.chmod(0o600)
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    url = environment.get("DATABASE_URL", "") or f"sqlite:///{instance / 'portal.sqlite3'}"
    for spelling in ("postgres://", "postgresql://"):
        if url.startswith(spelling):
            return "postgresql+psycopg://" + url.removeprefix(spelling)
    if url.startswith("sqlite:///") and not url.endswith(":memory:") and url != "sqlite:///":
        return url
    if url.startswith("postgresql+psycopg://"):
        return url
    raise SettingMissing(
        "DATABASE_URL is not one that the portal knows. Set postgresql://user:password@host/name, "
        "or sqlite:////a/path/to/a/file.sqlite3, or leave it out for a file in INSTANCE."
    )


def _withdrawn_log(environment: Mapping[str, str], instance: Path) -> Path:
    said = environment.get("WITHDRAWN_LOG", "")
    if not said:
        return instance / "withdrawn.log"
    path = Path(said).resolve()
    if not path.parent.is_dir() or path.is_dir():
        raise SettingMissing(
            "WITHDRAWN_LOG is not a file in a folder that is there. Set the path of one that every node can write to, "
            "or leave it out for withdrawn.log in INSTANCE."
        )
    return path


def _smtp_url(environment: Mapping[str, str]) -> str:
    url = environment.get("SMTP_URL", "")
    if url and (urlsplit(url).scheme not in {"smtp", "smtps"} or not urlsplit(url).hostname):
        raise SettingMissing("SMTP_URL is not understood. Set smtp://user:password@host:587 or smtps://host.")
    return url


def _notify_key(environment: Mapping[str, str]) -> str:
    said = environment.get("NOTIFY_KEY", "")
    if said and len([part for part in said.split(",") if part.strip()]) != 3:
        raise SettingMissing("NOTIFY_KEY is not understood. Set key,email-template-id,sms-template-id.")
    return said


def _check_ways_out(environment: Mapping[str, str], smtp_url: str, notify_key: str) -> None:
    """A portal for real people must be able to write to them."""
    if not smtp_url and not notify_key:
        raise SettingMissing(
            "Nothing could be sent to anybody. Set SMTP_URL (smtp://user:password@host:587) or NOTIFY_KEY."
        )
    if smtp_url and not environment.get("SENDER"):
        raise SettingMissing(
            "SENDER is not set. Set the address that messages come from; choose one that tells nothing."
        )


def _base_url(environment: Mapping[str, str], *, is_example: bool) -> str:
    base_url = environment.get("BASE_URL", f"http://localhost:{environment.get('PORT', '8000')}").rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise SettingMissing(
            "BASE_URL is not understood. Set the address that people type, such as https://qi.example.com."
        )
    if is_example and parts.scheme == "https":
        raise SettingMissing(
            "The example Trust shows its sign-in codes to everyone, so it does not run on an https address. "
            "Set EXAMPLE=no, or a BASE_URL that begins with http://localhost."
        )
    if not is_example and parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        raise SettingMissing("BASE_URL is not safe: what people type could be read on its way. Set one with https://.")
    return base_url


def _yes(environment: Mapping[str, str], name: str) -> bool:
    said = environment.get(name, "no").strip().lower()
    if said in {"yes", "true", "1"}:
        return True
    if said in {"no", "false", "0", ""}:
        return False
    raise SettingMissing(f"{name} is neither yes nor no. Set {name}=yes or {name}=no.")


def _number(environment: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    said = environment.get(name, str(default))
    if not said.isascii() or not said.isdigit() or int(said) < least:
        raise SettingMissing(f"{name} is not a number of {least} or more. Set one, or leave it out for {default}.")
    return int(said)


def _pence(environment: Mapping[str, str], name: str) -> Decimal | None:
    said = environment.get(name, "")
    if said and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", said):
        raise SettingMissing(f"{name} is not an amount of pence. Set one such as 2.4, or leave it out.")
    return Decimal(said) if said else None
