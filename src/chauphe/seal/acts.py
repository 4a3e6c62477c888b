"""Whether the acts that a published item opens are a lawful way to the public, as far as the acts themselves show.

The regulation's own engine decided when each act was done; this is the outsider's check, on nothing but the sealed
records: put forward, moderated and signed off before published, by people who are not each other, the same content
signed off as published, nobody approving their own work (founding regulation Điều 3, Điều 4 khoản 1, Điều 6).

`unlawful` demands only what holds on every board. Whether a chief who had to moderate for want of a deputy may sign off
as well, or a signer publish, is a rule of the board: whoever knows its regulation can ask `seal.hands`.

So it is with the short chain, on which a deputy signs off without the chief. From the sealed bytes alone it is proved
that every answer sealed with the text was a “no”, and that a deputy or the chief signed; from the regulation, where it
is known, that it has a short chain for such an item and that all of its questions were answered (`cut_short`). That no
link led to a host new to the board cannot be proved offline: what a board knew on a day is in no public file.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, TypeAlias
from unicodedata import normalize

from chauphe.seal import device, urgent
from chauphe.seal.canonical import digest as digest_of
from chauphe.seal.findings import Code, Detail
from chauphe.seal.hands import own_words
from chauphe.seal.proof import ACT_FORMAT, OpenedAct
from chauphe.seal.timing import untimely

Unlawful: TypeAlias = "tuple[Code, dict[str, Detail]]"

# From the version of a regulation and an instant, both as recorded, to whether its short chain was open to a snapshot.
ShortChain: TypeAlias = Callable[[str, str, Mapping[str, Any]], bool]

TAKEN_DOWN = "taken_down"
TITLE_OF_ENDED = "Nội dung này đã được gỡ khỏi trang"
LONGEST_NOTICE = 500
"""What a notice of takedown is: its mark and title, and how many characters of its own it may say."""

LOCAL = timezone(timedelta(hours=7))
"""The time of day by which a notice gives its day; Vietnam has kept it since 1975."""

_ENDED = {
    *("format", "board", "item", "number", "revision", "kind", "language", "title", "summary", "slug", "section"),
    *("unit", "authors", "body", "images", "files", "links", "document", "ends"),
}
_NOTICE = {"day": str, "text": str, "revision": int, "digest": str}
SHORT = "chain.short"
"""The rule under which a sign-off of the short chain is recorded."""

_CHIEF = "editor_in_chief"
_DEPUTIES = ("standing_deputy", "deputy_editor")
_ENDS = ("take_down", "take_down_at_once")
_START_OVER = (
    *("return_", "return_to_editing", "retract", "refuse", "revise", "correct", "erratum", "withdraw"),
    *_ENDS,
)
_VOIDS_MODERATION = (*_START_OVER, "return_to_moderation")
_VOIDS_SIGN_OFF = (*_VOIDS_MODERATION, "return_to_sign_off", "recall")
"""What undoes the steps before it; a page's proof leaves such acts out, with all that they undid."""


@dataclass(frozen=True, slots=True)
class Act:
    """The parts of an act record on which its lawfulness turns; `replaces` says that it names whose place was taken."""

    seq: int
    revision: int
    verb: str
    digest: str
    person: str
    name: str
    role: str
    capacity: str
    rule: str
    regulation: str
    at: str
    replaces: bool


def unlawful(snapshot: Mapping[str, Any], digest: str, opened: Sequence[OpenedAct]) -> Iterator[Unlawful]:
    """Yield what keeps these acts, on any board, from being a lawful publication of this snapshot."""
    acts, read = [], []
    for each in opened:
        if not _belongs(each, snapshot):
            yield Code.ACTS_FOREIGN, {"seq": each.seq}
        if not device.holds(each.record):
            yield Code.ACTS_DEVICE, {"seq": each.seq}
        try:
            acts.append(_act(each))
            read.append(each)
        except (KeyError, TypeError, ValueError):
            yield Code.ACTS_MALFORMED, {"seq": each.seq}
    yield from urgent.unfounded(read, _signs_off)
    yield from own_words(read)
    yield from _order(acts)
    if "ends" in snapshot:
        yield from _ending(acts, snapshot, digest)
        return
    if "withdrawn" in snapshot:
        yield from _withdrawal(acts, snapshot, digest)
        told = snapshot["withdrawn"]
        yield from untimely(snapshot, opened, told.get("revision") if isinstance(told, dict) else None)
        return
    yield from _publication(acts, snapshot, digest)
    yield from untimely(snapshot, opened, snapshot.get("revision"))
    yield from _own_work(acts, snapshot)


