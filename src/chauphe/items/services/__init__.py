"""The one door: everything that changes an item, its revisions or its state (invariant 2)."""

from chauphe.items.services.assets import Upload, brought, keep, on_board
from chauphe.items.services.chain import (
    forward,
    moderate,
    publish,
    recall,
    refuse,
    retract,
    return_,
    return_to_editing,
    return_to_moderation,
    return_to_sign_off,
    revise,
    sign_off,
    sign_off_urgently,
    submit,
)
from chauphe.items.services.consulting import answer, consult
from chauphe.items.services.correcting import correct, erratum
from chauphe.items.services.drafting import Conflict, Saved, create, freeze, save
from chauphe.items.services.ending import take_down, take_down_at_once, withdraw
from chauphe.items.services.pen import Held, hold, let_go
from chauphe.items.services.ratifying import ratify
from chauphe.items.services.reporting import acknowledge
from chauphe.items.services.reviewing import still_right
from chauphe.items.services.scheduling import mark_over, schedule, send_out_due, unschedule
from chauphe.items.services.several import Outcome, Wanted, decide_several, unknown

__all__ = [
    "Conflict",
    "Held",
    "Outcome",
    "Saved",
    "Upload",
    "Wanted",
    "acknowledge",
    "answer",
    "brought",
    "consult",
    "correct",
    "create",
    "decide_several",
    "erratum",
    "forward",
    "freeze",
    "hold",
    "keep",
    "let_go",
    "mark_over",
    "moderate",
    "on_board",
    "publish",
    "ratify",
    "recall",
    "refuse",
    "retract",
    "return_",
    "return_to_editing",
    "return_to_moderation",
    "return_to_sign_off",
    "revise",
    "save",
    "schedule",
    "send_out_due",
    "sign_off",
    "sign_off_urgently",
    "still_right",
    "submit",
    "take_down",
    "take_down_at_once",
    "unknown",
    "unschedule",
    "withdraw",
]
