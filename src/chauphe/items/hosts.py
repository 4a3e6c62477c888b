"""Which site a link leads to, by one name: how a host is written that the board has approved before, or not.

Two spellings are one host only where every browser takes them for one (letter case, a closing dot, the usual port);
all others are told apart, so that nothing passes for a host that somebody has looked at. What is not ASCII is written
as the network writes it, "xn--…", so that letters that look alike do not look alike here.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 253
"""Characters of a host's name, at most; no longer one can exist in the domain name system."""

_WEB = re.compile(r"(https?)://([^/?#\\]*)", re.IGNORECASE)
_USUAL = {"http": ":80", "https": ":443"}


def host_of(link: str) -> str:
    """Return the host of a web address, with its port where that is not the usual one; "" for mail and telephone."""
    web = _WEB.match(link)
    if web is None:
        return ""
    scheme, place = web[1].lower(), web[2].rpartition("@")[2].lower()
    name, port = re.fullmatch(r"(.*?)(:[0-9]*)?", place, re.DOTALL).groups()  # type: ignore[union-attr]  # fits all
    kept = "" if port in (None, ":", _USUAL[scheme]) else port
    return _short(".".join(_label(label) for label in (name.removesuffix(".") or name).split(".")) + kept)


def hosts_in(links: Iterable[str]) -> list[str]:
    """Return the hosts that these links lead to, sorted, each once."""
    return sorted({host_of(link) for link in links} - {""})


def readable(host: str) -> str:
    """Return a host in its own letters, for reading beside the form that decides; the host itself where it is ASCII."""
    return ".".join(_letters(label) for label in host.split("."))


def _label(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        found = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return found if found.isprintable() else label


def _short(host: str) -> str:
    """Keep a name that is too long to exist tellable from all others."""
    return host if len(host) <= LONGEST else f"{host[: LONGEST - 65]}-{sha256(host.encode()).hexdigest()}"
