"""Every page of the public site as a string: complete heads, nothing inline, nothing from elsewhere."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from chauphe.public import pages
from chauphe.public.fragment import fragment, sealed_from
from chauphe.public.site import Card, Link, Section, Site
from tests.public import office, trial_site
from tests.public.office import SITE

DIGEST = "7f3a91c2" * 8
ELEMENTS = ("DC.title", "DC.creator", "DC.date", "DC.description", "DC.publisher", "DC.identifier")


def item(snapshot: dict | None = None, site: Site = SITE, **changes: Any) -> str:
    snapshot = snapshot or office.article()
    page = pages.ItemPage(snapshot, office.acts(snapshot, DIGEST), DIGEST, 3_100)
    return pages.render_item(site, replace(page, **changes))


def every_page(site: Site = SITE) -> dict[str, str]:
    cards, papers = tuple(trial_site.cards()), tuple(trial_site.papers())
    branches = pages.MapPage((trial_site.branch(office.NEWS),))
    return {
        "article": item(site=site),
        "decision": item(office.decision(), site),
        "about": item(office.about(), site),
        "home": pages.render_home(site, pages.HomePage(cards[0], cards[1:], papers, ((office.NEWS, cards),))),
        "empty": pages.render_home(site, pages.HomePage()),
        "list": pages.render_list(site, trial_site.newest(office.NEWS, cards)),
        "frozen": pages.render_list(site, trial_site.frozen(office.NEWS, cards)),
        "documents": pages.render_list(site, trial_site.newest(office.DOCUMENTS, papers)),
        "empty list": pages.render_list(site, pages.ListPage(office.MERIT, ())),
        "map": pages.render_map(site, branches),
        "search": pages.render_search(site, branches),
        "check": pages.render_check(site),
        "404": pages.render_404(site),
        "message": pages.render_message(site, trial_site.MESSAGE),
    }


EVERY = every_page()


class Tags(HTMLParser):
    """Collects every tag with its attributes, and the text of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def meta(page: str) -> dict[str, str]:
    return {a.get("name") or a.get("property", ""): a.get("content", "") for tag, a in Tags(page).tags if tag == "meta"}


def links(page: str) -> list[str]:
    return [a["href"] for tag, a in Tags(page).tags if tag == "a" and "href" in a]


@pytest.mark.parametrize("name", EVERY)
def test_no_page_holds_a_script_style_or_handler_of_its_own(name: str) -> None:
    tags = Tags(EVERY[name]).tags
    assert [a for tag, a in tags if tag == "script" and not a.get("src", "").startswith("/_/")] == []
    assert [tag for tag, a in tags if tag == "style" or "style" in a or any(key.startswith("on") for key in a)] == []


@pytest.mark.parametrize("name", EVERY)
def test_no_page_asks_another_machine_for_anything(name: str) -> None:
    asked = [
        value
        for tag, a in Tags(EVERY[name]).tags
        for key, value in a.items()
        if key in {"src", "srcset", "action"} or (tag == "link" and key == "href" and a["rel"] != "canonical")
    ]
    assert [value for value in asked if re.match(r"[a-z]+:|//", value)] == []


@pytest.mark.parametrize("name", EVERY)
def test_the_six_elements_are_on_every_page_and_filled(name: str) -> None:
    assert [element for element in ELEMENTS if not meta(EVERY[name]).get(element, "").strip()] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_page_has_one_title_one_main_and_a_language(name: str) -> None:
    tags = [tag for tag, _a in Tags(EVERY[name]).tags]
    assert [tags.count(tag) for tag in ("h1", "main", "title")] == [1, 1, 1]
    assert Tags(EVERY[name]).tags[0] == ("html", {"lang": "vi", "data-board": "cham"})


@pytest.mark.parametrize("name", EVERY)
def test_every_page_names_who_answers_for_it(name: str) -> None:
    words = " ".join(Tags(EVERY[name]).words)
    owed = ("Trần Thị Thu Hà", "Số 12 đường Bạch Đằng", "0299 3820 115", "bbt@sonoivu.anhai.example", SITE.title)
    assert [fact for fact in owed if fact not in words] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_identifier_is_used_once_and_every_label_leads_somewhere(name: str) -> None:
    tags = Tags(EVERY[name]).tags
    ids = [a["id"] for _tag, a in tags if "id" in a]
    named = [a[key] for _tag, a in tags for key in ("for", "aria-labelledby") if key in a]
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in named if name not in ids] == []


@pytest.mark.parametrize("name", EVERY)
def test_vermilion_is_on_items_and_on_the_lead_alone(name: str) -> None:
    seals = [a["class"] for _tag, a in Tags(EVERY[name]).tags if a.get("class", "").split(" ")[0] in ("seal", "sealed")]
    expected = {item: ["sealed", "seal"] for item in ("article", "decision", "about")} | {
        "home": ["sealed"],
        "check": ["seal asking"],
    }
    assert seals == expected.get(name, [])


