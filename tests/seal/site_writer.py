"""A small board that publishes: writes a sealed site with seal's own builders, for tests to tamper with."""

import gzip
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

from chauphe.seal import checkpoint, manifest, tiles
from chauphe.seal.canonical import digest
from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, PAGE, PROOF, SEALS, SHARDS, item_folder
from chauphe.seal.manifest import Manifest
from chauphe.seal.merkle import Frontier, inclusion_path, leaf_hash
from chauphe.seal.note import Signer
from chauphe.seal.page import PageCheck
from chauphe.seal.proof import OpenedAct, leaf_bytes, proof_bytes

BOARD = "snv-anhai"
ORIGIN = f"chauphe.example/{BOARD}"
SIGNER = Signer(ORIGIN, bytes(range(32)))
STRANGER = Signer(ORIGIN, bytes(range(1, 33)))
IMAGE = b"\x89PNG a picture of a bridge"

AUTHOR = ("p-1", "Lê Thị Mai", "contributor")
MEMBER = ("p-5", "Đỗ Văn Lâm", "board_member")
DEPUTY = ("p-2", "Trần Văn Hòa", "deputy_editor")
CHIEF = ("p-3", "Nguyễn Thủy An", "editor_in_chief")
SECRETARY = ("p-4", "Phạm Quốc Bảo", "secretary")
WAY = (("forward", MEMBER), ("moderate", DEPUTY), ("sign_off", CHIEF), ("publish", SECRETARY))


class PlainPages:
    """Shows a snapshot as plainly as the contract allows."""

    def fragment(
        self, snapshot: Mapping[str, Any], *, published: str | None, expired: bool = False, urgent: str | None = None
    ) -> str:
        authors = ", ".join(author["name"] for author in snapshot["authors"])
        mark = "" if urgent is None else f", urgent {urgent}"
        head = f"<h1>{snapshot['title']}</h1><p>{authors}, {published}{', over' if expired else ''}{mark}</p>"
        return f"{head}<!--body-->{snapshot['body']}<!--/body-->"

    def body_from(self, page: str) -> str:
        return page[page.index("<!--body-->") + 11 : page.index("<!--/body-->")]


def snapshot_of(number: int, **changes: Any) -> dict[str, Any]:
    image = hashlib.sha256(IMAGE).hexdigest()
    rendition = {"sha256": image, "type": "image/png", "width": 8, "height": 8, "bytes": len(IMAGE)}
    picture = {"sha256": image, "alt": "Cầu An Hải", "caption": "", "credit": "Sở Nội vụ", "lead": True}
    return {
        "format": "chauphe-snapshot/1",
        "board": BOARD,
        "item": f"{number:032x}",
        "number": number,
        "revision": 1,
        "kind": "news",
        "language": "vi",
        "title": f"Tin số {number}",
        "summary": "Tóm tắt",
        "slug": "tin-so",
        "section": {"slug": "tin-tuc", "name": "Tin tức"},
        "unit": {"code": "VP", "name": "Văn phòng"},
        "authors": [{"name": AUTHOR[1], "share": 100}],
        "body": f"<p>Nội dung của tin số {number}.</p>",
        "images": [
            {**picture, "width": 8, "height": 8, "renditions": [{**rendition, "name": f"{image[:16]}.png"}]},
        ],
        "files": [],
        "links": [],
        "document": None,
        **changes,
    }


def act_of(
    snapshot: Mapping[str, Any], seq: int, verb: str, who: tuple[str, str, str], **changes: Any
) -> dict[str, Any]:
    person, name, role = who
    return {
        "format": "chauphe-act/1",
        "board": snapshot["board"],
        "seq": seq,
        "act": verb,
        "item": snapshot["item"],
        "number": snapshot["number"],
        "revision": snapshot["revision"],
        "digest": digest(snapshot),
        "person": {"id": person, "name": name},
        "appointment": {"id": f"a-{person}", "role": role, "title": role},
        "capacity": "own",
        "in_place_of": None,
        "clause": "Điều 4 khoản 1",
        "rule": "moderation.by_deputy",
        "regulation": "founding@2020-05-01",
        "basis": "regulation",
        "reason": "",
        "at": "2026-11-20T08:15:00Z",
        "factor": "password",
        **changes,
    }


@dataclass
class Log:
    """A log in memory."""

    entries: list[bytes] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def append(self, entry: bytes) -> None:
        self.entries.append(entry)
        for subtree in self.frontier.append(leaf_hash(entry)):
            self.nodes[subtree.level, subtree.index] = subtree.hash

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


