"""What a walk through random days stands on: how an act is put, and how its answer is held against the oracle.

Nothing here asks the code under test but through the hooks that a walk fills in; who may act is `tests.walk.oracle`'s.
"""

import sys
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from chauphe.core.moves import PUBLIC, Move, State, move_from
from tests.walk import oracle
from tests.walk.absence import faults_of_absence
from tests.walk.people import FOUNDING, Away, Paper, People, Seat
from tests.walk.short import HARMLESS, OPEN, Words, is_eased
from tests.walk.story import Deed, Story, Try

T = TypeVar("T")

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NAMES = ("an", "binh", "chi", "dung", "em", "giang", "hai", "khanh", "lan", "minh", "nam")
UNITS = ("labour", "merit", "office", "organisation")
NEW_UNITS = ("first-new", "second-new", "third-new", "fourth-new")
SECTIONS = ("tin-tuc", "thong-bao")
AFTER_SIGN_OFF = {5: "schedule", 6: "schedule", 7: "schedule", 9: "return_to_sign_off", 11: "recall"}
"""What happens now and then to what was signed off, instead of its publication."""
HOSTS = ("tinh.example", "bo.example", "bao.example")


class Unlawful(AssertionError):
    """Raised by the walk when something was done that the regulation gives nobody, or refused that it gives."""


def walked(machine: Callable[[Counter[str]], "Walk"], *, walks: int, steps: int, **given: Any) -> Counter[str]:
    """Run so many walks of so many steps, say with `-s` what was done in all of them, and return it."""
    tally: Counter[str] = Counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: machine(tally),
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **given,
        ),
    )
    sys.stdout.write(f"\n{dict(tally.most_common())}\n")
    return tally


def caught(machine: Callable[[Counter[str]], "Walk"], *, walks: int, steps: int) -> str:
    """Run walks until one finds something unlawful, and return what it says; empty where none does."""
    try:
        walked(machine, walks=walks, steps=steps, derandomize=True, database=None, phases=[Phase.generate])
    except Unlawful as found:
        return str(found)
    return ""


def published(tally: Counter[str]) -> int:
    return sum(tally[verb] for verb in PUBLIC)


