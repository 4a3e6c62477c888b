"""The desk's words for states, steps, acts and offices, and how it speaks of people and places.

Codes of the core come in, words go out; a code without a word is a failing test, not a blank on the screen.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from chauphe.core.authority import Capacity, Role
from chauphe.core.chain import Bar, Step, Turn
from chauphe.core.consultation import Opinion
from chauphe.core.item import Permit
from chauphe.core.moves import SIGNED_SHORT as SHORT_SIGN_OFF
from chauphe.core.moves import State, act_name
from chauphe.core.refusal import Refusal
from chauphe.people.models import Person
from chauphe.people.services import Kind
from chauphe.public.approval import bound

STATES = {
    State.DRAFT: gettext_lazy("being written"),
    State.IN_EDITING: gettext_lazy("with the unit's board member"),
    State.IN_MODERATION: gettext_lazy("in moderation"),
    State.AWAITING_SIGN_OFF: gettext_lazy("awaiting sign-off"),
    State.SIGNED_OFF: gettext_lazy("signed off, not yet published"),
    State.SCHEDULED: gettext_lazy("to be published at its hour"),
    State.PUBLISHED: gettext_lazy("published"),
    State.EXPIRED: gettext_lazy("over, by its last day"),
    State.REFUSED: gettext_lazy("refused"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
    State.TAKEN_DOWN: gettext_lazy("taken down"),
}

KINDS = {
    "news": gettext_lazy("News item"),
    "feature": gettext_lazy("Feature"),
    "announcement": gettext_lazy("Announcement"),
    "standing_page": gettext_lazy("Standing page"),
    "legal_document": gettext_lazy("Legal document"),
}

ROLES = {
    Role.EDITOR_IN_CHIEF: gettext_lazy("editor-in-chief"),
    Role.STANDING_DEPUTY: gettext_lazy("standing deputy editor"),
    Role.DEPUTY_EDITOR: gettext_lazy("deputy editor in charge"),
    Role.BOARD_MEMBER: gettext_lazy("the unit's board member"),
    Role.SECRETARY: gettext_lazy("secretary"),
    Role.CONTRIBUTOR: gettext_lazy("contributor"),
}

ACTS = {
    "submit": pgettext_lazy("act", "Handed in"),
    "forward": pgettext_lazy("act", "Put forward"),
    "moderate": pgettext_lazy("act", "Moderated"),
    "sign_off": pgettext_lazy("act", "Signed off"),
    "sign_off_urgently": pgettext_lazy("act", "Signed off urgently"),
    "publish": pgettext_lazy("act", "Published"),
    "schedule": pgettext_lazy("act", "Hour of publication set"),
    "expire": pgettext_lazy("act", "Over, by its approved last day"),
    "unschedule": pgettext_lazy("act", "Hour of publication called off"),
    "return_": pgettext_lazy("act", "Returned"),
    "return_to_editing": pgettext_lazy("act", "Returned to be edited"),
    "return_to_moderation": pgettext_lazy("act", "Returned to be moderated"),
    "return_to_sign_off": pgettext_lazy("act", "Returned to be signed off"),
    "recall": pgettext_lazy("act", "Approval taken back"),
    "refuse": pgettext_lazy("act", "Refused"),
    "correct": pgettext_lazy("act", "Correction begun"),
    "erratum": pgettext_lazy("act", "Erratum begun"),
    "withdraw": pgettext_lazy("act", "Withdrawn"),
    "take_down": pgettext_lazy("act", "Taken down"),
    "take_down_at_once": pgettext_lazy("act", "Taken down at once"),
    "ratify": pgettext_lazy("act", "Ratified"),
    "retract": pgettext_lazy("act", "Taken back"),
    "revise": pgettext_lazy("act", "New revision begun"),
    "edit": pgettext_lazy("act", "Edited"),
    "acknowledge": pgettext_lazy("act", "Report acknowledged"),
    "review": pgettext_lazy("act", "Read again: still right"),
    "consult": pgettext_lazy("act", "Asked another unit"),
    "answer": pgettext_lazy("act", "Answered a question"),
}
"""What was done, as a bead on the thread and a line in the book say it."""

OPINIONS = {
    Opinion.AGREES: pgettext_lazy("opinion", "agrees"),
    Opinion.REMARKS: pgettext_lazy("opinion", "agrees, with remarks"),
    Opinion.DISAGREES: pgettext_lazy("opinion", "does not agree"),
}
"""What a unit says of a copy that it was asked about."""

CHANGES = {
    Kind.LEAVES: gettext_lazy("They leave the office"),
    Kind.HANDED_OVER: gettext_lazy("Somebody else takes the office over as it is"),
    Kind.MOVES: gettext_lazy("They have the office for another unit"),
}
"""What may become of an office."""

AGAIN = pgettext_lazy("act", "Put forward again")

STEPS = {
    Step.EDIT: pgettext_lazy("step", "Put forward"),
    Step.MODERATE: pgettext_lazy("step", "Moderate"),
    Step.SIGN_OFF: pgettext_lazy("step", "Sign off"),
    Step.PUBLISH: pgettext_lazy("step", "Publish"),
}
"""What is to be done, as a coming bead and a heading say it."""

SIGNED_SHORT = pgettext_lazy("step", "Sign off on the short chain")
"""The step of a deputy whose moderation is the sign-off."""

WAITS_FOR = {
    Step.EDIT: gettext_lazy("To be put forward"),
    Step.MODERATE: gettext_lazy("To be moderated"),
    Step.SIGN_OFF: gettext_lazy("To be signed off"),
    Step.PUBLISH: gettext_lazy("To be published"),
}
"""The heading over what waits at a step."""

ASKED = {
    Step.EDIT: gettext_lazy("Please edit and put forward"),
    Step.MODERATE: gettext_lazy("Please moderate"),
    Step.SIGN_OFF: gettext_lazy("Please sign off"),
    Step.PUBLISH: gettext_lazy("Please publish"),
}

BUTTONS = {
    "submit": pgettext_lazy("button", "Hand in"),
    "forward": pgettext_lazy("button", "Put forward"),
    "moderate": pgettext_lazy("button", "Moderate and put forward"),
    "sign_off": pgettext_lazy("button", "Sign off"),
    "sign_off_urgently": pgettext_lazy("button", "Sign off urgently"),
    "ratify": pgettext_lazy("button", "Ratify"),
    "publish": pgettext_lazy("button", "Publish"),
    "schedule": pgettext_lazy("button", "Publish at this hour"),
    "unschedule": pgettext_lazy("button", "Call the hour off"),
    "return_": pgettext_lazy("button", "Return"),
    "return_to_editing": pgettext_lazy("button", "Return to be edited"),
    "return_to_moderation": pgettext_lazy("button", "Return to be moderated"),
    "return_to_sign_off": pgettext_lazy("button", "Return to be signed off"),
    "recall": pgettext_lazy("button", "Take the approval back"),
    "refuse": pgettext_lazy("button", "Refuse"),
    "correct": pgettext_lazy("button", "Begin a correction"),
    "erratum": pgettext_lazy("button", "Begin an erratum"),
    "withdraw": pgettext_lazy("button", "Withdraw"),
    "take_down": pgettext_lazy("button", "Take off the site"),
    "take_down_at_once": pgettext_lazy("button", "Take off the site at once"),
    "retract": pgettext_lazy("button", "Take back"),
    "revise": pgettext_lazy("button", "Begin a new revision"),
}

RETURN_TO = {
    "return_": gettext_lazy("the writers, to start over"),
    "return_to_editing": gettext_lazy("the unit's board member, to edit again"),
    "return_to_moderation": gettext_lazy("the deputy in charge, to moderate again"),
    "return_to_sign_off": gettext_lazy("whoever signs off, instead of publishing"),
}
"""To whom an item may go back, the way to the writers first."""

CAPACITIES = {
    Capacity.OWN: "",
    Capacity.FOR: pgettext_lazy("capacity", "for"),
    Capacity.BY_ORDER: pgettext_lazy("capacity", "by order of"),
    Capacity.BY_DELEGATION: pgettext_lazy("capacity", "by delegation of"),
}
"""The marks before a signature (Nghị định 30/2020 Điều 13): KT., TL., TUQ."""

BARS = {
    Bar.AUTHOR: gettext_lazy("wrote the item"),
    Bar.FORWARDED: gettext_lazy("put the item forward"),
    Bar.EDITED: gettext_lazy("changed it in editing"),
    Bar.MODERATED: gettext_lazy("moderated the item"),
    Bar.OWN_EDIT: gettext_lazy("changed the words last"),
    Bar.SIGNED: gettext_lazy("signed the item off"),
    Bar.AWAY: gettext_lazy("is away"),
}

FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "not_before": gettext_lazy("Not before"),
    "expires": gettext_lazy("Last day of publication"),
    "notice": gettext_lazy("Notice on the page"),
    "kind": gettext_lazy("Kind"),
    "section": gettext_lazy("Section"),
    "unit": gettext_lazy("Unit"),
    "authors": gettext_lazy("Authors"),
    "image.added": gettext_lazy("Picture added"),
    "image.removed": gettext_lazy("Picture removed"),
    "image.alt": gettext_lazy("Picture description"),
    "image.caption": gettext_lazy("Caption"),
    "image.credit": gettext_lazy("Picture credit"),
    "image.lead": gettext_lazy("Leading picture"),
    "file.added": gettext_lazy("File added"),
    "file.removed": gettext_lazy("File removed"),
    "file.title": gettext_lazy("Name of file"),
    "document.number": gettext_lazy("Number of document"),
    "document.type": gettext_lazy("Type of document"),
    "document.issuer": gettext_lazy("Issuer"),
    "document.signer": gettext_lazy("Signer"),
    "document.issued": gettext_lazy("Day of issue"),
    "document.effective": gettext_lazy("In force from"),
    "checklist": gettext_lazy("Answer"),
}
"""What may have changed beside the text, by the codes of items.changes."""


def you(person: Person) -> str:
    """Address somebody as the office does: "bà", "ông"; in English always "you"."""
    if person.honorific and (get_language() or "").startswith("vi"):
        return person.honorific
    return pgettext("address", "you")


def refusal(reason: Refusal) -> str:
    """Say a refusal in the reader's language; codes among its parameters ("state:draft") become words."""
    return _(reason.says) % {name: _param(value) for name, value in reason.params.items()}


