from datetime import timedelta

import pytest

from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Draft, Item
from chauphe.items.services import Conflict, Held
from chauphe.people.models import Person, Unit
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return found()


def save(office: Office, who: str, item: Item, version: int, **content: object) -> Draft:
    draft = Draft.objects.get(item=item)
    return services.save(
        item.pk,
        draft.content | content,
        board=office.board,
        by=office.people[who],
        at=office.later(seconds=10),
        version=version,
    )


def test_saving_moves_the_version_on(office: Office) -> None:
    item = office.write("author")
    assert save(office, "author", item, 1, title="Tên mới").version == 2
    assert office.fresh(item).title == "Tên mới"


def test_a_stale_copy_is_refused_and_nothing_is_lost(office: Office) -> None:
    item = office.write("author")
    save(office, "author", item, 1, title="Bản một")
    with pytest.raises(Conflict) as conflict:
        save(office, "author", item, 1, title="Bản hai")
    assert conflict.value.draft.content["title"] == "Bản một"


def test_somebody_else_waits_while_one_types(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    second = office.people["second"] = Person.objects.create_user("second", full_name="Người Thử Hai")
    from chauphe.core.authority import Role
    from chauphe.people.services import appoint

    labour = office.units["labour"]
    appoint(second, Role.BOARD_MEMBER, board=office.board, title="Ủy viên", since=office.now.date(), units=[labour])
    services.hold(item.pk, board=office.board, by=office.people["member"], at=office.later(seconds=1))
    with pytest.raises(Held) as held:
        services.hold(item.pk, board=office.board, by=second, at=office.later(seconds=1))
    assert held.value.by == office.people["member"]
    services.let_go(item.pk, board=office.board, by=office.people["member"])
    assert services.hold(item.pk, board=office.board, by=second, at=office.later(seconds=1)).held_by == second


def test_a_pen_left_lying_is_free_after_two_minutes(office: Office) -> None:
    item = office.write("author")
    services.hold(item.pk, board=office.board, by=office.people["author"], at=office.later(seconds=1))
    office.later(minutes=3)
    draft = services.hold(item.pk, board=office.board, by=office.people["author"], at=office.now)
    assert draft.held_until == office.now + timedelta(minutes=2)


def test_only_the_holder_of_the_turn_edits(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    with pytest.raises(Refused):
        save(office, "author", item, 1, title="Lén sửa")
    assert save(office, "member", item, 1, title="Sửa đúng lượt").content["title"] == "Sửa đúng lượt"


def test_what_is_saved_is_cleaned(office: Office) -> None:
    item = office.write("author")
    draft = save(
        office,
        "author",
        item,
        1,
        title="Tha\u0302\u0323t\u202e\x00 hay",
        body="<p onclick=x>Chữ<script>alert(1)</script></p>",
        smuggled="x",
    )
    assert draft.content["title"] == "Thật hay"
    assert draft.content["body"] == "<p>Chữ</p>"
    assert "smuggled" not in draft.content


def test_freezing_twice_makes_one_revision(office: Office) -> None:
    item = office.write("author")
    office.freeze("author", item)
    assert [revision.number for revision in item.revisions.all()] == [1]


def test_pictures_of_another_board_do_not_enter(office: Office) -> None:
    elsewhere = found("so-khac")
    upload = services.Upload(kind="picture", name="a.jpg", type="image/jpeg", data=b"anh")  # type: ignore[arg-type]
    asset = services.keep(upload, board=elsewhere.board, by=elsewhere.people["author"], at=office.now)
    images = [{"sha256": asset.sha256, "alt": "Ảnh", "credit": "Ai", "caption": "", "lead": True}]
    item = office.write("author", images=images)
    assert '"images":[]' in item.current.content


def test_a_unit_of_another_board_is_not_there(office: Office) -> None:
    elsewhere = found("so-khac")
    office.units["labour"] = elsewhere.units["labour"]
    with pytest.raises(Unit.DoesNotExist):
        office.write("author")


def test_people_without_office_write_nothing(office: Office) -> None:
    office.people["stranger"] = Person.objects.create_user("la", full_name="Người Lạ")
    with pytest.raises(Refused):
        office.write("stranger")


def test_items_are_numbered_within_their_board(office: Office) -> None:
    elsewhere = found("so-khac")
    assert [office.write("author").number, office.write("author").number, elsewhere.write("author").number] == [1, 2, 1]
