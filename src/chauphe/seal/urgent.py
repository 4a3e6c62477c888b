"""The mark of an urgent sign-off: who may have made it, who ratified it, and that neither can be passed off as another.

The sign-off is an act of its own name, so no page that shows it as an ordinary one is what was sealed. What a stranger
can demand of the acts alone is here; whether the board's regulation knows urgent sign-offs at all, and by whom, its
record names, and whoever has that regulation can ask `forbidden`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from chauphe.seal.findings import Code, Detail
from chauphe.seal.proof import OpenedAct

SIGN_OFF, URGENT, RATIFY = "sign_off", "sign_off_urgently", "ratify"
SIGNS = (SIGN_OFF, URGENT)
RULE = "sign_off.urgent"

Unlawful: TypeAlias = "tuple[Code, dict[str, Detail]]"
Record: TypeAlias = Mapping[str, Any]

# From the version of a regulation and an instant, as recorded, to the offices that it lets sign off urgently; None
# where the regulation is not known.
UrgentBy: TypeAlias = Callable[[str, str], Collection[str] | None]


def anybody(regulation: str, at: str) -> Collection[str] | None:
    """Allow what a regulation that nobody here knows may allow."""
    return None


def urgency(records: Iterable[Record], revision: object) -> str | None:
    """Return None for an ordinary approval of a revision; when an urgent one was ratified, or "" while it is not."""
    own = [each for each in records if each.get("revision") == revision]
    signed = [each for each in own if each["act"] in SIGNS]
    if not signed or signed[-1]["act"] != URGENT:
        return None
    return next((str(each["at"]) for each in own if ratifies(each, signed[-1])), "")


def ratifies(record: Record, signed: Record) -> bool:
    """Say whether an act says that it ratifies this urgent sign-off, on the same content."""
    said = record.get("details") or {}
    same = (record["revision"], record["digest"]) == (signed["revision"], signed["digest"])
    return record["act"] == RATIFY and same and said == {"act": URGENT, "seq": str(signed["seq"])}


def unfounded(opened: Sequence[OpenedAct], may_sign_off: Callable[[Record], bool]) -> Iterator[Unlawful]:
    """Yield each act that bears the mark and not the form, or the form and not the mark, and each false ratification.

    `may_sign_off` says of a record whether it was made as one who signs off.
    """
    records = [act.record for act in opened]
    for place, record in enumerate(records):
        if (record["act"] == URGENT) != (record["rule"] == RULE and record["act"] in SIGNS) or (
            record["act"] == URGENT and not _is_founded(record)
        ):
            yield Code.ACTS_URGENT, {"seq": record["seq"], "name": record["person"]["name"]}
        if record["act"] == RATIFY and not _is_ratification(record, records[:place], may_sign_off):
            yield Code.ACTS_RATIFIED, {"seq": record["seq"], "name": record["person"]["name"]}


def forbidden(opened: Sequence[OpenedAct], urgent_by: UrgentBy) -> Iterator[Unlawful]:
    """Yield each urgent sign-off by an office that the regulation which it names does not let sign so."""
    for act in opened:
        if act.record.get("act") == URGENT:
            by = urgent_by(act.record["regulation"], act.record["at"])
            if by is not None and act.record["appointment"]["role"] not in by:
                yield Code.ACTS_URGENT, {"seq": act.seq, "name": act.record["person"]["name"]}


def _is_founded(record: Record) -> bool:
    """Demand a reason, and somebody below the chief who names the chief: a deputy for, anybody else by order."""
    role, capacity = record["appointment"]["role"], record["capacity"]
    deputy = role in ("standing_deputy", "deputy_editor")
    office = capacity == "for" if deputy else capacity == "by_order" and role in ("board_member", "secretary")
    return bool(office and record["in_place_of"] and str(record.get("reason") or "").strip())


def _is_ratification(record: Record, before: Sequence[Record], may_sign_off: Callable[[Record], bool]) -> bool:
    """Demand who signs off, that it is another than signed, put forward or submitted it, and what it is about."""
    about = [each for each in before if each["act"] == URGENT and ratifies(record, each)]
    hands = {each["person"]["id"] for each in before if each["act"] in (URGENT, "forward", "submit")}
    return bool(about) and may_sign_off(record) and record["person"]["id"] not in hands and record["rule"] == RULE
