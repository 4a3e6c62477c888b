"""Acts on people: the only writers of boards, offices, absences and accounts; each leaves a `Change`.

The acting person and the time are keyword arguments; `by` None is whoever works on the command line of the server.
What may not be raises `core.refusal.Refused` with every reason.
"""

from chauphe.people.services.absences import change_absence, end_absence, record_absence
from chauphe.people.services.accounts import choose_password, enrol, forget_devices, invitation_of, invite, lock, unlock
from chauphe.people.services.calendar import declare_days, withdraw_days
from chauphe.people.services.delegations import delegate, revoke
from chauphe.people.services.founding import found
from chauphe.people.services.handover import Change, Kind, change_office
from chauphe.people.services.identities import link, link_of, unlink
from chauphe.people.services.nominations import Newcomer, Nomination, nominate, renew_link
from chauphe.people.services.offices import appoint, dismiss, hand_over, move
from chauphe.people.services.passkeys import ask_device, note_added, note_removed, take_answer
from chauphe.people.services.reviews import drop_review, plan_review
from chauphe.people.services.sign_ins import (
    begin_attempt,
    end_session,
    end_sessions,
    forget_attempt,
    has_failed_too_often,
    open_sessions,
    record_failure,
    record_sign_in,
    record_throttled,
    renew_session,
    sign_ins_of,
)
from chauphe.people.services.taking_back import take_back_leaving, take_back_office, take_back_units
from chauphe.people.services.units import Reorganisation, reorganise

__all__ = [
    "Change",
    "Kind",
    "Newcomer",
    "Nomination",
    "Reorganisation",
    "appoint",
    "ask_device",
    "begin_attempt",
    "change_absence",
    "change_office",
    "choose_password",
    "declare_days",
    "delegate",
    "dismiss",
    "drop_review",
    "end_absence",
    "end_session",
    "end_sessions",
    "enrol",
    "forget_attempt",
    "forget_devices",
    "found",
    "hand_over",
    "has_failed_too_often",
    "invitation_of",
    "invite",
    "link",
    "link_of",
    "lock",
    "move",
    "nominate",
    "note_added",
    "note_removed",
    "open_sessions",
    "plan_review",
    "record_absence",
    "record_failure",
    "record_sign_in",
    "record_throttled",
    "renew_link",
    "renew_session",
    "reorganise",
    "revoke",
    "sign_ins_of",
    "take_answer",
    "take_back_leaving",
    "take_back_office",
    "take_back_units",
    "unlink",
    "unlock",
    "withdraw_days",
]
