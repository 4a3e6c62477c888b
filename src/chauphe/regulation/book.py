"""A board's regulation, asked by rule id and day (Quy chế, Điều 1 to 9 in the founding one).

Loading reads, checks and refuses; what it returns can be relied on. Nothing here knows the clock: whoever asks says
for which day. Another office's regulation is another file.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from chauphe.regulation import check, law
from chauphe.regulation.citation import Citation
from chauphe.regulation.dated import in_force, last_day
from chauphe.regulation.draft import Draft, draft
from chauphe.regulation.fault import RegulationError
from chauphe.regulation.law import LawRule, NotInForce, UnknownRule
from chauphe.regulation.schema import Basis, DatedText, Delivered, RuleText, Says

__all__ = [
    "Basis",
    "Book",
    "Delivered",
    "Delivery",
    "Entry",
    "NotInForce",
    "RegulationError",
    "Rule",
    "Says",
    "UnknownRule",
    "founding",
    "load",
    "shipped",
]

HOUSE = Path(__file__).parent / "house"
CONVENTION = "Quy ước của Ban biên tập"
"""What people are shown where neither regulation nor law decides."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A rule's row in the clause table; the `not_` and `no_` texts give the reason for an empty cell."""

    delivered: Delivered
    tests: tuple[str, ...]
    decided_in: str | None
    not_decided: str | None
    screen: str | None
    no_screen: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on one day: `value` holds from `since` to `until`, both inclusive; `by` is the amending decision."""

    id: str
    citation: Citation | None
    basis: Basis
    says: Says
    since: date
    until: date | None
    unit: str | None
    value: Any
    clause: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule through time; `on` answers for a day."""

    id: str
    citation: Citation | None
    basis: Basis
    says: Says
    unit: str | None
    values: tuple[DatedText, ...]
    law: str | None
    delivery: Delivery | None

    def on(self, day: date) -> Rule:
        """Return the rule as it stands on a day; NotInForce where it has no value."""
        if self.law is not None:
            return self._lawful(law.rule(self.law, on=day))
        spell = in_force(self.values, day)
        if spell is None:
            raise NotInForce(f"{self.id} on {day}")
        return Rule(
            id=self.id,
            citation=self.citation,
            basis=self.basis,
            says=self.says,
            since=spell.since,
            until=last_day(self.values, spell),
            unit=self.unit,
            value=_own(spell.value),
            clause=self._clause,
            by=spell.by,
        )

    def _lawful(self, found: LawRule) -> Rule:
        return Rule(
            id=self.id,
            citation=self.citation,
            basis=self.basis,
            says=self.says,
            since=found.since,
            until=found.until,
            unit=self.unit or found.unit,
            value=_own(found.value),
            clause=found.clause,
        )

    @property
    def _clause(self) -> str:
        if self.basis is Basis.REGULATION:
            return str(self.citation)
        return CONVENTION if self.citation is None else f"{CONVENTION} (theo {self.citation})"


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """A regulation that was checked: its head, and its rules in the order of the files."""

    id: str
    title: str
    office: str
    since: date
    revised: date
    rules: tuple[Entry, ...]
    _by_id: dict[str, Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.rules})

    @property
    def version(self) -> str:
        """Return what the ledger records: "founding@2020-05-01"."""
        return f"{self.id}@{self.since}"

    def entry(self, rule_id: str) -> Entry:
        """Return a rule through time, or raise UnknownRule."""
        try:
            return self._by_id[rule_id]
        except KeyError:
            raise UnknownRule(f"{rule_id} in {self.version}") from None

    def rule(self, rule_id: str, on: date) -> Rule:
        """Return a rule as it stands on a day; UnknownRule or NotInForce where there is no answer."""
        return self.entry(rule_id).on(on)


def load(path: Path | str, *, today: date | None = None) -> Book:
    """Read and check a regulation from a file or a folder of files; RegulationError carries every fault.

    With `today`, a file that says it was revised after that day is refused as well.
    """
    read = draft(Path(path))
    wrong = tuple(check.faults(read, today=today))
    if wrong:
        raise RegulationError(tuple(sorted(wrong, key=lambda each: (each.file, each.line or 0, each.says))))
    head = read.head
    entries = tuple(_entry(each.text, read) for each in read.rules)
    return Book(head.id, head.title, head.office, head.since, head.revised, entries)


def shipped() -> dict[str, Path]:
    """Return the regulations that come with the software, by id."""
    return {each.stem: each for each in sorted(HOUSE.iterdir()) if each.is_dir() or each.suffix == ".toml"}


@lru_cache(maxsize=1)
def founding() -> Book:
    """Return the regulation that the product began with."""
    return load(shipped()["founding"])


def _entry(text: RuleText, book: Draft) -> Entry:
    return Entry(
        id=text.id,
        citation=Citation.parse(text.citation) if text.citation else None,
        basis=text.basis,
        says=text.says,
        unit=text.unit,
        values=book.spells(text),
        law=text.law,
        delivery=_delivery(text),
    )


def _delivery(text: RuleText) -> Delivery | None:
    if text.delivered is None:
        return None
    return Delivery(
        delivered=text.delivered,
        tests=tuple(text.test),
        decided_in=text.decided_in,
        not_decided=text.not_decided,
        screen=text.screen,
        no_screen=text.no_screen,
    )


def _own(value: Any) -> Any:
    """Return a copy of a list or table, so that no caller can change the book."""
    if isinstance(value, list):
        return [_own(each) for each in value]
    return {key: _own(each) for key, each in value.items()} if isinstance(value, dict) else value
