"""Whether a publication keeps to what its own content says of its time, and to the hour that was set for it.

The content seals before when it may not be published and on which day it ends; the record says when it was done. What
was done when a set hour came names the act that set it, and that act is opened beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from chauphe.seal.findings import Code, Detail
from chauphe.seal.proof import OpenedAct

OFFICE = timezone(timedelta(hours=7))
"""By which clock an office's day ends: Vietnam has kept UTC+7 without a break since 1975."""
FACTOR, EXPIRE = "schedule", "expire"
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


def untimely(
    snapshot: Mapping[str, Any], opened: Sequence[OpenedAct], revision: object
) -> Iterator[tuple[Code, dict[str, Detail]]]:
    """Yield what is wrong with the time of this revision's last publication; nothing where there is none."""
    records = [act.record for act in opened if act.record.get("revision") == revision]
    published = next((record for record in reversed(records) if record.get("act") == "publish"), None)
    if published is None:
        return
    for code, holds in ((Code.ACTS_UNTIMELY, _in_time), (Code.ACTS_SCHEDULE, _as_set)):
        try:
            sound = holds(published, snapshot, records)
        except _UNREADABLE:
            sound = False
        if not sound:
            yield code, {"seq": published["seq"]}
    for record in records:
        if record.get("act") == EXPIRE and not _is_over(record, snapshot, published):
            yield Code.ACTS_EXPIRED, {"seq": record["seq"]}


def expired(snapshot: Mapping[str, Any], opened: Sequence[OpenedAct]) -> bool:
    """Say whether an act among these marks this revision as over, and its page is to say so."""
    marks = [act.record for act in opened if act.record.get("act") == EXPIRE]
    return any(record.get("revision") == snapshot.get("revision") for record in marks)


def _is_over(record: Mapping[str, Any], snapshot: Mapping[str, Any], published: Mapping[str, Any]) -> bool:
    """Say whether the last day that was approved was over when a page was marked so."""
    try:
        same = record["digest"] == published["digest"] and record["seq"] > published["seq"]
        return bool(same and _at(record).date() > date.fromisoformat(snapshot["expires"]))
    except _UNREADABLE:
        return False


def _in_time(published: Mapping[str, Any], snapshot: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether it was published neither before its hour nor after its last day."""
    if "not_before" in snapshot and _at(published) < datetime.fromisoformat(snapshot["not_before"]):
        return False
    return "expires" not in snapshot or _at(published).date() <= date.fromisoformat(snapshot["expires"])


def _as_set(published: Mapping[str, Any], _: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the act that a publication carries out is there: of the same person, on the same content, and due."""
    named = published.get("details", {}).get("carries_out")
    if published.get("factor") != FACTOR:
        return named is None
    for record in records:
        if record["act"] == "schedule" and str(record["seq"]) == named and record["seq"] < published["seq"]:
            same = record["digest"] == published["digest"] and record["person"]["id"] == published["person"]["id"]
            return bool(same and datetime.fromisoformat(record["details"]["due"]) <= _at(published))
    return False


def _at(record: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(record["at"]).astimezone(OFFICE)
