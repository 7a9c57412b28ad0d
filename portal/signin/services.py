"""Asking for a code, trying it, and the sessions and accounts behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp
from flask import current_app
from sqlalchemy import select, update

from portal.database import add, changed, locked, session, writes
from portal.kit import audit, limits, references
from portal.kit.words import plain_digits
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import services as people
from portal.people.models import ContactWay
from portal.signin import access, messages, rules
from portal.signin.models import SignInCode, StaffAccount, StaffRole, UserSession

CODES_A_DEVICE = 300  # an hour, from one network address, which a whole hospital may share
TOTP_STEP = 30  # seconds (RFC 6238)
TOTP_SLACK = 1  # steps that a phone's clock may be off


class Tried(StrEnum):
    """What came of trying a code or a link."""

    RIGHT = "right"
    WRONG = "wrong"
    ENDED = "ended"
    TOO_OFTEN = "too often"


@dataclass(frozen=True)
class Asker:
    """Who asks for a code: from which browser (a secret in its cookie), which device, in which language."""

    browser: str
    device: str
    locale: str


def _digest(kind: str, secret: str) -> str:
    return references.digest(f"{kind} {secret}", key=current_app.config["SECRET_KEY"])


def address_digest(value: str) -> str:
    """What is kept of an address that a code was asked for, whether somebody has it or not."""
    return _digest("address", value)


@writes
def ask_code(value: str, channel: str, asker: Asker, *, is_staff: bool, now: datetime, opens: str = "") -> None:
    """Send a code to an address that somebody has; for one that nobody has, do the same work and send nothing.

    `opens` names the one thing that it opens instead of signing in; whoever asks knows then where to send it, or says "".

    Beyond rules.CODES_IN_TIME codes for one address nothing more is sent, quietly; the newest that was sent still works,
    and what was not sent opens nothing, so that asking often buys nobody more guesses.
    """
    is_known = bool(value) if opens else _is_known(value, is_staff=is_staff)
    address = address_digest(value or opens)
    code, link = references.new_code(), references.new_token()
    is_free = limits.try_once("code", address, most=rules.CODES_IN_TIME, within=rules.CODE_LIVES, now=now)
    is_calm = limits.try_once("code device", asker.device, most=CODES_A_DEVICE, within=timedelta(hours=1), now=now)
    is_held_back = not (is_free and is_calm)
    held = add(
        SignInCode(
            address_digest=address,
            way_value=value if is_known else "",
            is_staff=is_staff,
            opens=opens,
            code_digest=_digest("code", code),
            link_digest=_digest("link", link),
            browser_digest=_digest("browser", asker.browser),
            asked_at=now,
            ends_at=now + rules.CODE_LIVES,
            is_held_back=is_held_back,
        )
    )
    draft = messages.code(str(held.id), channel, value, code, "" if opens else link, locale=asker.locale)
    outbox.put(draft, now=now, is_held_back=is_held_back or not is_known)


def _is_known(value: str, *, is_staff: bool) -> bool:
    if is_staff:
        asked = select(StaffAccount.id).where(StaffAccount.email == value, StaffAccount.is_active)
    else:
        asked = select(ContactWay.id).where(ContactWay.value == value, people_queries.opens()).limit(1)
    return session.scalar(asked) is not None


@writes
def try_code(said: str, browser: str, *, is_staff: bool, now: datetime, opens: str = "") -> tuple[Tried, str]:
    """Try the code that someone typed against the newest that this browser asked for, for this one thing.

    What comes back with it is the address that it went to.
    """
    newest = (
        select(SignInCode)
        .where(
            SignInCode.browser_digest == _digest("browser", browser),
            SignInCode.is_staff == is_staff,
            SignInCode.opens == opens,
            SignInCode.is_held_back.is_(False),
        )
        .order_by(SignInCode.asked_at.desc(), SignInCode.id.desc())
        .limit(1)
    )
    held = session.scalar(locked(newest))
    if held is None or held.used_at is not None or held.ends_at < now:
        return Tried.ENDED, ""
    if held.tries >= rules.MOST_TRIES:
        return Tried.TOO_OFTEN, ""
    held.tries += 1
    plain = rules.code_in(plain_digits(said))
    if not references.same(_digest("code", plain), held.code_digest) or not held.way_value:
        return Tried.WRONG, ""
    return _use(held, now)


@writes
def try_link(token: str, browser: str, *, now: datetime) -> tuple[Tried, str, bool]:
    """Try a link that was pressed; only the browser that asked may use it. The address, and whether it is for staff."""
    sent = select(SignInCode).where(SignInCode.link_digest == _digest("link", token), SignInCode.opens == "")
    held = session.scalar(locked(sent))
    if held is None or held.used_at is not None or held.ends_at < now or not held.way_value or held.is_held_back:
        return Tried.ENDED, "", False
    if not references.same(_digest("browser", browser), held.browser_digest):
        return Tried.WRONG, "", False
    return *_use(held, now), held.is_staff


def _use(held: SignInCode, now: datetime) -> tuple[Tried, str]:
    held.used_at = now
    return Tried.RIGHT, held.way_value


def staff_at(value: str) -> int | None:
    """The person behind a staff address, if the account is in use. One query."""
    found = select(StaffAccount.person_id).where(StaffAccount.email == value, StaffAccount.is_active)
    return session.scalar(found)


@writes
def start_session(person_id: int, *, value: str = "", is_staff: bool = False, once: str = "", now: datetime) -> str:
    """A new session for someone who proved that an address is theirs; its secret, for the cookie.

    `once` is the secret of a proof that a cookie held: a copy of that cookie opens nothing more, and "" comes back.
    """
    if once and not limits.try_once("proven", _digest("proven", once), most=1, within=rules.CODE_LIVES, now=now):
        return ""
    token = references.new_token()
    add(
        UserSession(
            token_digest=access.digest_of(token), person_id=person_id, is_staff=is_staff, started_at=now, seen_at=now
        )
    )
    proven = update(ContactWay).where(ContactWay.person_id == person_id, ContactWay.value == value)
    changed(proven.values(verified_at=now, may_sign_in=True))
    audit.record("signed in", now=now, by=person_id, about=person_id, is_staff=is_staff)
    return token


@writes
def end_session(session_id: int, *, by: int, now: datetime) -> None:
    """Sign one browser out."""
    ended = update(UserSession).where(UserSession.id == session_id, UserSession.ended_at.is_(None))
    changed(ended.values(ended_at=now))
    audit.record("signed out", now=now, by=by, about=by)


@writes
def end_all_sessions(person_id: int, *, by: int, now: datetime) -> int:
    """Sign someone out everywhere; how many sessions ended."""
    ended = update(UserSession).where(UserSession.person_id == person_id, UserSession.ended_at.is_(None))
    audit.record("signed out everywhere", now=now, by=by, about=person_id)
    return changed(ended.values(ended_at=now))


@writes
def try_second_step(person_id: int, said: str, *, now: datetime) -> Tried:
    """Try the six digits of an authenticator app (RFC 6238); none is taken twice."""
    is_free = limits.try_once("second step", str(person_id), most=rules.MOST_TRIES, within=rules.CODE_LIVES, now=now)
    if not is_free:
        return Tried.TOO_OFTEN
    account = session.scalar(locked(select(StaffAccount).where(StaffAccount.person_id == person_id)))
    if account is None or not account.is_active or not account.totp_secret:
        return Tried.WRONG
    plain = rules.code_in(plain_digits(said))
    present = int(now.timestamp()) // TOTP_STEP
    for step in range(present - TOTP_SLACK, present + TOTP_SLACK + 1):
        if step > account.totp_counter and references.same(pyotp.TOTP(account.totp_secret).generate_otp(step), plain):
            account.totp_counter = step
            return Tried.RIGHT
    audit.record("second step wrong", now=now, by=person_id, about=person_id)
    return Tried.WRONG


@dataclass(frozen=True)
class NewStaff:
    """A member of staff, the secret for their authenticator app, and whether the account was made just now."""

    person_id: int
    secret: str
    is_new: bool


@writes
def add_staff(
    name: str,
    email: str,
    job: str,
    *,
    roles: Iterable[tuple[str, int | None]],
    now: datetime,
    totp_secret: str = "",
) -> NewStaff:
    """Give someone of the staff an account with roles, each in a directorate or (None) in all."""
    person, _way = people.meet(name, "email", email, locale="en", kind="staff", now=now)
    account = session.scalar(select(StaffAccount).where(StaffAccount.email == email))
    is_new = account is None
    if account is None:
        secret = totp_secret or pyotp.random_base32()
        account = add(StaffAccount(person_id=person.id, email=email, job=job, totp_secret=secret))
    for role, directorate_id in roles:
        if role not in rules.ROLES:
            raise KeyError(role)
        there = select(StaffRole.id).where(
            StaffRole.staff_id == account.id,
            StaffRole.role == role,
            StaffRole.directorate_id.is_(None)
            if directorate_id is None
            else StaffRole.directorate_id == directorate_id,
        )
        if session.scalar(there) is None:
            add(StaffRole(staff_id=account.id, role=role, directorate_id=directorate_id))
    audit.record("staff added", now=now, about=account.person_id)
    account.is_active = True
    return NewStaff(account.person_id, account.totp_secret, is_new)


@writes
def end_staff(email: str, *, now: datetime) -> bool:
    """Close a staff account and end its sessions; False when there is none of this address."""
    account = session.scalar(select(StaffAccount).where(StaffAccount.email == email))
    if account is None:
        return False
    account.is_active = False
    ended = update(UserSession).where(UserSession.person_id == account.person_id, UserSession.ended_at.is_(None))
    changed(ended.values(ended_at=now))
    audit.record("staff ended", now=now, about=account.person_id)
    return True


def people_behind(value: str) -> list[tuple[int, str]]:
    """Number and name of everyone who can be reached at an address, oldest first. One query."""
    return [(person.id, person.name) for person in people_queries.people_at(value)]
