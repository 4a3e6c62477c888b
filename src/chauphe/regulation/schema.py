"""The written form of a rule file, checked by pydantic; `chauphe regulation schema` prints it as JSON Schema.

A regulation is one file or a folder of files, each with `[[rule]]` tables and exactly one of them with `[book]`. A rule
has either one `value`, in force since the regulation is, or dated `values`; `since` and `until` are both inclusive.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


def _several(value: object) -> object:
    """Let one test be written without brackets."""
    return [value] if isinstance(value, str) else value


class Basis(StrEnum):
    """What a rule stands on: the board's written regulation, the law, or a convention of the board where both leave
    the matter open."""

    REGULATION = "regulation"
    LAW = "law"
    HOUSE = "house"


class Delivered(StrEnum):
    """When the software carries a rule out."""

    NOW = "now"
    WORKING_LIFE = "later: working life"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Says(_Table):
    """What a rule says in our own words, in both languages."""

    vi: Text
    en: Text


class DatedText(_Table):
    """One value and the days on which it holds; `by` names the decision that brought it."""

    since: date
    until: date | None = None
    value: JsonValue
    by: Text | None = None


class RuleText(_Table):
    """One rule as written. The last six keys are for the clause table and may all be left out."""

    id: Id
    citation: Text | None = None
    basis: Basis
    says: Says
    unit: Text | None = None
    value: JsonValue = None
    values: Annotated[Sequence[DatedText], Field(min_length=1)] | None = None
    law: Id | None = None
    decided_in: Text | None = None
    not_decided: Text | None = None
    screen: Text | None = None
    no_screen: Text | None = None
    test: Annotated[Sequence[Text], BeforeValidator(_several)] = ()
    delivered: Delivered | None = None


class BookText(_Table):
    """The head of a regulation; `revised` is the day when the file was last gone through."""

    id: Slug
    title: Text
    office: Text
    since: date
    revised: date
    decision: Text | None = None


class PartText(_Table):
    """One file of a regulation."""

    book: BookText | None = None
    rule: Sequence[RuleText] = ()


class SpellText(_Table):
    """One value of a legal rule: from which decree and article, and how far its wording was checked.

    `mark` says what was read: P the text of the law itself (though in a third-party copy, unless `verified`), S a
    page about it, NV nothing yet.
    """

    since: date
    until: date | None = None
    value: JsonValue
    decree: Text
    article: Text
    mark: Literal["P", "S", "NV"]
    verified: bool = False
    source: Text


class LawText(_Table):
    """One legal rule as written."""

    id: Id
    says: Says
    unit: Text | None = None
    values: Annotated[Sequence[SpellText], Field(min_length=1)]


class PackText(_Table):
    """One file of legal rules."""

    rule: Annotated[Sequence[LawText], Field(min_length=1)]
