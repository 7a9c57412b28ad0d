"""A public session, as machines are told of it: an entry for calendars, and an Event in the words of schema.org."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.kit import clock, pages, words
from portal.kit.pages import address
from portal.training.calendar import Day, Entry
from portal.training.queries.feeds import FeedSession

HERE = "https://schema.org"  # where each of these words is explained
CANCELLED = f"{HERE}/EventCancelled"
WAYS = {"in_person": "Offline", "online": "Online", "both": "Mixed"}


def entry(found: FeedSession) -> Entry:
    """The session as everyone may have it in a calendar."""
    return Entry(
        found.id,
        found.sequence,
        found.title,
        found.days,
        found.where_words,
        address("training.sessions.one", words.locale(), slug=found.slug),
        found.changed_at,
        is_cancelled=found.is_cancelled,
        is_public=True,
    )


def document(found: FeedSession) -> dict[str, Any]:
    """The session as a document of its own (JSON-LD), for its page."""
    return {"@context": HERE, **event(found)}


def event(found: FeedSession) -> dict[str, Any]:
    """The session as an Event; one of several dates has each of them as a part."""
    page = address("training.sessions.one", words.locale(), slug=found.slug)
    held = found.held
    parts = {"subEvent": [_part(found, day, page) for day in found.days]} if len(found.days) > 1 else {}
    return {
        "@type": "Event",
        "@id": f"{page}#event",
        "name": found.title,
        "description": found.summary,
        "url": page,
        **_when(held[0].starts_at, held[-1].ends_at),
        **_status(found),
        "eventAttendanceMode": f"{HERE}/{WAYS[found.mode]}EventAttendanceMode",
        "location": _where(found, page),
        "organizer": organizer(),
        "audience": {"@type": "Audience", "audienceType": found.who_for_words},
        "inLanguage": words.SOURCE,
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": found.places,
        "remainingAttendeeCapacity": 0 if found.is_cancelled else found.places_left,
        "offers": _offer(found),
        **parts,
    }


def organizer() -> dict[str, Any]:
    """The Trust."""
    return {"@type": "Organization", "name": pages.settings().organisation, "url": pages.absolute("/")}


def _part(found: FeedSession, day: Day, page: str) -> dict[str, Any]:
    return {
        "@type": "Event",
        "@id": f"{page}#event-{day.number}",
        "name": found.title,
        **_when(day.starts_at, day.ends_at),
        "eventStatus": CANCELLED if found.is_cancelled or day.is_cancelled else f"{HERE}/EventScheduled",
        "location": _where(found, page),
    }


def _when(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    return {"startDate": clock.local(starts_at).isoformat(), "endDate": clock.local(ends_at).isoformat()}


def _status(found: FeedSession) -> dict[str, str]:
    """Whether it takes place as planned; when it moved, from when."""
    if found.is_cancelled:
        return {"eventStatus": CANCELLED}
    if found.moved_from_at is None:
        return {"eventStatus": f"{HERE}/EventScheduled"}
    return {
        "eventStatus": f"{HERE}/EventRescheduled",
        "previousStartDate": clock.local(found.moved_from_at).isoformat(),
    }


def _where(found: FeedSession, page: str) -> Any:
    """A place, a page from which one joins online, or both; the link to join is only for those who booked."""
    place = {"@type": "Place", "name": found.venue, "address": found.venue}
    online = {"@type": "VirtualLocation", "url": page}
    return {"in_person": place, "online": online}.get(found.mode, [place, online])


def _offer(found: FeedSession) -> dict[str, Any]:
    is_free = not found.is_cancelled and found.places_left > 0
    return {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "GBP",
        "availability": f"{HERE}/{'InStock' if is_free else 'SoldOut'}",
        "url": address("training.booking.book", words.locale(), slug=found.slug),
    }
