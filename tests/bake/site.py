"""A board with its site, one sentence a deed; and what an insider with the database's password could do to it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from chauphe.bake import keys, services, watch
from chauphe.bake.services import Baked
from chauphe.items import services as items
from chauphe.items.models import Draft, Item, SignOff
from chauphe.people.models import Person, Section
from chauphe.public import fragment
from chauphe.seal.findings import Finding
from chauphe.seal.reader import Directory
from chauphe.seal.verify import GZIP, verify_site
from tests import factories
from tests.factories import MORNING, Office

Files = dict[str, str]
OF_ITS_TIME = (".well-known/", "bang-chung.json")
"""Proofs and seals end in the checkpoint of their release; everything else follows from what is published alone."""


@dataclass
class Baker:
    """An office, its site, and a clock that moves on with every deed."""

    office: Office
    now: datetime = field(default=MORNING)

    @property
    def root(self) -> Path:
        return services.folder_of(self.office.board).root

    def later(self, **by: int) -> datetime:
        self.now += timedelta(**(by or {"minutes": 7}))
        return self.now

    def write(self, title: str, *, section: Section | None = None, kind: str = "news", **content: Any) -> Item:
        """Write a draft of the unit `division`."""
        of = self.office
        words = {"title": title, "summary": "Nộp tại Bộ phận Một cửa.", "body": factories.BODY} | content
        item = items.create(
            of.board, by=of.contributor, at=self.later(), kind=kind, unit=of.division, section=section or of.news,
            content=words,
        )  # fmt: skip
        items.freeze(item.pk, board=of.board, by=of.contributor, at=self.later())
        return item

    def approve(self, item: Item) -> SignOff:
        """Take a draft as far as the chief's signature."""
        of = self.office
        for verb, by in (("submit", of.contributor), ("forward", of.member), ("moderate", of.deputy)):
            getattr(items, verb)(item.pk, board=of.board, by=by, at=self.later(), seen=factories.seen(item))
        return items.sign_off(item.pk, board=of.board, by=of.chief, at=self.later(), seen=factories.seen(item))

    def send_out(self, signed: SignOff) -> Item:
        """Let the secretary publish a sign-off."""
        of = self.office
        items.publish(signed.pk, board=of.board, by=of.secretary, at=self.later(), seen=signed.snapshot_id)
        return factories.fresh(signed.item)

    def publish(self, title: str = "Hướng dẫn hồ sơ hỗ trợ học nghề", **given: Any) -> Item:
        """Write an item and take it all the way."""
        return self.send_out(self.approve(self.write(title, **given)))

    def revise(self, item: Item, *, section: Section | None = None, kind: str | None = None, **content: Any) -> Item:
        """Publish a new revision of an item."""
        board, by = self.office.board, self.office.contributor
        items.revise(item.pk, board=board, by=by, at=self.later(), reason="Bổ sung thời hạn.")
        draft = Draft.objects.get(item=item)
        items.save(
            item.pk, draft.content | content, board=board, by=by, at=self.later(), version=draft.version,
            section=section, kind=kind,
        )  # fmt: skip
        items.freeze(item.pk, board=board, by=by, at=self.later())
        return self.send_out(self.approve(item))

    def on_live(self, verb: str, item: Item, *, notice: str, reason: str = "Sai.", by: Person | None = None) -> None:
        """Decide on what is live of an item, as the chief unless somebody else is named; `notice` is for the public."""
        live = factories.fresh(item).live
        assert live is not None
        said = {"seen": live.sign_off.snapshot_id, "reason": reason, "notice": notice}
        getattr(items, verb)(item.pk, board=self.office.board, by=by or self.office.chief, at=self.later(), **said)

    def catch_up(self) -> Baked | None:
        return services.catch_up(self.office.board, at=self.later())

    def bake_all(self) -> Baked:
        return services.bake_all(self.office.board, at=self.later())

    def otherwise_anew(self) -> list[str]:
        """Bake everything anew, and name the files that then are not as they had grown."""
        grown = self.files(timeless=True)
        self.bake_all()
        anew = self.files(timeless=True)
        return sorted(name for name in grown.keys() | anew.keys() if grown.get(name) != anew.get(name))

    def check(self) -> watch.Health:
        return watch.check(self.office.board)

    def repair(self) -> Baked | None:
        return watch.repair(self.office.board, self.check(), at=self.later())

    def verified(self) -> list[Finding]:
        """Check the site as a stranger would, and return what is wrong."""
        key = keys.signer_of(self.office.board).verifier
        unpack = {**GZIP, ".br": watch.unpacked}
        return list(verify_site(Directory(self.root), keys=[key], check_page=fragment, unpack=unpack).findings)

    def page_of(self, item: Item) -> Path:
        return next(self.root.glob(f"*/*-{item.number}/index.html"))

    def files(self, *, timeless: bool = False) -> Files:
        """Hash every file of the site; `timeless` leaves out what depends on when it was baked."""
        found = {}
        for path in sorted(self.root.resolve().rglob("*")):
            name = str(path.relative_to(self.root.resolve()))
            if path.is_file() and not (timeless and (name.startswith(OF_ITS_TIME[0]) or OF_ITS_TIME[1] in name)):
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


@contextmanager
def unguarded(table: str) -> Iterator[None]:
    """Do as an insider with all rights would: take the guard off a table, and put it back."""
    names = [f"append_only_{table}_{verb}" for verb in ("update", "delete", "row", "truncate")]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            triggers = [row for row in cursor.fetchall() if row[0] in names]
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
