"""Reads the demonstration's data: two boards, their people, and a year of items with every act.

Pure: files in, frozen values out; no Django, no clock, nothing written. Whoever fills a database stands on top of this.
All of it is invented, and what lies in `data/` is checked here for form and references; whether each act was lawful is
for the regulation to say, and the tests of this package ask it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from chauphe.core.moves import MOVES, State
from chauphe.core.text import slug
from chauphe.demo.files import HANOI, DemonstrationError, check, local, made, parted, toml

HERE: Final = Path(__file__).parent
DATA: Final = HERE / "data"
PICTURES: Final = HERE / "pictures"

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Kind = Literal["news", "feature", "announcement", "standing_page", "legal_document"]
Verb = Literal[
    "create", "submit", "forward", "moderate", "sign_off", "schedule", "publish", "edit", "return_", "refuse", "revise",
    "correct", "erratum", "withdraw", "take_down", "expire",
]  # fmt: skip
Role = Literal["editor_in_chief", "standing_deputy", "deputy_editor", "board_member", "secretary", "contributor"]

_LEADS_TO: Final = {move.verb: move.target for move in MOVES} | {"create": State.DRAFT, "expire": State.EXPIRED}


@dataclass(frozen=True, config=_STRICT)
class UnitData:
    """A division of the office or a unit affiliated to it."""

    code: str
    name: str
    kind: Literal["division", "affiliated"]


@dataclass(frozen=True, config=_STRICT)
class SectionData:
    """A section of the site; their order in the file is their order on the page."""

    slug: str
    name: str


@dataclass(frozen=True, config=_STRICT)
class PersonData:
    """An invented person; `honorific` is how the office addresses them, `office` their post outside the board."""

    login: str
    name: str
    honorific: Literal["ông", "bà"]
    office: str
    fictional: Literal[True] = True


@dataclass(frozen=True, config=_STRICT)
class AppointmentData:
    """An office on the board from one day to another, both included; `rank` orders the deputies on the ladder."""

    person: str
    role: Role
    title: str
    since: date
    until: date | None = None
    rank: int = 0
    units: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, config=_STRICT)
class AbsenceData:
    """Somebody is away from the beginning of `since` to the end of `until` (Điều 7 khoản 3)."""

    person: str
    since: date
    until: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return the absence as [start, end)."""
        start = datetime.combine(self.since, datetime.min.time(), HANOI)
        return start, datetime.combine(self.until + timedelta(days=1), datetime.min.time(), HANOI)


@dataclass(frozen=True, config=_STRICT)
class ShareData:
    """An author's share of an item, in per cent."""

    person: str
    share: int


@dataclass(frozen=True, config=_STRICT)
class PictureData:
    """A picture as an item uses it: the raster to upload, what is seen, what is said of it, whose it is."""

    name: str
    path: Path
    alt: str
    caption: str
    credit: str
    lead: bool = False


@dataclass(frozen=True, config=_STRICT)
class FileData:
    """An attachment of an item."""

    name: str
    path: Path
    title: str


@dataclass(frozen=True, config=_STRICT)
class DocumentData:
    """What a legal document says of itself (form of Nghị định 30/2020)."""

    number: str
    type: str
    issuer: str
    signer: str
    issued: date
    effective: date | None = None


@dataclass(frozen=True, config=_STRICT)
class ChangeData:
    """Words that an edit replaced; `after` stands exactly once in the text that the edit left behind."""

    field: Literal["title", "summary", "body"]
    before: str
    after: str


@dataclass(frozen=True, config=_STRICT)
class ActData:
    """One act: who did what, when (aware, +07:00), why; an edit says what it changed.

    `ground` is the code of the ground for refusing, `notice` what the public is told, `due` the hour of publication.
    What expires does so by itself: `by` is then whoever published it.
    """

    act: Verb
    by: str
    at: datetime
    reason: str = ""
    changes: tuple[ChangeData, ...] = ()
    ground: str = ""
    notice: str = ""
    due: datetime | None = None


@dataclass(frozen=True, config=_STRICT)
class TextData:
    """The words of an item at one moment; a picture in the body is `<figure data-image="NAME"></figure>`."""

    title: str
    summary: str
    body: str

    def undone(self, change: ChangeData) -> "TextData":
        """Return the text as it was before a change; ValueError when it does not hold the change exactly once."""
        words: str = getattr(self, change.field)
        if words.count(change.after) != 1:
            raise ValueError(f"{change.field} holds {change.after!r} {words.count(change.after)} times, not once")
        return replace(self, **{change.field: words.replace(change.after, change.before)})


@dataclass(frozen=True, config=_STRICT)
class ItemData:
    """An item with its newest words and all that happened to it, in order."""

    key: str
    kind: Kind
    section: str
    unit: str
    text: TextData
    authors: tuple[ShareData, ...]
    acts: tuple[ActData, ...]
    pictures: tuple[PictureData, ...] = ()
    files: tuple[FileData, ...] = ()
    document: DocumentData | None = None
    expires: date | None = None

    @property
    def slug(self) -> str:
        """Return the name that the site will give the newest title."""
        return slug(self.text.title)

    @property
    def state(self) -> State:
        """Return where the item stands after its last act."""
        return next(_LEADS_TO[act.act] for act in reversed(self.acts) if act.act != "edit")

    @property
    def published_at(self) -> datetime | None:
        """Return when the item last went out, or None."""
        return next((act.at for act in reversed(self.acts) if act.act == "publish"), None)

    @cached_property
    def texts(self) -> tuple[TextData, ...]:
        """Return the words after each act, one for one with `acts`; undone backwards from the newest."""
        texts = [self.text]
        for act in reversed(self.acts[1:]):
            text = texts[-1]
            for change in reversed(act.changes):
                text = text.undone(change)
            texts.append(text)
        return tuple(reversed(texts))