def cut_short(opened: Sequence[OpenedAct], snapshot: Mapping[str, Any], allows: ShortChain) -> Iterator[Unlawful]:
    """Yield the sign-off that left out the chief, where the regulation that it names does not let it."""
    acts = [each for each in opened if each.record.get("act") == "sign_off"]
    for act in acts[-1:]:
        record = act.record
        if record.get("rule") == SHORT and not allows(record["regulation"], record["at"], snapshot):
            yield Code.ACTS_SHORT, {"seq": act.seq, "name": record["person"]["name"]}


def published_at(snapshot: Mapping[str, Any], opened: Sequence[OpenedAct]) -> str | None:
    """Return when this text came before the public: the `at` of its last publication or takedown, as recorded.

    What is withdrawn gives the day on which it was published.
    """
    revision = shown_revision(snapshot)
    times = [
        act.record.get("at")
        for act in opened
        if act.record.get("act") in ("publish", *_ENDS) and act.record.get("revision") == revision
    ]
    return times[-1] if times and isinstance(times[-1], str) else None


def shown_revision(snapshot: Mapping[str, Any]) -> object:
    """Return the revision whose text this is: what is withdrawn holds that of the one that was published."""
    revision: object = snapshot.get("withdrawn", snapshot)["revision"]
    return revision


def rewritten(snapshot: Mapping[str, Any]) -> bool:
    """Say whether what is withdrawn, its body included, is anything else than what was published."""
    told = snapshot["withdrawn"]
    before = {name: value for name, value in snapshot.items() if name != "withdrawn"}
    same: bool = digest_of({**before, "revision": told["revision"]}) == told["digest"]
    return not same


def leave_short_to_the_board(regulation: str, at: str, snapshot: Mapping[str, Any]) -> bool:
    """Allow the short chain of a regulation that nobody here knows."""
    return True


def _ending(acts: Sequence[Act], snapshot: Mapping[str, Any], digest: str) -> Iterator[Unlawful]:
    """Judge the notice of a takedown, which nobody moderates: so it may hold nothing but that, and a plain sentence."""
    act = _last([each for each in acts if each.revision == snapshot.get("revision")], *_ENDS)
    if act is None:
        yield Code.ACTS_NOT_PUBLISHED, {}
        return
    if act.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": act.seq, "act": act.verb}
    if act.verb == "take_down" and not _may_sign_off(act):
        yield Code.ACTS_SIGN_OFF_ROLE, {"seq": act.seq, "name": act.name, "role": act.role}
    if act.verb == "take_down_at_once" and act.role != "secretary":
        yield Code.ACTS_PUBLISH_ROLE, {"seq": act.seq, "name": act.name, "role": act.role}
    known = set(snapshot) == _ENDED and all(type(value) is str for value in _said_by(snapshot))
    empty = all(not snapshot.get(name) for name in ("authors", "images", "files", "links", "document", "notices"))
    fixed = (snapshot["ends"], snapshot.get("title")) == (TAKEN_DOWN, TITLE_OF_ENDED)
    bodiless = digest_of({**snapshot, "body": ""}) == digest
    if not (known and empty and fixed and bodiless and all(len(each) <= LONGEST_NOTICE for each in _said_by(snapshot))):
        yield Code.ACTS_ENDING, {"seq": act.seq}


def _withdrawal(acts: Sequence[Act], snapshot: Mapping[str, Any], digest: str) -> Iterator[Unlawful]:
    """Judge a withdrawal: a notice on what was published, which stays as it was and came there lawfully.

    Whether it stayed so is seen where its body is at hand; a proof holds the snapshot without it (`rewritten`).
    """
    told, act = snapshot["withdrawn"], _last(acts, "withdraw")
    if act is None or act.revision != snapshot.get("revision") or act is not acts[-1]:
        yield Code.ACTS_NOT_PUBLISHED, {}
        return
    if act.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": act.seq, "act": act.verb}
    if not _may_sign_off(act):
        yield Code.ACTS_SIGN_OFF_ROLE, {"seq": act.seq, "name": act.name, "role": act.role}
    if not _is_notice(told, act):
        yield Code.ACTS_ENDING, {"seq": act.seq}
        return
    if snapshot.get("body") is not None and rewritten(snapshot):
        yield Code.ACTS_REWRITTEN, {}
    before = [each for each in acts if each is not act]
    yield from _publication(before, {**snapshot, "revision": told["revision"]}, told["digest"])
    yield from _own_work(before, snapshot)