class Walk(RuleBasedStateMachine):
    """One board's days. The raw facts are in `people` and `stories`, and nothing here asks the code under test.

    `complete` says that what is lawful must be possible as well, `crowd` is how many try what is not theirs at once.
    """

    complete = True
    broken = False
    crowd = len(NAMES)
    house = FOUNDING

    def __init__(self, tally: Counter[str]) -> None:
        super().__init__()
        self.tally = tally
        self.now = BEGAN
        self.people = People("organisation", self.house)
        self.stories: list[Story] = []
        self.owed: list[tuple[str, str]] = []
        self.count = 0
        for person, role, units, sections in self.house.first:
            self._seat(Seat(person, role, BEGAN.date() - timedelta(days=300), None, several(units), several(sections)))
        first = (self.begun("khanh", "labour", SECTIONS[0]), self.begun("lan", "organisation", SECTIONS[1]))
        self.stories += [each for each in first if each]

    @abstractmethod
    def appointed(self, seat: Seat) -> bool:
        """Give an office, and put its id into the seat."""

    @abstractmethod
    def dismissed(self, seat: Seat, until: date) -> bool: ...

    @abstractmethod
    def recorded_away(self, away: Away, by: str) -> bool: ...

    @abstractmethod
    def recorded_back(self, away: Away, by: str) -> bool: ...

    @abstractmethod
    def delegated(self, paper: Paper, by: str) -> bool: ...

    @abstractmethod
    def revoked(self, paper: Paper, by: str) -> bool: ...

    @abstractmethod
    def begun(self, writer: str, unit: str, section: str) -> Story | None: ...

    @abstractmethod
    def changed(self, story: Story, by: str, words: Words, *, author: str, unit: str, section: str) -> bool:
        """Change words, authors and where the item belongs, and do not keep it as a revision yet."""

    @abstractmethod
    def done(self, made: Try, story: Story) -> Deed | None:
        """Put an act; return it as it is on record, with the digest that it was about, or None where it is refused."""

    @abstractmethod
    def acknowledged(self, by: str) -> int | None:
        """Acknowledge what is reported; return how many, or None where it is refused."""

    def _wrong(self, what: str) -> None:
        self.broken = True
        raise Unlawful(what)

    def _step(self, kind: str) -> None:
        self.now += timedelta(seconds=1)
        self.tally["steps"] += 1
        self.tally[kind] += 1

    def _seats(self, *roles: str) -> list[Seat]:
        return self.people.seated(self.now.date(), *roles)

    def _seat(self, seat: Seat) -> None:
        self.count += 1
        seat.rank = self.count
        if self.appointed(seat):
            self.people.seats.append(seat)

    def _somebody(self, role: str, pick: int) -> str:
        seat = one(self._seats(role), pick)
        return seat.person if seat else NAMES[pick % len(NAMES)]

    def _leave(self, away: Away, by: str) -> None:
        if self.recorded_away(away, by):
            self._may_record(away.person, by)
            self.people.aways.append(away)
            self.tally["absences"] += 1

    def _come_back(self, pick: int, by: str, own: bool) -> None:
        away = one([each for each in self.people.aways if each.until is None or each.until > self.now], pick)
        if away is None:
            return
        by = away.person if own else by
        if self.recorded_back(away, by):
            self._may_record(away.person, by, back=True)
            away.until = max(away.since, self.now)

    def _give(self, paper: Paper, by: str) -> None:
        if self.delegated(paper, by):
            self._demand("a delegation", oracle.faults_of_paper(paper, self.people, by=by, at=self.now))
            self.people.papers.append(paper)
            self.tally["papers"] += 1

    def _take_back(self, pick: int, who: int) -> None:
        paper = one([each for each in self.people.papers if each.open(self.now)], pick)
        by = paper and (paper.giver.person if who % 3 else paper.to)
        if paper and by and self.revoked(paper, by):
            if by != paper.giver.person:
                self._wrong("a delegation was revoked by somebody who had not given it")
            paper.revoked = self.now

    def _may_record(self, whose: str, by: str, *, back: bool = False) -> None:
        self._demand(
            f"{by} recorded whether {whose} is away", faults_of_absence(whose, by, self.people, self.now, back)
        )

    def _story(self, pick: int) -> Story | None:
        return one(self.stories, pick)

    def _waiting(self, pick: int) -> Story | None:
        """Pick an item, rather one that awaits sign-off."""
        return (self._at("awaiting_sign_off", pick) if pick % 2 else None) or self._story(pick)

    def _at(self, state: str, pick: int) -> Story | None:
        return one([each for each in self.stories if each.state == state], pick)

    def _goes_on(self, pick: int, who: int, far: int) -> None:
        """Let somebody take the next step of an item, and others those after it."""
        self._step("goings on")
        story = self._story(pick)
        for place in range(far if story else 0):
            assert story is not None
            if story.state == "awaiting_sign_off" and not story.unkept and who % 11 == 3:
                host = one(("", *HOSTS), who) or ""
                self._write(story, who, "", "moderator", "", "", leading(story, host), keep=True)
            if story.state == "draft" and self.house.short and not story.unkept and who % 2:
                self._write(story, who, "", "", "", "", replace(story.draft, answers=HARMLESS), keep=True)
            if story.state != "published" or place == 0:
                self._by_right("edit" if story.unkept else self._next(story, who), story, who + place)

    def _next(self, story: Story, who: int) -> str:
        return {
            "draft": "submit" if who % 4 else "forward", "in_editing": "forward",
            "in_moderation": "sign_off" if self.house.short and story.words.answers == HARMLESS else "moderate",
            "awaiting_sign_off": "sign_off", "signed_off": AFTER_SIGN_OFF.get(who % 16, "publish"),
            "scheduled": "unschedule" if who % 3 == 1 else "publish",
            "published": ("revise", "correct", "erratum")[who % 3],
        }.get(story.state, "revise")  # fmt: skip

    def _by_right(self, verb: str, story: Story, who: int) -> None:
        """Let somebody take a step whose right it is, after others tried; rather whoever bears a paper for it."""
        made = self._made(verb, story, "")
        if made is None:
            return
        self._others_try(made, story, who)
        duty = oracle.duty_of(made)
        whose = oracle.whose_is(made, story, self.people)
        bearers = {each.to for each in self.people.papers if oracle.holds(each, story, self.people, self.now, duty)}
        person = one(sorted(whose & bearers if who % 3 else whose) or sorted(whose), who)
        if person is not None:
            if verb == "sign_off" and story.words.hosts - self.people.known:
                self._put(replace(made, person=person, ticked=False), story)
                self.tally["unticked"] += 1
            self._put(replace(made, person=person), story)

    def _write(
        self, story: Story, pick: int, person: str, author: str, unit: str, section: str, words: Words, *, keep: bool
    ) -> None:
        """Let a person, or somebody whose right it is, change an item, and mostly keep the change."""
        made = self._made("edit", story, person)
        if made is None:
            return
        whose = oracle.whose_is(made, story, self.people)
        made = replace(made, person=person or one(sorted(whose), pick) or NAMES[0])
        faults = oracle.faults_of_try(made, story, self.people)
        words = words if self.house.short else replace(words, answers=OPEN)
        faults += ["eased"] if is_eased(story.state, story.words.answers, words.answers) else []
        if self._compare(made, faults, self._changed(story, made, author, unit, section, words)) and keep:
            self._put(made, story)

    def _others_try(self, made: Try, story: Story, who: int) -> None:
        """Let people try what is not theirs: it must be refused."""
        for name in turned(NAMES, who)[: self.crowd]:
            tried = replace(made, person=name)
            if oracle.faults_of_try(tried, story, self.people):
                self._put(tried, story)

    def _made(self, verb: str, story: Story, person: str) -> Try | None:
        """Return an act with everything that it needs, as far as the table knows it from where the item stands."""
        move = move_from(verb, State(story.state))
        return self._with(move, story, person) if move else None

    def _with(self, move: Move, story: Story, person: str) -> Try:
        signed = story.last("sign_off")
        seen: str | None = story.live if "live" in move.needs else story.digest
        seen = (signed.digest if signed else story.digest) if move.verb == "publish" else seen
        return Try(
            move.verb, person, self.now, story.state, move.target, move.duty, move.needs, seen, "vì sao",
            oracle.GOOD_GROUND, "Đã gỡ.", self.now + timedelta(hours=1),
        )  # fmt: skip

    def _changed(self, story: Story, made: Try, author: str, unit: str, section: str, words: Words) -> bool:
        unit, section = unit or story.unit, section or story.section
        author = story.who("moderate") or "" if author == "moderator" else author
        if not self.changed(story, made.person, words, author=author, unit=unit, section=section):
            return False
        story.draft = words
        story.pending |= ({made.person} if story.state == "draft" else set()) | ({author} - {""})
        story.unkept = True
        return True

    def _put(self, made: Try, story: Story) -> None:
        """Put an act to the code, and hold its answer against the oracle's."""
        if made.verb == "edit" and not story.unkept:
            return
        faults = [] if move_from(made.verb, State(story.state)) else ["nothing leads there"]
        faults += oracle.faults_of_try(made, story, self.people)
        deed = self.done(made, story)
        if self._compare(made, faults, deed is not None) and deed is not None:
            self._demand(f"{made}", oracle.faults_of_deed(deed, story, self.people))
            self._told(deed, story)

    def _told(self, deed: Deed, story: Story) -> None:
        """Write an act into the item's story."""
        verb = deed.verb
        story.state = deed.made.target
        kept = story.kept_by(deed.made)
        if kept is not None:
            story.old.append(story.digest)
            story.words = story.draft = kept
            story.editor, story.unkept = deed.person, False
            story.writers, story.pending = story.writers | story.pending, set()
        if verb == "sign_off":
            self.people.known |= story.words.hosts
        story.digest = deed.digest
        if story.state != "draft" or verb != "edit":
            story.deeds.append(deed)
        if verb in PUBLIC:
            story.live = deed.digest if story.state in ("published", "withdrawn") else None
            story.live_unit = story.unit if verb == "publish" else story.live_unit
            story.withdrawn = verb == "withdraw"
            story.shown()
        self.tally["acts"] += 1
        self.tally[verb] += 1
        self.tally["short"] += deed.short
        self.tally["reported"] += deed.reported
        self.owed += [(verb, deed.person)] if deed.reported else []
        self.tally["in the chief's place"] += deed.capacity != "own"
        papers = [each for each in self.people.papers if each.to == deed.person]
        duty = oracle.duty_of(deed.made)
        if deed.capacity != "own" and any(oracle.holds(each, story, self.people, self.now, duty) for each in papers):
            self.tally["by delegation"] += 1

    def _compare(self, made: Try, faults: list[str], done: bool) -> bool:
        if done and faults:
            self._wrong(f"{made} was done: {'; '.join(faults)}")
        if self.complete and not done and not faults and made.verb in oracle.KNOWN:
            self._wrong(f"{made} was refused, and nothing is against it")
        self.tally["refused"] += not done
        return done

    def _demand(self, what: str, faults: list[str]) -> None:
        if faults:
            self._wrong(f"{what}: {'; '.join(faults)}")


def leading(story: Story, host: str) -> Words:
    """Return an item's words as they are, but that they lead to this host, or nowhere."""
    return replace(story.draft, hosts=frozenset({host} - {""}))


def one(found: Sequence[T], pick: int) -> T | None:
    return found[pick % len(found)] if found else None


def turned(found: tuple[T, ...], pick: int) -> tuple[T, ...]:
    first = pick % len(found)
    return found[first:] + found[:first]


def several(words: str) -> frozenset[str]:
    return frozenset(words.split())
