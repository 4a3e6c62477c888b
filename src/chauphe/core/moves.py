"""The life of an item as one table: its states, and every move between them with who makes it and what it needs.

A reader with the regulation in one hand and the table in the other can tick off each row (Điều 2 to 6). Whether
somebody may make a move at an instant is decided in core.item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from chauphe.core.chain import Step
from chauphe.core.checklist import SHORT

T = TypeVar("T")


class State(StrEnum):
    """Where the newest revision of an item stands."""

    DRAFT = "draft"
    IN_EDITING = "in_editing"
    IN_MODERATION = "in_moderation"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SIGNED_OFF = "signed_off"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"


class Duty(StrEnum):
    """Who a move belongs to.

    A writer of the item, who holds the turn of its step, could sign it off, or publish it; or one of those whom the
    board lets sign off urgently.
    """

    WRITER = "writer"
    HOLDER = "holder"
    SIGNER = "signer"
    PUBLISHER = "publisher"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `needs` names what the mover must bring; a `short` row is one of the short chain alone."""

    verb: str
    source: State
    target: State
    duty: Duty
    rule: str
    needs: frozenset[str] = frozenset()
    short: bool = False


DIGEST, REASON, GROUND, BEGUN, WHOLE = "digest", "reason", "ground", "begun", "whole"
"""What a move may need: the digest that was on the screen, a written reason, one of the board's grounds for refusing,
an item begun, a complete item."""

LIVE, NOTICE, DUE = "live", "notice", "due"
"""And: the digest of what is on the site, the words that the public reads instead, and the hour of publication."""

_D, _R = frozenset({DIGEST}), frozenset({REASON})
_DB, _DW, _DR = frozenset({DIGEST, BEGUN}), frozenset({DIGEST, WHOLE}), _D | _R
_DRG = _DR | {GROUND}
_DWR = _DW | _R
_LRN = frozenset({LIVE, REASON, NOTICE})
_DRAFT, _EDITING, _MODERATION = State.DRAFT, State.IN_EDITING, State.IN_MODERATION
_SIGN_OFF, _SIGNED, _PUBLIC, _REFUSED = State.AWAITING_SIGN_OFF, State.SIGNED_OFF, State.PUBLISHED, State.REFUSED
_WITHDRAWN, _DOWN, _SET, _OVER = State.WITHDRAWN, State.TAKEN_DOWN, State.SCHEDULED, State.EXPIRED

URGENT = "sign_off_urgently"
"""The sign-off by an officer further down the ladder, which has to be ratified (core.urgent)."""

_ANY = (_PUBLIC, _OVER, _DRAFT, _EDITING, _MODERATION, _SIGN_OFF, _SIGNED, _SET, _REFUSED)
"""Where the newest revision may stand while it, or an earlier one, is on the site and was not withdrawn."""

