"""The written form of a charter, checked by pydantic: no key too many, no text that a page could not show as it is."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError as Invalid
from django.core.validators import validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from chauphe.core.refusal import N_
from chauphe.people import naming
from chauphe.people.naming import Unfit

UNFIT = "unfit"
"""The type of pydantic errors that carry a sentence of ours: `says` and `params`."""

_SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_ORIGIN = r"^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9._-]*)+$"


def _unfit(error: Unfit) -> PydanticCustomError:
    return PydanticCustomError(UNFIT, "{says}", {"says": error.says, "params": error.params})


def _line(text: str) -> str:
    try:
        return naming.line(text)
    except Unfit as error:
        raise _unfit(error) from error


def _person_name(text: str) -> str:
    try:
        return naming.person_name(text)
    except Unfit as error:
        raise _unfit(error) from error


def _login(text: str) -> str:
    try:
        return naming.login(text)
    except Unfit as error:
        raise _unfit(error) from error


def _email(text: str) -> str:
    try:
        validate_email(text)
    except Invalid as error:
        raise _unfit(Unfit(N_("“%(text)s” is no mail address."), text=text[:80])) from error
    return text


def _address(text: str) -> str:
    """Return the address of a site as `https://name`, or with a port; nothing may follow."""
    try:
        parts = urlsplit(text)
        whole = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        whole = ""
    if not whole.startswith(("https://", "http://")) or whole != text.rstrip("/") or not whole.isascii():
        raise _unfit(Unfit(N_("Write it as https://name.gov.vn, in lower case and with nothing behind the name.")))
    return whole


Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Slug = Annotated[str, Field(max_length=40, pattern=_SLUG)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Office = Literal["editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor"]
Most = Field(min_length=1, max_length=1000)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BoardText(_Table):
    """The board and its site; without an `origin`, its log is named by the site's own name."""

    slug: Slug
    name: Line
    parent_name: Line | None = None
    address: Line | None = None
    phone: Annotated[str, Field(max_length=40), AfterValidator(_line)] | None = None
    email: Email | None = None
    responsible: Line | None = None
    colour: Literal["cham", "luc", "nau"] = "cham"
    base_url: Annotated[str, Field(max_length=200), AfterValidator(_address)]
    origin: Annotated[str, Field(max_length=120, pattern=_ORIGIN)] | None = None
    regulation: Annotated[str, Field(min_length=1, max_length=200)] = "founding"


class UnitText(_Table):
    """A unit that supplies items; one of them is the organisation unit (Điều 4 khoản 5)."""

    code: Slug
    name: Line
    kind: Literal["division", "affiliated"] = "division"
    organisation: bool = False


class SectionText(_Table):
    """A section of the site; their order is that of the file."""

    slug: Annotated[str, Field(max_length=60, pattern=_SLUG)]
    name: Annotated[str, Field(max_length=120), AfterValidator(_line)]


class PersonText(_Table):
    """A person; `account` says whether the account is new, or is one that the person has on another board."""

    login: Annotated[str, Field(max_length=60), AfterValidator(_login)]
    name: Annotated[str, Field(max_length=120), AfterValidator(_person_name)]
    honorific: Literal["ông", "bà", ""] = ""
    email: Email | None = None
    account: Literal["new", "existing"] = "new"


class AppointmentText(_Table):
    """An office from a day to a day, both included; without a `title`, the regulation's own word for it."""

    person: str
    role: Office
    title: Annotated[str, Field(max_length=120), AfterValidator(_line)] | None = None
    units: list[str] = []
    sections: list[str] = []
    rank: Annotated[int, Field(ge=0, le=1000)] = 0
    since: date
    until: date | None = None
    decision: Line | None = None


class CharterText(_Table):
    """The whole file."""

    board: BoardText
    unit: Annotated[list[UnitText], Most]
    section: Annotated[list[SectionText], Most]
    person: Annotated[list[PersonText], Most]
    appointment: Annotated[list[AppointmentText], Most]
