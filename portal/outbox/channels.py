"""Ways out: SMTP, GOV.UK Notify, and files for the example Trust."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import HTTPError

from portal.config import THIS_MACHINE, Settings
from portal.outbox.models import Message

WAIT = 8  # seconds for a server to answer


class NotNow(Exception):
    """It did not go; trying later may help."""


class Never(Exception):
    """It did not go, and never will: the address is wrong."""


class Channel(Protocol):
    """Hands one message over, or raises NotNow or Never."""

    def send(self, message: Message) -> None:
        """Hand the message over; giving the same one twice must do no harm where that can be had."""


def channels_of(settings: Settings) -> dict[str, Channel]:
    """The channel for each kind of address, as the settings have it."""
    files = Files(settings.instance / "post")
    email: Channel = Smtp(settings) if settings.smtp_url else files
    text: Channel = files if settings.is_example else Nowhere()
    if settings.notify_key:
        text = Notify(settings)
        email = email if settings.smtp_url else text
    return {"email": email, "sms": text}


class Files:
    """Writes each message to a file of its own, named by its key: a second time finds it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message) -> None:
        """Write the whole file aside, then put it in place in one step."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{message.id:09}.eml"
        if path.exists():
            return
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(as_email(message, "post@example.com").as_bytes())
        os.replace(aside, path)


class Nowhere:
    """For a kind of address to which the Trust has no way."""

    def send(self, message: Message) -> None:
        """Say so, that staff may reach the person in another way."""
        raise Never("There is no way to send text messages: NOTIFY_KEY is not set")


class Smtp:
    """Sends email through the Trust's own server; a text message has no way here."""

    def __init__(self, settings: Settings) -> None:
        self.url = urlsplit(settings.smtp_url)
        self.sender = settings.sender

    def send(self, message: Message) -> None:
        """Hand over one message; its Message-ID stays the same when it is tried again."""
        try:
            with closing(self._connected()) as server:
                server.send_message(as_email(message, self.sender), self.sender, [message.address])
                with suppress(OSError, smtplib.SMTPException):  # it has the message, however it says goodbye
                    server.quit()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as problem:
            code = _code_of(problem)
            raise (Never if 500 <= code < 600 else NotNow)(f"The mail server refused it ({code})") from problem
        except smtplib.SMTPSenderRefused as problem:  # that says something about us, not about the person's address
            raise NotNow(f"The mail server refused our own address, SENDER ({_code_of(problem)})") from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(f"The mail server could not be reached ({type(problem).__name__})") from problem

    def _connected(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=WAIT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port or 25, timeout=WAIT)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            elif self.url.username and host not in THIS_MACHINE:
                raise NotNow("The mail server offers no encryption, so our password was not sent to it")
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server


def _code_of(problem: smtplib.SMTPException) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return min(code for code, _words in problem.recipients.values())
    return int(getattr(problem, "smtp_code", 450))


class Notify:
    """Sends through GOV.UK Notify with two templates of one field each: subject and body, or body alone."""

    def __init__(self, settings: Settings) -> None:
        key, _comma, templates = settings.notify_key.partition(",")
        self.client = NotificationsAPIClient(key, timeout=WAIT)
        self.templates = dict(zip(("email", "sms"), templates.split(","), strict=False))

    def send(self, message: Message) -> None:
        """Hand over one message, unless Notify already has one of our reference."""
        fields = {"body": message.body} | ({"subject": message.subject} if message.channel == "email" else {})
        try:
            if message.tries and self.client.get_all_notifications(reference=message.key)["notifications"]:
                return
            template = self.templates[message.channel]
            if message.channel == "email":
                self.client.send_email_notification(message.address, template, fields, reference=message.key)
            else:
                self.client.send_sms_notification(message.address, template, fields, reference=message.key)
        except HTTPError as problem:
            raise (Never if problem.status_code == 400 else NotNow)(
                f"Notify answered {problem.status_code}"
            ) from problem
        except KeyError as problem:
            raise NotNow("NOTIFY_KEY names no template for this kind of message") from problem


def as_email(message: Message, sender: str) -> EmailMessage:
    """The message as an email with plain words, and its calendar file if it has one."""
    email = EmailMessage()
    email["From"] = sender
    email["To"] = message.address
    email["Subject"] = message.subject
    email["Date"] = format_datetime(message.made_at)
    email["Message-ID"] = f"<{message.id}.{message.made_at:%Y%m%d%H%M%S}@{sender.partition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.body)
    if message.attachment:
        method = "CANCEL" if "METHOD:CANCEL" in message.attachment.splitlines() else "PUBLISH"
        email.add_attachment(
            message.attachment.encode(),
            maintype="text",
            subtype="calendar",
            filename="session.ics",
            params={"method": method},
        )
    email["Content-Language"] = message.locale  # last: setting the content takes away what was said of it before
    return email
