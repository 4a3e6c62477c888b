"""What of an item's words decides which chain it takes, and what is against the short one, in the regulation's words.

Of the board of three, Điều 3 khoản 3 and 4: where every question is answered "no", no link leads where the board never
was, nothing published is put right, and the chief never had it, the deputy in charge signs off; the writer answers, and
whoever decides may turn a "no" into a "yes" and never the other way round. By its conventions nobody signs off their
own last words.
"""

from dataclasses import dataclass
from typing import Any

CODES = ("personal_data", "national_map", "minors", "state_secret", "ongoing_case")
HARMLESS, SENSITIVE, OPEN = "no", "yes", ""
"""How the board's questions are answered: all "no", one "yes", not at all."""

DECIDED = ("in_moderation", "awaiting_sign_off")


@dataclass(frozen=True)
class Words:
    """What one copy of an item holds: where it leads, how the questions are answered, whether it puts things right."""

    hosts: frozenset[str] = frozenset()
    answers: str = OPEN
    noticed: bool = False


def checklist(answers: str) -> dict[str, Any]:
    """Write answers out as an item's content holds them."""
    return {} if answers == OPEN else dict.fromkeys(CODES, False) | {CODES[0]: answers == SENSITIVE}


def is_eased(state: str, before: str, after: str) -> bool:
    """Say whether answers of an item that is decided on are made to sound more harmless."""
    return state in DECIDED and after != before and before != HARMLESS


def faults_of_short(words: Words, known: set[str], *, has_one: bool, own: bool, lain: bool) -> list[str]:
    """Say why a sign-off may not come before the chief's turn.

    `own` are the last words of whoever signs, `lain` is what has lain before the chief.
    """
    if not has_one:
        return ["no short chain leads around the chief (Điều 3)"]
    found = ["signed off own words without the chief"] if own else []
    found += ["what lay before the chief went around the chief"] if lain else []
    if words.answers != HARMLESS or words.noticed or words.hosts - known:
        found.append("what may be sensitive went around the chief")
    return found
