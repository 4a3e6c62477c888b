from datetime import timedelta

from django.urls import reverse

from chauphe.core.moves import State
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import MORNING, Office

DRAFTS = "/ban-thao/"


def test_what_came_back_stands_first_with_its_reason(office: Office, desk: SignIn) -> None:
    kept = factories.item(office, title="Đang viết")
    back = factories.item(office, State.IN_EDITING, title="Bị trả lại")
    factories.returned(office, back, by=office.member, at=MORNING + timedelta(hours=3), reason="Ghi rõ hạn nộp.")
    page = desk(office.contributor).get(DRAFTS).content.decode()
    assert page.index("Bị trả lại") < page.index("Ghi rõ hạn nộp.") < page.index("Đang viết")
    assert [reverse("desk:write", args=[item.pk]) in page for item in (kept, back)] == [True, True]


def test_only_ones_own_drafts_are_listed(office: Office, desk: SignIn) -> None:
    factories.item(office, title="Của người khác", by=office.member)
    factories.item(office, State.IN_EDITING, title="Đã gửi")
    other = factories.office("so-khac")
    factories.item(other, title="Của Ban khác")
    context = desk(office.contributor).get(DRAFTS).context
    assert (context["rows"], context["returned"]) == ([], [])


def test_a_reason_is_only_ever_shown_as_text(office: Office, desk: SignIn) -> None:
    back = factories.item(office, State.IN_EDITING)
    at = MORNING + timedelta(hours=3)
    factories.returned(office, back, by=office.member, at=at, reason="<script>alert(1)</script>")
    page = desk(office.contributor).get(DRAFTS).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
