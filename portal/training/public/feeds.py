"""Training for programs: a calendar to subscribe to, a feed of news, and open data. Nothing of anybody is in them."""

from __future__ import annotations

import json

from flask import Response, render_template

from portal.kit import clock, words
from portal.kit.pages import PageContext, address, settings
from portal.kit.words import gettext as _
from portal.training import calendar as calendars
from portal.training import events
from portal.training.queries import feeds as reads

NEWS_SHOWN = 50


def calendar() -> Response:
    """All training to come, and what was cancelled not long ago, so that each calendar takes it out."""
    entries = [events.entry(found) for found in reads.sessions_for_feeds(clock.now())]
    file = calendars.feed_file(entries, name=_("Training: %(service)s", service=settings().service_name))
    return Response(file, mimetype="text/calendar")


def news() -> Response:
    """What is new or has changed in training, the newest first (RFC 4287)."""
    found = sorted(reads.sessions_for_feeds(clock.now()), key=lambda one: one.changed_at, reverse=True)[:NEWS_SHOWN]
    updated_at = found[0].changed_at if found else clock.now()
    page = render_template("training/feeds/news.xml", sessions=found, updated_at=updated_at, address=address)
    return Response(page, mimetype="application/atom+xml")


def data() -> Response:
    """All training to come in the words of schema.org; any page of any site may read it. docs/open-training.md says each field."""
    found = reads.sessions_for_feeds(clock.now())
    said = {
        "@context": events.HERE,
        "@type": "DataFeed",
        "name": _("Training: %(service)s", service=settings().service_name),
        "description": PageContext().example_notice if settings().is_example else "",
        "url": address("training.sessions.browse", words.locale()),
        "publisher": events.organizer(),
        "conditionsOfAccess": _(
            "You may use this freely. Please say where it comes from, and look here again: days and places change."
        ),
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateModified": clock.local(one.changed_at).isoformat(),
                "item": events.event(one),
            }
            for one in found
        ],
    }
    file = json.dumps(said, ensure_ascii=False, indent=1)
    return Response(file, mimetype="application/json", headers={"Access-Control-Allow-Origin": "*"})
