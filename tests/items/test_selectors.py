import pytest

from chauphe.items.models import Item
from chauphe.items.selectors import drafts_of, find, item_of, people_and_rules, under_way, visible, waiting_for
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return found()


def seen_by(office: Office, who: str) -> list[Item]:
    bench, _ = people_and_rules(office.board, at=office.now)
    return list(visible(office.board, office.people[who], bench, at=office.now).order_by("number"))


def test_a_contributor_sees_the_own_units_items_alone(office: Office) -> None:
    own, other = office.write("author"), office.write("clerk", unit="organisation")
    assert seen_by(office, "author") == [own]
    assert seen_by(office, "clerk") == [other]
    assert seen_by(office, "chief") == [own, other]


def test_another_boards_people_see_nothing(office: Office) -> None:
    elsewhere = found("so-khac")
    office.write("author")
    bench, _ = people_and_rules(office.board, at=office.now)
    assert list(visible(office.board, elsewhere.people["chief"], bench, at=office.now)) == []


def test_each_waiting_item_names_whose_turn_it_is(office: Office) -> None:
    office.moderated(title="Chờ Trưởng Ban")
    office.submit("author", office.write("author", title="Chờ Ủy viên"))
    bench, book = people_and_rules(office.board, at=office.now)
    waiting = under_way(Item.objects.filter(board=office.board), bench, book, at=office.now)
    assert [(each.item.title, each.names()) for each in waiting] == [
        ("Chờ Trưởng Ban", ["Người Thử Chief"]),
        ("Chờ Ủy viên", ["Người Thử Member"]),
    ]
    assert [each.item.title for each in waiting_for(office.people["chief"], waiting)] == ["Chờ Trưởng Ban"]


def test_what_is_under_way_takes_two_queries(office: Office, django_assert_num_queries: object) -> None:
    for number in range(4):
        office.submit("author", office.write("author", title=f"Tin {number}"))
    bench, book = people_and_rules(office.board, at=office.now)
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        under_way(Item.objects.filter(board=office.board), bench, book, at=office.now)


def test_items_are_found_without_accents(office: Office) -> None:
    item = office.write("author", title="Tuyển dụng công chức ở Đường Đặng")
    everything = Item.objects.filter(board=office.board)
    for words in ("tuyen dung", "ĐƯỜNG", "duong dang", "tuyển", "cong chuc tuyen"):
        assert list(find(everything, words)) == [item]
    assert list(find(everything, "tuyen sinh")) == []


def test_drafts_are_the_writers_own(office: Office) -> None:
    mine = office.write("author")
    office.write("clerk", unit="organisation")
    assert list(drafts_of(Item.objects.all(), office.people["author"])) == [mine]


def test_an_item_out_of_sight_does_not_exist(office: Office) -> None:
    hidden = office.write("clerk", unit="organisation")
    bench, _ = people_and_rules(office.board, at=office.now)
    with pytest.raises(Item.DoesNotExist):
        item_of(hidden.pk, visible(office.board, office.people["author"], bench, at=office.now))
