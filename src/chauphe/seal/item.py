"""Whether one item's page carries exactly what was sealed, and whether its acts are in the log and lawful.

The page's body goes back into the snapshot beside it; the digest must be the one that was signed off, and the sealed
part of the page must be what this snapshot looks like, to the letter. Pictures and attachments are compared by hash.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chauphe.seal import acts, hands, note, timing, urgent
from chauphe.seal.canonical import NotCanonical
from chauphe.seal.checkpoint import BadCheckpoint, Checkpoint
from chauphe.seal.checkpoint import opened as opened_checkpoint
from chauphe.seal.findings import Code, Findings
from chauphe.seal.layout import PAGE, PROOF, item_folder, item_of, plain_name, version, version_of
from chauphe.seal.merkle import root_by_inclusion
from chauphe.seal.page import PageCheck, read_page
from chauphe.seal.paths import Paths
from chauphe.seal.proof import BadProof, OpenedAct, Proof
from chauphe.seal.tiles import BadTile, TiledLog

# What a hostile snapshot can do to code that renders it.
_MISSHAPEN = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
MOST_SHOWN = 100
_KEPT = 512


@dataclass(slots=True)
class ItemCheck:
    """Checks item after item of one board; `log` is None when the log itself cannot be relied on."""

    board: str | None
    keys: tuple[note.Verifier, ...]
    log: TiledLog | None
    check_page: PageCheck
    findings: Findings
    both_duties: hands.BothDuties = hands.leave_to_the_board
    short_chain: acts.ShortChain = acts.leave_short_to_the_board
    urgent_by: urgent.UrgentBy = urgent.anybody
    paths: Paths | None = field(init=False)
    kept: dict[str, Checkpoint | None] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.paths = Paths(self.log) if self.log else None

    def check_all(self, folder: str, hashes: Mapping[str, str], contents: Mapping[str, bytes]) -> None:
        """Check an item's folder, and the earlier texts of it that it keeps; as `check`."""
        texts: dict[int | None, list[str]] = {}
        for name in hashes:
            texts.setdefault(version_of(name), []).append(name)
        proof = self.check(folder, *_part(texts.get(None, []), "", hashes, contents)) if None in texts else None
        earlier = sorted(revision for revision in texts if revision)
        for revision in earlier:
            own = version(revision)
            self.check(f"{folder}/{own}"[:-1], *_part(texts[revision], own, hashes, contents), revision=revision)
        if proof:
            self._versions(folder, proof, set(earlier))

    def _versions(self, folder: str, proof: Proof, found: set[int]) -> None:
        """Demand that the earlier texts that are kept are those of which the page says that they were put right."""
        try:
            named = {notice["revision"] for notice in proof.snapshot.get("notices", ()) if notice["revision"]}
        except _MISSHAPEN:
            return  # said already
        for revision in sorted(found - named):
            self.findings.add(Code.PAGE_ASSET_UNSEALED, f"{folder}/{version(revision)}{PAGE}")
        for revision in sorted(named - found):
            self.findings.add(Code.PAGE_ASSET_MISSING, f"{folder}/{version(revision)}{PAGE}")

    def check(
        self, folder: str, hashes: Mapping[str, str], contents: Mapping[str, bytes], *, revision: int | None = None
    ) -> Proof | None:
        """Check one page of an item: `hashes` of all its files by name, `contents` of page and proof.

        A file that could not be read is missing from `contents`, and has been reported. `revision` is given for an
        earlier text, which lies in a folder of its own inside the item's. Returns the proof, None if it cannot be read.
        """
        data = contents.get(PROOF)
        if data is None:
            if PROOF not in hashes:
                self.findings.add(Code.PROOF_MISSING, f"{folder}/{PROOF}")
            return None
        try:
            proof = Proof.parse(data)
            belongs = _is_at(folder, proof.snapshot, revision) and proof.snapshot["board"] == (
                self.board or proof.snapshot["board"]
            )
        except (BadProof, KeyError, TypeError):
            self.findings.add(Code.PROOF_MALFORMED, f"{folder}/{PROOF}")
            return None
        if not belongs:
            self.findings.add(
                Code.PROOF_ELSEWHERE, f"{folder}/{PROOF}", title=str(proof.snapshot.get("title"))[:MOST_SHOWN]
            )
        self._page(folder, proof, contents.get(PAGE), listed=PAGE in hashes)
        self._acts(folder, proof)
        self._assets(folder, proof.snapshot, hashes)
        return proof

    def _page(self, folder: str, proof: Proof, page: bytes | None, *, listed: bool) -> None:
        path = f"{folder}/{PAGE}"
        if page is None:
            if not listed:
                self.findings.add(Code.FILE_MISSING, path)
            return
        try:
            published = acts.published_at(proof.snapshot, proof.acts)
            expired = timing.expired(proof.snapshot, proof.acts)
            mark = urgent.urgency((act.record for act in proof.acts), acts.shown_revision(proof.snapshot))
            digest, as_shown = read_page(page, proof, self.check_page, published, expired=expired, urgent=mark)
            if "withdrawn" in proof.snapshot and acts.rewritten(proof.sealed(self.check_page.body_from(page.decode()))):
                self.findings.add(Code.ACTS_REWRITTEN, path)
        except (*_MISSHAPEN, NotCanonical):
            self.findings.add(Code.PAGE_DIFFERS, path)
            return
        if digest != proof.digest:
            self.findings.add(Code.PAGE_DIGEST, path)
        if not as_shown:
            self.findings.add(Code.PAGE_DIFFERS, path)

    def _acts(self, folder: str, proof: Proof) -> None:
        path = f"{folder}/{PROOF}"
        checkpoint = self.checkpoint(proof.checkpoint)
        if checkpoint is None:
            self.findings.add(Code.PROOF_CHECKPOINT, path)
        try:
            for act in proof.acts:
                self._in_log(path, act, checkpoint)
            for code, details in self._unlawful(proof):
                self.findings.add(code, path, **details)
        except (*_MISSHAPEN, NotCanonical):
            self.findings.add(Code.PROOF_MALFORMED, path)
            return
        if checkpoint and self.log and not self.same_history(checkpoint, self.log):
            self.findings.add(Code.PROOF_OTHER_HISTORY, path, size=checkpoint.size)

    def _unlawful(self, proof: Proof) -> Iterator[acts.Unlawful]:
        yield from acts.unlawful(proof.snapshot, proof.digest, proof.acts)
        yield from hands.done_by_one(proof.acts, self.both_duties)
        yield from acts.cut_short(proof.acts, proof.snapshot, self.short_chain)
        yield from urgent.forbidden(proof.acts, self.urgent_by)

    def _in_log(self, path: str, act: OpenedAct, checkpoint: Checkpoint | None) -> None:
        leaf = act.leaf()
        if checkpoint and self.paths and self.paths.shown(leaf, act.seq, checkpoint, act.path):
            return
        if self.log and act.seq < self.log.size and not _holds(self.log, act.seq, leaf):
            self.findings.add(Code.PROOF_NOT_IN_LOG, path, seq=act.seq)
        elif checkpoint and root_by_inclusion(leaf, act.seq, checkpoint.size, act.path) != checkpoint.root:
            self.findings.add(Code.PROOF_PATH, path, seq=act.seq)

    def checkpoint(self, text: str) -> Checkpoint | None:
        """Return a proof's checkpoint if a known key signed it; those of one release are looked at once."""
        if text not in self.kept:
            if len(self.kept) >= _KEPT:
                self.kept.clear()
            self.kept[text] = self._opened(text)
        return self.kept[text]

    def _opened(self, text: str) -> Checkpoint | None:
        try:
            checkpoint, key = opened_checkpoint(text.encode(), self.keys)
        except (note.NoteError, BadCheckpoint, UnicodeEncodeError):
            return None
        return checkpoint if checkpoint.origin == key.name else None

    def same_history(self, checkpoint: Checkpoint, log: TiledLog) -> bool:
        """Say whether the log once had this root; True where tiles are missing, which has been reported."""
        if checkpoint.size > log.size:
            return False
        try:
            if checkpoint.size not in self.roots:
                if len(self.roots) >= _KEPT:
                    self.roots.clear()
                self.roots[checkpoint.size] = log.root(checkpoint.size)
        except (LookupError, BadTile):
            return True
        return self.roots[checkpoint.size] == checkpoint.root

    def _assets(self, folder: str, snapshot: Mapping[str, Any], hashes: Mapping[str, str]) -> None:
        try:
            sealed = dict(_sealed_assets(snapshot))
        except _MISSHAPEN:
            self.findings.add(Code.PROOF_MALFORMED, f"{folder}/{PROOF}")
            return
        for name, sha256 in sealed.items():
            if name not in hashes:
                self.findings.add(Code.PAGE_ASSET_MISSING, f"{folder}/{name}")
            elif hashes[name] != sha256:
                self.findings.add(Code.PAGE_ASSET_DIFFERS, f"{folder}/{name}")
        known = {PAGE, PROOF, *sealed}
        for name in hashes:
            if name not in known and plain_name(name) not in known:
                self.findings.add(Code.PAGE_ASSET_UNSEALED, f"{folder}/{name}")


def _part(
    names: Iterable[str], own: str, hashes: Mapping[str, str], contents: Mapping[str, bytes]
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return of both what is called by these names, without the folder `own` in which they lie."""
    start = len(own)
    return (
        {name[start:]: hashes[name] for name in names},
        {name[start:]: contents[name] for name in names if name in contents},
    )


def _is_at(folder: str, snapshot: Mapping[str, Any], revision: int | None) -> bool:
    """Say whether a snapshot belongs in a folder; an earlier one may have been of another kind, or called otherwise."""
    if revision is None:
        return item_folder(snapshot) == folder
    item = item_of(f"{folder}/")
    return item is not None and (item[1], revision) == (snapshot["number"], snapshot["revision"])


def _sealed_assets(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and SHA-256 of the pictures and attachments that belong beside an item's page."""
    for image in snapshot["images"]:
        for rendition in image["renditions"]:
            yield rendition["name"], rendition["sha256"]
    for attachment in snapshot["files"]:
        yield attachment["name"], attachment["sha256"]


def _holds(log: TiledLog, seq: int, leaf: bytes) -> bool:
    try:
        return log.leaf(seq) == leaf
    except (LookupError, BadTile):
        return True  # a tile that is missing has been reported
