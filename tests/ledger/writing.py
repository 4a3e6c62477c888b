"""A paper of the board, set down by its chief; its kind is of no duty."""

from typing import Any

from chauphe.core.chain import Holder
from chauphe.core.leading import leader
from chauphe.ledger.models import Paper
from chauphe.ledger.papers import set_down
from chauphe.people.selectors import bench_of, book_of, local
from tests.scenarios.office import Office

RULE = "meeting.period"


def set_down_by_chief(office: Office, who: str = "chief", key: str = "2026-Q3", **content: Any) -> Paper:
    at = office.later()
    person = str(office.people[who].pk)
    holder = leader(person, bench_of(office.board, at=at), book_of(office.board), at=local(at), rule=RULE)
    assert isinstance(holder, Holder), holder
    named = {"kind": "example", "key": key, "board": office.board, "holder": holder, "rule": RULE}
    return set_down("set_down", content or {"items": 3}, **named, at=at, reason="Họp quý III")
