"""Điều 6: the secretary publishes what the chief approved, exactly as it was moderated."""

import json

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items.models import Item
from tests.scenarios.office import BODY, Office, found

BOTH = ("author", "deputy")


def test_the_secretary_publishes_what_was_signed_off(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    publication = office.publish("secretary", signed)
    sealed = json.loads(bytes(publication.sign_off.snapshot.data))
    assert (sealed["title"], sealed["body"]) == ("Khai giảng lớp bồi dưỡng", BODY)


def test_the_secretary_publishes_even_an_own_item(office: Office) -> None:
    item = office.submit("secretary", office.write("secretary"))
    item = office.moderate("deputy", office.forward("member", item))
    office.publish("secretary", office.sign_off("chief", item))
    assert office.fresh(item).state == State.PUBLISHED


def test_the_secretary_cannot_change_what_was_signed_off(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    with pytest.raises(Refused):
        office.rewrite("secretary", signed.item, body="<p>Nội dung khác.</p>")
    assert office.fresh(signed.item).current == signed.revision


def test_nobody_else_publishes(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    for name in ("author", "member", "deputy", "standing", "chief"):
        with pytest.raises(Refused):
            office.publish(name, signed)


def test_another_boards_secretary_finds_nothing_to_publish(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    elsewhere = found("so-khac")
    with pytest.raises(type(signed).DoesNotExist):
        elsewhere.publish("secretary", signed)
    with pytest.raises(Item.DoesNotExist):
        elsewhere.act("return_", "chief", signed.item, reason="Không thuộc Sở này")


def test_nothing_is_published_that_the_public_record_would_not_bear_out(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author")))
    both = [{"person": str(office.people[who].pk), "name": f"Người Thử {who.title()}", "share": 50} for who in BOTH]
    item = office.rewrite("deputy", item, authors=both)
    item.writers.remove(office.people["deputy"])  # behind the software's back
    signed = office.sign_off("chief", office.moderate("deputy", item))
    with pytest.raises(Refused) as refused:
        office.publish("secretary", signed)
    assert [(each.code, each.params["codes"]) for each in refused.value.refusals] == [("unproven", "acts.own_work")]
    assert (office.fresh(item).state, office.trail(item)[-1]["act"]) == (State.SIGNED_OFF, "sign_off")
