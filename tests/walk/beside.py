"""What happens beside the way of items: units change, and one is asked about an item of another.

Each is tried by anybody, and held against what the board's conventions say in words: who records a unit's end, by which
paper, from which day on; whoever decides on an item asks, about the words before them, a unit that is not its own; a
member of the unit asked, failing one its deputy, answers once, and never who asked or wrote the item.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.walk import oracle
from tests.walk.people import CHIEF, MEMBER, SECRETARY, STANDING, Merger, People
from tests.walk.story import Deed, Story, Try
from tests.walk.walk import NAMES, NEW_UNITS, UNITS, Walk, one, turned

PAPER = "Quyết định số 15/QĐ-SNV ngày 20/11/2026"
DECIDED_ON = frozenset({"in_editing", "in_moderation", "awaiting_sign_off"})
OPINIONS = ("agrees", "remarks", "disagrees")

numbers = st.integers(0, 30)


@dataclass
class Question:
    """What one unit was asked about the words of one item; `key` is where it is on record."""

    story: Story
    unit: str
    by: str
    digest: str
    until: date
    key: int = -1
    answered: bool = False


class Beside(Walk):
    """The rules for units and questions: each is one step."""

    def __init__(self, tally: Counter[str]) -> None:
        self.questions: list[Question] = []
        super().__init__(tally)

    @abstractmethod
    def reorganised(self, units: Sequence[str], into: str, *, new: bool, since: date, by: str, paper: str) -> bool:
        """Record that the work of these units is that of another, or of a new one, from a day on."""

    @abstractmethod
    def asked(self, made: Try, story: Story, unit: str, until: date) -> Deed | None:
        """Ask a unit; return the act as it is on record, or None where it is refused."""

    @abstractmethod
    def answered(self, question: Question, by: str, opinion: str, text: str) -> bool: ...

    @rule(
        pick=numbers, into=numbers, size=st.sampled_from((0, 1, 1, 2)), waits=st.sampled_from((0, 0, 1, 2, -1)),
        role=st.sampled_from((CHIEF, STANDING, SECRETARY, MEMBER)), paper=st.sampled_from((PAPER,) * 5 + (" ",)),
    )  # fmt: skip
    def units_change(self, pick: int, into: int, size: int, waits: int, role: str, paper: str) -> None:
        """Let units end, mostly some that go on, and hand their work to another, to a new one, or found one."""
        self._step("units")
        today, everyone = self.now.date(), (*UNITS, *self.people.founded)
        going = tuple(each for each in everyone if self.people.goes_on(each, today))
        name = next((each for each in NEW_UNITS if each not in self.people.founded), "")
        new = bool(name) and into % 2 == 0
        if len(going) - size < 2 and not new:
            return
        units = turned(going if going and pick % 7 else everyone, pick)[:size]
        target = name if new else everyone[into % len(everyone)]
        since, by = today + timedelta(days=waits), self._somebody(role, pick)
        faults = faults_of_change(units, target, since, paper, self.people, new=new, by=by, at=self.now)
        done = self.reorganised(units, target, new=new, since=since, by=by, paper=paper)
        if done == bool(faults):
            self._wrong(f"{units} became {target} from {since} on, or not: {'; '.join(faults)}")
        if done:
            self.people.mergers += [Merger(unit, target, since) for unit in units]
            self.people.founded |= {target: since} if new else {}
            self.tally["units changed"] += 1

    @rule(
        pick=numbers, who=numbers, unit=numbers, person=st.sampled_from(NAMES), care=st.integers(0, 9),
        days=st.sampled_from((0, 1, 3, 3, 3, -1)),
    )  # fmt: skip
    def a_unit_is_asked(self, pick: int, who: int, unit: int, person: str, care: int, days: int) -> None:
        """Let a unit be asked about an item: mostly by whoever decides on it, about what it says."""
        self._step("asking")
        story = one([each for each in self.stories if _open(each)], pick) or self._story(pick)
        if story is None:
            return
        needs = frozenset({"digest", "reason"})
        made = Try("consult", "", self.now, story.state, story.state, "holder", needs, story.digest, "Có đúng không?")
        whose = oracle.whose_is(made, story, self.people)
        made = replace(made, person=one(sorted(whose), who) or person if care > 2 else person)
        made = replace(made, seen=one([*story.old, "0" * 64], pick)) if care == 3 else made
        made = replace(made, reason=" ") if care == 4 else made
        everyone = (*UNITS, *self.people.founded)
        asked, until = everyone[unit % len(everyone)], self.now.date() + timedelta(days=days)
        faults = oracle.faults_of_try(made, story, self.people)
        faults += faults_of_asking(made, story, asked, until, self.questions, self.people)
        deed = self.asked(made, story, asked, until)
        if self._compare(made, faults, deed is not None) and deed is not None:
            self._demand(f"{made}", oracle.faults_of_deed(deed, story, self.people))
            self.questions.append(Question(story, asked, made.person, story.digest, until, deed.seq))
            story.waiting.append(until)
            self.owed += [("consult", made.person)] if deed.reported else []
            self.tally["consult"] += 1

    @rule(
        pick=numbers, who=numbers, person=st.sampled_from(NAMES), care=st.integers(0, 5),
        opinion=st.sampled_from((*OPINIONS, *OPINIONS, "perhaps")), text=st.sampled_from(("Nên sửa.", "Nên sửa.", " ")),
    )  # fmt: skip
    def a_unit_answers(self, pick: int, who: int, person: str, care: int, opinion: str, text: str) -> None:
        """Let a question be answered, mostly one that is open, and mostly by whoever answers for the unit."""
        self._step("answering")
        waiting = [each for each in self.questions if not each.answered]
        question = one(waiting if care and waiting else self.questions, pick)
        if question is None:
            return
        story, whose = question.story, answerers(question, self.people, self.now)
        by = one(sorted(whose), who) or person if care > 1 else person
        made = Try("answer", by, self.now, story.state, story.state, "", frozenset(), reason=text)
        faults = [] if by in whose else [f"the answer was for {sorted(whose)}"]
        faults += ["answered before"] if question.answered else []
        faults += [] if opinion in OPINIONS else ["no answer"]
        faults += [] if opinion == OPINIONS[0] or text.strip() else ["it does not say why"]
        if self._compare(made, faults, self.answered(question, by, opinion, text)):
            question.answered = True
            story.waiting.remove(question.until)
            self.tally["answer"] += 1


def _open(story: Story) -> bool:
    return story.state in DECIDED_ON


def answerers(question: Question, people: People, at: datetime) -> set[str]:
    """Say who answers: a member of the unit, failing one its deputy; neither who asked nor a writer of the item."""
    others = [each for each in people.seats if each.person not in {*question.story.writers, question.by}]
    about = Story("", question.unit, "", set(), "", state="in_editing")
    return oracle.rightful(oracle.EDITS, about, replace(people, seats=others), at)


def faults_of_asking(
    made: Try, story: Story, unit: str, until: date, questions: Sequence[Question], people: People
) -> list[str]:
    """Say what else is against a question than what is against any decision on the item."""
    found, day = [], made.at.date()
    mine = Question(story, unit, made.person, story.digest, until)
    waited = [each.unit for each in questions if each.story is story and not each.answered]
    if not _open(story):
        found.append("nobody decides on the item")
    if not people.exists(unit, day) or people.among(unit, [story.unit], day):
        found.append("no other unit is asked")
    if people.among(unit, waited, day):
        found.append("asked before, and not yet answered")
    if not answerers(mine, people, made.at):
        found.append("nobody could answer")
    if until < day:
        found.append("to be answered yesterday")
    return found


def faults_of_change(
    units: Sequence[str], into: str, since: date, paper: str, people: People, *, new: bool, by: str, at: datetime
) -> list[str]:
    """Say why units may not become another: by whom, by which paper, from which day on, and what there is of them."""
    found = []
    if not {each.role for each in people.offices(by, at.date())} & people.house.registrars:
        found.append(f"recorded by {by}")
    if not paper.strip() or since < at.date():
        found.append("by no paper, or for the past")
    if not all(people.goes_on(each, since) and people.founded.get(each) != since for each in units):
        found.append("what ends does not go on until then")
    if not new and (not units or into in units or not people.goes_on(into, since)):
        found.append("what follows does not go on from then on")
    return found
