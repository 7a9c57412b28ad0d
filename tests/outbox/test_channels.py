"""Ways out, each against a real server on this machine: a mail server, a stand-in for GOV.UK Notify, files."""

from __future__ import annotations

import email
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from portal.config import Settings
from portal.outbox import channels, services, worker
from portal.outbox.models import Message
from portal.training import calendar
from tests.conftest import MONDAY, Clock, settings_for
from tests.outbox import a_draft, the_message, write

SENDER = "involvement@trust.example"
KEY = "a-key-12345678-1234-4234-8234-123456789012-12345678-1234-4234-8234-123456789abc"
REAL = {"EXAMPLE": "no", "SENDER": SENDER}


class Post:
    """What a mail server was given, and what it answers."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], EmailMessage]] = []
        self.logins: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}
        self.host, self.port = "", 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        answer = self.answers.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            letter = cast(EmailMessage, email.message_from_bytes(envelope.content, policy=policy.default))
            self.letters.append((envelope.mail_from, list(envelope.rcpt_tos), letter))
        return answer

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:
        return self.answers.get("QUIT", "221 Bye")

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        self.logins.append((said.login.decode(), said.password.decode()))
        return AuthResult(success="AUTH" not in self.answers, handled=False)

    def url(self, who: str = "") -> str:
        """The address for SMTP_URL."""
        return f"smtp://{who}{self.host}:{self.port}"


def _serving(host: str) -> Iterator[Post]:
    post = Post()
    with socket.socket() as free:
        free.bind((host, 0))
        post.host, post.port = free.getsockname()
    controller = Controller(
        post,
        hostname=host,
        port=post.port,
        authenticator=post.authenticate,
        auth_require_tls=False,
        auth_required=False,
    )
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server on this machine."""
    yield from _serving("127.0.0.1")


@pytest.fixture
def far_post() -> Iterator[Post]:
    """A mail server that the settings do not call this machine, and that offers no encryption."""
    yield from _serving("127.0.0.2")


def settings(folder: Path, **given: str) -> Settings:
    return settings_for("sqlite", folder, **{**REAL, **given})


def smtp(post: Post, folder: Path, who: str = "") -> channels.Smtp:
    return channels.Smtp(settings(folder, SMTP_URL=post.url(who)))


def a_message(number: int = 7, **given: Any) -> Message:
    tries = given.pop("tries", 0)
    said = vars(a_draft(**given))
    kept = {name: said[name] for name in said if name not in {"lives", "priority"}}
    return Message(id=number, made_at=MONDAY, tries=tries, **kept)


def body_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_an_email_comes_whole_from_the_neutral_sender_to_one_person(post: Post, tmp_path: Path) -> None:
    smtp(post, tmp_path).send(a_message())
    ((sender, to, letter),) = post.letters
    assert (sender, to) == (SENDER, ["ada@example.com"])
    assert (letter["From"], letter["To"]) == (SENDER, "ada@example.com")
    assert letter["Subject"] == "Your reference K7M2 Q9XD"
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("en", "auto-generated")
    assert body_of(letter).strip() == "Thank you for getting in touch."
    assert list(letter.iter_attachments()) == [] and not letter["X-Mailer"]


def test_words_in_urdu_come_as_they_were_written(post: Post, tmp_path: Path) -> None:
    said = "آپ کا حوالہ\n\n" + "ہم سے رابطہ کرنے کا شکریہ۔ " * 200
    smtp(post, tmp_path).send(a_message(subject="آپ کا حوالہ K7M2", body=said, locale="ur"))
    letter = post.letters[0][2]
    assert letter["Subject"] == "آپ کا حوالہ K7M2" and letter["Content-Language"] == "ur"
    assert body_of(letter).strip() == said.strip()


@pytest.mark.parametrize(("is_cancelled", "method"), [(False, "PUBLISH"), (True, "CANCEL")])
def test_a_session_comes_with_a_file_that_a_calendar_reads(
    app: object, post: Post, tmp_path: Path, is_cancelled: bool, method: str
) -> None:
    days = (calendar.Day(1, MONDAY, MONDAY + timedelta(hours=2)),)
    title = "METHOD:CANCEL is not what it says"
    entry = calendar.Entry(3, 1, title, days, "Example House", "Come in", MONDAY, is_cancelled=is_cancelled)
    file = calendar.entry_file(entry, now=MONDAY)
    smtp(post, tmp_path).send(a_message(attachment=file))
    (part,) = post.letters[0][2].iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "session.ics")
    assert part.get_param("method") == method
    sent = part.get_payload(decode=True)
    assert isinstance(sent, bytes) and sent.decode().replace("\r\n", "\n") == file.replace("\r\n", "\n")


def test_a_message_that_is_tried_again_has_the_same_message_id_and_another_has_not(post: Post, tmp_path: Path) -> None:
    for message in (a_message(7), a_message(7), a_message(8)):
        smtp(post, tmp_path).send(message)
    first, again, other = (letter["Message-ID"] for _from, _to, letter in post.letters)
    assert first == again != other and first.endswith("@trust.example>")


