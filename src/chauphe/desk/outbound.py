"""Where the links of an item lead, host by host, with those marked that the board has not approved lately.

A link put into an approved text is how strangers' pages get onto an office's site, so an approver sees every host, and
sees first of all the new ones.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.cache import cache

from chauphe.people.models import Board

LATELY = 300
"""How many of the newest approved items say which hosts are known."""
KEPT_FOR = 600


@dataclass(slots=True)
class Host:
    """A host and the links that lead there; `host` is "" for mail and telephone."""

    host: str
    new: bool
    own: bool
    links: list[str] = field(default_factory=list)


def hosts_of(links: Iterable[str], *, board: Board) -> list[Host]:
    """Group links by host, new hosts first (1 query in ten minutes, none without links)."""
    found: dict[str, Host] = {}
    own = urlsplit(board.base_url).hostname or ""
    for link in links:
        host = urlsplit(link).hostname or ""
        if host not in found:
            new = bool(host) and host != own and host not in _known(board)
            found[host] = Host(host, new, own=bool(host) and host == own)
        found[host].links.append(link)
    return sorted(found.values(), key=lambda each: (not each.new, each.own, each.host))


def _known(board: Board) -> frozenset[str]:
    hosts = cache.get(f"hosts:{board.pk}:{board.slug}")
    if hosts is None:
        hosts = _approved_lately(board)
        cache.set(f"hosts:{board.pk}:{board.slug}", hosts, KEPT_FOR)
    return frozenset(hosts)


def _approved_lately(board: Board) -> frozenset[str]:
    signed = board.items.filter(sign_off__isnull=False).order_by("-sign_off_id")[:LATELY]
    contents = signed.values_list("sign_off__snapshot__data", flat=True)
    links = (link for data in contents for link in json.loads(bytes(data))["links"])
    return frozenset(urlsplit(link).hostname or "" for link in links)
