"""What may stand on the site: a snapshot whose bytes, sign-off, publication and place in the log all agree.

Read from the sealed store and the ledger alone, and verified on every read (DESIGN §1, invariant 1). Whatever does not
agree is refused by name; nobody can ask for it to be baked nevertheless.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_noop as N_

from chauphe.bake.trouble import NotSealed, SiteDamaged
from chauphe.core.moves import ENDS, EXPIRE, PUBLIC, SIGNS, act_name, shown
from chauphe.ledger.selectors import acts_on
from chauphe.people.models import Board
from chauphe.people.selectors import local
from chauphe.seal import acts
from chauphe.seal.canonical import encode_parsed
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.merkle import leaf_hash
from chauphe.seal.paths import Path, Paths
from chauphe.seal.proof import OpenedAct, Proof, entry_of
from chauphe.seal.tiles import BadTile, TiledLog
from chauphe.seal.urgent import RATIFY, URGENT, ratifies

if TYPE_CHECKING:
    from chauphe.items.models import Publication
    from chauphe.ledger.models import Entry

T = TypeVar("T")
Recorded: TypeAlias = "tuple[Entry, dict[str, Any]]"

_DECIDES = {"ends": ENDS, "withdrawn": ("withdraw",)}
"""By which acts alone a snapshot with such a member comes before the public."""

_NOT_IN_LOG = N_("the ledger's entry %(seq)s is not in the log")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A published item, verified: snapshot, digest, the instant of publication, and its publication's places.

    `first` is the month (2026-11) in which the item first came before the public, `expired` that its time is over.
    """

    publication: int
    place: int
    section: int
    section_place: int
    snapshot: Mapping[str, Any]
    digest: str
    published: str
    published_seq: int
    first: str
    expired: bool = False

    @property
    def listed(self) -> bool:
        """Whether lists show it: a takedown's notice, what is withdrawn and what is over have a page, and no more."""
        return self.snapshot.keys().isdisjoint(_DECIDES) and not self.expired


