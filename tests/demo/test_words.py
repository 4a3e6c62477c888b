"""The Vietnamese of the demonstration: one form, spelled as words are spelled, dates as people write them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from chauphe.demo.model import PICTURES, ItemData
from chauphe.intake.syllables import is_syllable
from chauphe.items.html import clean
from tests.demo.story import HOME, ITEMS, STORY, works_on

FOREIGN = {"cabin", "camera"}
NUMERALS = {"I", "II", "III", "IV", "XIX"}
SIGNS = {"QĐ", "SNV", "TCBM", "CCVC", "CCHC", "XDCQ", "LĐVL", "NCC", "TĐKT", "VP", "KH", "TB", "UBND", "BQLCC"}
LETTERS = {"AH", "B", "C", "D", "G"}
"""The beginning of candidates' numbers, and the letters of berths and of made-up names."""
OLD_TONE_PLACES = re.compile(r"(?i)\b[^\W\d_]*(?:o[àáảãạ]|o[èéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b")
DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?(?![\d/])")
ANNIVERSARIES = {"27/7", "30/4", "01/5", "27/7/1947", "27/7/2026", "28/8/1945", "28/8/2026", "14/5", "30/60", "2/4"}


def texts(item: ItemData) -> Iterator[str]:
    yield from (item.text.title, item.text.summary, re.sub(r"<[^>]+>", " ", item.text.body))
    for text in item.texts[:1]:
        yield re.sub(r"<[^>]+>", " ", f"{text.title} {text.summary} {text.body}")
    yield from (f"{each.caption} {each.alt} {each.credit}" for each in item.pictures)
    yield from (each.title for each in item.files)
    yield from (f"{act.reason} {act.notice}" for act in item.acts)


def all_texts() -> Iterator[tuple[str, str]]:
    for board in STORY.boards:
        names = (each.name for rows in (board.units, board.sections, board.people) for each in rows)
        offices = (each.office for each in board.people)
        titles = (each.title for each in board.appointments)
        yield from ((board.slug, words) for words in (board.name, board.address, *names, *offices, *titles))
    for _, item in ITEMS:
        yield from ((item.key, words) for words in texts(item))


def test_every_word_can_be_vietnamese() -> None:
    odd = Counter(
        word
        for _, text in all_texts()
        for word in re.findall(r"[^\W\d_]+", re.sub(r"[\w.-]+@[\w.-]+|https?://\S+", " ", text))
        if not is_syllable(word) and word not in FOREIGN | NUMERALS | SIGNS | LETTERS
    )
    assert odd == {}


def test_everything_is_in_one_unicode_form() -> None:
    files = [path for path in PICTURES.parent.rglob("*") if path.suffix in (".html", ".toml")]
    assert [path.name for path in files if not unicodedata.is_normalized("NFC", path.read_text("utf-8"))] == []


def test_tone_marks_stand_where_the_office_puts_them() -> None:
    assert [(key, found) for key, text in all_texts() if (found := OLD_TONE_PLACES.findall(text))] == []


def test_dates_have_two_figures_for_day_and_month() -> None:
    odd = [
        (key, found.group())
        for key, text in all_texts()
        for found in DATE.finditer(text)
        if found.group() not in ANNIVERSARIES
        and (len(found[1]) != 2 or len(found[2]) != 2 or (found[3] and len(found[3]) != 4))
    ]
    assert odd == []


def is_day(day: str, month: str, year: str) -> bool:
    try:
        return bool(date(int(year), int(month), int(day)))
    except ValueError:
        return False


def test_every_full_date_is_a_day_of_the_calendar() -> None:
    full = [(key, found) for key, text in all_texts() for found in DATE.findall(text) if found[2]]
    assert len(full) > 100
    assert [(key, found) for key, found in full if not is_day(*found)] == []


@pytest.mark.parametrize("weekday", range(7))
def test_a_named_weekday_is_that_weekday(weekday: int) -> None:
    name = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")[weekday]
    named = re.compile(rf"(?i:{name}),? (?:ngày )?(\d\d)/(\d\d)/(\d{{4}})")
    wrong = [
        (key, found.group())
        for key, text in all_texts()
        for found in named.finditer(text)
        if date(int(found[3]), int(found[2]), int(found[1])).weekday() != weekday
    ]
    assert wrong == []


def test_no_two_items_share_a_title_or_address() -> None:
    for names in ([item.text.title for _, item in ITEMS], [item.slug for _, item in ITEMS]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_bodies_are_already_in_their_stored_form() -> None:
    digest = "0" * 64
    changed = []
    for _, item in ITEMS:
        for text in item.texts:
            body = re.sub(r'data-image="[^"]+"', f'data-image="{digest}"', text.body)
            if clean(body) != body:
                changed.append(item.key)
    assert changed == []


def test_pictures_in_a_body_are_pictures_of_the_item() -> None:
    for _, item in ITEMS:
        inside = re.findall(r'data-image="([^"]+)"', item.text.body)
        assert sorted(inside) == sorted(each.name for each in item.pictures if not each.lead), item.key


def test_published_items_are_as_long_as_their_kind() -> None:
    limits = {"news": (120, 300), "feature": (450, 950)}
    lengths = {
        item.key: (item.kind, len(re.sub(r"<[^>]+>", " ", item.text.body).split()))
        for _, item in ITEMS
        if item.published_at and item.kind in limits
    }
    assert {
        key: found for key, found in lengths.items() if not limits[found[0]][0] <= found[1] <= limits[found[0]][1]
    } == {}


def test_no_sentence_is_said_in_two_items() -> None:
    said = Counter(
        sentence
        for _, item in ITEMS
        if item.kind in ("news", "feature", "announcement")
        for sentence in {
            part.strip() for part in re.split(r"(?<=[.!?])\s|<[^>]+>", item.text.body) if len(part.split()) > 9
        }
    )
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_documents_are_numbered_in_the_order_of_their_days() -> None:
    papers = [item.document for item in HOME.items if item.document and item.document.issued.year == 2026]
    for kind in {paper.type for paper in papers}:
        rows = sorted((paper.issued, int(paper.number.split("/")[0])) for paper in papers if paper.type == kind)
        assert [number for _, number in rows] == sorted({number for _, number in rows}), kind


def test_documents_are_issued_on_working_days_before_publication() -> None:
    for _, item in ITEMS:
        if item.document:
            assert works_on(item.document.issued), item.key
            assert item.document.issued <= item.acts[0].at.date(), item.key
            assert re.fullmatch(r"[1-9]\d*/[A-ZĐ]+(-[A-ZĐ]+)+", item.document.number), item.key


def test_shares_come_to_a_hundred_and_the_writer_has_one() -> None:
    for _, item in ITEMS:
        assert sum(each.share for each in item.authors) == 100, item.key
        assert item.acts[0].by in {each.person for each in item.authors}, item.key


def test_unfinished_drafts_alone_lack_a_summary() -> None:
    bare = [item.key for _, item in ITEMS if not item.text.summary]
    assert bare == ["nguoi-va-luoi-o-ben-cua-hai", "tuan-dau-mo-dia-ba"]
