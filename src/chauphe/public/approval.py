"""The thread of beads: who did what to a page, in which capacity, by which clause and when (DESIGN §1, invariant 3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from chauphe.public.engine import safe
from chauphe.public.fragment import local
from chauphe.seal.acts import SHORT as SHORT_RULE
from chauphe.seal.urgent import URGENT, urgency

STEPS = {
    "submit": pgettext_lazy("act", "Submitted for the board"),
    "forward": pgettext_lazy("act", "Edited and passed on"),
    "moderate": pgettext_lazy("act", "Content moderated"),
    "sign_off": pgettext_lazy("act", "Signed off"),
    "schedule": pgettext_lazy("act", "Hour of publication set"),
    "sign_off_urgently": pgettext_lazy("act", "Signed off urgently"),
    "ratify": pgettext_lazy("act", "Urgent sign-off ratified"),
    "publish": pgettext_lazy("act", "Published as signed off"),
    "expire": pgettext_lazy("act", "Over, by its approved last day"),
    "take_down": pgettext_lazy("act", "Taken down"),
    "take_down_at_once": pgettext_lazy("act", "Taken down at once"),
    "withdraw": pgettext_lazy("act", "Withdrawn"),
}
SHORT = pgettext_lazy("act", "Signed off on the short chain")
APPROVES = frozenset({"sign_off", "ratify", "take_down"})
DECIDES = frozenset({"sign_off", "sign_off_urgently", "take_down", "take_down_at_once", "withdraw"})
CAPACITIES = {"for": "KT.", "by_order": "TL.", "by_delegation": "TUQ."}
NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_BOUND = 28
_CITED = re.compile(r" (?=khoản|điểm|gạch|đầu|dòng|\d)")


@dataclass(frozen=True, slots=True)
class Bead:
    """One act on the thread, escaped and ready to be written down; `sign` marks the one in vermilion."""

    act: SafeString
    clause: SafeString
    who: SafeString
    when: SafeString
    instant: SafeString
    sign: bool


def thread(acts: Sequence[Mapping[str, Any]]) -> tuple[Bead, ...]:
    """Draw the newest act of each step, in the order in which they were done."""
    newest = {_step(act, acts): act for act in sorted(acts, key=_order) if act["act"] in STEPS}
    return tuple(_bead(act, step) for step, act in sorted(newest.items(), key=lambda each: _order(each[1])))


def aside(acts: Sequence[Mapping[str, Any]]) -> int:
    """Count the acts that the thread leaves out: returns, corrections, earlier rounds."""
    return len(acts) - len({_step(act, acts) for act in acts if act["act"] in STEPS})


def sign_off(acts: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Find the newest decision of content among act records: the sign-off, the withdrawal or the takedown."""
    return max((act for act in acts if act["act"] in DECIDES), key=_order, default=None)


@dataclass(frozen=True, slots=True)
class Urgent:
    """An urgent sign-off as the page tells of it: why, and when it was ratified ("" while it is not)."""

    reason: str
    ratified: str


def urgent(acts: Sequence[Mapping[str, Any]], revision: object) -> Urgent | None:
    """Say of the approval that a page stands on whether it was an urgent one."""
    at = urgency(acts, revision)
    if at is None:
        return None
    reason = max((act for act in acts if act["act"] == URGENT), key=_order)["reason"]
    return Urgent(reason, moment(at) if at else "")


def bound(text: str) -> str:
    """Bind what belongs together, a name or "Điều 7 khoản 3"; of what is longer than a phone's line, the numbers."""
    return text.replace(" ", NO_BREAK) if len(text) <= LONGEST_BOUND else _CITED.sub(NO_BREAK, text)


def moment(instant: str) -> str:
    """Write an instant as people do: 20/11/2026, 08:15."""
    return local(instant).strftime("%d/%m/%Y, %H:%M")


def _order(act: Mapping[str, Any]) -> int:
    return int(act["seq"])


def _step(act: Mapping[str, Any], acts: Iterable[Mapping[str, Any]]) -> str:
    """Name the step of an act; of a short approval that was taken back, the moderation is what still stands."""
    if act["act"] != "sign_off" or act["rule"] != SHORT_RULE:
        return str(act["act"])
    later = any(other["act"] == "sign_off" and _order(other) > _order(act) for other in acts)
    return "moderate" if later else "sign_off"


def _bead(act: Mapping[str, Any], step: str) -> Bead:
    return Bead(
        act=safe(str(SHORT if step == "sign_off" and act["rule"] == SHORT_RULE else STEPS[step])),
        clause=safe(bound(act["clause"])),
        who=safe(_who(act)),
        when=safe(moment(act["at"])),
        instant=safe(act["at"]),
        sign=step in APPROVES,
    )


def _who(act: Mapping[str, Any]) -> str:
    """Say who acted, as a signature on paper says it: “KT. Trưởng Ban: Nguyễn Hữu Phước, Phó Trưởng Ban trực”."""
    person = f"{bound(act['person']['name'])}, {_short(act['appointment']['title'])}"
    place, capacity = act["in_place_of"], CAPACITIES.get(act["capacity"])
    return f"{capacity} {_short(place['title'])}: {person}" if place and capacity else person


def _short(title: str) -> str:
    # Beside the thread everybody is of the Ban biên tập; the long title would only break the line.
    return title.replace("Trưởng Ban biên tập", "Trưởng Ban")
