"""The mark of an urgent sign-off holds: it can be neither left out nor claimed, and no ratification is forged."""

from typing import Any

import pytest

from chauphe.cli.verify_regulation import urgent_by
from chauphe.seal.findings import Code
from chauphe.seal.urgent import RULE, URGENT, forbidden, urgency
from tests.seal.site_writer import AUTHOR, CHIEF, DEPUTY, MEMBER, SECRETARY
from tests.seal.test_acts import STANDING, Step, opened, wrong

FLOOD = "flood-office@2025-09-01"
FOR = {"name": CHIEF[1], "title": "Trưởng Ban biên tập"}
SIGNED: dict[str, Any] = {
    "capacity": "for", "in_place_of": FOR, "rule": RULE, "reason": "Bão đổ bộ trong đêm", "regulation": FLOOD,
}  # fmt: skip
BEFORE: tuple[Step, ...] = (("forward", MEMBER), ("moderate", DEPUTY))
PUBLISH: Step = ("publish", SECRETARY)
RATIFY: dict[str, Any] = {"rule": RULE, "regulation": FLOOD, "details": {"act": URGENT, "seq": "2"}}


def way(signed: dict[str, Any] | None = None, ratify: dict[str, Any] | None = None, by: Any = CHIEF) -> list[Step]:
    steps: list[Step] = [*BEFORE, (URGENT, STANDING, SIGNED | (signed or {})), PUBLISH]
    return steps if ratify is None else [*steps, ("ratify", by, RATIFY | ratify)]


def test_an_urgent_sign_off_is_lawful_and_so_is_its_ratification() -> None:
    assert wrong(*way()) == []
    assert wrong(*way(ratify={})) == []
    assert wrong(*way()[:3], ("ratify", CHIEF, RATIFY), PUBLISH) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "absence.ladder"},
        {"reason": " "},
        {"capacity": "own"},
        {"in_place_of": None},
        {"appointment": {"id": "a", "role": "editor_in_chief", "title": "Trưởng Ban"}},
        {"appointment": {"id": "a", "role": "contributor", "title": "Cộng tác viên"}},
        {"capacity": "by_order"},
    ],
)
def test_without_its_form_it_is_none(changes: dict[str, Any]) -> None:
    told = wrong(*way(changes))
    assert (Code.ACTS_URGENT, {"seq": 2, "name": STANDING[1]}) in told


def test_it_cannot_be_called_an_ordinary_one() -> None:
    told = wrong(*BEFORE, ("sign_off", STANDING, SIGNED), PUBLISH)
    assert told == [(Code.ACTS_URGENT, {"seq": 2, "name": STANDING[1]})]


def test_it_needs_the_whole_way_before_it() -> None:
    steps = way()
    assert [code for code, _ in wrong(steps[0], *steps[2:])] == [Code.ACTS_NOT_MODERATED]
    assert [code for code, _ in wrong(BEFORE[0], ("moderate", STANDING), *steps[2:])] == [Code.ACTS_SAME_PERSON]
    assert Code.ACTS_SAME_PERSON in [code for code, _ in wrong(("forward", STANDING), *steps[1:])]


def test_it_is_about_the_content_that_was_published() -> None:
    assert (Code.ACTS_OTHER_DIGEST, {"seq": 2, "act": URGENT}) in wrong(*way({"digest": "00" * 32}))


def test_nobody_signs_their_own_work_urgently() -> None:
    told = wrong(*way(), authors=[{"name": STANDING[1], "share": 100}])
    assert (Code.ACTS_OWN_WORK, {"seq": 2, "act": URGENT, "name": STANDING[1]}) in told


@pytest.mark.parametrize("by", [STANDING, MEMBER, SECRETARY, DEPUTY, AUTHOR])
def test_only_who_signs_off_ratifies(by: tuple[str, str, str]) -> None:
    assert (Code.ACTS_RATIFIED, {"seq": 4, "name": by[1]}) in wrong(*way(ratify={}, by=by))


def test_whoever_stands_in_for_the_chief_ratifies_but_not_whoever_signed() -> None:
    other = ("p-7", "Vũ Thị Lan", "deputy_editor")
    stands_in = {"capacity": "for", "in_place_of": FOR}
    assert wrong(*way(ratify=stands_in, by=other)) == []
    assert (Code.ACTS_RATIFIED, {"seq": 4, "name": STANDING[1]}) in wrong(*way(ratify=stands_in, by=STANDING))


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "00" * 32},
        {"revision": 2},
        {"details": {"act": URGENT, "seq": "1"}},
        {"details": {}},
        {"rule": "absence.report_back"},
    ],
)
def test_a_ratification_of_something_else_is_told(changes: dict[str, Any]) -> None:
    assert (Code.ACTS_RATIFIED, {"seq": 4, "name": CHIEF[1]}) in wrong(*way(ratify=changes))


def test_a_ratification_before_the_sign_off_is_told() -> None:
    early = ("ratify", CHIEF, RATIFY | {"details": {"act": URGENT, "seq": "3"}})
    told = wrong(*BEFORE, early, (URGENT, STANDING, SIGNED), PUBLISH)
    assert told == [(Code.ACTS_RATIFIED, {"seq": 2, "name": CHIEF[1]})]


def test_the_page_says_nothing_waiting_or_when() -> None:
    ordinary = [act.record for act in opened(*BEFORE, ("sign_off", CHIEF), PUBLISH)]
    waiting = [act.record for act in opened(*way())]
    ratified = [act.record for act in opened(*way(ratify={"at": "2026-11-24T01:00:00Z"}))]
    assert [urgency(each, 1) for each in (ordinary, waiting, ratified)] == [None, "", "2026-11-24T01:00:00Z"]


def test_a_regulation_that_knows_none_is_asked() -> None:
    named = {"seq": 2, "name": STANDING[1]}
    found = [
        list(forbidden(opened(*way({"regulation": regulation})), urgent_by))
        for regulation in (FLOOD, "founding@2020-05-01", "three-member@2024-01-15", "unknown@2025-01-01")
    ]
    assert found == [[], [(Code.ACTS_URGENT, named)], [(Code.ACTS_URGENT, named)], []]
    by_order = {"capacity": "by_order", "appointment": {"id": "a", "role": "secretary", "title": "Thư ký"}}
    assert list(forbidden(opened(*way(by_order)), urgent_by)) == [(Code.ACTS_URGENT, named)]
