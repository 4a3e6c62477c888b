"""Whether the acts that a published item opens are a lawful way to the public, as far as the acts themselves show.

The regulation's own engine decided when each act was done; this is the outsider's check, on nothing but the sealed
records: signed off before published, the same content, nobody approving their own work (founding regulation Điều 3,
Điều 4 khoản 1, Điều 6).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias
from unicodedata import normalize

from chauphe.seal.findings import Code, Detail
from chauphe.seal.proof import ACT_FORMAT, OpenedAct

Unlawful: TypeAlias = "tuple[Code, dict[str, Detail]]"

_OWN = "own"


@dataclass(frozen=True, slots=True)
class Act:
    """The parts of an act record on which its lawfulness turns."""

    seq: int
    revision: int
    verb: str
    digest: str
    person: str
    name: str
    role: str
    capacity: str
    at: str


def unlawful(snapshot: Mapping[str, Any], digest: str, opened: Sequence[OpenedAct]) -> Iterator[Unlawful]:
    """Yield what keeps these acts from being a lawful publication of this snapshot."""
    acts = []
    for each in opened:
        if not _belongs(each, snapshot):
            yield Code.ACTS_FOREIGN, {"seq": each.seq}
        try:
            acts.append(_act(each))
        except (KeyError, TypeError, ValueError):
            yield Code.ACTS_MALFORMED, {"seq": each.seq}
    yield from _order(acts)
    yield from _publication([act for act in acts if act.revision == snapshot.get("revision")], digest)
    yield from _own_work(acts, snapshot)


def published_at(snapshot: Mapping[str, Any], opened: Sequence[OpenedAct]) -> str | None:
    """Return when this revision was published: the `at` of its last act of publication, as recorded."""
    times = [
        act.record.get("at")
        for act in opened
        if act.record.get("act") == "publish" and act.record.get("revision") == snapshot.get("revision")
    ]
    return times[-1] if times and isinstance(times[-1], str) else None


def _belongs(opened: OpenedAct, snapshot: Mapping[str, Any]) -> bool:
    record = opened.record
    same = all(record.get(name) == snapshot.get(name) for name in ("board", "item", "number"))
    return same and record.get("format") == ACT_FORMAT and record.get("seq") == opened.seq


def _act(opened: OpenedAct) -> Act:
    record = opened.record
    person = record["person"]
    texts = (
        record["act"],
        record["digest"],
        person["id"],
        person["name"],
        record["appointment"]["role"],
        record["capacity"],
        record["at"],
    )
    if type(record["revision"]) is not int or not all(isinstance(text, str) for text in texts):
        raise TypeError("an act record's members are of other types")
    return Act(opened.seq, record["revision"], *texts)


def _order(acts: Sequence[Act]) -> Iterator[Unlawful]:
    for before, after in pairwise(acts):
        if before.seq >= after.seq:
            yield Code.ACTS_ORDER, {"seq": after.seq}


def _publication(acts: Sequence[Act], digest: str) -> Iterator[Unlawful]:
    """Judge the last publication of the revision and the sign-off it rests on."""
    published = _last(acts, "publish")
    if published is None:
        yield Code.ACTS_NOT_PUBLISHED, {}
        return
    if published.role != "secretary":
        yield Code.ACTS_PUBLISH_ROLE, {"seq": published.seq, "name": published.name, "role": published.role}
    if published.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": published.seq, "act": published.verb}
    yield from _sign_off([act for act in acts if act.seq < published.seq], digest)


def _sign_off(acts: Sequence[Act], digest: str) -> Iterator[Unlawful]:
    signed = _last(acts, "sign_off")
    if signed is None:
        yield Code.ACTS_NO_SIGN_OFF, {}
        return
    if signed.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": signed.seq, "act": signed.verb}
    if signed.role != "editor_in_chief" and signed.capacity == _OWN:
        yield Code.ACTS_SIGN_OFF_ROLE, {"seq": signed.seq, "name": signed.name, "role": signed.role}
    returned = _last(acts, "return_")
    if returned and returned.seq > signed.seq:
        yield Code.ACTS_RETURNED, {"seq": returned.seq}


def _own_work(acts: Sequence[Act], snapshot: Mapping[str, Any]) -> Iterator[Unlawful]:
    authors = {_folded(author["name"]) for author in snapshot["authors"]}
    submitted = {(_folded(act.name), act.person) for act in acts if act.verb == "submit"}
    for act in acts:
        name = _folded(act.name)
        if act.verb not in ("moderate", "sign_off") or name not in authors:
            continue
        # Two people may bear one name: if the author submitted under another id, this is the other one.
        if not any(author == name and person != act.person for author, person in submitted):
            yield Code.ACTS_OWN_WORK, {"seq": act.seq, "act": act.verb, "name": act.name}


def _last(acts: Sequence[Act], verb: str) -> Act | None:
    found = [act for act in acts if act.verb == verb]
    return found[-1] if found else None


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())
