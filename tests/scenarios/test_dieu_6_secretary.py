"""Điều 6: the secretary publishes what the chief approved, exactly as it was moderated."""

import json
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items.models import Item
from chauphe.people.models import Change, Invitation, Person
from chauphe.people.second_factor import is_accepted_everywhere, is_asked_anywhere
from chauphe.people.services import choose_password, invite, link, link_of, unlock
from chauphe.people.services.accounts import digest
from chauphe.people.unused import is_unused
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


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "member", "secretary"])
def test_whoever_can_decide_proves_more_than_a_password(office: Office, who: str) -> None:
    assert is_asked_anywhere(office.people[who], at=office.now)


def test_whoever_only_supplies_items_need_not(office: Office) -> None:
    assert not is_asked_anywhere(office.people["author"], at=office.now)


def test_the_offices_own_service_opens_no_account_but_its_owners(office: Office) -> None:
    chief, other = office.people["chief"], office.people["standing"]
    same = {"issuer": "https://sso.tinh.example", "subject": "0794"}
    link(chief, **same, at=office.now)
    with pytest.raises(Refused):
        link(other, **same, at=office.now)
    assert (link_of(other), Change.objects.filter(verb="link").get().by) == (None, chief)
    # And what the service says is no second factor, unless the board's regulation says so.
    assert not is_accepted_everywhere(["amr:mfa"], chief, at=office.now)


def test_nobody_sets_or_reads_the_password_of_another(office: Office) -> None:
    chief = office.people["chief"]
    token = invite(chief, board=office.board, by=office.people["secretary"], at=office.now)
    kept = str(list(Invitation.objects.values())) + str(list(Change.objects.values()))
    chosen = choose_password(digest(token), "mot cau dai de nho", at=office.now)
    assert (token in kept, chosen, chosen.password.count("mot cau")) == (False, chief, 0)
    with pytest.raises(Refused):
        choose_password(digest(token), "cau cua nguoi khac", at=office.now)


def test_the_secretary_opens_an_unused_account_again_and_gains_nothing(office: Office) -> None:
    chief, secretary = office.people["chief"], office.people["secretary"]
    item = office.moderated()
    Person.objects.filter(pk=chief.pk).update(created_at=office.now - timedelta(days=46), password="")
    unlock(chief, board=office.board, by=secretary, at=office.now)
    assert [Change.objects.latest("pk").verb, Person.objects.get(pk=chief.pk).password] == ["unlock", ""]
    with pytest.raises(Refused):
        office.sign_off("secretary", item)


def test_an_account_out_of_use_is_off_until_it_is_opened_again(office: Office) -> None:
    chief, secretary = office.people["chief"], office.people["secretary"]
    Person.objects.filter(pk=chief.pk).update(created_at=office.now - timedelta(days=46), last_login=None)
    assert is_unused(Person.objects.get(pk=chief.pk), at=office.now)
    with pytest.raises(Refused):
        unlock(chief, board=office.board, by=office.people["author"], at=office.now)
    unlock(Person.objects.get(pk=chief.pk), board=office.board, by=secretary, at=office.now)
    assert not is_unused(Person.objects.get(pk=chief.pk), at=office.now)


def test_the_secretary_administers_under_a_name_and_in_a_book_that_nobody_changes(office: Office) -> None:
    chief, secretary = office.people["chief"], office.people["secretary"]
    Person.objects.filter(pk=chief.pk).update(created_at=office.now - timedelta(days=46), last_login=None)
    unlock(Person.objects.get(pk=chief.pk), board=office.board, by=secretary, at=office.now)
    told = Change.objects.latest("pk")
    assert (told.verb, told.person, told.by) == ("unlock", chief, secretary)
    for wish in ("UPDATE people_change SET by_id = NULL", "DELETE FROM people_change"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wish)
