"""Writing: a new draft, saving it by the second, and freezing it into a revision."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from chauphe.core.authority import Bench
from chauphe.core.item import against_rerouting
from chauphe.core.moves import State
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.core.text import fold, slug
from chauphe.items.content import empty, hashes, only_held, shown, tidy
from chauphe.items.facts import facts_of
from chauphe.items.models import Asset, Draft, Item, Revision
from chauphe.items.selectors import hidden_uploads
from chauphe.items.services.answers import answered, only_asked
from chauphe.items.services.assets import on_board
from chauphe.items.services.lock import may_write, permitted, recorded
from chauphe.items.services.pen import locked_draft, opened
from chauphe.items.services.writers import writers_of
from chauphe.items.snapshot import snapshot_of
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.people.selectors import bench_of, book_of, local, open_units
from chauphe.seal.canonical import canonical, digest

_LISTED = ("kind", "unit", "section", "title", "folded")
"""What a saving writes into the item's own row, for the lists, if it changed."""


class Saved(NamedTuple):
    """What was saved, and the board's pictures and files that were named in it, by their hash."""

    draft: Draft
    assets: dict[str, Asset]


class Conflict(Exception):
    """Raised when the saved copy is newer than the one being saved; `draft` is what is saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.version)
        self.draft = draft


@transaction.atomic
def create(
    board: Board,
    *,
    by: Person,
    at: datetime,
    kind: str,
    unit: Unit,
    section: Section,
    content: Mapping[str, Any],
    imported: Mapping[str, Any] | None = None,
) -> Item:
    """Begin an item as a draft. The unit and section must be of this board; the writer is its first author.

    Whoever holds no office on the board today is refused.
    """
    may_write(board, by=by, at=at)
    if unit.board_id != board.pk or section.board_id != board.pk:
        raise Unit.DoesNotExist
    _exists(unit, board=board, at=at)
    number = _next_number(board)
    given = empty(authors=[{"person": str(by.pk), "name": by.full_name, "share": 100}]) | dict(content)
    answers = only_asked(given.get("checklist"), board, at=at)
    whole, _ = _whole(given | {"notices": [], "checklist": answers}, board)
    item = Item.objects.create(
        board=board,
        number=number,
        kind=kind,
        unit=unit,
        section=section,
        title=whole["title"],
        folded=_folded(whole["title"]),
        created_by=by,
        created_at=at,
        waiting_since=at,
    )
    item.writers.set(writers_of(whole, [str(by.pk)], board))
    Draft.objects.create(
        item=item, content=whole, imported=dict(imported or {}), hands=[str(by.pk)], saved_at=at, saved_by=by
    )
    return item


@transaction.atomic
def save(
    item_id: UUID,
    content: Mapping[str, Any],
    *,
    board: Board,
    by: Person,
    at: datetime,
    version: int,
    kind: str | None = None,
    unit: Unit | None = None,
    section: Section | None = None,
    imported: Mapping[str, Any] | None = None,
    page: str = "",
    bench: Bench | None = None,
) -> Saved:
    """Save the working copy. Raises Refused, Held or Conflict; in each case nothing saved before is lost.

    `page` names the open page it comes from: a newer copy saved from the same page (whose answer was lost on the way)
    is no conflict. `bench` are the people of that instant, where the caller has gathered them already.
    """
    draft = opened(item_id, board=board, by=by, at=at, page=page, bench=bench)
    item = draft.item
    own = bool(page) and draft.saved_from == page and draft.saved_by_id == by.pk
    if draft.version != version and not own:
        raise Conflict(draft)
    for each in (unit, section):
        if each is not None and each.board_id != board.pk:
            raise Unit.DoesNotExist
    if unit is not None and unit.pk != item.unit_id:
        _exists(unit, board=board, at=at)
    _stays_routed(item, unit or item.unit, section or item.section, board=board, at=at, bench=bench)
    before = [getattr(item, name) for name in _LISTED]
    item.kind, item.unit, item.section = kind or item.kind, unit or item.unit, section or item.section
    assets = _taken_over(draft, content, by, bench or bench_of(board, at=at), at=at)
    if imported is not None:
        draft.imported = dict(imported)
    if item.state == State.DRAFT:
        draft.hands = sorted({*draft.hands, str(by.pk)})
    item.title, item.folded = draft.content["title"], _folded(draft.content["title"])
    if before != [getattr(item, name) for name in _LISTED]:
        item.save(update_fields=_LISTED)
    draft.version += 1
    draft.saved_at, draft.saved_by, draft.saved_from = at, by, page
    draft.save()
    return Saved(draft, assets)


@transaction.atomic
def freeze(item_id: UUID, *, board: Board, by: Person, at: datetime, factor: str = "password") -> Revision:
    """Make the working copy an immutable revision; where it changes nothing, the current revision stands.

    A change made after the item was handed in is an act of its own in the ledger, so that the next person sees it.
    """
    draft = locked_draft(item_id, board=board)
    item = draft.item
    permit = permitted("edit", item, board=board, by=by, at=at)
    current = item.current
    if not item.live_id:
        item.slug = slug(draft.content["title"]) or "tin"
    assets = list(Asset.objects.filter(board=board, sha256__in=hashes(draft.content)))
    if current:
        unchanged = snapshot_of(item, draft.content, assets, revision=current.number)
        if digest(unchanged) == current.digest:
            return current
    number = current.number + 1 if current else 1
    data = canonical(snapshot_of(item, draft.content, assets, revision=number))
    revision = Revision.objects.create(
        item=item, number=number, content=data.decode(), digest=sha256(data).hexdigest(), made_by=by, made_at=at
    )
    # Who was ever named or typed stays barred from deciding, even where a later list of authors forgets them.
    draft.hands = sorted({*draft.hands, *(author["person"] for author in draft.content["authors"] if author["person"])})
    draft.save(update_fields=["hands"])
    item.current, item.last_editor = revision, by
    if item.state == State.IN_EDITING:
        item.editors = sorted({*item.editors, str(by.pk)})
    item.save(update_fields=["current", "last_editor", "editors", "slug"])
    item.writers.set(writers_of(draft.content, draft.hands, board))
    if item.state != State.DRAFT:
        recorded(permit, item, board=board, at=at, factor=factor)
    return revision


def _taken_over(
    draft: Draft, content: Mapping[str, Any], by: Person, bench: Bench, *, at: datetime
) -> dict[str, Asset]:
    """Put what was sent into the working copy, and return the uploads that it names."""
    board, known = draft.item.board, hashes(draft.content)
    answers = answered(draft, content.get("checklist"), at=at)
    whole = {**content, "notices": _notices(draft, content.get("notice")), "checklist": answers}
    draft.content, assets = _whole(whole, board)
    strange = [asset for sha256, asset in assets.items() if sha256 not in known and asset.uploaded_by_id != by.pk]
    if strange and (hidden := hidden_uploads(strange, board, by, bench, at=at)):
        # Nobody gets at what a closed draft shows by naming its hash in a draft of their own (W3).
        draft.content, assets = _whole(whole, board, without=hidden)
    return assets


def _notices(draft: Draft, said: object) -> list[dict[str, Any]]:
    """Return what the page says of its earlier texts; only the newest may be worded anew, until it is published."""
    kept: list[dict[str, Any]] = [dict(row) for row in draft.content.get("notices", ())]
    live = draft.item.live
    if kept and said is not None and live is not None and live.sign_off.revision.number == kept[-1]["revision"]:
        kept[-1]["text"] = str(said)
    return kept


def _next_number(board: Board) -> int:
    row = Board.objects.select_for_update().get(pk=board.pk)
    number = row.next_number
    row.next_number = number + 1
    row.save(update_fields=["next_number"])
    return number


def _exists(unit: Unit, *, board: Board, at: datetime) -> None:
    """Raise Refused where an item would be begun for a unit that is no more, or is not there yet (1 query)."""
    on = local(at).date()
    if not open_units(board, on=on).filter(pk=unit.pk).exists():
        says = N_("%(unit)s does not exist on this day. Choose the unit that does its work now.")
        raise Refused((Reasons(book_of(board), on).no("unit_closed", says, "unit.succession", unit=unit.name),))


def _stays_routed(item: Item, unit: Unit, section: Section, *, board: Board, at: datetime, bench: Bench | None) -> None:
    """Raise Refused where another unit or section would take the item out of the hands that it went through."""
    if (unit.pk, section.pk) == (item.unit_id, item.section_id):
        return
    people, book = bench or bench_of(board, at=at), book_of(board)
    against = against_rerouting(facts_of(item), people, book, unit=unit.code, section=section.slug, at=local(at))
    if against:
        raise Refused(against)


def _whole(
    content: Mapping[str, Any], board: Board, *, without: Collection[str] = ()
) -> tuple[dict[str, Any], dict[str, Asset]]:
    """Clean a working copy, and leave out of it what the board does not hold; return with it what it does."""
    cleaned = tidy(content)
    named = (hashes(cleaned) | set(shown(cleaned["body"]))) - set(without)
    held = on_board(board, named) if named else {}
    pictures = {sha256 for sha256, asset in held.items() if asset.kind == Asset.Kind.PICTURE}
    return only_held(cleaned, pictures=pictures, files=held), held


def _folded(title: str) -> str:
    return fold(title)[:600]