# fmt: off
MOVES = (
    Move("submit",   _DRAFT,      _EDITING,    Duty.WRITER, "chain.submit",   _DB),
    Move("forward",  _DRAFT,      _MODERATION, Duty.HOLDER, "chain.forward",  _DW),
    Move("forward",  _EDITING,    _MODERATION, Duty.HOLDER, "chain.forward",  _DW),
    Move("moderate", _MODERATION, _SIGN_OFF,   Duty.HOLDER, "chain.moderate", _DW),
    Move("sign_off", _SIGN_OFF,   _SIGNED,     Duty.HOLDER, "chain.sign_off", _DW),
    Move("sign_off", _MODERATION, _SIGNED,     Duty.HOLDER, SHORT,            _DW, short=True),
    Move(URGENT,     _SIGN_OFF,   _SIGNED,     Duty.URGENT, "sign_off.urgent", _DWR),
    Move("publish",  _SIGNED,     _PUBLIC,     Duty.HOLDER, "chain.publish",  _D),
    Move("publish",  _SET,        _PUBLIC,     Duty.HOLDER, "chain.publish",  _D),
    Move("schedule", _SIGNED,     _SET,        Duty.HOLDER, "move.schedule",  _D | {DUE}),
    Move("unschedule", _SET,      _SIGNED,     Duty.HOLDER, "move.schedule",  _D),
    Move("edit",     _DRAFT,      _DRAFT,      Duty.WRITER, "chain.submit"),
    Move("edit",     _EDITING,    _EDITING,    Duty.HOLDER, "chain.forward"),
    Move("edit",     _MODERATION, _MODERATION, Duty.HOLDER, "move.edit_in_moderation"),
    Move("edit",     _SIGN_OFF,   _SIGN_OFF,   Duty.HOLDER, "move.edit_before_sign_off"),
    Move("return_",  _EDITING,    _DRAFT,      Duty.HOLDER, "move.return",    _DR),
    Move("return_",  _MODERATION, _DRAFT,      Duty.HOLDER, "move.return",    _DR),
    Move("return_",  _SIGN_OFF,   _DRAFT,      Duty.HOLDER, "move.return",    _DR),
    Move("return_to_editing",    _MODERATION, _EDITING,    Duty.HOLDER, "move.return", _DR),
    Move("return_to_editing",    _SIGN_OFF,   _EDITING,    Duty.HOLDER, "move.return", _DR),
    Move("return_to_moderation", _SIGN_OFF,   _MODERATION, Duty.HOLDER, "move.return", _DR),
    Move("return_to_sign_off",   _SIGNED,     _SIGN_OFF,   Duty.HOLDER, "move.return", _DR),
    Move("return_to_sign_off",   _SET,        _SIGN_OFF,   Duty.HOLDER, "move.return", _DR),
    Move("recall",   _SIGNED,     _SIGN_OFF,   Duty.SIGNER, "move.recall",    _DR),
    Move("recall",   _SET,        _SIGN_OFF,   Duty.SIGNER, "move.recall",    _DR),
    Move("refuse",   _EDITING,    _REFUSED,    Duty.HOLDER, "move.refuse",    _DRG),
    Move("refuse",   _MODERATION, _REFUSED,    Duty.HOLDER, "move.refuse",    _DRG),
    Move("refuse",   _SIGN_OFF,   _REFUSED,    Duty.HOLDER, "move.refuse",    _DRG),
    Move("retract",  _EDITING,    _DRAFT,      Duty.WRITER, "move.withdraw_submission"),
    Move("retract",  _MODERATION, _DRAFT,      Duty.WRITER, "move.withdraw_before_sign_off", _R),
    Move("retract",  _SIGN_OFF,   _DRAFT,      Duty.WRITER, "move.withdraw_before_sign_off", _R),
    Move("revise",   _SIGNED,     _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _SET,        _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _PUBLIC,     _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _OVER,       _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _REFUSED,    _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _WITHDRAWN,  _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("revise",   _DOWN,       _DRAFT,      Duty.WRITER, "move.revise",    _R),
    Move("correct",  _PUBLIC,     _DRAFT,      Duty.WRITER, "move.correct",   _LRN),
    Move("correct",  _OVER,       _DRAFT,      Duty.WRITER, "move.correct",   _LRN),
    Move("erratum",  _PUBLIC,     _DRAFT,      Duty.WRITER, "move.erratum",   _LRN),
    Move("erratum",  _OVER,       _DRAFT,      Duty.WRITER, "move.erratum",   _LRN),
    *(Move("withdraw", state, _WITHDRAWN, Duty.SIGNER, "move.withdraw", _LRN) for state in _ANY),
    *(Move("take_down", state, _DOWN, Duty.SIGNER, "move.take_down", _LRN) for state in (*_ANY, _WITHDRAWN)),
    *(
        Move("take_down_at_once", state, _DOWN, Duty.PUBLISHER, "move.take_down_at_once", _LRN)
        for state in (*_ANY, _WITHDRAWN)
    ),
)
# fmt: on

STEP_OF = {
    State.DRAFT: Step.EDIT,
    State.IN_EDITING: Step.EDIT,
    State.IN_MODERATION: Step.MODERATE,
    State.AWAITING_SIGN_OFF: Step.SIGN_OFF,
    State.SIGNED_OFF: Step.PUBLISH,
    State.SCHEDULED: Step.PUBLISH,
}
"""The step that an item in this state waits for; the others wait for nobody."""

OVER = frozenset(State) - STEP_OF.keys()
"""The states in which an item waits for nobody."""

SIGNS = ("sign_off", URGENT)
"""The acts that approve and seal a revision."""

FORWARD = ("submit", "forward", "moderate", "sign_off", "publish")
AHEAD = (*FORWARD, "schedule")
"""The steps of the way, and that an hour was set for the last of them."""

SENDS = ("publish", "schedule")
"""The steps that are about what was signed off, and not about the newest revision."""

NEXT = {move.source: move for move in reversed(MOVES) if move.verb in FORWARD}
"""The move that takes an item in this state on, the first of the table; a published item waits for none."""

BACK = frozenset(move.verb for move in MOVES if move.verb not in {*AHEAD, *SIGNS, "edit"})
"""The moves that undo steps of the way, or end it."""

MOVING = frozenset({State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF, State.SIGNED_OFF})
"""The states in which an item waits for somebody on the board; one that is scheduled waits for its hour."""

SIGNED_SHORT = "sign_off_short"
"""How `way` calls a sign-off of the short chain: one act that is the moderation as well."""

STANDS = {
    State.DRAFT: frozenset[str](),
    State.IN_EDITING: frozenset({"submit"}),
    State.IN_MODERATION: frozenset({"submit", "forward"}),
    State.AWAITING_SIGN_OFF: frozenset({"submit", "forward", "moderate", SIGNED_SHORT}),
    State.SIGNED_OFF: frozenset({"submit", "forward", "moderate", SIGNED_SHORT, *SIGNS}),
    State.SCHEDULED: frozenset({"submit", "forward", "moderate", SIGNED_SHORT, *SIGNS, "schedule"}),
    State.PUBLISHED: frozenset({*AHEAD, *SIGNS, SIGNED_SHORT}),
    State.EXPIRED: frozenset({*AHEAD, *SIGNS, SIGNED_SHORT}),
    State.REFUSED: frozenset[str](),
    State.WITHDRAWN: frozenset[str](),
    State.TAKEN_DOWN: frozenset[str](),
}
"""The steps that stand while an item is at a state; what came after them was undone by going back."""

ENDS = ("take_down", "take_down_at_once")
"""The acts that put a notice in the place of what was published, by a decision of their own."""

EDITING = "chain.forward"
"""The rule under which a change of the words in editing is on record."""

RIGHTS = ("correct", "erratum")
"""The acts that begin a revision which puts right what was published, and says so on the page."""

EXPIRE = "expire"
"""The act by which what is live is marked as over: no move of the table, since nobody decides it (core.timer)."""

UNLISTS = (*ENDS, "withdraw", EXPIRE)
"""The acts after which no list shows an item any more: each a decision on what is live, but for the end of its time."""

PUBLIC = ("publish", *UNLISTS)
"""The acts by which something comes before the public, or is shown otherwise."""

_LEADS_TO: Mapping[str, State] = {move.verb: move.target for move in MOVES if move.verb in BACK}


def move_from(verb: str, state: State) -> Move | None:
    """Find the row of the table for a verb in a state."""
    return next((move for move in MOVES if move.verb == verb and move.source is state), None)


def act_name(record: Mapping[str, Any]) -> str:
    """Name an act record for `way`: by its verb, but for a sign-off of the short chain."""
    verb = str(record["act"])
    return SIGNED_SHORT if verb == "sign_off" and record["rule"] == SHORT else verb


def way(acts: Iterable[tuple[str, T]]) -> list[T]:
    """Keep of the acts on an item, as (verb, act) in their order, the way that still stands: its steps and its edits.

    The verbs are as `act_name` gives them: a sign-off of the short chain that is taken back leaves its moderation.

    Going back undoes the steps behind the state that it leads to; where none is left, the edits begin anew as well.
    Acts that are no part of the way, such as the acknowledgement of a report, are the board's own business.
    """
    kept: list[tuple[str, T]] = []
    for verb, act in acts:
        if verb in BACK:
            stands = STANDS[_LEADS_TO[verb]]
            again = {"edit"} if "forward" in stands else set()
            kept = [each for each in kept if each[0] in stands | again]
        elif verb in (*AHEAD, *SIGNS, SIGNED_SHORT, "edit"):
            kept.append((verb, act))
    return [act for _, act in kept]


def editors(records: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return who, by the acts on an item in their order, changed its words in editing since it was last published."""
    found: set[str] = set()
    for record in records:
        if record["act"] == "publish":
            found = set()
        elif record["act"] == "edit" and record["rule"] == EDITING:
            found.add(record["person"]["id"])
    return frozenset(found)


def shown(acts: Iterable[tuple[str, T]]) -> list[T]:
    """Keep of the acts on an item, the last of which came before the public, those that its page opens.

    A notice stands for itself; what was withdrawn, or is over by its approved time, shows the way to its publication as
    well, whatever was begun since.
    """
    told = list(acts)
    verb, act = told[-1] if told else ("", None)
    if act is None or verb not in UNLISTS:
        return way(told)
    published = [place for place, (each, _) in enumerate(told) if each == "publish"] if verb not in ENDS else []
    return [*way(told[: published[-1] + 1] if published else ()), act]
