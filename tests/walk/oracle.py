"""Who had the right, read from the raw facts and the regulation's words, without the code that decides it.

Điều 3: the chief signs off. Điều 4 khoản 1: the deputy in charge moderates first; khoản 3: a deputy acts for the chief
by a written delegation; khoản 5: the standing deputy moderates for the organisation unit. Điều 5 khoản 2: the board
member edits and puts forward. Điều 6: the secretary publishes what was signed off, and nothing else. Điều 7 khoản 3:
while the chief is away the standing deputy acts, failing that a deputy, and it is reported. By the board's conventions
nobody decides on what they wrote or put forward, nobody both moderates and signs off, and the next on the ladder
stands in.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.walk.people import CHIEF, DEPUTIES, MEMBER, SECRETARY, STANDING, Paper, People, Seat
from tests.walk.short import faults_of_short
from tests.walk.story import STEPS, Deed, Story, Try

WRITES, EDITS, MODERATES, SIGNS, PUBLISHES = "writer", "editor", "moderator", "signer", "publisher"
URGENTLY = "urgently"
RECALLS, WITHDRAWS, TAKES_DOWN = "recall", "withdraw", "take_down"
WHOSE = {
    **dict.fromkeys(("submit", "retract", "revise", "correct", "erratum"), WRITES),
    "recall": RECALLS,
    "take_down": TAKES_DOWN,
    "withdraw": WITHDRAWS,
    "take_down_at_once": PUBLISHES,
    "sign_off_urgently": URGENTLY,
}
"""To whom an act belongs that does not go by the state of the item; a move not named here goes by its own duty."""

AT = {"draft": EDITS, "in_editing": EDITS, "in_moderation": MODERATES, "awaiting_sign_off": SIGNS}
OFFICES = {EDITS: (MEMBER, *DEPUTIES), MODERATES: DEPUTIES, SIGNS: (CHIEF, *DEPUTIES), PUBLISHES: (SECRETARY,)}
CHIEFS = (SIGNS, RECALLS, WITHDRAWS, TAKES_DOWN)
"""What is the chief's by office: each is given by a paper only where the paper names it (Điều 4 khoản 3)."""
OFFICES |= dict.fromkeys(CHIEFS, OFFICES[SIGNS])
OWN = (SIGNS, RECALLS, PUBLISHES)
"""Where what somebody wrote or signed last keeps them from going on with it."""
OFFICES[URGENTLY] = ()
RETURNS = ("return_", "return_to_editing", "return_to_moderation", "return_to_sign_off")
HOURS = ("schedule", "unschedule")
GOES_ON = ("forward", "moderate", "sign_off")
BY_HOLDER = frozenset({"forward", "moderate", "sign_off", "publish", "edit", "refuse", "consult", *RETURNS, *HOURS})
KNOWN = BY_HOLDER | WHOSE.keys() | {"answer"}
"""The acts whose rights are written down here; of others only what their row of the table says is asked."""
NEVER = {"sign_off_urgently"}
"""The acts that the founding regulation lets nobody do."""

NAMED = {SIGNS: "sign_off", RECALLS: "recall", WITHDRAWS: "withdraw", TAKES_DOWN: "take_down"}
"""What a paper has to name. Whoever signs off decides on what lies before them: edits, returns, refuses, asks."""

GOOD_GROUND = "poor_quality"


def duty_of(made: Try) -> str:
    """Say to whom an act belongs."""
    if made.verb == "edit" and made.source == "draft":
        return WRITES
    if made.verb in BY_HOLDER or made.duty == "holder":
        return AT.get(made.source, PUBLISHES)
    return WHOSE.get(made.verb, made.duty)


def rightful(duty: str, story: Story, people: People, at: datetime) -> set[str]:
    """Say whose turn it is at this instant."""
    return {
        WRITES: lambda: {each for each in story.writers if people.offices(each, at.date())},
        EDITS: lambda: _editors(story, people, at),
        MODERATES: lambda: _moderators(story, people, at),
        SIGNS: lambda: _signs(story, people, at),
        RECALLS: lambda: _signs(story, people, at, given=duty),
        **dict.fromkeys((WITHDRAWS, TAKES_DOWN), lambda: _ends(story, people, at, given=duty)),
        PUBLISHES: lambda: _present(people.seated(at.date(), SECRETARY), people, at) - {story.who("sign_off")},
        # The regulation of these boards knows no urgent sign-off: somebody can always act (Điều 7 khoản 3).
        URGENTLY: set,
    }[duty]()


