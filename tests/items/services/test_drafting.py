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
    ).draft


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


def kept(office: Office, data: bytes, kind: str = "picture") -> str:
    upload = services.Upload(kind=kind, name="a.jpg", type="image/jpeg", data=data)  # type: ignore[arg-type]
    return services.keep(upload, board=office.board, by=office.people["author"], at=office.now).sha256


def test_a_picture_the_board_lacks_leaves_the_text(office: Office) -> None:
    own, other = kept(office, b"anh"), kept(found("so-khac"), b"anh la")
    shown = "".join(f'<blockquote><figure data-image="{each}"></figure></blockquote>' for each in (own, other))
    item = office.write("author", body=f"<p>Chữ</p>{shown}")
    assert Draft.objects.get(item=item).content["body"] == (
        f'<p>Chữ</p><blockquote><figure data-image="{own}"></figure></blockquote>'
    )


def test_a_picture_in_the_text_is_always_listed_once(office: Office) -> None:
    first, second = kept(office, b"mot"), kept(office, b"hai")
    body = f'<figure data-image="{second}"></figure><figure data-image="{first}"></figure>'
    row = {"sha256": first, "alt": "Mô tả", "credit": "", "caption": "", "lead": False}
    item = office.write("author", body=body, images=[row, row | {"alt": "Khác"}])
    images = Draft.objects.get(item=item).content["images"]
    assert [(image["sha256"], image["alt"]) for image in images] == [(first, "Mô tả"), (second, "")]


def test_a_file_is_never_taken_for_a_picture(office: Office) -> None:
    file = kept(office, b"%PDF", "file")
    body = f'<p>Chữ</p><figure data-image="{file}"></figure>'
    item = office.write("author", body=body, images=[{"sha256": file}], files=[{"sha256": file, "title": "Tệp"}])
    content = Draft.objects.get(item=item).content
    assert (content["body"], content["images"], len(content["files"])) == ("<p>Chữ</p>", [], 1)


def test_a_day_still_being_typed_is_kept_but_not_sealed(office: Office) -> None:
    facts = {"number": "1/QĐ", "type": "Quyết định", "issuer": "Sở", "signer": "An", "issued": "2026-11-20"}
    item = office.write("author", kind="legal_document", document=facts | {"effective": "31/02/2026"})
    assert Draft.objects.get(item=item).content["document"]["effective"] == "31/02/2026"
    assert '"effective":null,"issued":"2026-11-20"' in item.current.content


def test_who_writes_on_keeps_the_hour_they_began(office: Office) -> None:
    item = office.write("author")
    began = services.hold(
        item.pk, board=office.board, by=office.people["author"], at=office.later(seconds=1)
    ).held_since
    assert (began, save(office, "author", item, 1).held_since) == (office.now - timedelta(seconds=10), began)
    assert save(office, "author", item, 2).held_since == began


def test_what_a_word_file_lost_can_be_ticked_off(office: Office) -> None:
    item = office.write("author")
    draft = Draft.objects.get(item=item)
    at = office.later()
    author = office.people["author"]
    services.save(item.pk, draft.content, board=office.board, by=author, at=at, version=1, imported={"name": "a.docx"})
    assert save(office, "author", item, 2).imported == {"name": "a.docx"}


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


def test_a_page_whose_answer_was_lost_saves_on(office: Office) -> None:
    item = office.write("author")
    given = {"board": office.board, "by": office.people["author"], "version": 1}
    content = Draft.objects.get(item=item).content
    services.save(item.pk, content | {"title": "Một"}, at=office.later(), page="trang-1", **given)
    again = services.save(item.pk, content | {"title": "Hai"}, at=office.later(), page="trang-1", **given)
    assert again.draft.version == 3
    for page in ("trang-2", ""):
        with pytest.raises(Conflict):
            services.save(item.pk, content, at=office.later(), page=page, **given)


def test_nothing_moves_while_the_text_is_half_typed(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    save(office, "member", item, 1, title="Dở dang")
    with pytest.raises(Refused) as refused:
        office.forward("member", item)
    assert [each.code for each in refused.value.refusals] == ["unfrozen"]
    office.freeze("member", item)
    assert office.forward("member", item).title == "Dở dang"


def test_a_unit_changed_behind_the_revision_routes_nowhere(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    services.retract(item.pk, board=office.board, by=office.people["author"], at=office.later())
    draft = Draft.objects.get(item=item)
    services.save(
        item.pk,
        draft.content,
        board=office.board,
        by=office.people["author"],
        at=office.later(),
        version=draft.version,
        unit=office.units["merit"],
    )
    with pytest.raises(Refused) as refused:
        office.submit("author", item)
    assert [each.code for each in refused.value.refusals] == ["unfrozen"]


def test_what_was_never_frozen_is_not_handed_in(office: Office) -> None:
    item = services.create(
        office.board,
        by=office.people["author"],
        at=office.later(),
        kind="news",
        unit=office.units["labour"],
        section=office.section,
        content={"title": "Chưa chốt"},
    )
    with pytest.raises(Refused) as refused:
        services.submit(item.pk, board=office.board, by=office.people["author"], at=office.later(), seen="")
    assert [each.code for each in refused.value.refusals] == ["digest", "title", "body"]
