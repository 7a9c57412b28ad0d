"""The path through courses: in which order they are taken, and what is open to someone next."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Path = Mapping[str, str]  # each course by its slug, and the course that it leads to or ""


def ranks(path: Path) -> dict[str, int]:
    """How many steps come before each course at most; it ends even where courses lead round in a circle."""
    ranked = dict.fromkeys(path, 0)
    for first in path:
        walked: list[str] = []
        here = first
        while here in path and here not in walked:
            ranked[here] = max(ranked[here], len(walked))
            walked.append(here)
            here = path[here]
    return ranked


def stands_alone(slug: str, path: Path) -> bool:
    """Whether a course is a single workshop: it leads nowhere, and nothing leads to it."""
    return path[slug] not in path and slug not in path.values()


def is_open(who_for: str, kind: str, *, is_member: bool) -> bool:
    """Whether a course is for someone of this kind; members of project teams may take what is for staff and members."""
    is_staff = kind == "staff"
    may = {
        "service_users_and_carers": not is_staff,
        "staff": is_staff,
        "staff_and_members": is_staff or is_member,
    }
    return may.get(who_for, True)


def open_next(path: Path, done: Collection[str]) -> list[str]:
    """What someone could take next: what follows from what they did, or the first step; then single workshops.

    Whoever did any step of the path is not sent back to its beginning.
    """
    ranked, alone = ranks(path), {slug for slug in path if stands_alone(slug, path)}
    follows = {path[slug] for slug in done if slug in path} & path.keys()
    if not (set(done) & path.keys()) - alone:
        follows = {slug for slug in path if slug not in alone and ranked[slug] == 0}
    wanted = (follows | alone) - set(done)
    return sorted(wanted, key=lambda slug: (slug in alone, ranked[slug], list(path).index(slug)))