def _param(value: str) -> str:
    kind, _colon, code = value.partition(":")
    if kind == "state":
        return str(STATES[State(code)])
    return str(ROLES[Role(code)]) if kind == "role" else value


def names(people: Iterable[str]) -> str:
    """List people: "A", "A hoặc B", "A, B hoặc C"."""
    each = [bound(name) for name in people]
    if len(each) < 2:
        return "".join(each)
    return _("%(first)s or %(last)s") % {"first": ", ".join(each[:-1]), "last": each[-1]}


def listed(names: Iterable[str]) -> str:
    """List what is meant together: "A", "A và B", "A, B và C"."""
    each = [bound(name) for name in names]
    if len(each) < 2:
        return "".join(each)
    return _("%(first)s and %(last)s") % {"first": ", ".join(each[:-1]), "last": each[-1]}


def with_whom(turn: Turn) -> str:
    """Say whom an item waits for and for what, or that somebody is missing."""
    if not turn.holders:
        return _("nobody can take it on: %(office)s is missing") % {"office": ROLES[turn.missing]}
    phrase = {
        Step.EDIT: _("with %(names)s to put forward"),
        Step.MODERATE: _("with %(names)s to moderate"),
        Step.SIGN_OFF: _("with %(names)s to sign off"),
        Step.PUBLISH: _("with %(names)s to publish"),
    }[turn.step]
    return phrase % {"names": names(each.appointment.name for each in turn.holders)}


