"""The example Trust: real public facts of one Trust, and a year of made-up people and activity."""

from __future__ import annotations

from datetime import datetime

from portal.config import Settings

WELCOME = """\
The example Trust {loaded}: {base}

Staff sign in at {base}/staff/sign-in with one of
  pp@example.com         People Participation lead
  ia@example.com         Improvement Advisor
  lead@example.com       project lead
  moderator@example.com  reader of stories
  admin@example.com      administrator
1. The code that is "sent" stands at {base}/example/post
2. The second step: add this secret to an authenticator app: {secret}
   (for another half a minute its code is {code})

Service users and carers sign in at {base}/sign-in with
  member1@example.com to member40@example.com, and the code at {base}/example/post
"""


def load_and_tell(settings: Settings, now: datetime) -> str:
    """Load the example unless it is there, and say how to sign in."""
    import pyotp

    from portal.example.load import load
    from portal.example.people import second_step

    is_new = load(now, settings.secret_key)
    secret = second_step(settings.secret_key)
    return WELCOME.format(
        loaded="is loaded" if is_new else "is there already, and nothing was changed",
        base=settings.base_url,
        secret=secret,
        code=pyotp.TOTP(secret).at(now),
    )
