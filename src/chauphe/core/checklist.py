"""Which chain an item takes: the short one, where nothing in it is sensitive and the board's regulation has one, or the
full one, which ends with the chief (rules `chain.short` and `chain.checklist`).

The answers are part of the item's content, so that whoever signs off seals them; nothing about them is remembered
elsewhere. Everything is worked out anew at the instant of the decision, and whatever is not plainly answered “no” leads
up the full chain. Whoever moderates or signs off may raise an answer and never ease one. What has once lain before the
chief comes back there, so that nobody publishes on the short chain what the chief returned, refused or took back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation import law
from chauphe.regulation.book import Book, NotInForce, UnknownRule

SHORT, CHECKLIST = "chain.short", "chain.checklist"
TO_CHIEF = "to_chief"
"""The answer to no question: somebody on the way wants the chief to decide, whatever the answers are."""
NEW_HOST = "new_host"
"""The question that the software answers."""
_TO_THE_CHIEF = frozenset({"moderate", "recall", "return_to_sign_off"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the board's checklist: its words by language, and the law behind it, as far as it names one."""

    code: str
    ask: Mapping[str, str]
    help: Mapping[str, str]
    computed: bool = False
    law: str = ""


def short_of(book: Book, *, on: date) -> Mapping[str, Any] | None:
    """Return what the board's regulation says of its short chain; None where it has none on that day."""
    try:
        value = book.rule(SHORT, on=on).value
    except (UnknownRule, NotInForce):
        return None
    return value if isinstance(value, Mapping) else None


def questions(book: Book, *, on: date) -> tuple[Question, ...]:
    """Return what the board asks of every item; nothing where it has no short chain."""
    if short_of(book, on=on) is None:
        return ()
    found = book.rule(CHECKLIST, on=on).value.items()
    return tuple(
        Question(code, row["ask"], row["help"], row.get("computed", False), _clause(row.get("law"), on))
        for code, row in found
    )


def asked(book: Book, *, on: date) -> frozenset[str]:
    """Return the codes that a person may answer."""
    return frozenset(each.code for each in questions(book, on=on) if not each.computed) | (
        {TO_CHIEF} if short_of(book, on=on) is not None else set()
    )


def answers_of(content: Mapping[str, object]) -> Mapping[str, object]:
    """Return the answers that a copy holds, yes (True) or no (False) by question; none where nothing was asked."""
    found = content.get("checklist")
    return found if isinstance(found, Mapping) else {}


def against_short(
    content: Mapping[str, object], section: str, fresh: Collection[str] | None, reasons: Reasons
) -> tuple[Refusal, ...]:
    """Say every reason why a copy goes up the full chain; empty means that the short one will do.

    `fresh` are the hosts it leads to that are new to the board, None where nobody has looked.
    """
    short = short_of(reasons.book, on=reasons.on)
    if short is None:
        return (_none(reasons),)
    return (*_kinds(content, section, short, reasons), *_answers(content, reasons), *_hosts(content, fresh, reasons))


def eased(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Say whether answers were taken back to a “no”, or taken away."""
    return any(after.get(code) is not True for code, yes in before.items() if yes is True) or any(
        no is False and code not in before for code, no in after.items()
    )


def put_up(verbs: Iterable[str]) -> bool:
    """Say whether, by these acts in their order, an item has lain before the chief since it was last published."""
    last = next((verb for verb in reversed(list(verbs)) if verb == "publish" or verb in _TO_THE_CHIEF), "")
    return last in _TO_THE_CHIEF


def against_put_up(reasons: Reasons) -> Refusal:
    """Refuse the short chain to what has lain before the chief."""
    says = N_("It has lain before the chief already, so the chief decides on it.")
    return reasons.no("short_put_up", says, SHORT)


def _none(reasons: Reasons) -> Refusal:
    says = N_("On this board every item goes to the chief: it has no short chain.")
    return reasons.no("short", says, SHORT if _has(reasons) else "chain.sign_off")


def _has(reasons: Reasons) -> bool:
    try:
        reasons.book.rule(SHORT, on=reasons.on)
    except (UnknownRule, NotInForce):
        return False
    return True


def _kinds(
    content: Mapping[str, object], section: str, short: Mapping[str, Any], reasons: Reasons
) -> Iterator[Refusal]:
    if "kinds" in short and content.get("kind") not in short["kinds"]:
        yield reasons.no("short_kind", N_("Items of this kind always go to the chief."), SHORT)
    if content.get("notices"):
        yield reasons.no("short_notices", N_("What puts right something published always goes to the chief."), SHORT)
    if "sections" in short and section not in short["sections"]:
        yield reasons.no("short_section", N_("Items of this section always go to the chief."), SHORT)


def _answers(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    given = answers_of(content)
    yes = {code for code, answer in given.items() if answer is not False}
    wanted = [each.code for each in questions(reasons.book, on=reasons.on) if not each.computed]
    if TO_CHIEF in yes:
        yield reasons.no("short_to_chief", N_("Somebody on the way asks for the chief's decision."), CHECKLIST)
    if yes - {TO_CHIEF}:
        yield reasons.no("short_sensitive", N_("One of the board's questions was answered with “yes”."), CHECKLIST)
    if any(code not in given for code in wanted):
        yield reasons.no("short_unanswered", N_("Not all of the board's questions were answered."), CHECKLIST)


def _hosts(content: Mapping[str, object], fresh: Collection[str] | None, reasons: Reasons) -> Iterator[Refusal]:
    if fresh or (fresh is None and content.get("links")):
        names = ", ".join(f"“{host}”" for host in fresh or ())
        says = N_("It leads to sites that are new to this board. %(hosts)s")
        yield reasons.no("short_host", says, CHECKLIST, hosts=names)


def _clause(rule: str | None, on: date) -> str:
    """Name the law behind a question as it stands on a day; empty where there is none."""
    if not rule:
        return ""
    try:
        return law.rule(rule, on=on).clause
    except law.NotInForce:
        return ""
