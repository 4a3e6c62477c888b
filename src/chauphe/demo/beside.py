"""What happens beside the chain in the demonstration: periods of review, days off, questions to units, reviews done.

Pure, as `model`: `<board>/beside.toml` in, frozen values out, in the order of time. A board without the file has none.
"""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from chauphe.demo.files import HANOI
from chauphe.demo.model import DATA

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, config=_STRICT)
class PlanData:
    """A section is looked at again every so many months, by an office or whoever answers for the item."""

    at: datetime
    by: str
    section: str
    months: int
    role: str = ""


@dataclass(frozen=True, config=_STRICT)
class ReadAgainData:
    """A published item (its key) was found still right."""

    at: datetime
    by: str
    item: str


@dataclass(frozen=True, config=_STRICT)
class DaysData:
    """Days on which the office does not work, or works in place of others, by a paper."""

    at: datetime
    by: str
    first: date
    last: date
    works: bool
    name: str
    paper: str


@dataclass(frozen=True, config=_STRICT)
class QuestionData:
    """Units are asked about the newest copy of an item (its key) until the end of a day."""

    at: datetime
    by: str
    item: str
    units: tuple[str, ...]
    text: str
    until: date


@dataclass(frozen=True, config=_STRICT)
class AnswerData:
    """A unit's answer to the question about an item."""

    at: datetime
    by: str
    item: str
    unit: str
    opinion: Literal["agrees", "remarks", "disagrees"]
    text: str = ""


Event = PlanData | ReadAgainData | DaysData | QuestionData | AnswerData
KINDS: Final[dict[str, type[Event]]] = {
    "plan": PlanData,
    "read_again": ReadAgainData,
    "days": DaysData,
    "question": QuestionData,
    "answer": AnswerData,
}


def events_of(board: str, data: Path = DATA) -> list[Event]:
    """Read what happens on a board, in the order of time; raises ValidationError or KeyError for another shape."""
    path = data / board / "beside.toml"
    if not path.exists():
        return []
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [_event(KINDS[kind], row) for kind, rows in tables.items() for row in rows]
    return sorted(found, key=lambda each: each.at)


def _event(kind: type[Event], row: dict[str, Any]) -> Event:
    made: Event = TypeAdapter(kind).validate_python(row | {"at": row["at"].replace(tzinfo=HANOI)})
    return made