def test_an_item_page_carries_exactly_its_sealed_part() -> None:
    assert sealed_from(EVERY["article"]) == fragment(office.article(), published="2026-11-20T01:31:00Z")


@pytest.mark.parametrize(
    ("snapshot", "path"),
    [
        (office.article(), "/tin/412-thi-sinh-du-dieu-kien-du-vong-2-1204/"),
        (office.decision(), "/van-ban/quyet-dinh-ban-hanh-quy-che-tiep-cong-dan-1203/"),
        (office.about(), "/trang/gioi-thieu-2/"),
    ],
)
def test_an_item_names_its_own_address(snapshot: dict, path: str) -> None:
    page = item(snapshot)
    assert meta(page)["DC.identifier"] == SITE.base_url + path
    assert links(page).count(f"/kiem-tra/?trang={path}") == 2
    assert f"{SITE.base_url}{path}<br>" in page


def test_the_panel_gives_the_digest_in_groups_of_eight() -> None:
    assert EVERY["article"].count(" ".join(["7f3a91c2"] * 8)) == 2
    assert '<code class="digest">7f3a 91c2</code>' in EVERY["article"]


def test_the_panel_shows_who_signed_for_whom() -> None:
    assert "KT. Trưởng Ban: Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực" in EVERY["article"]
    assert EVERY["article"].count("Điều\xa07\xa0khoản\xa03") == 1


def test_the_panel_offers_the_proof_and_its_weight() -> None:
    assert '<a href="bang-chung.json" download>Tải bằng chứng, 3 kB</a>' in EVERY["article"]


def test_acts_left_out_of_the_thread_are_counted() -> None:
    acts = office.acts(office.article(), DIGEST)
    returned = {**acts[2], "act": "return_", "seq": 5000}
    assert "và 1 bước khác, ghi trong bằng chứng" in item(acts=(*acts, returned))
    assert "việc khác" not in EVERY["article"]


def test_a_title_full_of_markup_stays_a_title() -> None:
    title = '</title><script src="//evil.example"></script>" onload="x'
    tags = Tags(item(office.article(title=title, summary=title))).tags
    assert [a["src"] for tag, a in tags if tag == "script"] == [
        a["src"] for tag, a in Tags(EVERY["article"]).tags if tag == "script"
    ]
    assert [a for _tag, a in tags if "onload" in a] == []


def test_an_item_without_summary_is_described_by_its_beginning() -> None:
    described = meta(item(office.article(summary="")))["description"]
    assert described.startswith("Ngày 19/11/2026, Hội đồng tuyển dụng công chức tỉnh An Hải")
    assert described.endswith("…")
    assert meta(item(office.article(summary="", body="")))["description"] == office.article()["title"]


def test_a_shared_link_shows_the_leading_picture() -> None:
    assert re.fullmatch(SITE.base_url + r"/tin/.*-1204/[0-9a-f]{16}\.jpg", meta(EVERY["article"])["og:image"])
    assert "og:image" not in meta(EVERY["decision"])


def test_a_page_leads_to_its_feed_by_the_name_of_the_feed() -> None:
    fed = {
        name: next((a["title"], a["href"]) for _tag, a in Tags(EVERY[name]).tags if a.get("rel") == "alternate")
        for name in ("article", "list", "frozen", "about")
    }
    whole = ("Mới đăng – Sở Nội vụ tỉnh An Hải", "/feed.atom")
    assert fed == {
        "article": ("Công chức, viên chức – Sở Nội vụ tỉnh An Hải", "/chuyen-muc/cong-chuc/feed.atom"),
        "list": ("Tin tức – Sở Nội vụ tỉnh An Hải", "/chuyen-muc/tin-tuc/feed.atom"),
        "frozen": whole,
        "about": whole,
    }


def test_a_text_in_another_language_says_so() -> None:
    assert '<article class="item" lang="en">' in item(office.article(language="en"))


def test_the_menu_marks_where_the_reader_is() -> None:
    marked = [[a["href"] for tag, a in Tags(EVERY[name]).tags if a.get("aria-current") == "true"] for name in EVERY]
    places = dict(zip(EVERY, (sorted(set(found)) for found in marked), strict=True))
    assert {name: place for name, place in places.items() if place} == {
        "article": ["/chuyen-muc/cong-chuc/"],
        "decision": ["/chuyen-muc/van-ban/"],
        "about": ["/trang/gioi-thieu-2/"],
        "list": ["/chuyen-muc/tin-tuc/"],
        "frozen": ["/chuyen-muc/tin-tuc/"],
        "documents": ["/chuyen-muc/van-ban/"],
        "empty list": ["/chuyen-muc/nguoi-co-cong/"],
    }


