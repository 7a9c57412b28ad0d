"""What the browser is told about every answer."""

from __future__ import annotations

from flask import Flask, Response, request

from portal.kit.page_store import KEPT
from portal.kit.pages import door

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
NOT_ALLOWED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def prepare(app: Flask, *, is_https: bool) -> None:
    """Put the same safe headers on every answer; only kept pages may be stored anywhere."""

    @app.after_request
    def tell(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = NOT_ALLOWED
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        found = door()
        if found is not None and found.is_kept and response.status_code == 200 and request.method in {"GET", "HEAD"}:
            headers["Cache-Control"] = "no-store" if found.has_quick_exit else "public, no-cache"
            request.environ[KEPT] = True
        else:
            headers["Cache-Control"] = "no-store"
        if found is None or not found.is_listed:
            headers["X-Robots-Tag"] = "noindex"
        return response