def whose_is(made: Try, story: Story, people: People) -> set[str]:
    """Say whose an act is: own words are not signed off, nor what one signed published, but both may be given back."""
    found = rightful(duty_of(made), story, people, made.at)
    if made.verb in {"sign_off", "publish", "schedule", "consult"}:
        return found
    others = [each for each in story.deeds if each.verb != "sign_off" or each.short]
    unsigned = replace(story, editor="", deeds=others)
    return found | rightful(duty_of(made), unsigned, people, made.at) if duty_of(made) in OWN else found


def _present(seats: list[Seat], people: People, at: datetime) -> set[str]:
    return {each.person for each in seats if not people.away(each.person, at)}


def _members(story: Story, people: People, at: datetime) -> list[Seat]:
    seats = people.seated(at.date(), MEMBER)
    return [each for each in seats if people.among(story.unit, each.units, at.date()) or story.section in each.sections]


def _in_charge(story: Story, people: People, at: datetime) -> list[Seat]:
    if people.among(story.unit, [people.organisation], at.date()):
        return people.seated(at.date(), STANDING)
    deputies = people.seated(at.date(), *DEPUTIES)
    of_unit = [each for each in deputies if people.among(story.unit, each.units, at.date())]
    return of_unit or [each for each in deputies if story.section in each.sections]


def _editors(story: Story, people: People, at: datetime) -> set[str]:
    members = _present(_members(story, people, at), people, at)
    return members or _present(_in_charge(story, people, at), people, at)


def _clean(story: Story, people: People, at: datetime, *taken: str) -> set[str]:
    """Return who is there and neither wrote the item, nor changed it in editing, nor took one of these steps."""
    hands = {story.who(verb) for verb in taken} | story.edited()
    everybody = {each.person for each in people.seats}
    return {each for each in everybody if not people.away(each, at)} - story.writers - hands


def _next_of(roles: tuple[str, ...], free: set[str], people: People, at: datetime) -> set[str]:
    ladder = [each for role in roles for each in people.seated(at.date(), role)]
    return set([each.person for each in ladder if each.person in free][:1])


def _moderators(story: Story, people: People, at: datetime) -> set[str]:
    free = _clean(story, people, at, "forward")
    proper = {each.person for each in _in_charge(story, people, at)} & free
    others = proper or _next_of(people.house.moderating, free, people, at)
    return others or (_chiefs(people, at) & free if people.house.alone else set())


def _chiefs(people: People, at: datetime) -> set[str]:
    return {each.person for each in people.seated(at.date(), CHIEF)}


def _signs(story: Story, people: People, at: datetime, *, given: str = SIGNS) -> set[str]:
    """Say who signs off, or recalls: nobody who took a step before, but a chief whom nobody spared moderating."""
    free = _clean(story, people, at, "forward", "moderate")
    spared = _chiefs(people, at) & _clean(story, people, at, "forward") if people.house.alone else set()
    own = {story.editor} - _chiefs(people, at)
    return _signers(story, (free | spared) - own, people, at, given)


def _ends(story: Story, people: People, at: datetime, *, given: str) -> set[str]:
    """Say who withdraws or takes down what is on the site."""
    return _signers(replace(story, unit=story.live_unit), _there(people, at), people, at, given)


def _there(people: People, at: datetime) -> set[str]:
    """Return everybody who is not away: nobody is barred from taking down what they wrote or decided themselves."""
    return {each.person for each in people.seats if not people.away(each.person, at)}


def _signers(story: Story, free: set[str], people: People, at: datetime, given: str) -> set[str]:
    chiefs = _chiefs(people, at)
    if not chiefs:
        return set()
    delegates = {each.to for each in people.papers if holds(each, story, people, at, given)}
    return (chiefs | delegates) & free or _next_of(people.house.standing_in, free, people, at)


