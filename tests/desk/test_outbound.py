"""The chief ticks the sites that are new to the board, and nobody else is asked for anything."""

import re

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Item, KnownHost
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office

LINKS = (
    '<p><a href="https://b.example/">B</a> <a href="https://a.example/x">A</a> <a href="mailto:c@d.example">C</a></p>'
)


def page(client: Client, item: Item) -> str:
    return client.get(f"/tin-bai/{item.number}/").content.decode()


def boxes(shown: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="hosts" value="([^"]*)" required>', shown)


def sign_off(client: Client, item: Item, *hosts: str) -> tuple[int, str]:
    sent = {"item": str(item.pk), "digest": factories.seen(item), "verb": "sign_off", "hosts": list(hosts)}
    answer = client.post(f"/tin-bai/{item.number}/quyet-dinh/", sent)
    return answer.status_code, answer.content.decode()


def test_one_box_stands_for_all_new_sites(office: Office, desk: SignIn) -> None:
    client, item = desk(office.chief), factories.item(office, State.AWAITING_SIGN_OFF, body=LINKS)
    (value,) = boxes(page(client, item))
    assert value.split() == ["a.example", "b.example"]
    assert sign_off(client, item, value)[0] == 302
    assert (factories.fresh(item).state, KnownHost.objects.count()) == (State.SIGNED_OFF, 2)


def test_known_sites_cost_no_further_tap(office: Office, desk: SignIn) -> None:
    factories.item(office, State.SIGNED_OFF, body=LINKS)
    client, item = desk(office.chief), factories.item(office, State.AWAITING_SIGN_OFF, body=LINKS)
    assert boxes(page(client, item)) == []
    assert sign_off(client, item)[0] == 302


def test_a_form_without_the_tick_is_refused_by_name(office: Office, desk: SignIn) -> None:
    client, item = desk(office.chief), factories.item(office, State.AWAITING_SIGN_OFF, body=LINKS)
    status, shown = sign_off(client, item, "a.example")
    assert (status, shown.count("“b.example”"), shown.count("a.example")) == (409, 1, 0)
    assert shown.count("của\u00a0Ban\u00a0biên\u00a0tập") == 1
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_only_whoever_signs_is_asked_to_tick(office: Office, desk: SignIn) -> None:
    early, late = (
        factories.item(office, state, body=LINKS) for state in (State.IN_MODERATION, State.AWAITING_SIGN_OFF)
    )
    shown = [page(desk(person), item) for person, item in ((office.deputy, early), (office.member, late))]
    assert [boxes(each) for each in shown] == [[], []]
    assert [each.count('class="meta fresh"') for each in shown] == [2, 2]


@pytest.mark.parametrize(
    ("link", "host", "letters"),
    [
        ("https://d\u0456chvucong.gov.vn/", "xn--dchvucong-v9h.gov.vn", "d\u0456chvucong.gov.vn"),
        ("https://\u05d0\u05d1.example/", "xn--4dbc.example", "\u05d0\u05d1.example"),
        ("http://state:8080/", "state:8080", ""),
        ("http://a&b.example/", "a&amp;b.example", ""),
    ],
)
def test_a_hostile_host_is_shown_as_it_is(office: Office, desk: SignIn, link: str, host: str, letters: str) -> None:
    client = desk(office.chief)
    item = factories.item(office, State.AWAITING_SIGN_OFF, body=f'<p><a href="{link}">Cổng</a></p>')
    shown = page(client, item)
    (value,) = boxes(shown)
    assert (value.strip(), shown.count(f"(<bdi>{letters}</bdi>)")) == (host, 1 if letters else 0)
    assert sign_off(client, item)[0] == 409
    assert sign_off(client, item, value.replace("&amp;", "&"))[0] == 302
