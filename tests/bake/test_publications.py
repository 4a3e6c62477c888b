import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chauphe.bake.publications import Published
from chauphe.items.models import Item
from tests import factories
from tests.bake.site import Baker
from tests.factories import Office


@pytest.fixture
def shown(office: Office) -> tuple[Baker, list[Item]]:
    """Give five published items: a b c d e; then b is revised, and d moves to the notices."""
    baker = Baker(office)
    items = [baker.publish(f"Tin {name}") for name in "abcde"]
    baker.revise(items[1], title="Tin b, bổ sung")
    baker.revise(items[3], section=office.notices)
    return baker, items


def titles(published: Published, ids: list[int]) -> list[str]:
    return [row.item.title for row in published.load(ids)]


def all_of(baker: Baker) -> Published:
    return Published.of(baker.office.board, entries=10_000)


def test_each_item_stands_once_at_its_first_place(shown: tuple[Baker, list[Item]]) -> None:
    published = all_of(shown[0])
    assert titles(published, published.newest(9)) == ["Tin e", "Tin d", "Tin c", "Tin b, bổ sung", "Tin a"]
    assert published.total() == 5


def test_what_moved_away_is_left_out_of_its_old_section(shown: tuple[Baker, list[Item]]) -> None:
    baker = shown[0]
    published, news, notices = all_of(baker), baker.office.news.pk, baker.office.notices.pk
    assert titles(published, published.in_section(news, slice(0, 20))) == ["Tin e", "Tin c", "Tin b, bổ sung", "Tin a"]
    assert titles(published, published.in_section(notices, slice(0, 20))) == ["Tin d"]
    assert (published.total_of(news), published.total_of(notices)) == (5, 1)


def test_neighbours_are_the_nearest_that_still_stand_there(shown: tuple[Baker, list[Item]]) -> None:
    baker = shown[0]
    published, news = all_of(baker), baker.office.news.pk
    assert titles(published, published.before(news, 4, count=2)) == ["Tin c", "Tin b, bổ sung"]
    assert titles(published, published.beyond(news, 2, count=2)) == ["Tin e"]


def test_everything_is_seen_as_of_one_entry_of_the_ledger(shown: tuple[Baker, list[Item]]) -> None:
    baker, items = shown
    seq = items[2].live.entry.seq
    before = Published.of(baker.office.board, entries=seq)
    assert (before.total(), len(before.newest(9))) == (2, 2)
    assert Published.of(baker.office.board, entries=seq + 1).total() == 3


def test_going_through_a_section_meets_every_item_once_in_order(shown: tuple[Baker, list[Item]]) -> None:
    baker = shown[0]
    published = all_of(baker)
    chunks = published.every(baker.office.news.pk, chunk=2)
    assert [[row.section_place for row in chunk] for chunk in chunks] == [[0, 1], [2, 4]]


def test_what_stood_at_a_place_before_is_known(shown: tuple[Baker, list[Item]]) -> None:
    baker, items = shown
    published, last = all_of(baker), items[4].live.pk
    stood = published.shown(3, until=last, besides=[])
    assert stood is not None
    assert stood.section.slug == "tin-tuc"
    assert published.shown(3, until=last, besides=[stood.pk]) is None


def test_a_list_takes_the_same_queries_at_any_length(shown: tuple[Baker, list[Item]]) -> None:
    published = all_of(shown[0])
    counts = []
    for number in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            for row in published.load(published.newest(number)):
                assert (row.sign_off.snapshot.data, row.entry.record, row.section.slug) != ("", "", "")
        counts.append(len(queries))
    assert counts == [2, 2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, of which a test has none")
def test_no_question_walks_through_all_publications(shown: tuple[Baker, list[Item]]) -> None:
    published, news = all_of(shown[0]), shown[0].office.news.pk
    with CaptureQueriesContext(connection) as asked:
        published.at([1, 2])
        published.newest(3)
        published.in_section(news, slice(0, 20))
        published.before(news, 3, count=2)
        published.beyond(news, 0, count=2)
        published.shown(1, until=published.last, besides=())
        published.of_place(1)
        published.after(published.last - 1)
        published.total()
        published.total_of(news)
    ways = {plan_of(query["sql"]) for query in asked}
    # What was overtaken is left out row by row, each looked up at its place.
    later = " / CORRELATED SCALAR SUBQUERY 1 / publications_by_place (board_id=? AND place=? AND rowid>?)"
    assert ways == {
        "publications_by_place (board_id=? AND place=?)",
        "publications_by_place (board_id=? AND place=? AND rowid<?)",
        f"publications_by_section (section_id=? AND section_place>? AND section_place<?){later}",
        f"publications_by_section (section_id=? AND section_place<?){later}",
        f"publications_by_section (section_id=? AND section_place>?){later}",
        f"publications_by_place (board_id=?){later}",
        "items_publication_board_id_3ba6cf81 (board_id=? AND rowid>?)",
        # The last in order and then no further.
        "publications_by_place (board_id=?)",
        "publications_by_section (section_id=?)",
    }


def plan_of(sql: str) -> str:
    """Return by which index SQLite finds publications; any sorting of what it found is named as well.

    What is looked up for each row that was found, by its own key, is left out.
    """
    beside = ("people_section", "SEARCH ledger_entry USING INTEGER PRIMARY KEY")
    steps = [step for step in steps_of(sql) if not any(name in step for name in beside)]
    return " / ".join(step.partition("INDEX ")[2] or step for step in steps)


def steps_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, of which a test has none")
def test_no_publication_scans_what_grows_with_the_site(baker: Baker) -> None:
    picture = factories.picture(baker.office, by=baker.office.contributor)
    image = {"sha256": picture.sha256, "alt": "Lớp học", "caption": "", "credit": "Ảnh: Phòng Công chức", "lead": True}
    first = baker.publish("Tin số 0", images=[image])
    baker.catch_up()
    for number in range(2):
        baker.publish(f"Tin số {number + 1}", section=baker.office.notices if number else None)
    baker.revise(first, title="Tin số 0, đã bổ sung")
    with CaptureQueriesContext(connection) as asked:
        baker.catch_up()
    assert len(asked) > 20
    scanned = {step for query in asked for step in steps_of(query["sql"]) if step.startswith("SCAN")}
    assert scanned == set()
