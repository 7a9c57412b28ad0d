"""Who is at the door: signed-in people, and the check that each door asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from portal.database import Busy, is_out, session, writing
from portal.kit import clock, drafts, references, words
from portal.kit.doors import EVERYONE, STAFF
from portal.kit.drafts import Draft
from portal.kit.pages import door
from portal.people.models import Person
from portal.signin import rules
from portal.signin.models import StaffAccount, StaffRole, UserSession
from portal.signin.rules import Permission, Scope

SEEN_EACH = timedelta(minutes=1)  # writing it at every page would lock the database for nothing


@dataclass(frozen=True)
class Visitor(UserMixin):
    """Someone who is signed in."""

    token: str
    session_id: int
    person_id: int
    name: str
    is_staff: bool
    job: str = ""
    scopes: dict[Permission, Scope] = field(default_factory=dict)

    def get_id(self) -> str:
        """What the cookie keeps: the secret of the session, not the person."""
        return self.token

    def may(self, permission: str, directorate_id: int | None = None, *, anywhere: bool = False) -> bool:
        """Whether they may do this there (or anywhere at all)."""
        scope = self.scopes.get(Permission(permission))
        return scope is not None and (anywhere or scope.covers(directorate_id))

    def scope(self, permission: str) -> Scope:
        """Where they may do this; nowhere when they may not."""
        return self.scopes.get(Permission(permission), Scope(False))


class _Login(LoginManager):
    def _update_remember_cookie(self, response: Response) -> Response:
        # There is no "remember me" here; the original reads the cookie on every page, which would make each one private.
        return response


def digest_of(token: str) -> str:
    """What the database keeps of a session's secret."""
    return references.digest(f"session {token}", key=current_app.config["SECRET_KEY"])


def _visitor(token: str) -> Visitor | None:
    found = session.execute(
        select(UserSession, Person.name, StaffAccount)
        .join(Person, Person.id == UserSession.person_id)
        .outerjoin(StaffAccount, StaffAccount.person_id == Person.id)
        .where(UserSession.token_digest == digest_of(token))
    ).first()
    if found is None:
        return None
    held, name, account = found
    now = clock.now()
    if held.ended_at is not None or rules.has_ended(held.started_at, held.seen_at, now, is_staff=held.is_staff):
        return None
    if held.is_staff and (account is None or not account.is_active):
        return None
    if now - held.seen_at > SEEN_EACH:
        _note_seen(held.id, now)
    scopes: dict[Permission, Scope] = {}
    if held.is_staff:
        roles = session.execute(
            select(StaffRole.role, StaffRole.directorate_id).where(StaffRole.staff_id == account.id)
        )
        scopes = rules.scopes_of((role, directorate_id) for role, directorate_id in roles)
    return Visitor(token, held.id, held.person_id, name, held.is_staff, account.job if held.is_staff else "", scopes)


def _note_seen(session_id: int, now: datetime) -> None:
    try:
        with writing() as open_session:
            open_session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))
    except Busy:
        pass  # whoever only reads is not sent away because nothing can be written just now
    except SQLAlchemyError as problem:
        if not is_out(problem):
            raise


def visitor() -> Visitor | None:
    """Who is signed in, if anybody."""
    return current_user if current_user.is_authenticated else None


def get_visitor() -> Visitor:
    """Who is signed in, behind a door that nobody else passes."""
    found = visitor()
    if found is None:
        abort(403)
    return found


def prepare(app: Flask) -> None:
    """Check every door before it opens; a door that is not declared does not open."""
    login = _Login()
    login.session_protection = None
    login.init_app(app, add_context_processor=False)
    login.user_loader(_visitor)
    app.extensions.update(may_be_here=may_be_here, ask_first=ask_first)

    @app.before_request
    def check() -> AnyResponse | None:
        found = door()
        if found is None or found.who == EVERYONE:
            return None
        person = visitor()
        if person is None or (found.who == STAFF and not person.is_staff):
            return _ask_to_sign_in(is_staff=found.who == STAFF)
        g.is_signed_in, g.is_staff, g.permissions = True, person.is_staff, frozenset(person.scopes)
        if found.permission and not person.may(found.permission, anywhere=True):
            abort(403)
        return None


def enter(token: str) -> None:
    """Let this browser in with a new session; a form token from before is not taken over."""
    cookie.pop("csrf_token", None)
    found = _visitor(token)
    if found is not None:
        login_user(found)


def leave() -> None:
    """Take everything of ours out of this browser's cookie."""
    logout_user()
    cookie.clear()


def _ask_to_sign_in(*, is_staff: bool) -> AnyResponse:
    """Send someone to sign in, keeping what they were just sending."""
    if request.method == "POST" and request.form:
        said = {name: values[0] if len(values) == 1 else values for name, values in request.form.lists()}
        said.pop("csrf_token", None)
        keep_for_later(request.path, said)
    here = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else _page_of_form()
    return redirect(url_for("signin.staff.start" if is_staff else "signin.start", next=here))


def _page_of_form() -> str:
    """The page on which the form that was sent stands: a button's own address cannot be opened."""
    found = door()
    if found is not None and "GET" in found.methods:
        return request.path
    return urlsplit(request.referrer or "").path.removeprefix(request.script_root)


def may_be_here(draft: Draft) -> bool:
    """Whether nobody is signed in here, or the one who began this draft."""
    began = draft.by_id or draft.owner_id
    found = visitor() if began is not None else None
    return found is None or found.person_id == began


def ask_first(draft: Draft) -> AnyResponse | None:
    """Where to sign in before a draft is shown that was begun by someone signed in; None when it may be shown."""
    began = draft.by_id or draft.owner_id
    if began is None or visitor() is not None:
        return None
    start = "signin.start" if draft.by_id is None else "signin.staff.start"
    return redirect(url_for(start, next=request.path), 303)


def keep_for_later(path: str, said: dict[str, Any]) -> None:
    """Keep a form whose sender's session had ended, until they are signed in again."""
    with writing():
        draft, token = drafts.start("interrupted", path[:200], words.locale(), now=clock.now())
        draft.data = {"form": said, "person": _whose_session_ended()}
    drafts.hold("interrupted", path[:200], token)


def interrupted() -> dict[str, Any]:
    """What this browser was sending to this very page when its session ended; {} when nothing was."""
    draft = drafts.held_draft("interrupted", request.path[:200])
    if draft is None or draft.data.get("person") not in {None, get_visitor().person_id}:
        return {}  # a colleague on the same computer does not see it
    return dict(draft.data.get("form", {}))


def _whose_session_ended() -> int | None:
    token = str(cookie.get("_user_id") or "")
    return session.scalar(select(UserSession.person_id).where(UserSession.token_digest == digest_of(token)))


def let_go_of_interrupted() -> None:
    """What was being sent to this page has now been sent: do not show it again."""
    drafts.let_go("interrupted", request.path[:200])
