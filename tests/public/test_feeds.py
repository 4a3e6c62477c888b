"""What machines read: feeds that readers accept, site maps, and robots.txt."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

from chauphe.public.feeds import atom, json_feed, robots, sitemap, sitemap_index
from chauphe.public.site import Card
from tests.public import office, trial_site
from tests.public.office import SITE

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CARDS = (Card.of(office.article(), published="2026-11-20T01:31:00Z"), *trial_site.cards())


def texts(xml: str, *names: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(xml).iterfind("/".join(names))]


def test_the_atom_feed_has_an_entry_a_card() -> None:
    feed = atom(SITE, CARDS)
    assert texts(feed, f"{ATOM}title") == ["Mới đăng – Sở Nội vụ tỉnh An Hải"]
    assert texts(feed, f"{ATOM}entry", f"{ATOM}title") == [card.title for card in CARDS]
    assert texts(feed, f"{ATOM}updated") == ["2026-11-23T02:10:00Z"]


def test_an_entry_keeps_its_name_when_its_address_changes() -> None:
    moved = [atom(SITE, [card]) for card in (CARDS[0], replace(CARDS[0], slug="dia-chi-khac"))]
    names = [texts(feed, f"{ATOM}entry", f"{ATOM}id") for feed in moved]
    assert names == [["tag:sonoivu.anhai.example,2026-01-05:1204"]] * 2
    assert moved[0] != moved[1]


def test_an_empty_feed_is_as_old_as_the_site() -> None:
    assert texts(atom(SITE, ()), f"{ATOM}updated") == ["2026-01-05T00:00:00+07:00"]


def test_a_section_has_a_feed_of_its_own() -> None:
    feed = atom(SITE, CARDS[:1], office.CIVIL_SERVICE)
    assert texts(feed, f"{ATOM}title") == ["Công chức, viên chức – Sở Nội vụ tỉnh An Hải"]
    assert [link.get("href") for link in ET.fromstring(feed).iterfind(f"{ATOM}link")] == [
        "https://sonoivu.anhai.example/chuyen-muc/cong-chuc/",
        "https://sonoivu.anhai.example/chuyen-muc/cong-chuc/feed.atom",
    ]


def test_markup_in_a_title_stays_text_in_feeds() -> None:
    hostile = replace(CARDS[1], title="<b>&amp;</b>", summary="]]> <!--", section=replace(office.NEWS, name='"<&'))
    assert texts(atom(SITE, [hostile]), f"{ATOM}entry", f"{ATOM}title") == ["<b>&amp;</b>"]
    assert json.loads(json_feed(SITE, [hostile]))["items"][0]["title"] == "<b>&amp;</b>"


def test_the_json_feed_carries_what_search_looks_at() -> None:
    paper = next(iter(trial_site.papers()))
    item = json.loads(json_feed(SITE, [paper]))["items"][0]
    assert item["_chauphe"] == {"unit": "Thanh tra Sở", "document": "1847/QĐ-SNV"}
    assert item["url"] == SITE.base_url + paper.path


def test_the_json_feed_shows_the_leading_picture() -> None:
    items = json.loads(json_feed(SITE, CARDS))["items"]
    assert [("image" in item) for item in items] == [True] + [False] * 9


def test_a_site_map_holds_addresses_and_days() -> None:
    found = sitemap(SITE, [("/tin/a&b-1/", "2026-11-20")])
    assert texts(found, f"{MAP}url", f"{MAP}loc") == ["https://sonoivu.anhai.example/tin/a&b-1/"]
    assert texts(found, f"{MAP}url", f"{MAP}lastmod") == ["2026-11-20"]


def test_the_index_holds_the_site_maps() -> None:
    found = sitemap_index(SITE, [("/sitemap-1.xml", "2026-11-20"), ("/sitemap-2.xml", "2026-11-23")])
    assert texts(found, f"{MAP}sitemap", f"{MAP}loc") == [
        "https://sonoivu.anhai.example/sitemap-1.xml",
        "https://sonoivu.anhai.example/sitemap-2.xml",
    ]


def test_robots_may_read_everything() -> None:
    assert robots(SITE) == "User-agent: *\nAllow: /\nSitemap: https://sonoivu.anhai.example/sitemap.xml\n"
