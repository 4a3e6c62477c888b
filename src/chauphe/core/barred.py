"""Why a step is not somebody's: what bars them from it, and who holds its turn instead (Điều 4 to 7)."""

from datetime import datetime

from chauphe.core.authority import Bench
from chauphe.core.chain import Bar, Step, Turn
from chauphe.core.refusal import N_, Reasons, Refusal

BARRED = {
    Bar.AUTHOR: ("author", N_("You wrote this item, so somebody else decides on it."), "separation.author"),
    Bar.FORWARDED: ("forwarded", N_("You put this item forward, so somebody else decides on it."), "separation.author"),
    Bar.EDITED: (
        "edited",
        N_("You changed the words while the item was edited, so somebody else decides on it."),
        "separation.author",
    ),
    Bar.OWN_EDIT: (
        "own_edit",
        N_("You changed the words last, so somebody else signs off. Where nobody else can, return the item."),
        "sign_off.own_edit",
    ),
    Bar.SIGNED: (
        "signed",
        N_("You signed this off, so somebody else publishes it. Where nobody else can, return it for sign-off."),
        "separation.signer_and_publisher",
    ),
    Bar.MODERATED: (
        "moderated",
        N_("You moderated this item, so somebody else signs it off."),
        "separation.moderator_and_signer",
    ),
    Bar.AWAY: ("away", N_("You are recorded as away. End the absence first, then decide."), "absence.ladder"),
}


NO_CHIEF = N_(
    "The board has no editor-in-chief, so nobody can sign off: one signs in the chief's place while the chief is away, "
    "not while nobody holds the post. It goes on as soon as the new chief's appointment is recorded."
)


def not_your_turn(person: str, whose: Turn, bench: Bench, reasons: Reasons, *, at: datetime) -> tuple[Refusal, ...]:
    """Say why the turn is not this person's: what bars them, and who holds it instead."""
    found = [reasons.no(*BARRED[passed.bar]) for passed in whose.passed if passed.appointment.person == person]
    if bench.away(person, at) and not found:
        found.append(reasons.no(*BARRED[Bar.AWAY]))
    if whose.holders:
        names = ", ".join(f"{each.appointment.name} ({each.appointment.title})" for each in whose.holders)
        found.append(reasons.no("turn", N_("This is now for %(names)s to decide."), whose.rule, names=names))
    elif whose.vacant and whose.step is Step.SIGN_OFF:
        found.append(reasons.no("missing", NO_CHIEF, whose.rule))
    else:
        found.append(
            reasons.no(
                "missing",
                N_("Nobody on the board can take this step now. It needs: %(office)s."),
                whose.rule,
                office=f"role:{whose.missing}",
            )
        )
    return tuple(found)
