"""Whether one person did what two have to do, as far as the acts that a page opens show.

Nobody but the chief signs off words of their own, and nobody who changed them while the item was edited decides on it:
that holds on every board. Whether a chief who moderates may sign off as well, and whether a signer may publish, is a
rule of the board: the record names its regulation, and whoever knows that one is asked (docs/decisions/0006 and 0015).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from chauphe.seal.findings import Code, Detail
from chauphe.seal.proof import OpenedAct
from chauphe.seal.urgent import RATIFY, SIGNS

# From the version of a regulation and an instant, both as recorded, and a rule's id, to whether one may do both.
BothDuties: TypeAlias = Callable[[str, str, str], bool]

MODERATOR_AND_SIGNER, SIGNER_AND_PUBLISHER = "separation.moderator_and_signer", "separation.signer_and_publisher"
EDITING = "chain.forward"
"""The rule under which a change of the words in editing is on record."""
_CHIEF = "editor_in_chief"


def leave_to_the_board(regulation: str, at: str, rule: str) -> bool:
    """Allow what a regulation that nobody here knows may allow."""
    return True


def done_by_one(opened: Sequence[OpenedAct], both_duties: BothDuties) -> Iterator[tuple[Code, dict[str, Detail]]]:
    """Yield each act of who did the step before as well, where the regulation that it names keeps the two apart."""
    for act in _by(opened, "sign_off"):
        yield from _same_person(act, _before(act, opened, "moderate"), MODERATOR_AND_SIGNER, both_duties)
    for act in _by(opened, "publish"):
        # The sign-off that stands: one of the short chain that was taken back is opened too, as the moderation.
        signed = _before(act, opened, *SIGNS)[-1:]
        yield from _same_person(act, signed, SIGNER_AND_PUBLISHER, both_duties)


def own_words(opened: Sequence[OpenedAct]) -> Iterator[tuple[Code, dict[str, Detail]]]:
    """Yield each decision by who changed the words in editing, and each sign-off of own words but for a chief's."""
    for act in _by(opened, "moderate", *SIGNS, RATIFY):
        mine = [each for each in _before(act, opened, "edit") if _person(each) == _person(act)]
        last = act.record["act"] != "moderate" and act.record["appointment"]["role"] != _CHIEF
        newest = last and any(each.record["revision"] == act.record["revision"] for each in mine)
        if newest or any(each.record["rule"] == EDITING for each in mine):
            yield Code.ACTS_OWN_WORK, _told(act)


def _same_person(
    act: OpenedAct, before: Sequence[OpenedAct], rule: str, both_duties: BothDuties
) -> Iterator[tuple[Code, dict[str, Detail]]]:
    same = any(_person(each) == _person(act) for each in before)
    if same and not both_duties(act.record["regulation"], act.record["at"], rule):
        yield Code.ACTS_SAME_PERSON, _told(act)


def _before(act: OpenedAct, opened: Sequence[OpenedAct], *verbs: str) -> list[OpenedAct]:
    return [each for each in _by(opened, *verbs) if each.seq < act.seq]


def _by(opened: Sequence[OpenedAct], *verbs: str) -> list[OpenedAct]:
    return [each for each in opened if each.record.get("act") in verbs]


def _person(act: OpenedAct) -> object:
    return act.record["person"]["id"]


def _told(act: OpenedAct) -> dict[str, Detail]:
    return {"seq": act.seq, "name": act.record["person"]["name"], "act": act.record["act"]}
