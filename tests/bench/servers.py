"""Servers for a figure: started on a free loopback port, and asked how much processor time they took."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server and its processes."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def pids(self) -> list[int]:
        """The server and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *(int(pid) for pid in children)]

    def processor_seconds(self) -> float:
        """Processor time that they took so far."""
        total = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def megabytes_a_worker(self) -> float:
        """Memory of the largest worker (resident set, MB)."""
        sizes = []
        for pid in self.pids[1:]:
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS"):
                    sizes.append(int(line.split()[1]) / 1024)
        return max(sizes, default=0.0)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(target: str, path: str = "/", workers: int = 2, **environment: str) -> Iterator[Server]:
    """granian serving `target`, ready to answer `path`; ended afterwards."""
    port = free_port()
    line = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    line += ["--workers", str(workers), "--blocking-threads", "8", "--no-ws", "--log-level", "error", target]
    process = subprocess.Popen(line, cwd=ROOT, env={**os.environ, **environment})
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}{path}")
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(url: str, seconds: float = 30) -> None:
    """Wait until `url` answers anything below 500."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
