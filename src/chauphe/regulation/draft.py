"""A regulation as read, before it is known to be sound: the head, and each rule with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chauphe.regulation.fault import Fault, RegulationError, fault
from chauphe.regulation.form import fit
from chauphe.regulation.schema import BookText, DatedText, PartText, RuleText
from chauphe.regulation.source import Source, read


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule and where it stands: the `index`-th of its file."""

    text: RuleText
    source: Source
    index: int

    @property
    def spot(self) -> str:
        return f"{self.source.name}:{self.source.line(('rule', self.index))}"

    def wrong(self, code: str, *where: str | int, **params: object) -> Fault:
        """Make a fault at a key of this rule, or at the rule itself."""
        line = self.source.line(("rule", self.index, *where))
        return fault(code, self.source.name, line=line, rule=self.text.id, **params)


@dataclass(frozen=True, slots=True)
class Draft:
    """The head of a regulation, the file it stands in, and all rules in the order of the files."""

    head: BookText
    at: Source
    rules: tuple[Placed, ...]

    def spells(self, text: RuleText) -> tuple[DatedText, ...]:
        """Return a rule's values with their days; a single value holds from the day of the regulation."""
        if text.values is not None:
            return tuple(text.values)
        return (DatedText(since=self.head.since, value=text.value),)


def files(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield (file, name for people): a single file, or the .toml files of a folder in the order of their names."""
    if path.is_dir():
        yield from ((each, f"{path.name}/{each.name}") for each in sorted(path.glob("*.toml")))
    else:
        yield path, path.name


def draft(path: Path) -> Draft:
    """Read a regulation from a file or folder; misfits of all its files are raised together."""
    faults: list[Fault] = []
    parts: list[tuple[Source, PartText]] = []
    for file, name in files(path):
        try:
            source = read(file, name)
            parts.append((source, fit(PartText, source)))
        except RegulationError as error:
            faults.extend(error.faults)
    heads = [(part.book, source) for source, part in parts if part.book is not None]
    faults.extend(_extra_heads(heads))
    if not heads and not faults:
        faults.append(fault("book_missing", path.name))
    if faults:
        raise RegulationError(tuple(faults))
    head, at = heads[0]
    rules = (Placed(text, source, index) for source, part in parts for index, text in enumerate(part.rule))
    return Draft(head, at, tuple(rules))


def _extra_heads(heads: list[tuple[BookText, Source]]) -> Iterator[Fault]:
    for _, source in heads[1:]:
        yield fault("book_twice", source.name, line=source.line(("book",)), other=heads[0][1].name)
