"""A bounded load of GETs on loopback: by wrk where it is installed, else by plain sockets."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass

from tests.bench.servers import Server

CONNECTIONS = 8


@dataclass(frozen=True)
class Figure:
    """What one load showed."""

    a_second: float
    milliseconds: float  # of processor time a request, all server processes together
    size: int  # bytes of one answer's body as sent


def load(server: Server, path: str, *, seconds: float = 2.0, accept: str = "identity", cookie: str = "") -> Figure:
    """Ask for `path` over CONNECTIONS kept connections for so many seconds."""
    size = _once(server.port, path, accept, cookie)
    before = server.processor_seconds()
    started = time.monotonic()
    asked = (
        _by_wrk(server, path, seconds, accept, cookie)
        if shutil.which("wrk")
        else _by_sockets(server, path, seconds, accept, cookie)
    )
    took = time.monotonic() - started
    spent = server.processor_seconds() - before
    return Figure(asked / took, 1000 * spent / max(asked, 1), size)


def _by_wrk(server: Server, path: str, seconds: float, accept: str, cookie: str) -> int:
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{int(max(seconds, 1))}s", "-H", f"Accept-Encoding: {accept}"]
    line += ["-H", f"Cookie: {cookie}"] if cookie else []
    said = subprocess.run(
        [*line, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    assert "Non-2xx" not in said, said
    return int(re.search(r"(\d+) requests in", said).group(1))  # type: ignore[union-attr]


def _request(path: str, accept: str, cookie: str) -> bytes:
    told = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {accept}\r\n{told}\r\n".encode()


def _answer(connection: socket.socket, request: bytes) -> tuple[bytes, int]:
    connection.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _blank, body = got.partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head.lower()).group(1))  # type: ignore[union-attr]
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return head, length


def _once(port: int, path: str, accept: str, cookie: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        head, length = _answer(connection, _request(path, accept, cookie))
    assert b" 200 " in head.split(b"\r\n")[0], head
    return length


def _by_sockets(server: Server, path: str, seconds: float, accept: str, cookie: str) -> int:
    ends = time.monotonic() + seconds
    counts = [0] * CONNECTIONS
    request = _request(path, accept, cookie)

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            while time.monotonic() < ends:
                _answer(connection, request)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)
