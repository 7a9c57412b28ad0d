"""The portal: quality improvement together with service users and carers."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from portal import commands, config, database, serving, site_map, tables
from portal.kit import error_pages, headers, pages
from portal.signin import access

LARGEST_BODY = 2_000_000  # bytes; a story of 20,000 letters in any script fits many times
__all__ = ["create_app", "tables"]


def create_app(settings: config.Settings | None = None) -> Flask:
    """The portal for these settings, or for those of the environment."""
    settings = settings or config.from_environment()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.extensions["settings"] = settings
    app.config.update(_flask_settings(settings))
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.extensions["engine"] = database.connect(settings.database_url)
    pages.prepare(app)
    headers.prepare(app, is_https=settings.is_https)
    error_pages.prepare(app)
    CSRFProtect(app)
    site_map.open_doors(app)
    access.prepare(app)
    commands.prepare(app)
    app.teardown_appcontext(lambda _problem: database.session.remove())
    serving.wrap(app, settings)
    return app


def _flask_settings(settings: config.Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.old_secret_keys),
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lasts as long as its session: people write slowly
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY,
    }
