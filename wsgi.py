"""Start here: the portal as a WSGI application."""

from portal import create_app
from portal.config import SettingMissing

try:
    app = create_app()
except SettingMissing as problem:
    raise SystemExit(f"The portal did not start. {problem}") from None