@dataclass(slots=True)
class Archive:
    """Reads published items; `log` is the public log that their acts must be in, `head` its size and root."""

    board: Board
    log: TiledLog
    head: Checkpoint
    paths: Paths = field(init=False)

    def __post_init__(self) -> None:
        self.paths = Paths(self.log)

    def read(self, row: "Publication") -> Sealed:
        """Return a published item; raises NotSealed."""
        try:
            return self._read(row)
        except ObjectDoesNotExist as error:
            raise NotSealed(row.item_id, N_("its sign-off is missing from the ledger")) from error
        except (KeyError, TypeError, ValueError) as error:
            raise NotSealed(row.item_id, N_("its records cannot be read (%(error)s)"), error=error) from error

    def opened(
        self, sealed: Iterable[Sealed], *, earlier: bool = False
    ) -> Iterator[tuple[Sealed, list[OpenedAct] | NotSealed]]:
        """Yield each item with the acts that brought it to the public, or with what is wrong with them (1 query).

        It must be what came before the public last, unless it is an `earlier` text that is kept.
        """
        wanted = list(sealed)
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in acts_on((each.snapshot["item"] for each in wanted), board=self.board):
            found[entry.item.hex].append(entry)
        for each in wanted:
            try:
                entries = found[each.snapshot["item"]]
                if not earlier:
                    self._demand_last(each, entries)
                yield each, self._acts(each, entries)
            except NotSealed as error:
                yield each, error

    def proven(self, snapshot: Mapping[str, Any], proof: Proof) -> list[OpenedAct]:
        """Return the acts that a page's own proof opens, with their paths to this log's root; raises NotSealed."""
        if proof.digest_with(snapshot["body"].encode()) != proof.digest:
            raise NotSealed(name_of(snapshot), N_("its sealed bytes were changed"))
        opened = [replace(act, path=self._path(snapshot, act.seq, act.leaf())) for act in proof.acts]
        _demand_lawful(snapshot, proof.digest, opened)
        return opened

    def _read(self, row: "Publication") -> Sealed:
        signed = row.sign_off
        data = bytes(signed.snapshot.data)
        digest = hashlib.sha256(data).hexdigest()
        if digest != signed.snapshot_id:
            raise NotSealed(row.item_id, N_("its sealed bytes were changed"))
        snapshot = json.loads(data)
        if (snapshot["board"], snapshot["item"]) != (self.board.slug, row.item_id.hex):
            raise NotSealed(row.item_id, N_("the sign-off is that of another item"))
        if snapshot["section"]["slug"] != row.section.slug:
            raise NotSealed(name_of(snapshot), N_("it was moved to a section that nobody signed off"))
        expired = row.entry.act == EXPIRE
        alone = (EXPIRE,) if expired else next((verbs for name, verbs in _DECIDES.items() if name in snapshot), ())
        signs, publishes = (alone, alone) if alone else (SIGNS, ("publish",))
        self._recorded(signed.entry, snapshot, digest, *signs)
        record = self._recorded(row.entry, snapshot, digest, *publishes)
        if signed.entry.seq > row.entry.seq:
            raise NotSealed(name_of(snapshot), N_("it was published before it was signed off"))
        first = local(row.first_at).strftime("%Y-%m")
        places = row.pk, row.place, row.section_id, row.section_place
        return Sealed(*places, snapshot, digest, record["at"], row.entry.seq, first, expired)

    def _recorded(self, entry: "Entry", snapshot: Mapping[str, Any], digest: str, *verbs: str) -> dict[str, Any]:
        """Demand that an entry of the log records this act on this very snapshot, and return the record."""
        record: dict[str, Any] = json.loads(entry.record)
        expected = {name: snapshot[name] for name in ("board", "item", "number", "revision")}
        same = all(record[name] == value for name, value in {**expected, "digest": digest}.items())
        if not same or record["act"] not in verbs:
            other = N_("the ledger's entry %(seq)s is not its %(act)s")
            raise NotSealed(name_of(snapshot), other, seq=entry.seq, act=verbs[0])
        self._demand_in_log(snapshot, entry)
        return record

    def _demand_last(self, sealed: Sealed, entries: Sequence["Entry"]) -> None:
        """Demand that nothing in the log put another text of the item before the public later, or took it down."""
        for entry in entries:
            later = sealed.published_seq < entry.seq < self.log.size
            if later and json.loads(entry.record)["act"] in PUBLIC:
                overtaken = N_("the ledger's entry %(seq)s put another text in its place")
                raise NotSealed(name_of(sealed.snapshot), overtaken, seq=entry.seq)

    def _acts(self, sealed: Sealed, rows: Sequence["Entry"]) -> list[OpenedAct]:
        if hashlib.sha256(encode_parsed(dict(sealed.snapshot))).hexdigest() != sealed.digest:
            raise NotSealed(name_of(sealed.snapshot), N_("its sealed bytes are not in canonical form"))
        read = [(entry, json.loads(entry.record)) for entry in rows if entry.seq <= sealed.published_seq]
        kept = shown((act_name(record), (entry, record)) for entry, record in read)
        kept = sorted(kept + self._ratified(kept, rows, sealed), key=lambda each: each[0].seq)
        opened = [self._opened(sealed.snapshot, entry, record) for entry, record in kept]
        _demand_lawful(sealed.snapshot, sealed.digest, opened)
        return opened

    def _ratified(self, kept: Sequence[Recorded], rows: Sequence["Entry"], sealed: Sealed) -> list[Recorded]:
        """Return the ratification of an urgent sign-off that is kept; of what was withdrawn, none made since."""
        signed = [record for _, record in kept if record["act"] == URGENT]
        until = sealed.published_seq if "withdrawn" in sealed.snapshot else self.log.size
        found = [(entry, json.loads(entry.record)) for entry in rows if entry.act == RATIFY] if signed else []
        return [each for each in found if each[0].seq < until and ratifies(each[1], signed[-1])]

    def _opened(self, snapshot: Mapping[str, Any], entry: "Entry", record: Mapping[str, Any]) -> OpenedAct:
        """Return an act with its path to the root of the log."""
        return OpenedAct(entry.seq, bytes(entry.salt), record, self._path(snapshot, entry.seq, _leaf(entry)))

    def _path(self, snapshot: Mapping[str, Any], seq: int, leaf: bytes) -> Path:
        """Return the path of a leaf to the root of the log, which must hold it at `seq`."""
        if seq < self.log.size:
            path = self._read_log(lambda: self.paths.of(leaf, seq, self.head))
            if path is not None:
                return path
        raise NotSealed(name_of(snapshot), _NOT_IN_LOG, seq=seq)

    def _demand_in_log(self, snapshot: Mapping[str, Any], entry: "Entry") -> None:
        """Demand that the log holds an entry as the ledger has it."""
        if entry.seq >= self.log.size or self._read_log(lambda: self.log.leaf(entry.seq)) != _leaf(entry):
            raise NotSealed(name_of(snapshot), _NOT_IN_LOG, seq=entry.seq)

    def _read_log(self, read: Callable[[], T]) -> T:
        """Read the published log; raises SiteDamaged where a part of it is gone."""
        try:
            return read()
        except (LookupError, BadTile) as error:
            raise SiteDamaged(N_("the published log cannot be read (%(error)s)"), error=error) from error


def sound(rows: Iterable["Publication"], archive: Archive, refused: Callable[[NotSealed], None]) -> Iterator[Sealed]:
    """Yield the items that may be shown; the others are told to `refused` and left out."""
    for row in rows:
        try:
            yield archive.read(row)
        except NotSealed as error:
            refused(error)


def _leaf(entry: "Entry") -> bytes:
    """Return the leaf hash of an entry as the ledger has it."""
    return leaf_hash(entry_of(entry.seq, entry.record, bytes(entry.salt)))


def _demand_lawful(snapshot: Mapping[str, Any], digest: str, opened: Sequence[OpenedAct]) -> None:
    for code, details in acts.unlawful(snapshot, digest, opened):
        unlawful = N_("its acts are no lawful way to the public")
        raise NotSealed(name_of(snapshot), unlawful, code=code, details=details)


def name_of(snapshot: Mapping[str, Any]) -> str:
    """Return what people know an item by."""
    return f"{snapshot['number']} “{snapshot['title']}”"
