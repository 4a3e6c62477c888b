"""Where the links of an item lead, host by host, with those marked that no approved item of the board leads to.

A link put into an approved text is how strangers' pages get onto an office's site, so an approver sees every host, and
sees first of all the new ones.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from chauphe.items.hosts import host_of, readable
from chauphe.items.selectors import new_hosts
from chauphe.people.models import Board


@dataclass(slots=True)
class Host:
    """A host and the links that lead there; `host` is "" for mail and telephone."""

    host: str
    new: bool
    own: bool
    links: list[str] = field(default_factory=list)

    @property
    def letters(self) -> str:
        """The host in its own letters, where these are not what it is written with."""
        letters = readable(self.host)
        return "" if letters == self.host else letters


def hosts_of(links: Collection[str], *, board: Board) -> list[Host]:
    """Group links by host, new hosts first (1 query, none without links)."""
    new, own = set(new_hosts(links, board=board)), host_of(board.base_url)
    found: dict[str, Host] = {}
    for link in links:
        host = host_of(link)
        place = found.setdefault(host, Host(host, host in new, own=bool(host) and host == own))
        place.links.append(link)
    return sorted(found.values(), key=lambda each: (not each.new, each.own, each.host))


def new_ones(hosts: Iterable[Host]) -> list[Host]:
    """Return those that are new to the board."""
    return [each for each in hosts if each.new]
