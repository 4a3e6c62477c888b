"""Every act says by what its person was known: the factor of the session in which it was done (DESIGN §1, 3)."""

import json
from typing import Any

import pytest
from django.core.cache import cache

from chauphe.core.moves import State
from chauphe.desk.decide import DECISIONS
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.rows import FORMS, POSTS, sent, undone, world
from tests.factories import Office

pytestmark = pytest.mark.once
CARD = "card"
"""A factor that no service knows of: whoever forgets to pass it on records another one."""

S = State
MOVES: dict[str, tuple[State, str, dict[str, Any]]] = {
    "submit": (S.DRAFT, "contributor", {}),
    "forward": (S.IN_EDITING, "member", {}),
    "moderate": (S.IN_MODERATION, "deputy", {}),
    "sign_off": (S.AWAITING_SIGN_OFF, "chief", {}),
    "return_": (S.IN_MODERATION, "deputy", {}),
    "return_to_editing": (S.IN_MODERATION, "deputy", {}),
    "return_to_moderation": (S.AWAITING_SIGN_OFF, "chief", {}),
    "return_to_sign_off": (S.SIGNED_OFF, "secretary", {}),
    "recall": (S.SIGNED_OFF, "chief", {}),
    "refuse": (S.IN_MODERATION, "deputy", {"ground": "duplicate"}),
    "retract": (S.IN_EDITING, "contributor", {}),
    "revise": (S.PUBLISHED, "contributor", {}),
    "correct": (S.PUBLISHED, "contributor", {}),
    "erratum": (S.PUBLISHED, "contributor", {}),
    "withdraw": (S.PUBLISHED, "chief", {}),
    "take_down": (S.PUBLISHED, "chief", {}),
    "take_down_at_once": (S.PUBLISHED, "secretary", {}),
    "schedule": (S.SIGNED_OFF, "secretary", {"due-day": "24/11/2026", "due-hour": "8h"}),
    "unschedule": (S.SCHEDULED, "secretary", {}),
}
"""Where each decision is taken, by whom, and what it brings; the urgent one stands in the table of addresses."""


@pytest.mark.parametrize("verb", sorted(MOVES))
def test_the_ledger_says_by_what_somebody_was_known(office: Office, desk: SignIn, verb: str) -> None:
    state, who, more = MOVES[verb]
    item = factories.item(office, state)
    form = {
        "verb": verb,
        "item": str(item.pk),
        "digest": factories.seen(item),
        "reason": "Lý do.",
        "notice": "Nội dung.",
    }
    desk(getattr(office, who), method=CARD).post(f"/tin-bai/{item.number}/quyet-dinh/", form | more)
    act = trail_of(item.pk, board=office.board)[-1]
    assert (act["act"], act["factor"]) == (verb, CARD)


def test_no_decision_is_left_out() -> None:
    assert sorted(DECISIONS) == sorted([*MOVES, "sign_off_urgently"])


@pytest.mark.usefixtures("now")
def test_so_does_every_address_that_records_an_act(db: None, desk: SignIn) -> None:
    cache.clear()
    of, found = world(), {}
    for row in POSTS:
        with undone():
            before = set(Entry.objects.values_list("pk", flat=True))
            form = FORMS[row.name](of)
            sent(desk(form.by, method=CARD) if form.by else desk(of.office.chief), row, of, form)
            for entry in Entry.objects.exclude(pk__in=before):
                found.setdefault(json.loads(entry.record)["factor"], set()).add(row.name)
    assert list(found) == [CARD]
    assert {"desk:publish", "desk:ratify", "desk:consult", "desk:answer", "desk:acknowledge"} < found[CARD]
    assert {"desk:decide-several", "desk:still-right", "desk:write-move"} < found[CARD]


@pytest.mark.parametrize(
    ("verb", "state", "who"), [("moderate", S.IN_MODERATION, "deputy"), ("publish", S.SIGNED_OFF, "secretary")]
)
def test_the_offices_own_service_is_called_so(office: Office, desk: SignIn, verb: str, state: State, who: str) -> None:
    item = factories.item(office, state)
    place = "dang" if verb == "publish" else "quyet-dinh"
    form = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item)}
    desk(getattr(office, who), method="socialaccount").post(f"/tin-bai/{item.number}/{place}/", form)
    act = trail_of(item.pk, board=office.board)[-1]
    assert (act["act"], act["factor"]) == (verb, "oidc")


def test_a_change_made_by_whoever_moderates_says_it_too(office: Office, desk: SignIn) -> None:
    from tests.desk.writing.fields import fields

    item = factories.item(office, S.IN_MODERATION)
    form = fields(item, office.deputy, title="Tên khác hẳn", step="moderate")
    desk(office.deputy, method=CARD).post(f"/viet/{item.pk}/trinh/", form | {"step": "look"})
    act = trail_of(item.pk, board=office.board)[-1]
    assert (act["act"], act["factor"]) == ("edit", CARD)
