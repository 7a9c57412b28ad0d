"""Bare Flask: returns as many bytes as it is told, from memory."""

import os

from flask import Flask, Response

app = Flask(__name__)
BODY = b"x" * int(os.environ.get("BARE_BYTES", "20000"))


@app.get("/")
def body() -> Response:
    """The bytes."""
    return Response(BODY, mimetype="text/html")
