"""What machines read: Atom (RFC 4287), JSON Feed 1.1, the site map protocol and robots.txt."""

import json
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext, override

from chauphe.public.fragment import fallback
from chauphe.public.site import Card, Section, Site

XML = '<?xml version="1.0" encoding="utf-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def atom(site: Site, cards: Sequence[Card], section: Section | None = None) -> str:
    """Write the Atom feed of the site, or of one section; `cards` are the newest first."""
    place = section.path if section else "/"
    entries = "".join(_entry(site, card) for card in cards)
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(site.language)}>'
        f"<title>{escape(feed_title(site, section))}</title><id>{_tag(site, place)}</id>"
        f"<updated>{_updated(site, cards)}</updated><author><name>{escape(site.name)}</name></author>"
        f'<link href="{site.base_url}{place}"/><link rel="self" href="{site.base_url}{place}feed.atom"/>'
        f"{entries}</feed>\n"
    )


def json_feed(site: Site, cards: Sequence[Card], section: Section | None = None) -> str:
    """Write the JSON Feed of the site, or of one section; `cards` are the newest first."""
    place = section.path if section else "/"
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed_title(site, section),
        "home_page_url": site.base_url + place,
        "feed_url": f"{site.base_url}{place}feed.json",
        "language": site.language,
        "authors": [{"name": site.name}],
        "items": [_item(site, card) for card in cards],
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n"


def sitemap(site: Site, pages: Iterable[tuple[str, str]]) -> str:
    """Write one site map from pairs of an address below the web root and the ISO day of its last change."""
    rows = "".join(
        f"<url><loc>{escape(site.base_url + path)}</loc><lastmod>{day}</lastmod></url>\n" for path, day in pages
    )
    return f"{XML}<urlset {SITEMAP}>\n{rows}</urlset>\n"


def sitemap_index(site: Site, maps: Iterable[tuple[str, str]]) -> str:
    """Write the index of the site maps from pairs of an address below the web root and its last ISO day, or no day."""
    rows = "".join(
        f"<sitemap><loc>{escape(site.base_url + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>\n"
        for path, day in maps
    )
    return f"{XML}<sitemapindex {SITEMAP}>\n{rows}</sitemapindex>\n"


def robots(site: Site) -> str:
    """Let everybody read everything, and say where the site map is."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.base_url}/sitemap.xml\n"


def feed_title(site: Site, section: Section | None) -> str:
    """Name the feed of the site, or of one section, as the feed itself and the pages that lead to it do."""
    if section:
        return f"{section.name} – {site.name}"
    with override(site.language):
        return f"{gettext('Newly published')} – {site.name}"


def _updated(site: Site, cards: Sequence[Card]) -> str:
    return max((card.published for card in cards), default=f"{site.opened}T00:00:00+07:00")


def _tag(site: Site, what: str) -> str:
    """Name a thing so that it keeps its name when its address changes (RFC 4151)."""
    return f"tag:{urlsplit(site.base_url).hostname},{site.opened}:{escape(what)}"


def _entry(site: Site, card: Card) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in card.authors)
    summary = f"<summary>{escape(card.summary)}</summary>" if card.summary else ""
    return (
        f"<entry><title>{escape(card.title)}</title><id>{_tag(site, str(card.number))}</id>"
        f'<link href="{site.base_url}{card.path}"/><published>{card.published}</published>'
        f"<updated>{card.published}</updated>{authors}<category term={quoteattr(card.section.name)}/>"
        f"{summary}</entry>\n"
    )


def _item(site: Site, card: Card) -> dict[str, object]:
    item: dict[str, object] = {
        "id": _tag(site, str(card.number)),
        "url": site.base_url + card.path,
        "title": card.title,
        "summary": card.summary,
        "date_published": card.published,
        "authors": [{"name": name} for name in card.authors],
        "tags": [card.section.name],
        "_chauphe": {"unit": card.unit, "document": card.document["number"] if card.document else None},
    }
    if card.image:
        item["image"] = f"{site.base_url}{card.path}{fallback(card.image)['name']}"
    return item