def holds(paper: Paper, story: Story, people: People, at: datetime, duty: str) -> bool:
    """Say whether a paper lets its bearer do this of the chief's with the item at this instant (Điều 4 khoản 3)."""
    deputy = any(each.role in people.house.delegates for each in people.offices(paper.to, at.date()))
    # A paper means the unit that it names, under whatever name, and nothing that was merged with others since.
    named = {people.still(each, at.date()) for each in paper.units} - {""}
    unit = not paper.units or people.still(story.unit, at.date()) in named
    matter = unit and (not paper.kinds or story.kind in paper.kinds)
    return paper.open(at) and paper.giver.held(at.date()) and deputy and matter and NAMED.get(duty) in paper.moves


def faults_of_try(made: Try, story: Story, people: People) -> list[str]:
    """Say everything against an act before it is done; none means that the regulation gives the right to it."""
    found = []
    if not people.offices(made.person, made.at.date()):
        found.append("holds no office that day")
    whose = whose_is(made, story, people)
    if made.verb in {"edit", "revise", "correct", "erratum"} and duty_of(made) == WRITES:
        whose |= {each.person for each in _members(story, people, made.at)}
    if made.person not in whose:
        found.append(f"{made.person} had no right to {made.verb} at {made.source}: it was for {sorted(whose)}")
    if (made.verb, made.source) == ("sign_off", "in_moderation"):
        own = story.editor == made.person
        found += faults_of_short(story.words, people.known, has_one=people.house.short, own=own, lain=story.lain)
    if made.verb == "sign_off" and story.who("moderate") in story.writers:
        found.append("its moderator is a writer of it")
    if made.verb in GOES_ON and people.house.waits and any(until >= made.at.date() for until in story.waiting):
        found.append("an answer is waited for")
    if made.verb == "sign_off" and not made.ticked and story.words.hosts - people.known:
        found.append("leads to where nobody looked")
    return found + _brought(made, story)


def _brought(made: Try, story: Story) -> list[str]:
    found = _read(made, story)
    if _owes_a_reason(made) and not made.reason.strip():
        found.append("no reason was given")
    if made.verb == "refuse" and made.ground != GOOD_GROUND:
        found.append("refused on no ground of the board's")
    return found


def _read(made: Try, story: Story) -> list[str]:
    """Say whether whoever decides had before them what they decide on."""
    found = []
    if made.verb == "publish":
        signed = story.last("sign_off")
        if signed is None or made.seen != signed.digest:
            found.append("what is published is not what was signed off")
    elif "live" in made.needs or made.verb.startswith(("take_down", "withdraw")):
        if story.live is None or made.seen != story.live:
            found.append("decided on something else than the site shows")
        if made.verb == "withdraw" and story.withdrawn:
            found.append("withdrawn a second time")
        if not made.notice.strip():
            found.append("nothing is said to the public")
    elif made.verb not in {"edit", "retract", "revise"} and (made.verb in KNOWN or "digest" in made.needs):
        found += ["decided on other words than the item's"] if made.seen != story.digest else []
        found += ["decided while the words were being changed"] if story.unkept else []
    return found


def _owes_a_reason(made: Try) -> bool:
    if made.verb not in KNOWN:
        return "reason" in made.needs
    return made.verb not in {*STEPS, *HOURS, "edit"} and (made.verb, made.source) != ("retract", "in_editing")


def faults_of_deed(deed: Deed, story: Story, people: People) -> list[str]:
    """Say what was wrong with an act that was done, the item being as it was before."""
    day = deed.made.at.date()
    found = faults_of_try(deed.made, story, people)
    seat = next((each for each in people.offices(deed.person, day) if each.id == deed.office), None)
    duty = duty_of(deed.made)
    if seat is None:
        found.append("done by an office that was not theirs that day")
    elif duty != WRITES and seat.role not in OFFICES[duty] and not (duty == MODERATES and _alone(seat, people)):
        found.append(f"{deed.verb} by a {seat.role}")
    else:
        found += _place(deed, duty, seat, people)
    if deed.made.target == "published":
        found += faults_of_publication(deed, story, people)
    return found


def _alone(seat: Seat, people: People) -> bool:
    return people.house.alone and seat.role == CHIEF