def test_a_section_without_a_list_is_not_linked() -> None:
    assert "/chuyen-muc/gioi-thieu/" not in EVERY["about"]
    assert '<a href="/chuyen-muc/cong-chuc/">Công chức, viên chức</a></li></ol>' in EVERY["article"]


def test_the_home_page_shows_lead_news_documents_and_sections() -> None:
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", EVERY["home"].partition("<main")[2].partition("</main>")[0])
    assert headings == [trial_site.HEADLINES[0][0], "Mới đăng", "Văn bản mới", "Tin tức"]


def test_a_site_without_items_says_what_will_come() -> None:
    assert "Trang thông tin đã mở, chưa có tin, bài nào được đăng" in EVERY["empty"]
    assert [section.path in links(EVERY["empty"]) for section in SITE.sections] == [True] * 5


def test_a_section_without_items_says_so() -> None:
    assert "Chuyên mục này chưa có tin, bài nào được đăng." in EVERY["empty list"]


def test_documents_are_listed_as_a_table_by_number() -> None:
    assert re.findall(r'<th scope="row">([^<]*)</th>', EVERY["documents"]) == [
        "1847/QĐ-SNV", "2210/SNV-CCVC", "2196/SNV-TCBM", "1802/QĐ-SNV", "96/TB-SNV",
    ]  # fmt: skip


def pager(number: int | None, frozen: int) -> list[str]:
    page = pages.ListPage(office.NEWS, tuple(trial_site.cards()), number=number, frozen=frozen)
    inside = pages.render_list(SITE, page).partition('<nav class="pager"')[2].partition("</nav>")[0]
    return [path.removeprefix("/chuyen-muc/tin-tuc/").strip("/") for path in re.findall(r'href="([^"]*)"', inside)]


def test_a_list_leads_to_its_older_pages_and_the_oldest() -> None:
    assert pager(None, 61) == ["trang-61", "trang-60", "trang-59", "trang-58", "trang-1", "trang-61"]
    assert pager(None, 0) == []
    assert pager(None, 1) == ["trang-1", "trang-1"]


def test_a_frozen_page_leads_both_ways() -> None:
    assert pager(1, 1) == ["", ""]
    assert pager(1, 2) == ["trang-2", ""]
    assert pager(3, 9) == ["trang-4", "", "trang-2", "trang-1", "trang-2"]


def test_a_frozen_page_stays_as_it_is_when_the_list_grows() -> None:
    cards = tuple(trial_site.cards())
    grown = [pages.render_list(SITE, pages.ListPage(office.NEWS, cards, number=3, frozen=n)) for n in (4, 5, 900)]
    assert len(set(grown)) == 1


def test_a_page_is_a_function_of_its_values() -> None:
    assert every_page() == EVERY


def test_an_item_page_stays_when_the_office_gets_news() -> None:
    assert item(site=replace(SITE, often=(Link("Khác", "/"),))) == EVERY["article"]


def test_trial_data_is_marked_on_every_page() -> None:
    assert [page.count("DỮ LIỆU THỬ") for page in EVERY.values()] == [1] * len(EVERY)
    assert [page.count("DỮ LIỆU THỬ") for page in every_page(replace(SITE, demo=False)).values()] == [0] * len(EVERY)


def test_two_boards_never_share_their_chrome() -> None:
    name = "Sở Tư pháp tỉnh An Hải"
    other = replace(SITE, board="stp-anhai", name=name, title=f"Trang thông tin điện tử {name}", colour="nau")
    own = [pages.render_check(site) for site in (SITE, other, SITE)]
    assert [(page.count(name), page.count(SITE.name)) for page in own] == [(0, 12), (12, 0), (0, 12)]
    assert 'data-board="nau"' in own[1]


def test_a_page_that_is_no_content_is_kept_out_of_indexes() -> None:
    assert [name for name in EVERY if meta(EVERY[name]).get("robots") == "noindex"] == ["404", "message"]


def test_an_english_site_speaks_english() -> None:
    page = pages.render_check(replace(SITE, language="en"))
    assert "Check a page" in page
    assert '<html lang="en"' in page


def test_a_card_repeats_what_was_sealed() -> None:
    card = Card.of(office.decision(), published="2026-11-20T17:30:00Z")
    assert (card.path, card.day) == ("/van-ban/quyet-dinh-ban-hanh-quy-che-tiep-cong-dan-1203/", "2026-11-21")
    assert (card.file, card.document) == (office.decision()["files"][0], office.decision()["document"])


def test_a_long_menu_stays_one_row_and_leads_to_the_rest() -> None:
    many = tuple(Section(f"muc-{n}", f"Mục {n}") for n in range(12))
    page = pages.render_404(replace(SITE, sections=many, pages=()))
    bar = page.partition('<ul class="wide">')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', bar) == [*(f"/chuyen-muc/muc-{n}/" for n in range(6)), "/so-do/"]
