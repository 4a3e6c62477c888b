from datetime import timedelta

from chauphe.core.refusal import Refusal
from chauphe.desk.ahead import Consequences
from chauphe.people.outlook import Missing
from tests.factories import MORNING

FORM = (("until", ["24/11/2026"]),)
GAP = Refusal("edit", "Nobody could put forward the items.", "chain.forward", "Điều 5 khoản 2")


def seen(*, asked: int, begins: int) -> str:
    at, since = (MORNING + timedelta(minutes=minutes) for minutes in (asked, begins))
    return Consequences((Missing(since, GAP),), (), FORM, at).seen


def test_what_is_missing_at_once_is_the_same_when_the_answer_comes_back() -> None:
    assert seen(asked=0, begins=0) == seen(asked=3, begins=3) == seen(asked=9, begins=0)


def test_what_will_be_missing_from_another_day_on_is_another_thing() -> None:
    assert len({seen(asked=0, begins=begins) for begins in (0, 600, 1200)}) == 3