def in_the_chiefs_place(duty: str, seat: Seat) -> bool:
    return duty in CHIEFS and seat.role != CHIEF


def _place(deed: Deed, duty: str, seat: Seat, people: People) -> list[str]:
    """Hold against the facts in whose place an act says that it was done, and whether the chief is told (Điều 7)."""
    found = []
    chiefs = [(each.person, CHIEF) for each in people.seated(deed.made.at.date(), CHIEF)]
    stands_in = in_the_chiefs_place(duty, seat)
    if stands_in and (deed.capacity != "for" or deed.in_place_of not in chiefs):
        found.append("does not say that it was done for the chief")
    if (
        deed.verb in KNOWN
        and not stands_in
        and (deed.capacity != "own" or (deed.in_place_of and deed.in_place_of[1] == CHIEF))
    ):
        found.append("says that it was done for the chief")
    told = stands_in or deed.verb == "take_down_at_once"
    if told and not deed.reported:
        found.append("not reported to the chief")
    if deed.verb in KNOWN and deed.reported and not told:
        found.append("reported to the chief for nothing")
    return found


def faults_of_publication(deed: Deed, story: Story, people: People) -> list[str]:
    """Say which lawful approval a publication lacks: forwarded, moderated, signed off, by three, none its writer.

    Where the board has it so, its chief may have moderated and signed off.
    """
    forwarded, moderated, signed = story.last("forward"), story.moderation(), story.last("sign_off")
    if forwarded is None or moderated is None or signed is None:
        return ["published without a step of its way"]
    found = []
    chief = any(each.id == signed.office and _alone(each, people) for each in people.seats)
    both = (chief or signed.short) and moderated.person == signed.person != forwarded.person
    if len({forwarded.person, moderated.person, signed.person}) < 3 and not both:
        found.append("two steps of its way by one person")
    if {moderated.person, signed.person} & story.writers:
        found.append("approved by a writer of it")
    if {moderated.person, signed.person} & story.edited():
        found.append("approved by who changed it in editing")
    own_office = any(each.id == signed.office and each.role == CHIEF for each in people.seats)
    if signed.person == story.editor and not own_office:
        found.append("own words signed off in the chief's place")
    if deed.person == signed.person:
        found.append("signed off and published by one person")
    if not deed.digest == signed.digest == story.digest:
        found.append("published on another digest than was signed off")
    day = deed.made.at.date()
    if len({people.placed(unit, day) for unit in (forwarded.unit, moderated.unit, signed.unit, story.unit)}) > 1:
        found.append("moderated for another unit")
    return found


def faults_of_paper(paper: Paper, people: People, *, by: str, at: datetime) -> list[str]:
    """Say why a delegation may not be given (Điều 4 khoản 3): written, dated, by the chief, to a deputy, once."""
    found = []
    last = (paper.until - timedelta(microseconds=1)).date()
    mine = paper.giver.person == by and paper.giver.role == CHIEF and paper.giver.held(at.date())
    if not mine or (paper.giver.until is not None and last > paper.giver.until):
        found.append("not the giver's to give")
    deputies = [each for each in people.seats if each.person == paper.to and each.role in people.house.delegates]
    if not any(each.held(paper.since.date()) and each.held(last) for each in deputies):
        found.append("not to a deputy for all of its time")
    if not paper.words.strip() or not paper.moves or not at <= paper.since < paper.until:
        found.append("not written, of nothing, or for the past")
    if not paper.moves <= {"sign_off", "recall", "take_down", "withdraw"}:
        found.append("gives what is another office's")
    if any(_same_matter(paper, each, people) for each in people.papers if each.giver.person == by):
        found.append("given twice")
    return found


def _same_matter(one: Paper, other: Paper, people: People) -> bool:
    end = min(one.until, other.until, *(each for each in (one.revoked, other.revoked) if each))
    units = [{people.called(unit, date.max) for unit in each.units} for each in (one, other)]
    over = ((units[0], units[1]), (one.kinds, other.kinds))
    matter = all(not left or not right or left & right for left, right in over)
    return bool(one.moves & other.moves) and matter and max(one.since, other.since) < end