def test_a_server_that_refuses_our_own_address_is_tried_later_since_nobody_s_address_is_wrong(
    post: Post, tmp_path: Path
) -> None:
    post.answers["MAIL"] = "550 Not allowed"
    with pytest.raises(channels.NotNow, match="SENDER \\(550\\)"):
        smtp(post, tmp_path).send(a_message())


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "problem"),
    [("451 Try later", channels.NotNow), ("421 Closing", channels.NotNow), ("550 No such person", channels.Never)],
)
def test_a_refusal_for_now_is_tried_later_and_a_refusal_for_ever_is_final(
    post: Post, tmp_path: Path, at: str, answer: str, problem: type[Exception]
) -> None:
    post.answers[at] = answer
    with pytest.raises(problem, match=answer[:3]):
        smtp(post, tmp_path).send(a_message())
    assert post.letters == []


def test_a_server_that_is_away_is_tried_later(post: Post, tmp_path: Path) -> None:
    away = channels.Smtp(settings(tmp_path, SMTP_URL="smtp://127.0.0.1:1"))
    with pytest.raises(channels.NotNow, match="could not be reached"):
        away.send(a_message())


def test_a_server_that_refuses_our_password_is_tried_later_since_people_s_addresses_are_not_wrong(
    post: Post, tmp_path: Path
) -> None:
    post.answers["AUTH"] = "no"
    with pytest.raises(channels.NotNow, match="SMTPAuthenticationError"):
        smtp(post, tmp_path, "portal:secret@").send(a_message())
    assert post.letters == []


def test_what_a_server_took_has_gone_however_it_says_goodbye(post: Post, tmp_path: Path) -> None:
    post.answers["QUIT"] = "421 Too many connections"
    smtp(post, tmp_path).send(a_message())
    assert len(post.letters) == 1


def test_a_password_goes_to_a_server_on_this_machine_with_signs_and_all(post: Post, tmp_path: Path) -> None:
    smtp(post, tmp_path, "portal:p%40ss%3Aword@").send(a_message())
    assert post.logins == [("portal", "p@ss:word")] and len(post.letters) == 1


def test_a_password_is_never_sent_without_encryption_to_another_machine(far_post: Post, tmp_path: Path) -> None:
    with pytest.raises(channels.NotNow, match="no encryption"):
        smtp(far_post, tmp_path, "portal:secret@").send(a_message())
    assert far_post.logins == [] and far_post.letters == []


