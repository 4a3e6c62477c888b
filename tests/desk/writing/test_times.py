"""The two times that a writer may give an item: plain fields, folded away until they are wanted."""

import json

import pytest
from django.http import HttpResponse
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items.models import Draft, Item
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.writing.fields import content_of, fields, plain
from tests.factories import Office

TIMES = {"not_before_day": "25/11/2026", "not_before_hour": "8h30", "expires": "31.12.2026"}


def posted(office: Office, desk: SignIn, item: Item, where: str = "write", **changed: str) -> HttpResponse:
    form = fields(item, office.contributor, **changed)
    return desk(office.contributor).post(reverse(f"desk:{where}", args=[item.pk]), form)


def test_what_is_typed_is_kept_as_it_was_meant_and_shown_again(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    assert posted(office, desk, item, **TIMES).status_code == 302
    kept = content_of(item)
    assert (kept["not_before"], kept["expires"]) == ("2026-11-25T08:30", "2026-12-31")
    page = desk(office.contributor).get(reverse("desk:write", args=[item.pk])).content.decode()
    for value in ("25/11/2026", "08:30", "31/12/2026"):
        assert f'value="{value}"' in page
    assert '<details class="fact times" open>' in page


def test_without_times_they_are_folded_away_and_nothing_is_sealed(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    page = desk(office.contributor).get(reverse("desk:write", args=[item.pk])).content.decode()
    assert '<details class="fact times">' in page
    posted(office, desk, item, "write-move", step="submit")
    current = factories.fresh(item).current
    assert current is not None
    assert {"not_before", "expires"}.isdisjoint(json.loads(current.content))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"not_before_day": "25/13/2026", "not_before_hour": "8h"}, "“25/13/2026 8h” không phải là ngày, giờ"),
        ({"not_before_hour": "8h"}, "“8h” không phải là ngày, giờ"),
        ({"expires": "cuối tháng"}, "“cuối tháng” không phải là ngày"),
        ({"expires": "20/11/2026"}, "Hạn đăng đã hết từ cuối ngày 20/11/2026"),
    ],
)
def test_what_is_no_time_is_named_beside_the_page_and_stays_as_typed(
    office: Office, desk: SignIn, typed: dict[str, str], says: str
) -> None:
    item = factories.item(office)
    posted(office, desk, item, **typed)
    page = desk(office.contributor).get(reverse("desk:write", args=[item.pk])).content.decode()
    assert says in plain(page)
    assert ('href="#not-before-day"' in page) != ('href="#expires"' in page)


def test_the_times_are_marked_for_whoever_decides_next(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION, not_before="2026-11-25T08:00")
    draft = Draft.objects.get(item=item)
    given = {"not_before": "2026-11-26T09:00", "expires": "2026-12-31"}
    factories.revised(office, item, by=office.deputy, at=draft.saved_at, **given)
    shown = plain(desk(office.deputy).get(f"/tin-bai/{item.number}/?sua=1").content.decode())
    assert ("Chưa đăng trước" in shown, "26/11/2026" in shown, "25/11/2026" in shown) == (True, True, True)
    assert "<dt>Hết hạn đăng</dt>" in shown
