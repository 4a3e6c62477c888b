"""Every page of the public site as a string: values in, HTML out.

What is the same on every page of a site (assets, masthead, menu, footer) is made once and kept with the site, so that
baking an item's page costs a fraction of a millisecond. Nothing here reads a clock, a file of content or a database.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, override

from chauphe.public import approval, assets, rows
from chauphe.public.engine import render, safe
from chauphe.public.feeds import atom, feed_title, json_feed, robots, sitemap, sitemap_index
from chauphe.public.fragment import WORDS, expired_in, fallback, fragment, local, published_in, size_of
from chauphe.public.lists import frozen_path
from chauphe.public.site import Card, Link, Section, Site, grouped, item_path
from chauphe.seal.acts import shown_revision
from chauphe.seal.urgent import urgency

__all__ = [
    "Branch", "Card", "HomePage", "ItemPage", "Link", "ListPage", "MapPage", "MessagePage", "Section", "Site",
    "atom", "json_feed", "render_404", "render_check", "render_home", "render_item", "render_list", "render_map",
    "render_message", "render_search", "robots", "sitemap", "sitemap_index",
]  # fmt: skip

DESCRIPTION = 160
BANDS = 6
"""Sections that the front page shows; the others are one step away."""
_TAG = re.compile(r"<[^>]*>?")
PRELOADED = ("be-vietnam-pro-400", "be-vietnam-pro-600")


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A published item: its sealed snapshot with the body, the act records opened in its proof, and what is related.

    `digest` is hex, `proof_bytes` the size of bang-chung.json beside the page. The newest `publish` among the acts
    gives the day of publication. An earlier text that was put right stands at `place`, and leads to the `current` one.
    """

    snapshot: Mapping[str, Any]
    acts: tuple[Mapping[str, Any], ...]
    digest: str
    proof_bytes: int
    related: tuple[Card, ...] = ()
    place: str = ""
    current: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of a section, newest first: the newest list (`number` None) or a frozen one numbered from the oldest.

    `frozen` says how many frozen pages there are; a frozen page depends on it only in whether it is the last of them.
    `periods` leads to where years and months begin; give it on the newest list only.
    """

    section: Section
    cards: tuple[Card, ...]
    number: int | None = None
    frozen: int = 0
    total: int = 0
    periods: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front: a lead, the newest items, the newest documents, and a few of each section."""

    lead: Card | None = None
    newest: tuple[Card, ...] = ()
    documents: tuple[Card, ...] = ()
    sections: tuple[tuple[Section, tuple[Card, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A section in the site map and on the search page, and where its years and months begin.

    How many items it holds is said by its own list: two pages fewer that every publication would have to change.
    """

    section: Section
    periods: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MapPage:
    """The site as a tree, for people; the search page shows the same branches."""

    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page that only says something: what happened, and what the reader can do."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says; no field is ever empty (TT 24/2011, the six elements of Dublin Core)."""

    title: str
    description: str
    path: str
    creator: str
    date: str
    kind: str = "website"
    image: str = ""
    fed: Section | None = None
    script: str = ""
    listed: bool = True

    def escaped(self, site: Site) -> dict[str, SafeString | bool]:
        """Give the fields as the template writes them, each escaped once."""
        whole = self.title if self.title == site.title else f"{self.title} – {site.name}"
        return {
            "whole_title": safe(whole),
            "title": safe(self.title),
            "description": safe(self.description),
            "address": safe(site.base_url + self.path),
            "creator": safe(self.creator),
            "date": safe(self.date),
            "kind": safe(self.kind),
            "image": safe(site.base_url + self.image if self.image else ""),
            "feed": safe(self.fed.path if self.fed else "/"),
            "feed_title": safe(feed_title(site, self.fed)),
            "script": safe(self.script),
            "listed": self.listed,
        }


class Renderer:
    """The pages of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.menus: dict[str, SafeString] = {}
        shared = {"site": site, "css": assets.address("site", "css"), "js": assets.address("display", "js")}
        self.assets = self.part("_assets", {**shared, "fonts": PRELOADED})
        self.masthead = self.part("_masthead", shared)
        self.footer = self.part("_footer", shared)
        self.name, self.base_url = safe(site.name), safe(site.base_url)

    def part(self, name: str, values: Mapping[str, object]) -> SafeString:
        """Render a part of a page."""
        return render(name, dict(values), self.site.language)

    def menu(self, current: str) -> SafeString:
        """Give the main menu with one entry marked as where the reader is."""
        if current not in {link.path for link in self.site.menu}:
            current = ""
        if current not in self.menus:
            self.menus[current] = self.part("_menu", {"site": self.site, "current": current})
        return self.menus[current]

    def page(self, name: str, head: Head, *, current: str = "", **values: object) -> str:
        """Render a whole page from the template of that name."""
        with override(self.site.language):
            main = self.part(name, {"site": self.site, **values})
            whole = {"site": self.site, "chrome": self, "head": head.escaped(self.site), "menu": self.menu(current)}
            return self.part("page", {**whole, "main": main})


@lru_cache(maxsize=256)
def _renderer(site: Site) -> Renderer:
    return Renderer(site)


def render_item(site: Site, page: ItemPage) -> str:
    """Render the page of an item of any kind."""
    snapshot = page.snapshot
    path = page.place or item_path(snapshot["kind"], snapshot["slug"], snapshot["number"])
    signed = approval.sign_off(page.acts)
    section = Section(snapshot["section"]["slug"], snapshot["section"]["name"])
    listed = any(one.slug == section.slug for one in site.sections)
    lead = next((image for image in snapshot["images"] if image["lead"]), None)
    gone = next((name for name in ("ends", "withdrawn") if name in snapshot), "")
    published = published_in(page.acts, shown_revision(snapshot))
    expired = expired_in(page.acts, snapshot["revision"])
    urgent = urgency(page.acts, shown_revision(snapshot))
    return _renderer(site).page(
        "item",
        Head(
            title=_title(snapshot),
            description=snapshot["summary"] or _beginning(snapshot["body"]) or snapshot["title"],
            path=path,
            creator="; ".join(author["name"] for author in snapshot["authors"]) or snapshot["unit"]["name"],
            date=published or site.opened,
            kind="article",
            image=path + fallback(lead)["name"] if lead else "",
            fed=section if listed else None,
            listed=not gone and not page.current and not expired,
        ),
        current=path if snapshot["kind"] == "standing_page" else section.path,
        # Written by `fragment`, which escapes every field and takes the body as it was sanitised and sealed.
        sealed=SafeString(fragment(snapshot, published=published, expired=expired, urgent=urgent)),
        item=snapshot,
        gone=gone,
        newer=page.current,
        section=section if listed else None,
        path=path,
        number=grouped(snapshot["number"]),
        digest=page.digest,
        groups=" ".join(page.digest[at : at + 8] for at in range(0, len(page.digest), 8)),
        signed_on=rows.shown_day(local(signed["at"]).date().isoformat()) if signed else "",
        beads=approval.thread(page.acts),
        others=approval.aside(page.acts),
        urgent=approval.urgent(page.acts, shown_revision(snapshot)),
        proof=size_of(page.proof_bytes, site.language),
        related=rows.plain(page.related),
    )


def _title(snapshot: Mapping[str, Any]) -> str:
    """Give the title by which other sites and the reader's bookmarks know a page, marked where it is withdrawn."""
    mark = f"{WORDS[snapshot['language']]['withdrawn']}: " if "withdrawn" in snapshot else ""
    return f"{mark}{snapshot['title']}"


def render_home(site: Site, page: HomePage) -> str:
    """Render the front page; a site without an item yet says so."""
    cards = (*((page.lead,) if page.lead else ()), *page.newest, *page.documents)
    return _renderer(site).page(
        "home",
        _plain_head(site, site.title, path="/", cards=cards),
        lead=rows.row(page.lead, rows.LEAD_SIZES, eager=True) if page.lead else None,
        lead_alone=not page.newest,
        newest=rows.plain(page.newest),
        documents=rows.plain(page.documents),
        bands=[(section, rows.plain(cards)) for section, cards in page.sections if _is_band(cards)][:BANDS],
        empty=not cards,
    )


def _is_band(cards: Sequence[Card]) -> bool:
    """Say whether a section is shown on the front page: documents have their table already."""
    return any(not card.document for card in cards)


def render_list(site: Site, page: ListPage) -> str:
    """Render a list of a section: documents as a table, everything else as rows with small pictures."""
    section, number = page.section, page.number
    documents = bool(page.cards) and all(card.document for card in page.cards)
    newer = frozen_path(section.slug, number + 1) if number and number < page.frozen else section.path
    older = (page.frozen if number is None else number - 1) or None
    with override(site.language):
        nth = gettext("page %s") % number  # outside the f-string, where xgettext does not look
    title = section.name if number is None else f"{section.name}, {nth}"
    return _renderer(site).page(
        "list",
        _plain_head(site, title, path=frozen_path(section.slug, number) if number else section.path, cards=page.cards),
        current=section.path,
        section=section,
        documents=documents,
        rows=rows.plain(page.cards) if documents else rows.pictured(page.cards),
        number=number,
        total=grouped(page.total) if page.total else "",
        newer=newer if number else "",
        older=frozen_path(section.slug, older) if older else "",
        older_number=older,
        pages=[(n, frozen_path(section.slug, n)) for n in _steps(older)],
        periods=page.periods,
    )


def render_map(site: Site, page: MapPage) -> str:
    """Render the site map for people, as a tree (TT 32/2017 Điều 16)."""
    return _stub(site, "map", gettext_noop("Site map"), "/so-do/", branches=page.branches)


def render_search(site: Site, page: MapPage) -> str:
    """Render the search page: by section, time and number without a script, by words among the newest with one."""
    script = assets.address("search", "js")
    return _stub(site, "search", gettext_noop("Search this site"), "/tim/", script=script, branches=page.branches)


def render_check(site: Site) -> str:
    """Render the page on which anybody checks a page of the site."""
    return _stub(site, "check", gettext_noop("Check a page"), "/kiem-tra/", script=assets.address("check", "js"))


def render_404(site: Site) -> str:
    """Render the page for an address that leads nowhere; it stands at any depth."""
    return _stub(site, "not_found", gettext_noop("There is no such page"), "/404.html", listed=False)


def render_message(site: Site, page: MessagePage) -> str:
    """Render a page that only says something."""
    return _stub(site, "message", page.title, page.path, listed=False, message=page)


def _stub(site: Site, name: str, title: str, path: str, *, script: str = "", listed: bool = True, **values: Any) -> str:
    """Render a page of the site itself, that no item stands behind."""
    with override(site.language):
        head = replace(_plain_head(site, gettext(title), path=path), script=script, listed=listed)
    return _renderer(site).page(name, head, heading=head.title, **values)


def _plain_head(site: Site, title: str, *, path: str, cards: tuple[Card, ...] = ()) -> Head:
    return Head(
        title=title,
        description=f"{title} – {site.title}" if title != site.title else site.title,
        path=path,
        creator=site.name,
        date=max((card.day for card in cards), default=site.opened),
        fed=next((section for section in site.sections if section.path == path), None),
    )


def _steps(last: int | None) -> list[int]:
    """Choose the frozen pages that a list links to: the four next older ones and the oldest."""
    return sorted({n for n in (*range((last or 0) - 3, (last or 0) + 1), 1) if 0 < n <= (last or 0)}, reverse=True)


def _beginning(body: str) -> str:
    """Take the first words of a text for a description."""
    text = " ".join(unescape(_TAG.sub(" ", body[: DESCRIPTION * 8])).split())
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rpartition(" ")[0] + "…"
