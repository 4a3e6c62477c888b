"""What became of one item on its way: what was tried, what was done, and which of its steps still stand."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chauphe.core.moves import UNLISTS
from tests.walk.short import OPEN, Words

WAY = ("draft", "in_editing", "in_moderation", "awaiting_sign_off", "signed_off", "scheduled", "published")
STEPS = {"submit": 1, "forward": 2, "moderate": 3, "sign_off": 4, "schedule": 5, "publish": 6}
"""The steps, each with how far along the way it brings an item."""


@dataclass(frozen=True)
class Try:
    """Somebody tries an act: what they bring, and by which row of the table of moves.

    `ticked` says that they looked at where links lead.
    """

    verb: str
    person: str
    at: datetime
    source: str
    target: str
    duty: str
    needs: frozenset[str]
    seen: str | None = None
    reason: str = ""
    ground: str = ""
    notice: str = ""
    due: datetime | None = None
    ticked: bool = True


@dataclass(frozen=True)
class Deed:
    """An act that was done: by which office, in which capacity, reported to the chief or not.

    `in_place_of` is the person and the role whose place was taken, `digest` what the act was about or led to.
    """

    made: Try
    unit: str
    office: str
    capacity: str
    in_place_of: tuple[str, str] | None
    reported: bool
    digest: str
    seq: int = -1

    @property
    def verb(self) -> str:
        return self.made.verb

    @property
    def person(self) -> str:
        return self.made.person

    @property
    def short(self) -> bool:
        """Whether it signed off before the chief's turn."""
        return (self.verb, self.made.source) == ("sign_off", "in_moderation")


@dataclass
class Story:
    """What became of one item. `writers` are all who ever wrote or were named; `pending` those of unkept changes.

    `words` are those of its newest revision, `draft` those of the working copy; `editor` kept the newest. `waiting`
    are the last days for answers that are out.
    """

    key: str
    unit: str
    section: str
    writers: set[str]
    digest: str
    kind: str = "news"
    state: str = "draft"
    live: str | None = None
    live_unit: str = ""
    withdrawn: bool = False
    unkept: bool = False
    pending: set[str] = field(default_factory=set)
    words: Words = field(default_factory=Words)
    draft: Words = field(default_factory=Words)
    live_noticed: bool = False
    editor: str = ""
    waiting: list[date] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    old: list[str] = field(default_factory=list)

    def last(self, verb: str) -> Deed | None:
        """Return the last act of this kind that still stands."""
        return next((each for each in reversed(standing(self.deeds)) if each.verb == verb), None)

    def kept_by(self, made: Try) -> Words | None:
        """Return the words that an act keeps as a new revision, its questions open again; None where it keeps none."""
        if made.verb in {"correct", "erratum"}:
            return replace(self.draft, answers=OPEN, noticed=True)
        if made.verb == "revise" and (self.draft.answers != OPEN or made.source in {"withdrawn", "taken_down"}):
            return replace(self.draft, answers=OPEN)
        return self.draft if made.verb == "edit" else None

    def shown(self) -> None:
        """Note what the site, and whoever writes on, is told of earlier texts, after this item came before it."""
        now = {"published": self.words.noticed, "withdrawn": True}.get(self.state, self.live_noticed)
        if self.state != "published":
            self.draft = replace(self.draft, noticed=now)
        self.live_noticed = now and self.state != "taken_down"

    @property
    def lain(self) -> bool:
        """Whether it has lain before the chief since it was last published."""
        up = ("moderate", "recall", "return_to_sign_off")
        last = next((each.verb for each in reversed(self.deeds) if each.verb in (*up, "publish")), "")
        return last in up

    def moderation(self) -> Deed | None:
        """Return the act that moderated it: on the short chain that is the sign-off."""
        signed = self.last("sign_off")
        return signed if signed and signed.short else self.last("moderate")

    def edited(self) -> set[str]:
        """Return all who changed it in editing since it was last published."""
        last = max((place for place, each in enumerate(self.deeds) if each.verb == "publish"), default=-1)
        since = [each for each in self.deeds[last + 1 :] if (each.verb, each.made.source) == ("edit", "in_editing")]
        return {each.person for each in since}

    def who(self, verb: str) -> str | None:
        deed = self.moderation() if verb == "moderate" else self.last(verb)
        return deed.person if deed else None


def standing(deeds: list[Deed]) -> list[Deed]:
    """Keep the steps that nothing has undone since, and the edits made on the way."""
    kept: list[Deed] = []
    for deed in deeds:
        if deed.verb in STEPS or deed.verb == "edit":
            kept.append(deed)
            continue
        left = WAY.index(deed.made.target) if deed.made.target in WAY else -1
        # A sign-off of the short chain that is taken back was a moderation all the same.
        kept = [replace(each, made=replace(each.made, verb="moderate")) if _back(each, left) else each for each in kept]
        kept = [each for each in kept if STEPS.get(each.verb, 1) <= left]
    return kept


def _back(deed: Deed, left: int) -> bool:
    return deed.short and left == STEPS["moderate"]


def led_to(deeds: list[Deed]) -> list[Deed]:
    """Return the deeds that a page opens whose last one came before the public."""
    *before, last = deeds
    if last.verb not in UNLISTS:
        return standing(deeds)
    published = [place for place, each in enumerate(before) if each.verb == "publish"]
    return [*(standing(before[: published[-1] + 1]) if last.verb == "withdraw" else []), last]
