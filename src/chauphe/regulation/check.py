"""What must hold of a regulation as a whole before anything is decided by it.

Form is checked rule by rule when the file is read; here the rules are held against each other, against the list of
what the software asks (`shape`), and against the days. Every fault is found, not the first.
"""

from collections.abc import Iterator
from datetime import date

from chauphe.regulation import law
from chauphe.regulation.citation import Citation
from chauphe.regulation.dated import clashes
from chauphe.regulation.draft import Draft, Placed
from chauphe.regulation.fault import Fault, fault
from chauphe.regulation.schema import Basis, DatedText, Delivered
from chauphe.regulation.shape import KNOWN, REQUIRED, ROLE, ROLE_LIST, ROLES


def faults(book: Draft, *, today: date | None = None) -> Iterator[Fault]:
    """Yield every fault of a regulation; with `today`, a day of revision still to come is one as well."""
    yield from _head(book, today)
    yield from _ids(book)
    for rule in book.rules:
        yield from _basis(rule)
        yield from _days(rule, book)
        yield from _shape(rule, book)
        yield from _delivery(rule)
    yield from _short(book)


def _head(book: Draft, today: date | None) -> Iterator[Fault]:
    head, line = book.head, book.at.line(("book", "revised"))
    if head.revised < head.since:
        yield fault("revised_before", book.at.name, line=line, revised=head.revised, book=head.since)
    if today is not None and head.revised > today:
        yield fault("revised_ahead", book.at.name, line=line, revised=head.revised, today=today)


def _ids(book: Draft) -> Iterator[Fault]:
    seen: dict[str, Placed] = {}
    for rule in book.rules:
        if rule.text.id in seen:
            yield rule.wrong("duplicate", "id", other=seen[rule.text.id].spot)
        seen.setdefault(rule.text.id, rule)
        office = rule.text.id.removeprefix("role.")
        if office != rule.text.id and office not in ROLES:
            yield rule.wrong("role", "id", role=office, roles=", ".join(ROLES))
    for missing in REQUIRED.keys() - seen.keys():
        yield fault("required", book.at.name, line=book.at.line(("book",)), id=missing)


def _basis(rule: Placed) -> Iterator[Fault]:
    text = rule.text
    if text.citation is not None:
        try:
            Citation.parse(text.citation)
        except ValueError:
            yield rule.wrong("citation", "citation", text=text.citation)
    elif text.basis is Basis.REGULATION:
        yield rule.wrong("citation_missing")
    if text.basis is not Basis.LAW:
        if text.law is not None:
            yield rule.wrong("law_stray", "law")
        return
    if text.law is None:
        yield rule.wrong("law_missing")
    elif text.law not in law.ids():
        yield rule.wrong("law_unknown", "law", law=text.law)
    for key in ("value", "values"):
        if key in text.model_fields_set:
            yield rule.wrong("law_alone", key, key=key)


def _days(rule: Placed, book: Draft) -> Iterator[Fault]:
    text = rule.text
    if text.values is None:
        return
    if "value" in text.model_fields_set:
        yield rule.wrong("value_twice", "value")
    late = set(clashes(text.values))
    for place, spell in enumerate(text.values):
        for code in _day(spell, book, first=place == 0, clash=place in late):
            yield rule.wrong(
                code,
                "values",
                place,
                "until" if code == "backwards" else "since",
                since=spell.since,
                until=spell.until,
                book=book.head.since,
                revised=book.head.revised,
            )


def _day(spell: DatedText, book: Draft, *, first: bool, clash: bool) -> Iterator[str]:
    """Yield the code of each fault in one value's days."""
    if clash:
        yield "order"
    if spell.until is not None and spell.until < spell.since:
        yield "backwards"
    if spell.since < book.head.since:
        yield "before_book"
    if spell.by is None and spell.since > max(book.head.revised, book.head.since):
        yield "ahead"
    elif spell.by is None and not first:
        yield "by_missing"


def _shape(rule: Placed, book: Draft) -> Iterator[Fault]:
    shape = KNOWN.get(rule.text.id)
    if shape is None or rule.text.basis is Basis.LAW:
        return
    for place, spell in enumerate(book.spells(rule.text)):
        where = ("values", place, "value") if rule.text.values is not None else ("value",)
        if not shape.fits(spell.value):
            yield rule.wrong("shape", *where, shape=shape.says)
        elif shape in (ROLE, ROLE_LIST):
            named = spell.value if isinstance(spell.value, list) else [spell.value]
            for role in named:
                if role not in ROLES:
                    yield rule.wrong("role", *where, role=role, roles=", ".join(ROLES))


def _short(book: Draft) -> Iterator[Fault]:
    """Check that a short chain has its questions, and that these name laws that we know."""
    rules = {rule.text.id: rule for rule in book.rules}
    short, asks = rules.get("chain.short"), rules.get("chain.checklist")
    allowed = short is not None and any(isinstance(spell.value, dict) for spell in book.spells(short.text))
    if short is not None and allowed and asks is None:
        yield short.wrong("required", id="chain.checklist")
    for spell in book.spells(asks.text) if asks is not None else ():
        rows = spell.value.values() if isinstance(spell.value, dict) else ()
        for named in (row["law"] for row in rows if isinstance(row, dict) and "law" in row):
            if asks is not None and named not in law.ids():
                yield asks.wrong("law_unknown", "value", law=named)


def _delivery(rule: Placed) -> Iterator[Fault]:
    """Check the keys for the clause table: all that its row needs, or none of them."""
    text = rule.text
    pairs = (("decided_in", "not_decided"), ("screen", "no_screen"))
    if text.delivered is None:
        if text.test or any(getattr(text, key) for pair in pairs for key in pair):
            yield rule.wrong("delivery", key="delivered")
        return
    if not text.test:
        yield rule.wrong("delivery", key="test")
    for key, other in pairs:
        given = (getattr(text, key) is not None) + (getattr(text, other) is not None)
        if given == 0 and text.delivered is Delivered.NOW:
            yield rule.wrong("delivery", key=f"{key} / {other}")
        if given == 2:
            yield rule.wrong("delivery_twice", key, key=key, other=other)
