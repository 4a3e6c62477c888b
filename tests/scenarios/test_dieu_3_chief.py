"""Điều 3: the editor-in-chief moderates content before publication and answers for all of it."""

import pytest

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Publication
from chauphe.people.models import Appointment
from chauphe.people.services import appoint, dismiss
from tests.scenarios.office import Office


def test_only_the_editor_in_chief_signs_off(office: Office) -> None:
    item = office.moderated()
    for name in ("author", "member", "deputy", "standing", "other", "secretary"):
        with pytest.raises(Refused):
            office.sign_off(name, item)
    assert office.sign_off("chief", item).revision == item.current


def test_nothing_is_published_unless_signed_off(office: Office) -> None:
    item = office.moderated()
    overtaken = office.sign_off("chief", item)
    services.revise(
        item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Sửa số học viên"
    )
    with pytest.raises(Refused):
        office.publish("secretary", overtaken)
    assert Publication.objects.count() == 0


def test_one_person_never_moderates_and_signs_off(office: Office) -> None:
    item = office.moderated()
    office.away("chief", "standing")
    with pytest.raises(Refused) as refused:
        office.sign_off("deputy", item)
    assert [each.code for each in refused.value.refusals] == ["moderated", "turn"]
    assert office.sign_off("other", item).item == item


def test_the_chief_never_signs_off_an_own_item(office: Office) -> None:
    item = office.submit("chief", office.write("chief"))
    item = office.moderate("deputy", office.forward("member", item))
    with pytest.raises(Refused) as refused:
        office.sign_off("chief", item)
    assert [each.code for each in refused.value.refusals] == ["author", "turn"]
    office.sign_off("standing", item)
    assert office.trail(item)[-1]["capacity"] == "for"


def test_the_chief_may_sign_off_words_changed_last(office: Office) -> None:
    item = office.rewrite("chief", office.moderated(), summary="Hơn 180 học viên.")
    assert item.state == State.AWAITING_SIGN_OFF
    office.sign_off("chief", item)
    assert [act["act"] for act in office.trail(item)][-2:] == ["edit", "sign_off"]


def test_the_chief_signs_off_several_items_each_by_itself(office: Office) -> None:
    first, second, own = office.moderated(), office.moderated(), office.submit("chief", office.write("chief"))
    own = office.moderate("deputy", office.forward("member", own))
    chosen = [services.Wanted(item.pk, item.current.digest) for item in (first, own, second)]
    chief, at = office.people["chief"], office.later()
    done = services.decide_several("sign_off", chosen, board=office.board, by=chief, at=at)
    assert [[no.code for no in each.against] for each in done] == [[], ["author", "turn"], []]
    signed = [office.trail(item)[-1] for item in (first, second)]
    assert [(act["act"], act["digest"], act["clause"]) for act in signed] == [
        ("sign_off", first.current.digest, "Điều 3"),
        ("sign_off", second.current.digest, "Điều 3"),
    ]
    assert signed[0]["seq"] + 1 == signed[1]["seq"]
    assert office.trail(own)[-1]["act"] == "moderate"


def test_nobody_signs_off_while_the_post_of_the_chief_is_vacant(office: Office) -> None:
    item = office.moderated()
    post = Appointment.objects.get(person=office.people["chief"])
    dismiss(post, last_day=office.now.date(), by=None, at=office.now, anyway=True)
    office.later(days=1)
    for name in ("chief", "standing", "other"):
        with pytest.raises(Refused):
            office.sign_off(name, item)
    with pytest.raises(Refused) as refused:
        office.sign_off("standing", item)
    assert [(each.code, each.clause) for each in refused.value.refusals] == [("missing", "Điều 3")]
    assert refused.value.refusals[0].says.startswith("The board has no editor-in-chief, so nobody can sign off")
    title, since = "Trưởng Ban biên tập", office.now.date()
    new = appoint(office.people["clerk"], Role.EDITOR_IN_CHIEF, board=office.board, title=title, since=since)
    assert office.sign_off("clerk", item).item == item
    assert office.trail(item)[-1]["appointment"]["id"] == str(new.pk)
