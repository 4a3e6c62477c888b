import pytest

from chauphe.items.models import Item
from chauphe.items.selectors import drafts_of, find, people_and_rules, titles_of, visible
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


def test_items_are_found_without_accents(office: Office) -> None:
    item = office.write("author", title="Tuyển dụng công chức ở Đường Đặng")
    everything = Item.objects.filter(board=office.board)
    for words in ("tuyen dung", "ĐƯỜNG", "duong dang", "tuyển", "cong chuc tuyen"):
        assert list(find(everything, words)) == [item]
    assert list(find(everything, "tuyen sinh")) == []


def test_drafts_are_the_writers_own(office: Office) -> None:
    mine = office.write("author")
    office.write("clerk", unit="organisation")
    assert list(drafts_of(office.board, office.people["author"])) == [mine]


def test_an_item_out_of_sight_does_not_exist(office: Office) -> None:
    hidden = office.write("clerk", unit="organisation")
    bench, _ = people_and_rules(office.board, at=office.now)
    with pytest.raises(Item.DoesNotExist):
        visible(office.board, office.people["author"], bench, at=office.now).get(pk=hidden.pk)


def test_titles_are_those_of_the_board_alone(office: Office) -> None:
    mine, theirs = office.write("author", title="Của mình"), found("so-khac").write("author", title="Của người")
    assert titles_of([mine.pk, theirs.pk], board=office.board) == {mine.pk: "Của mình"}
