"""Decides which addresses a link may have: http, https, mailto, tel, and the footnotes of the same page."""

import re
from typing import Final
from urllib.parse import quote

from chauphe.core.text import UNPRINTABLE, nfc
from chauphe.items.html.vocabulary import ANCHOR

_WEB: Final = re.compile(r"(https?)://([^\s/?#@\\:]+(?::[0-9]{1,5})?)([/?#].*)?", re.IGNORECASE | re.DOTALL)
_MAIL: Final = re.compile(r"mailto:([^\s@<>\"'\\?]+@[^\s@<>\"'\\?]+)(\?[^\s<>\"'\\]*)?", re.IGNORECASE)
_PHONE: Final = re.compile(r"tel:\+?[0-9][0-9 ().-]{1,30}", re.IGNORECASE)
_LIMIT: Final = 2000


def safe_href(value: str) -> str:
    """Return the address in its one form, or "" when a link must not lead there.

    An address with a user name in it is refused: it is only ever used to make one host look like another.
    """
    # Browsers drop tabs and line ends inside an address; so do we, before judging it.
    address = nfc(UNPRINTABLE.sub("", re.sub(r"[\t\r\n]", "", value))).strip()
    if len(address) > _LIMIT:
        return ""
    if address.startswith("#"):
        return address if ANCHOR.fullmatch(address, 1) else ""
    if web := _WEB.fullmatch(address):
        scheme, host, rest = web.groups()
        return f"{scheme.lower()}://{host.lower()}{_encoded(rest or '')}"
    if mail := _MAIL.fullmatch(address):
        return f"mailto:{mail.group(1)}{mail.group(2) or ''}"
    return f"tel:{address[4:].strip()}" if _PHONE.fullmatch(address) else ""


def partner(href: str) -> str:
    """Return the anchor at the other end of a footnote link: the place that leads to `href` is called so."""
    name = href.removeprefix("#")
    return name.removeprefix("goi-") if name.startswith("goi-") else f"goi-{name}"


def _encoded(path: str) -> str:
    # Letters of any script stay readable; only what ends or confuses an address is encoded.
    return re.sub(r"[\s<>\"'\\^`{|}]", lambda found: quote(found.group(), safe=""), path)
