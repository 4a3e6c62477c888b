"""The thread of beads: the newest act of each step, in the words of a signature."""

from typing import Any

import pytest

from chauphe.public.approval import aside, bound, moment, sign_off, thread
from tests.public import office

ACTS = office.acts(office.article())


def act(place: int, **changes: Any) -> dict[str, Any]:
    return {**ACTS[place], **changes}


def test_the_thread_follows_the_chain() -> None:
    assert [(bead.act, bead.when, bead.sign) for bead in thread(ACTS)] == [
        ("Gửi", "18/11/2026, 10:22", False),
        ("Trình", "18/11/2026, 16:05", False),
        ("Duyệt nội dung", "19/11/2026, 15:40", False),
        ("Phê duyệt", "20/11/2026, 08:15", True),
        ("Đăng", "20/11/2026, 08:31", False),
    ]


def test_after_a_return_the_newest_act_of_each_step_counts() -> None:
    returned = act(2, act="return_", seq=5130)
    again = tuple({**one, "seq": one["seq"] + 100, "at": "2026-12-01T02:00:00Z"} for one in ACTS)
    assert [bead.when for bead in thread((*ACTS, returned, *again))] == ["01/12/2026, 09:00"] * 5
    assert (aside((*ACTS, returned, *again)), aside(ACTS)) == (6, 0)


@pytest.mark.parametrize(
    ("capacity", "who"),
    [
        ("own", "Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực"),
        ("for", "KT. Trưởng Ban: Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực"),
        ("by_order", "TL. Trưởng Ban: Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực"),
        ("by_delegation", "TUQ. Trưởng Ban: Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực"),
    ],
)
def test_a_capacity_is_written_as_under_a_document(capacity: str, who: str) -> None:
    assert thread([act(3, capacity=capacity)])[0].who == who


def test_who_acts_for_nobody_named_is_named_alone() -> None:
    assert thread([act(3, in_place_of=None)])[0].who == "Nguyễn\xa0Hữu\xa0Phước, Phó Trưởng Ban trực"


def test_the_last_sign_off_gives_the_seal() -> None:
    later = act(3, seq=9000)
    assert (sign_off([later, *ACTS]), sign_off(ACTS[:2])) == (later, None)


def test_hours_are_those_of_vietnam() -> None:
    assert moment("2026-12-31T17:00:00Z") == "01/01/2027, 00:00"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Điều 2 gạch đầu dòng 2", ["Điều 2 gạch đầu dòng 2"]),
        (
            "Quy ước của Ban biên tập (theo Điều 4 khoản 1)",
            ["Quy", "ước", "của", "Ban", "biên", "tập", "(theo", "Điều 4 khoản 1)"],
        ),
    ],
)
def test_a_clause_breaks_only_where_a_phone_needs_it(text: str, lines: list[str]) -> None:
    assert [part.replace("\xa0", " ") for part in bound(text).split(" ")] == lines


def test_the_short_chain_is_named_where_it_was_used() -> None:
    short = (*ACTS[:2], act(3, rule="chain.short", clause="Điều 3 khoản 3"), ACTS[4])
    assert [(bead.act, bead.sign) for bead in thread(short)][2] == ("Phê duyệt theo trình tự rút gọn", True)
    assert thread(short)[2].clause == "Điều\xa03\xa0khoản\xa03"


def test_a_short_approval_taken_back_is_shown_as_the_moderation() -> None:
    acts = (*ACTS[:2], act(2, act="sign_off", rule="chain.short"), *ACTS[3:])
    assert [(bead.act, bead.sign) for bead in thread(acts)][2:4] == [("Duyệt nội dung", False), ("Phê duyệt", True)]
    assert aside(acts) == 0
