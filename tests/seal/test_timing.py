"""Whether what was published kept to the time that its content says, and to the hour that was set."""

from typing import Any

import pytest

from chauphe.seal.findings import Code
from tests.seal.site_writer import CHIEF, SECRETARY, WAY
from tests.seal.test_acts import SNAPSHOT, Step, wrong

AT = "2026-11-20T01:00:00Z"
SET: Step = ("schedule", SECRETARY, {"details": {"due": "2026-11-20T08:00+07:00"}})
SENT: dict[str, Any] = {"at": AT, "factor": "schedule", "details": {"carries_out": "3"}}
UNTIMELY, UNSET = Code.ACTS_UNTIMELY, Code.ACTS_SCHEDULE


def published(**changes: Any) -> tuple[Step, ...]:
    return *WAY[:3], ("publish", SECRETARY, {"at": AT} | changes)


def sent(*, by: tuple[str, str, str] = SECRETARY, hour: Step = SET, **changes: Any) -> tuple[Step, ...]:
    return *WAY[:3], hour, ("publish", by, SENT | changes)


def codes(way: tuple[Step, ...], **said: Any) -> list[Code]:
    return [code for code, _ in wrong(*way, **said)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"not_before": "2026-11-20T08:00+07:00"}, []),
        ({"not_before": "2026-11-20T08:01+07:00"}, [UNTIMELY]),
        ({"not_before": "2026-11-20"}, [UNTIMELY]),
        ({"not_before": None}, [UNTIMELY]),
        ({"expires": "2026-11-20"}, []),
        ({"expires": "2026-11-19"}, [UNTIMELY]),
        ({"expires": 7}, [UNTIMELY]),
    ],
)
def test_a_publication_out_of_its_time_is_found(said: dict[str, Any], found: list[Code]) -> None:
    assert codes(published(), **said) == found


def test_the_last_day_ends_by_the_offices_clock() -> None:
    assert codes(published(at="2026-11-20T16:59:59Z"), expires="2026-11-20") == []
    assert codes(published(at="2026-11-20T17:00:00Z"), expires="2026-11-20") == [UNTIMELY]


def test_what_goes_out_at_the_hour_that_was_set_is_lawful() -> None:
    assert wrong(*sent()) == []
    assert SNAPSHOT["number"] == 1204


@pytest.mark.parametrize(
    "way",
    [
        published(factor="schedule"),
        published(details={"carries_out": "3"}),
        published(factor="schedule", details={"carries_out": "2"}),
        sent(at="2026-11-20T00:59:59Z"),
        sent(by=("p-9", "Thư ký khác", "secretary")),
        sent(details={"carries_out": "2"}),
        sent(details="3"),
        sent(factor="password"),
        sent(hour=("schedule", SECRETARY, {"details": {"due": "sớm"}})),
        sent(hour=("schedule", SECRETARY, {"details": {"due": "2026-11-20T08:00+07:00"}, "digest": "0" * 64})),
        sent(hour=("edit", SECRETARY, {"details": {"due": "2026-11-20T08:00+07:00"}})),
        (*WAY[:3], ("publish", SECRETARY, SENT | {"details": {"carries_out": "4"}}), SET),
    ],
)
def test_a_publication_by_an_hour_that_nobody_set_is_found(way: tuple[Step, ...]) -> None:
    assert codes(way) == [UNSET]


def test_the_hour_is_the_secretarys_to_set() -> None:
    assert codes(sent(by=CHIEF, hour=("schedule", CHIEF, {"details": {"due": "2026-11-20T08:00+07:00"}}))) == [
        Code.ACTS_PUBLISH_ROLE
    ]