@dataclass
class Site:
    """A board's site in `root`; `publish` takes an item through the chain, `release` writes everything out."""

    root: Path
    pages: PageCheck = field(default_factory=PlainPages)
    signer: Signer = SIGNER
    log: Log = field(default_factory=Log)
    published: list[tuple[dict[str, Any], list[tuple[int, bytes, dict[str, Any]]]]] = field(default_factory=list)
    number: int = 0
    previous: str | None = None

    def publish(
        self,
        snapshot: dict[str, Any],
        way: Sequence[tuple[str, tuple[str, str, str]]] = WAY,
        **changes: Mapping[str, Any],
    ) -> None:
        acts = []
        for verb, who in way:
            seq = len(self.log.entries)
            record = act_of(snapshot, seq, verb, who, **changes.get(verb, {}))
            salt = hashlib.sha256(b"salt %d" % seq).digest()
            self.log.append(leaf_bytes(seq, salt, record))
            acts.append((seq, salt, record))
        self.published.append((snapshot, acts))

    def release(self, *, packed: bool = True) -> "Site":
        self.write_log()
        for snapshot, acts in self.published:
            self.write_item(snapshot, acts, packed=packed)
        self.write("index.html", b"<!doctype html><title>An H\xe1\xba\xa3i</title>", packed=packed)
        self.write("_/site.css", b"body { margin: 0 }", packed=packed)
        self.write("chuyen-muc/tin-tuc/trang-1/index.html", b"<!doctype html><title>1</title>", packed=packed)
        self.seal()
        return self

    def write(self, path: str, data: bytes, *, packed: bool = False) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if packed:
            Path(f"{target}.br").write_bytes(brotli.compress(data, quality=4))
            Path(f"{target}.gz").write_bytes(gzip.compress(data, 6, mtime=0))

    def write_item(self, snapshot: dict[str, Any], acts: Sequence[Any], *, packed: bool) -> None:
        size = len(self.log.entries)
        opened = [
            OpenedAct(seq, salt, record, tuple(inclusion_path(seq, size, self.log.node))) for seq, salt, record in acts
        ]
        note = (self.root / CHECKPOINT).read_text()
        shown = self.pages.fragment(snapshot, published=acts[-1][2]["at"])
        page = f"<!doctype html><title>{snapshot['title']}</title><main><!--sealed-->{shown}<!--/sealed--></main>"
        folder = item_folder(snapshot)
        self.write(f"{folder}/{PAGE}", page.encode(), packed=packed)
        self.write(f"{folder}/{PROOF}", proof_bytes(snapshot, opened, note))
        for image in snapshot["images"]:
            for rendition in image["renditions"]:
                self.write(f"{folder}/{rendition['name']}", IMAGE)

    def write_log(self) -> None:
        size = len(self.log.entries)
        shutil.rmtree(self.root / SEALS / "tile", ignore_errors=True)
        for tile in tiles.tiles_of(size):
            entries = self.log.entries[tile.index * 256 : tile.index * 256 + tile.width]
            data = tiles.encode_bundle(entries) if tile.level is None else tiles.tile_bytes(tile, self.log.node)
            self.write(SEALS + tile.path, data)
        head = Checkpoint(ORIGIN, size, self.log.frontier.root())
        self.write(CHECKPOINT, checkpoint.sign(head, self.signer))
        self.write(KEY, f"{self.signer.verifier.text()}\n".encode())

    def seal(self, *, signer: Signer | None = None) -> None:
        """Hash what lies in the site and sign it as the next release."""
        shards: dict[str, dict[str, str]] = {}
        for file in sorted(self.root.rglob("*")):
            path = str(file.relative_to(self.root))
            if file.is_file() and not path.startswith(SEALS):
                shards.setdefault(manifest.shard_of(path), {})[path] = hashlib.sha256(file.read_bytes()).hexdigest()
        written = {name: manifest.shard_bytes(files) for name, files in shards.items()}
        for name, data in written.items():
            self.write(SHARDS + name, data)
        self.number += 1
        listed = {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
        head = Manifest(
            BOARD,
            self.number,
            self.previous,
            len(self.log.entries),
            self.log.frontier.root(),
            "2026-11-20T09:00:00Z",
            listed,
        )
        data = manifest.sign(head, signer or self.signer)
        self.previous = manifest.note_digest(data)
        self.write(MANIFEST, data)
