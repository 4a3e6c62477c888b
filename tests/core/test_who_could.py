import pytest

from chauphe.core.authority import Capacity
from chauphe.core.item import who_could
from chauphe.core.moves import State
from chauphe.regulation.book import founding
from tests.core.people import BENCH, NOW, away, item


def told(state: State, bench=BENCH, **facts: object) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    found = who_could(item(state, **facts), bench, founding(), at=NOW)
    return {each.office.person: [no.code for no in each.against] for each in found}


def test_everybody_in_office_is_told_and_who_could_comes_first() -> None:
    found = told(State.AWAITING_SIGN_OFF, forwarded_by="member", moderated_by="deputy")
    assert next(iter(found)) == "chief"
    assert found == {
        "chief": [],
        "standing": ["turn"],
        "deputy": ["turn"],
        "other": ["turn"],
        "member": ["turn"],
        "organiser": ["turn"],
        "secretary": ["turn"],
        "author": ["turn"],
    }


def test_each_reason_is_given_to_whom_it_bars() -> None:
    found = told(
        State.AWAITING_SIGN_OFF, away(BENCH, "chief"), forwarded_by="member", moderated_by="standing",
        authors=frozenset({"author", "deputy"}),
    )  # fmt: skip
    assert found["other"] == []
    assert {who: found[who] for who in ("chief", "standing", "deputy")} == {
        "chief": ["away", "turn"],
        "standing": ["moderated", "turn"],
        "deputy": ["author", "turn"],
    }


def test_how_a_substitute_would_act_is_told() -> None:
    facts = item(State.AWAITING_SIGN_OFF, forwarded_by="member", moderated_by="deputy")
    first = who_could(facts, away(BENCH, "chief"), founding(), at=NOW)[0]
    assert first.permit is not None
    assert (first.office.person, first.permit.capacity, first.permit.rule) == (
        "standing",
        Capacity.FOR,
        "absence.ladder",
    )


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.DRAFT, "author"),
        (State.IN_EDITING, "member"),
        (State.IN_MODERATION, "deputy"),
        (State.SIGNED_OFF, "secretary"),
    ],
)
def test_what_the_text_lacks_is_in_nobodys_way_here(state: State, who: str) -> None:
    assert [person for person, against in told(state, content={}).items() if not against] == [who]


def test_a_published_item_waits_for_nobody() -> None:
    assert told(State.PUBLISHED) == {}