@dataclass(frozen=True, config=_STRICT)
class BoardData:
    """A board, its office, its people and its items; `items` in the order in which they were begun."""

    slug: str
    name: str
    parent_name: str
    address: str
    phone: str
    email: str
    responsible: str
    colour: Literal["cham", "luc", "nau"]
    base_url: str
    origin: str
    units: tuple[UnitData, ...]
    sections: tuple[SectionData, ...]
    people: tuple[PersonData, ...]
    appointments: tuple[AppointmentData, ...]
    absences: tuple[AbsenceData, ...] = ()
    organisation_unit: str | None = None
    items: tuple[ItemData, ...] = field(default=())


@dataclass(frozen=True, config=_STRICT)
class Demonstration:
    """Everything that the demonstration shows, up to the moment `as_of`; `words` are Word files to try the upload."""

    as_of: datetime
    boards: tuple[BoardData, ...]
    words: tuple[Path, ...]

    def acts(self) -> Iterator[tuple[BoardData, ItemData, int]]:
        """Yield every act of every board in the order of time, as board, item and place in `item.acts`."""
        items = [(board, item) for board in self.boards for item in board.items]
        rows = [(board, item, place) for board, item in items for place in range(len(item.acts))]
        return iter(sorted(rows, key=lambda row: (row[1].acts[row[2]].at, row[0].slug, row[1].key, row[2])))


def load(data: Path = DATA, pictures: Path = PICTURES) -> Demonstration:
    """Read and check the whole demonstration; DemonstrationError with every fault of the file it stops at."""
    top = toml(data / "demonstration.toml", data)
    catalogue = toml(pictures / "pictures.toml", pictures)
    boards = tuple(_board(data, name, catalogue, pictures) for name in top.get("boards", ()))
    words = tuple(sorted((data / "word").glob("*.docx")))
    whole = {"as_of": local(top.get("as_of")), "boards": boards, "words": words}
    return made(Demonstration, whole, "demonstration.toml")


def _board(data: Path, name: str, catalogue: dict[str, Any], pictures: Path) -> BoardData:
    where = f"{name}/board.toml"
    board = made(BoardData, toml(data / where, data), where)
    check(where, _dangling(board))
    files = sorted((data / name / "items").glob("*/*.html"))
    items = [_item(path, data, catalogue, pictures, board) for path in files]
    return replace(board, items=tuple(sorted(items, key=lambda item: (item.acts[0].at, item.key))))


def _item(path: Path, data: Path, catalogue: dict[str, Any], pictures: Path, board: BoardData) -> ItemData:
    where = path.relative_to(data).as_posix()
    head, body = parted(path, where)
    raw = {key: head[key] for key in head.keys() - {"title", "summary"}} | {
        "key": path.stem,
        "text": {"title": head.get("title"), "summary": head.get("summary"), "body": body},
        "authors": [{"person": person, "share": share} for person, share in head.get("authors", {}).items()],
        "acts": [
            act | {name: local(act[name]) for name in ("at", "due") if name in act} for act in head.get("acts", ())
        ],
        "pictures": [_picture(use, catalogue, pictures, where) for use in head.get("pictures", ())],
        "files": [use | {"path": data / "files" / str(use.get("name"))} for use in head.get("files", ())],
    }
    item = made(ItemData, raw, where)
    check(where, (*_astray(item, board), *_unfit(item)))
    return item


def _picture(use: dict[str, Any], catalogue: dict[str, Any], pictures: Path, where: str) -> dict[str, Any]:
    name = str(use.get("name"))
    if name not in catalogue:
        raise DemonstrationError((f"{where}: pictures: {name!r} is not in pictures.toml",))
    return {**catalogue[name], **use, "path": pictures / f"{name}.png"}


def _dangling(board: BoardData) -> Iterator[str]:
    """Yield what the board file names without having it."""
    units = {unit.code for unit in board.units}
    sections = {section.slug for section in board.sections}
    people = {person.login for person in board.people}
    for each in board.appointments:
        yield from _missing("person", [each.person], people)
        yield from _missing("unit", each.units, units)
        yield from _missing("section", each.sections, sections)
    yield from _missing("person", [absence.person for absence in board.absences], people)
    yield from _missing("unit", [board.organisation_unit] if board.organisation_unit else [], units)


def _astray(item: ItemData, board: BoardData) -> Iterator[str]:
    """Yield what an item names that neither its board nor the disk has."""
    people = {person.login for person in board.people}
    yield from _missing("unit", [item.unit], {unit.code for unit in board.units})
    yield from _missing("section", [item.section], {section.slug for section in board.sections})
    yield from _missing("person", [author.person for author in item.authors], people)
    yield from _missing("person", [act.by for act in item.acts], people)
    for path in (*(picture.path for picture in item.pictures), *(file.path for file in item.files)):
        if not path.is_file():
            yield f"no such file: {path.name}"


def _unfit(item: ItemData) -> Iterator[str]:
    """Yield what does not hold together inside an item."""
    if not item.acts or item.acts[0].act != "create":
        yield "acts: the first is to be 'create'"
        return
    if (item.kind == "legal_document") != (item.document is not None):
        yield "document: a legal document has one, nothing else has"
    for act in item.acts:
        if bool(act.changes) != (act.act == "edit"):
            yield f"acts: {act.act} of {act.at:%d/%m/%Y %H:%M}: an edit, and nothing else, says what it changed"
    try:
        _ = item.texts
    except ValueError as fault:
        yield f"acts: changes: {fault}"


def _missing(what: str, named: Iterable[str], known: set[str]) -> Iterator[str]:
    yield from (f"unknown {what}: {name!r}" for name in named if name not in known)
