"""The law as dated facts: what a decree asks, from which day to which, and whether the wording was checked.

A board's archive spans several regimes (Nghị định 43/2011, 42/2022, 224/2026), so that no legal number stands in the
code: every question names its day. `verified` is true only where the text of the law itself was compared; all others
are to be checked against the Công báo before the product quotes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from chauphe.regulation.dated import clashes, in_force, last_day
from chauphe.regulation.fault import Fault, RegulationError, fault
from chauphe.regulation.form import fit
from chauphe.regulation.schema import LawText, PackText, Says, SpellText
from chauphe.regulation.source import Source, read

SHIPPED = Path(__file__).parent / "law"


class UnknownRule(LookupError):
    """No rule has this id."""


class NotInForce(LookupError):
    """The rule exists, but has no value on that day."""


@dataclass(frozen=True, slots=True)
class LawRule:
    """A legal rule on one day; `until` is the last day on which it holds, `source` says what was read."""

    id: str
    says: Says
    unit: str | None
    value: Any
    since: date
    until: date | None
    decree: str
    article: str
    mark: str
    verified: bool
    source: str

    @property
    def clause(self) -> str:
        """Return what a person would look up: "Nghị định 30/2020/NĐ-CP Điều 13 khoản 1"."""
        return f"{self.decree} {self.article}"


def rule(rule_id: str, *, on: date) -> LawRule:
    """Return a legal rule as it stands on a day; UnknownRule or NotInForce where there is no answer."""
    text = _text(rule_id)
    spell = in_force(text.values, on)
    if spell is None:
        raise NotInForce(f"{rule_id} on {on}")
    return _resolved(text, spell)


def rule_or_first(rule_id: str, *, on: date) -> LawRule:
    """Return a legal rule as it stands on a day, or before its first day as it will stand then.

    For bounds that every install has, whatever its clock says: whoever keeps one before the law asks for it breaks
    none, and nobody gets around one by setting the clock back. NotInForce where the rule has ended.
    """
    first = history(rule_id)[0]
    return rule(rule_id, on=max(on, first.since))


def history(rule_id: str) -> tuple[LawRule, ...]:
    """Return every value that a legal rule has had, the oldest first."""
    text = _text(rule_id)
    return tuple(_resolved(text, spell) for spell in text.values)


def ids() -> tuple[str, ...]:
    """Return the ids of all legal rules, in the order of the files."""
    return tuple(_packs())


def load(folder: Path) -> dict[str, LawText]:
    """Read all packs of a folder; every fault of every file is raised together."""
    faults: list[Fault] = []
    found: dict[str, LawText] = {}
    spots: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            source = read(path, f"{folder.name}/{path.name}")
            texts = fit(PackText, source).rule
        except RegulationError as error:
            faults.extend(error.faults)
            continue
        for index, text in enumerate(texts):
            faults.extend(_faults(text, source, index, spots))
            found.setdefault(text.id, text)
            spots.setdefault(text.id, f"{source.name}:{source.line(('rule', index))}")
    if faults:
        raise RegulationError(tuple(faults))
    return found


@lru_cache(maxsize=1)
def _packs() -> dict[str, LawText]:
    return load(SHIPPED)


def _text(rule_id: str) -> LawText:
    try:
        return _packs()[rule_id]
    except KeyError:
        raise UnknownRule(rule_id) from None


def _resolved(text: LawText, spell: SpellText) -> LawRule:
    return LawRule(
        id=text.id,
        says=text.says,
        unit=text.unit,
        value=spell.value,
        since=spell.since,
        until=last_day(text.values, spell),
        decree=spell.decree,
        article=spell.article,
        mark=spell.mark,
        verified=spell.verified,
        source=spell.source,
    )


def _faults(text: LawText, source: Source, index: int, spots: dict[str, str]) -> Iterator[Fault]:
    def wrong(code: str, *where: str | int, **params: object) -> Fault:
        return fault(code, source.name, line=source.line(("rule", index, *where)), rule=text.id, **params)

    if text.id in spots:
        yield wrong("duplicate", "id", other=spots[text.id])
    for place in clashes(text.values):
        yield wrong("order", "values", place, "since", since=text.values[place].since)
    for place, spell in enumerate(text.values):
        if spell.until is not None and spell.until < spell.since:
            yield wrong("backwards", "values", place, "until", since=spell.since, until=spell.until)
        if spell.verified and spell.mark != "P":
            yield wrong("unverified", "values", place, "verified")
