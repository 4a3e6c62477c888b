"""Sign-off of what leads to hosts that the board does not know."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from chauphe.core.moves import State
from chauphe.core.refusal import Refusal, Refused
from chauphe.items import services
from chauphe.items.models import Item, KnownHost, SignOff
from tests import factories
from tests.factories import MORNING, Office

pytestmark = pytest.mark.django_db

NOON = MORNING + timedelta(hours=4)


@pytest.fixture
def office() -> Office:
    return factories.office()


def body(*links: str) -> str:
    return "<p>" + " ".join(f'<a href="{link}">Xem</a>' for link in links) + "</p>"


def waiting(office: Office, *links: str) -> Item:
    return factories.item(office, State.AWAITING_SIGN_OFF, body=body(*links))


def sign(office: Office, item: Item, *ticked: str) -> SignOff:
    return services.sign_off(
        item.pk, board=office.board, by=office.chief, at=NOON, seen=factories.seen(item), ticked=ticked
    )


def refused(office: Office, item: Item, *ticked: str) -> tuple[Refusal, ...]:
    with pytest.raises(Refused) as no:
        sign(office, item, *ticked)
    return no.value.refusals


def known(office: Office) -> list[str]:
    return sorted(KnownHost.objects.filter(board=office.board).values_list("host", flat=True))


def test_an_unticked_new_host_is_refused_by_name(office: Office) -> None:
    item = waiting(office, "https://a.example/x", "https://b.example/y")
    (no,) = refused(office, item, "a.example")
    assert (no.code, no.params["hosts"], no.rule) == ("new_hosts", "“b.example”", "sign_off.new_hosts")
    assert no.clause == "Quy ước của Ban biên tập"
    assert (known(office), SignOff.objects.count(), factories.fresh(item).state) == ([], 0, State.AWAITING_SIGN_OFF)


def test_what_was_ticked_is_known_from_then_on(office: Office) -> None:
    signed = sign(office, waiting(office, "https://a.example/x"), "a.example", "never.example")
    assert [(row.host, row.sign_off) for row in KnownHost.objects.all()] == [("a.example", signed)]
    again = waiting(office, "http://A.example./y")
    assert (sign(office, again).item_id, known(office)) == (again.pk, ["a.example"])


def test_a_host_is_known_to_its_board_alone(office: Office) -> None:
    other = factories.office("bqltt")
    factories.item(other, State.SIGNED_OFF, body=body("https://a.example/"))
    assert [no.code for no in refused(office, waiting(office, "https://a.example/"))] == ["new_hosts"]


def test_the_boards_own_site_is_never_new(office: Office) -> None:
    item = waiting(office, f"{office.board.base_url.upper()}/tin/a-1/", "mailto:a@b.example", "tel:0901234567")
    assert (sign(office, item).item_id, known(office)) == (item.pk, [])


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://dichvucong.gov.vn:8443/", "dichvucong.gov.vn:8443"),
        ("https://dichvucong.gov.vn.evil.example/", "dichvucong.gov.vn.evil.example"),
        ("https://d\u0456chvucong.gov.vn/", "xn--dchvucong-v9h.gov.vn"),
        ("https://xn--dchvucong-v9h.gov.vn/", "xn--dchvucong-v9h.gov.vn"),
        ("https://\u05d0\u05d1.example/", "xn--4dbc.example"),
        ("http://state:8080/", "state:8080"),
    ],
)
def test_no_spelling_passes_for_a_known_host(office: Office, link: str, host: str) -> None:
    factories.item(office, State.SIGNED_OFF, body=body("https://dichvucong.gov.vn/"))
    item = waiting(office, link)
    (no,) = refused(office, item, "dichvucong.gov.vn", link)
    assert no.params["hosts"].startswith(f"“{host}")
    assert sign(office, item, host).item_id == item.pk


def test_everything_against_a_sign_off_is_said_at_once(office: Office) -> None:
    item = waiting(office, "https://a.example/")
    with pytest.raises(Refused) as no:
        services.sign_off(item.pk, board=office.board, by=office.secretary, at=NOON, seen="")
    assert [each.code for each in no.value.refusals] == ["turn", "digest", "new_hosts"]


def test_a_known_host_is_never_changed_nor_dropped(office: Office) -> None:
    sign(office, waiting(office, "https://a.example/"), "a.example")
    for statement in ("UPDATE items_knownhost SET host = 'b.example'", "DELETE FROM items_knownhost"):
        with pytest.raises((IntegrityError, Exception), match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert known(office) == ["a.example"]


def test_older_sign_offs_say_which_hosts_are_known(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    other = factories.office("bqltt")
    forget: Any = lambda hosts, signed, *, board: None  # noqa: E731  a sign-off of before hosts were kept
    monkeypatch.setattr("chauphe.items.services.chain.know", forget)
    first = factories.item(office, State.PUBLISHED, body=body("https://b.example/", "https://a.example/"))
    second = factories.item(office, State.SIGNED_OFF, body=body("https://a.example/x", "https://c.example/"))
    third = factories.item(other, State.SIGNED_OFF, body=body("https://a.example/"))
    factories.item(office, State.AWAITING_SIGN_OFF, body=body("https://d.example/"))
    importlib.import_module("chauphe.items.migrations.0002_known_hosts").fill(apps, None)
    rows = KnownHost.objects.order_by("board", "host").values_list("host", "sign_off__item")
    assert list(rows) == [
        ("a.example", first.pk),
        ("b.example", first.pk),
        ("c.example", second.pk),
        ("a.example", third.pk),
    ]