def test_an_address_that_breaks_out_of_its_header_reaches_nobody(post: Post, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Header"):
        smtp(post, tmp_path).send(a_message(address="ada@example.com\r\nBcc: eve@example.com"))
    assert post.letters == []


def test_the_worker_and_the_mail_server_deliver_once(post: Post, app: object, clock: Clock, tmp_path: Path) -> None:
    write(clock)
    out = channels.channels_of(settings(tmp_path, SMTP_URL=post.url()))
    post.answers["RCPT"] = "451 Try later"
    worker.hand_over(out, "a", now=lambda: clock.now)
    assert (the_message().state, the_message().problem) == ("waiting", "The mail server refused it (451)")
    post.answers.clear()
    clock.advance(seconds=15)
    for _ in range(3):
        worker.hand_over(out, "a", now=lambda: clock.now)
    assert the_message().state == "sent" and len(post.letters) == 1


def test_the_worker_tells_staff_of_an_address_that_does_not_exist(
    post: Post, app: object, clock: Clock, tmp_path: Path
) -> None:
    write(clock)
    post.answers["RCPT"] = "550 No such person"
    out = channels.channels_of(settings(tmp_path, SMTP_URL=post.url()))
    worker.hand_over(out, "a", now=lambda: clock.now)
    assert (the_message().state, the_message().problem) == ("failed", "The mail server refused it (550)")


def test_files_hold_each_message_once(tmp_path: Path) -> None:
    files = channels.Files(tmp_path / "post")
    files.send(a_message(7))
    files.send(a_message(7, body="Another"))
    files.send(a_message(8, channel="sms", address="+447700900123"))
    written = sorted((tmp_path / "post").iterdir())
    assert [path.name for path in written] == ["000000007.eml", "000000008.eml"]
    letter = cast(EmailMessage, email.message_from_bytes(written[0].read_bytes(), policy=policy.default))
    assert body_of(letter).strip() == "Thank you for getting in touch."


def test_a_file_that_cannot_be_written_leaves_no_half_of_one(tmp_path: Path) -> None:
    (tmp_path / "post").write_text("a file stands where the folder should be")
    with pytest.raises(OSError, match="exists"):
        channels.Files(tmp_path / "post").send(a_message())
    assert [path.name for path in tmp_path.iterdir()] == ["post"]


def test_the_example_writes_everything_to_files(tmp_path: Path) -> None:
    out = channels.channels_of(settings_for("sqlite", tmp_path))
    assert {kind: type(way) for kind, way in out.items()} == {"email": channels.Files, "sms": channels.Files}


def test_a_real_portal_without_notify_writes_no_text_message_to_a_file(
    app: object, clock: Clock, tmp_path: Path
) -> None:
    real = settings(tmp_path, SMTP_URL="smtp://127.0.0.1:1")
    out = channels.channels_of(real)
    assert not real.can_text and not isinstance(out["email"], channels.Files)
    write(clock, channel="sms", address="+447700900123")
    worker.hand_over(out, "a", now=lambda: clock.now)
    assert the_message().state == "failed" and "NOTIFY_KEY is not set" in the_message().problem
    assert not (tmp_path / "post").exists()


class NotifyStandIn:
    """What GOV.UK Notify was asked, and what it answers."""

    def __init__(self) -> None:
        self.took: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[str] = []
        self.status = 201
        self.url = ""

    def is_known(self, path: str) -> bool:
        """Whether the reference that is asked for was taken before."""
        return any(f"reference={body['reference']}" in path for _path, body in self.took)


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    """A server on this machine that answers as GOV.UK Notify does."""
    stand_in = NotifyStandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in.asked.append(self.path)
            self._say(200, {"notifications": [{"id": "1"}] if stand_in.is_known(self.path) else []})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if stand_in.status == 201:
                stand_in.took.append((self.path, body))
            self._say(stand_in.status, {"errors": [{"error": "BadRequestError", "message": "no"}]})

        def _say(self, status: int, what: dict[str, Any]) -> None:
            said = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_what: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield stand_in
    server.shutdown()
    server.server_close()
    thread.join()


def to_notify(stand_in: NotifyStandIn, folder: Path, templates: str = "mail-template,text-template") -> channels.Notify:
    way = channels.Notify(settings(folder, NOTIFY_KEY=f"{KEY},{templates}"))
    assert way.client.base_url == "https://api.notifications.service.gov.uk"
    way.client.base_url = stand_in.url
    return way


def test_notify_is_given_an_email_with_subject_and_body(notify: NotifyStandIn, tmp_path: Path) -> None:
    to_notify(notify, tmp_path).send(a_message(key="k1"))
    ((path, said),) = notify.took
    assert path == "/v2/notifications/email"
    assert (said["email_address"], said["template_id"], said["reference"]) == ("ada@example.com", "mail-template", "k1")
    assert said["personalisation"] == {
        "subject": "Your reference K7M2 Q9XD",
        "body": "Thank you for getting in touch.",
    }


def test_notify_is_given_a_text_message_with_its_words_alone(notify: NotifyStandIn, tmp_path: Path) -> None:
    to_notify(notify, tmp_path).send(a_message(channel="sms", address="+447700900123"))
    ((path, said),) = notify.took
    assert (path, said["phone_number"]) == ("/v2/notifications/sms", "+447700900123")
    assert said["template_id"] == "text-template"
    assert said["personalisation"] == {"body": "Thank you for getting in touch."}


def test_notify_is_not_given_twice_what_it_has(notify: NotifyStandIn, tmp_path: Path) -> None:
    """The answer to the first try was lost on its way to us."""
    way = to_notify(notify, tmp_path)
    way.send(a_message(key="k1"))
    way.send(a_message(key="k1", tries=1))
    assert len(notify.took) == 1 and len(notify.asked) == 1
    way.send(a_message(key="k2", tries=1))
    assert len(notify.took) == 2


def test_a_worker_that_dies_after_notify_took_it_does_not_send_it_twice(
    app: object, notify: NotifyStandIn, clock: Clock, tmp_path: Path
) -> None:
    write(clock)
    out = {"email": cast(channels.Channel, to_notify(notify, tmp_path))}
    for message in services.claim("dead", now=clock.now):
        out["email"].send(message)  # and here it is killed
    clock.advance(seconds=61)
    worker.hand_over(out, "b", now=lambda: clock.now)
    assert the_message().state == "sent" and len(notify.took) == 1


@pytest.mark.parametrize(
    ("status", "problem"),
    [(400, channels.Never), (403, channels.NotNow), (429, channels.NotNow), (500, channels.NotNow)],
)
def test_what_notify_refuses_is_final_only_when_the_message_is_wrong(
    notify: NotifyStandIn, tmp_path: Path, status: int, problem: type[Exception]
) -> None:
    notify.status = status
    with pytest.raises(problem, match=str(status)):
        to_notify(notify, tmp_path).send(a_message())


def test_notify_that_is_away_is_tried_later(notify: NotifyStandIn, tmp_path: Path) -> None:
    way = to_notify(notify, tmp_path)
    way.client.base_url = "http://127.0.0.1:1"
    with pytest.raises(channels.NotNow, match="503"):
        way.send(a_message())


def test_a_portal_with_notify_alone_sends_everything_through_it(tmp_path: Path) -> None:
    out = channels.channels_of(settings(tmp_path, NOTIFY_KEY=f"{KEY},a,b"))
    assert isinstance(out["email"], channels.Notify) and out["email"] is out["sms"]
    both = channels.channels_of(settings(tmp_path, NOTIFY_KEY=f"{KEY},a,b", SMTP_URL="smtp://127.0.0.1:1"))
    assert isinstance(both["email"], channels.Smtp) and isinstance(both["sms"], channels.Notify)
