"""Which device asks, as far as its network address tells: for limits only, and kept as a digest."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import current_app, request

from portal.kit import references

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: a single line is given all that follow, and could use each once


def device() -> str:
    """A digest of where this request comes from, that nobody without our key can turn back into an address."""
    return references.digest(_network(request.remote_addr or ""), key=current_app.config["SECRET_KEY"])


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known, ONE_HOUSEHOLD), strict=False))