def _is_notice(told: object, act: Act) -> bool:
    """Say whether this is the notice of a withdrawal: a day, some words, and which revision stands under it."""
    if not isinstance(told, dict) or {name: type(value) for name, value in told.items()} != _NOTICE:
        return False
    day = datetime.fromisoformat(act.at).astimezone(LOCAL).date().isoformat()
    return bool(told["day"] == day and told["text"].strip() and len(told["text"]) <= LONGEST_NOTICE)


def _said_by(snapshot: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what words of its own a notice of takedown shows."""
    return snapshot.get("summary"), snapshot["unit"]["name"], snapshot["section"]["name"]


def _belongs(opened: OpenedAct, snapshot: Mapping[str, Any]) -> bool:
    said = opened.record.get
    same = (said("board"), said("item"), said("number")) == (
        snapshot.get("board"),
        snapshot.get("item"),
        snapshot.get("number"),
    )
    return same and said("format") == ACT_FORMAT and said("seq") == opened.seq


def _act(opened: OpenedAct) -> Act:
    record = opened.record
    person, replaced = record["person"], record["in_place_of"]
    texts = (
        record["act"],
        record["digest"],
        person["id"],
        person["name"],
        record["appointment"]["role"],
        record["capacity"],
        record["rule"],
        record["regulation"],
        record["at"],
    )
    named = () if replaced is None else (replaced["name"], replaced["title"])
    if type(record["revision"]) is not int or {*map(type, texts), *map(type, named)} != {str}:
        raise TypeError("an act record's members are of other types")
    return Act(opened.seq, record["revision"], *texts, replaces=bool(named))


def _order(acts: Sequence[Act]) -> Iterator[Unlawful]:
    for before, after in pairwise(acts):
        if before.seq >= after.seq:
            yield Code.ACTS_ORDER, {"seq": after.seq}


def _publication(acts: Sequence[Act], snapshot: Mapping[str, Any], digest: str) -> Iterator[Unlawful]:
    """Judge the last publication of the revision and the way that led to it."""
    revision = snapshot.get("revision")
    published = _last([act for act in acts if act.revision == revision], "publish")
    if published is None:
        yield Code.ACTS_NOT_PUBLISHED, {}
        return
    if published.role != "secretary":
        yield Code.ACTS_PUBLISH_ROLE, {"seq": published.seq, "name": published.name, "role": published.role}
    if published.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": published.seq, "act": published.verb}
    before = [act for act in acts if act.seq < published.seq]
    signed = _last([act for act in before if act.revision == revision], *urgent.SIGNS)
    if signed is None:
        yield Code.ACTS_NO_SIGN_OFF, {}
        return
    if signed.rule == SHORT and not _nothing_sensitive(snapshot):
        yield Code.ACTS_SHORT, {"seq": signed.seq, "name": signed.name}
    yield from _sign_off(signed, before, digest)
    yield from _moderation(signed, [act for act in before if act.seq < signed.seq], digest)


def _sign_off(signed: Act, acts: Sequence[Act], digest: str) -> Iterator[Unlawful]:
    if signed.digest != digest:
        yield Code.ACTS_OTHER_DIGEST, {"seq": signed.seq, "act": signed.verb}
    if signed.verb != urgent.URGENT and not _may_sign_off(signed):
        yield Code.ACTS_SIGN_OFF_ROLE, {"seq": signed.seq, "name": signed.name, "role": signed.role}
    returned = _last(acts, *_VOIDS_SIGN_OFF)
    if returned and returned.seq > signed.seq:
        yield Code.ACTS_RETURNED, {"seq": returned.seq}


def _may_sign_off(act: Act) -> bool:
    """Say whether it is the chief in their own right, a deputy for the chief, or somebody whom they named.

    “KT.” is a deputy's (Nghị định 30/2020/NĐ-CP Điều 13 khoản 1). It names the chief whose place is taken, but for an
    office that stands vacant: then there is nobody to name, and nobody's absence is cited either.
    """
    if act.capacity == "own":
        return act.role == _CHIEF or (act.role in _DEPUTIES and act.rule == SHORT and act.verb == "sign_off")
    if act.rule == SHORT:
        return False
    if act.capacity == "for":
        return act.role in _DEPUTIES and (act.replaces or act.rule != "absence.ladder")
    return act.capacity in ("by_order", "by_delegation") and act.replaces


def _nothing_sensitive(snapshot: Mapping[str, Any]) -> bool:
    """Say whether the snapshot holds answers to its board's questions, and all of them are “no”."""
    answers = snapshot.get("checklist")
    return isinstance(answers, Mapping) and bool(answers) and all(answer is False for answer in answers.values())


def _signs_off(record: Mapping[str, Any]) -> bool:
    """Say the same of a record whose members are known to be of their types."""
    return _may_sign_off(_act(OpenedAct(record["seq"], b"", record, ())))


def _moderation(signed: Act, before: Sequence[Act], digest: str) -> Iterator[Unlawful]:
    """Demand that others put forward and moderated what was signed off, since it last started over."""
    started = _last(before, *_START_OVER)
    way = [act for act in before if started is None or act.seq > started.seq]
    moderated = signed if signed.rule == SHORT else _moderated(way)
    forwarded = _last([act for act in way if moderated is None or act.seq < moderated.seq], "forward")
    if forwarded is None:
        yield Code.ACTS_NOT_FORWARDED, {}
    if moderated is None:
        yield Code.ACTS_NOT_MODERATED, {}
    elif moderated is not signed and moderated.person == signed.person and signed.role != _CHIEF:
        yield Code.ACTS_SAME_PERSON, {"seq": signed.seq, "name": signed.name, "act": signed.verb}
    for act in (moderated, signed)[moderated is signed :]:
        if act and forwarded and act.person == forwarded.person:
            yield Code.ACTS_SAME_PERSON, {"seq": act.seq, "name": act.name, "act": act.verb}
    if forwarded and moderated:
        steps = (forwarded, signed) if moderated is signed else (forwarded, moderated, signed)
        yield from _same_text(steps, way, digest)


def _moderated(way: Sequence[Act]) -> Act | None:
    """Return the moderation that stands; a sign-off of the short chain that was taken back is one."""
    voided = _last(way, *_VOIDS_MODERATION)
    stands = [act for act in way if voided is None or act.seq > voided.seq]
    return _last([act for act in stands if act.verb == "moderate" or act.rule == SHORT], "moderate", "sign_off")


def _same_text(steps: Sequence[Act], way: Sequence[Act], digest: str) -> Iterator[Unlawful]:
    """Demand that each step is about the text of the step before it, or about what recorded edits made of that."""
    edited = {act.revision for act in way if act.verb == "edit"}
    for before, after in pairwise(steps):
        if before.revision == steps[-1].revision and before.digest != digest:
            yield Code.ACTS_OTHER_DIGEST, {"seq": before.seq, "act": before.verb}
        made = before.revision
        while made < after.revision and made + 1 in edited:
            made += 1
        if made != after.revision:
            yield Code.ACTS_CHANGED_UNSEEN, {"seq": after.seq, "act": after.verb}


def _own_work(acts: Sequence[Act], snapshot: Mapping[str, Any]) -> Iterator[Unlawful]:
    authors = {_folded(author["name"]) for author in snapshot["authors"]}
    for act in acts:
        if act.verb in ("moderate", *urgent.SIGNS, urgent.RATIFY) and _wrote(act, acts, authors):
            yield Code.ACTS_OWN_WORK, {"seq": act.seq, "act": act.verb, "name": act.name}


def _wrote(act: Act, acts: Sequence[Act], authors: Collection[str]) -> bool:
    """Say whether whoever did this act is a writer: who submitted it, or bears an author's name and is no namesake."""
    if any(other.verb == "submit" and other.person == act.person for other in acts):
        return True
    name = _folded(act.name)
    if name not in authors:
        return False
    # Two people may bear one name: if the author submitted or put it forward under another id, this is the other one.
    moved = [each for each in acts if each.verb in ("submit", "forward") and _folded(each.name) == name]
    return not moved or any(each.person == act.person for each in moved)


def _last(acts: Sequence[Act], *verbs: str) -> Act | None:
    found = [act for act in acts if act.verb in verbs]
    return found[-1] if found else None


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())
