"""How a door is declared: its address, who may enter, and whether its page may be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1  # of an INTEGER column; PostgreSQL refuses to look for anything larger
EVERYONE, MEMBER, STAFF = "everyone", "member", "staff"


class Number(IntegerConverter):
    """`<int:…>` in an address: a number that a row could have, so that a larger one is simply not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


@dataclass(frozen=True)
class Door:
    """One address and the function behind it.

    `who` is EVERYONE, MEMBER (signed in) or STAFF, who also need `permission`. A kept page is the same for everyone,
    carries no cookie and no token, and answers only to the query keys in `asks`.
    """

    address: str
    view: Callable[..., Any]
    who: str
    methods: tuple[str, ...]
    permission: str = ""
    is_kept: bool = False
    is_listed: bool = False
    asks: tuple[str, ...] = ()
    has_quick_exit: bool = False
    largest_body: int = 0  # bytes of what may be sent here; 0 is as everywhere

    @property
    def endpoint(self) -> str:
        """The name of the door: "projects.browse", "projects.staff.edit", "personal.needs.edit"."""
        module = self.view.__module__.removeprefix("portal.").removesuffix(".public").replace(".public.", ".")
        return f"{module}.{self.view.__name__}"


def page(
    address: str,
    view: Callable[..., Any],
    *,
    asks: tuple[str, ...] = (),
    is_listed: bool = True,
    has_quick_exit: bool = False,
) -> Door:
    """A public page: kept, without cookie or token. Listed ones may be found by search engines.

    One with a quick exit is kept here but never on the reader's own device.
    """
    return Door(
        address,
        view,
        EVERYONE,
        ("GET",),
        is_kept=True,
        is_listed=is_listed,
        asks=asks,
        has_quick_exit=has_quick_exit,
    )


def machine(address: str, view: Callable[..., Any]) -> Door:
    """What machines ask: neither kept nor listed."""
    return Door(address, view, EVERYONE, ("GET",))


def form(address: str, view: Callable[..., Any], *, has_quick_exit: bool = False) -> Door:
    """A public page with something to fill in."""
    return Door(address, view, EVERYONE, ("GET", "POST"), has_quick_exit=has_quick_exit)


def press(address: str, view: Callable[..., Any]) -> Door:
    """A public button: POST only."""
    return Door(address, view, EVERYONE, ("POST",))


def mine(address: str, view: Callable[..., Any], *, methods: tuple[str, ...] = ("GET",), largest_body: int = 0) -> Door:
    """A page of one's own."""
    return Door(address, view, MEMBER, methods, has_quick_exit=True, largest_body=largest_body)


def staff(address: str, view: Callable[..., Any], permission: str, *, methods: tuple[str, ...] = ("GET",)) -> Door:
    """A staff page; `permission` is what its visitor must be allowed to do."""
    return Door(address, view, STAFF, methods, permission=permission)