def note(record: Mapping[str, Any]) -> str:
    """Give what was written with an act: the reason, after the ground on which an item was refused."""
    ground = record.get("ground")
    return f"{ground['says']}. {record['reason']}" if ground else str(record["reason"])


def capacity(record: Mapping[str, object]) -> str:
    """Say in whose place an act was done: "KT. Trưởng Ban biên tập"; empty where it was one's own office."""
    mark = CAPACITIES[Capacity(str(record["capacity"]))]
    replaced = record.get("in_place_of")
    if not mark:
        return ""
    return f"{mark} {replaced['title']}" if isinstance(replaced, Mapping) else str(mark)


def deed(record: Mapping[str, Any]) -> str:
    """Name an act on record; of a question, which unit was asked until when, and of its answer, what it says."""
    said, details = str(ACTS[record["act"]]), record.get("details", {})
    if record["act"] == "schedule":
        due = date_format(datetime.fromisoformat(details["due"]), "H:i, d/m/Y")
        return f"{said}: {bound(due)}"
    if record["act"] == "publish" and "carries_out" in details:
        return f"{said} ({_('at the hour that was set')})"
    if act_name(record) == SHORT_SIGN_OFF:
        return _("Signed off on the short chain")
    if record["act"] == "expire":
        return f"{said} ({_('by itself')})"
    if record["act"] == "consult":
        until = date_format(date.fromisoformat(details["until"]), "d/m/Y")
        return f"{said}: {bound(details['name'])}, {bound(_('until %(day)s') % {'day': until})}"
    if record["act"] == "answer":
        late = f" ({_('late')})" if "late" in details else ""
        return f"{bound(details['name'])}: {OPINIONS[Opinion(details['opinion'])]}{late}"
    return said


def in_place_of(permit: Permit) -> str:
    """Say in whose place somebody would act: "KT. Trưởng Ban biên tập"; empty where it is by their own office."""
    mark, place = CAPACITIES[permit.capacity], permit.in_place_of
    return f"{mark} {place.title}" if mark and place else ""


def acting_as(permit: Permit) -> str:
    """Say as what somebody acts: "KT. Trưởng Ban biên tập, Phó Trưởng Ban trực"."""
    place, title = in_place_of(permit), permit.appointment.title
    return f"{place}, {title}" if place else title


def quoted(title: str) -> str:
    """Put a title in quotation marks, not longer than a line or two."""
    return f"“{title if len(title) <= 90 else title[:88].rsplit(' ', 1)[0] + '…'}”"
