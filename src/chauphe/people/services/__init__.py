"""Acts on people: the only writers of boards, offices, absences and accounts; each leaves a `Change`.

The acting person and the time are keyword arguments; `by` None is whoever works on the command line of the server.
What may not be raises `core.refusal.Refused` with every reason.
"""

from chauphe.people.services.absences import end_absence, record_absence
from chauphe.people.services.accounts import choose_password, enrol, invitation_of, invite, lock, unlock
from chauphe.people.services.calendar import declare_days, withdraw_days
from chauphe.people.services.delegations import delegate, revoke
from chauphe.people.services.founding import found
from chauphe.people.services.handover import Change, Kind, change_office
from chauphe.people.services.offices import appoint, dismiss, hand_over, move
from chauphe.people.services.passkeys import ask_device, take_answer
from chauphe.people.services.reviews import drop_review, plan_review
from chauphe.people.services.units import Reorganisation, reorganise

__all__ = [
    "Change",
    "Kind",
    "Reorganisation",
    "appoint",
    "ask_device",
    "change_office",
    "choose_password",
    "declare_days",
    "delegate",
    "dismiss",
    "drop_review",
    "end_absence",
    "enrol",
    "found",
    "hand_over",
    "invitation_of",
    "invite",
    "lock",
    "move",
    "plan_review",
    "record_absence",
    "reorganise",
    "revoke",
    "take_answer",
    "unlock",
    "withdraw_days",
]
