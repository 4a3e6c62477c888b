"""The whole check of a published site, on nothing but its files and a public key.

Whoever doubts the board, its administrators or its server can run it: the manifest and the checkpoint must be signed
by the board's key, the log must lead to the checkpoint's root, the files must be those of the manifest, and each item's
page must be what the acts in the log approved.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chauphe.seal import history, note
from chauphe.seal.acts import ShortChain, leave_short_to_the_board
from chauphe.seal.added import files_beside, name_added
from chauphe.seal.checkpoint import BadCheckpoint, Checkpoint
from chauphe.seal.files import Checked, FileCheck, Unpack
from chauphe.seal.findings import Code, Counts, Findings, Remembered, Report
from chauphe.seal.hands import BothDuties, leave_to_the_board
from chauphe.seal.item import ItemCheck
from chauphe.seal.layout import CHECKPOINT, KEY, MANIFEST, SEALS, SHARDS
from chauphe.seal.log import LogCheck, is_part_of
from chauphe.seal.manifest import BadManifest, Manifest, note_digest
from chauphe.seal.page import PageCheck
from chauphe.seal.parallel import Begun, begin
from chauphe.seal.reader import CannotRead, Missing, NotAFile, Reader, TooLarge, Trouble
from chauphe.seal.tiles import WIDTH, BadTile, Tile, TiledLog
from chauphe.seal.urgent import UrgentBy, anybody
from chauphe.seal.witness import Witness

NOTE_LIMIT = 1 << 26
TILE_LIMIT = WIDTH * (2 + 0xFFFF)


def gunzip(packed: bytes, limit: int) -> bytes | None:
    """Return the plain bytes of a gzip file, or None if it is none, holds more than `limit` or ends elsewhere."""
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(packed, limit + 1)
    except zlib.error:
        return None
    return plain if stream.eof and not stream.unused_data and len(plain) <= limit else None


GZIP: Mapping[str, Unpack] = {".gz": gunzip}


def verify_site(
    reader: Reader,
    *,
    keys: Sequence[note.Verifier],
    check_page: PageCheck,
    witnesses: Sequence[Witness] = (),
    remembered: Remembered | None = None,
    unpack: Mapping[str, Unpack] = GZIP,
    both_duties: BothDuties = leave_to_the_board,
    short_chain: ShortChain = leave_short_to_the_board,
    urgent_by: UrgentBy = anybody,
    workers: int = 1,
) -> Report:
    """Check a site and report everything that is wrong with it.

    Without `keys` the site's own published key is taken, which shows only that the site agrees with itself.
    `witnesses` must all have cosigned the checkpoint. `unpack` gives the decompressors by file suffix; forms without
    one are checked by hash alone. `both_duties` knows which regulations let a chief moderate and sign off,
    `short_chain` which let an item go without the chief, and `urgent_by` whom they let sign off urgently. `workers` is
    in how many processes to work. Raises CannotRead if there is no sealed site, or it cannot be read to the end.
    """
    seen_by = tuple(witnesses)
    rules = both_duties, short_chain, urgent_by
    return _Check(reader, tuple(keys), check_page, seen_by, remembered, unpack, rules, workers).run()


@dataclass(slots=True)
class _Check:
    reader: Reader
    keys: tuple[note.Verifier, ...]
    check_page: PageCheck
    witnesses: tuple[Witness, ...]
    remembered: Remembered | None
    unpack: Mapping[str, Unpack]
    rules: tuple[BothDuties, ShortChain, UrgentBy]
    workers: int
    findings: Findings = field(default_factory=Findings)
    counts: Counts = field(default_factory=Counts)
    used: note.Verifier | None = None
    strange: bool = False

    def run(self) -> Report:
        """Check head, log, files and history, in this order."""
        own_key = not self.keys
        heads = self._read(MANIFEST), self._read(CHECKPOINT)
        if heads == (None, None):
            raise CannotRead(Trouble.NO_SITE)
        self._site_key()
        manifest = self._manifest(heads[0])
        checkpoint = self._checkpoint(heads[1])
        log = TiledLog(self._tile, checkpoint.size) if checkpoint else None
        with self._files(manifest, log) as files:
            sound = self._log(checkpoint, log, manifest) if checkpoint and log else False
            if manifest:
                history.check_release(manifest, note_digest(heads[0] or b""), self.remembered, self.findings)
                self._gather(manifest, log, files, sound=sound)
        moved = heads != (self._read(MANIFEST), self._read(CHECKPOINT))
        return self._report(manifest, checkpoint, heads[0] or b"", own_key=own_key, moved=moved)

    def _site_key(self) -> None:
        """Read the key that the site shows; take it for want of a better one, else compare it."""
        try:
            text = (self._read(KEY) or b"").decode()
            shown = note.Verifier.parse(text)
        except (note.NoteError, UnicodeDecodeError):
            self.findings.add(Code.KEY_MISSING, KEY)
            return
        if text != f"{shown.text()}\n":
            self.findings.add(Code.KEY_MALFORMED, KEY)
        self.keys = self.keys or (shown,)
        if shown not in self.keys:
            self.findings.add(Code.KEY_DIFFERS, KEY, key=shown.label)

    def _opened(self, data: bytes | None, path: str) -> tuple[str, note.Verifier | None]:
        """Return a note's text, reporting what is wrong with its signature; even unsigned it helps to name the rest."""
        if data is None:
            self.findings.add(Code.NOTE_MISSING, path)
            return "", None
        try:
            text, key = note.opened(data, self.keys)
            self._signatures(note.parse(data), path)
            return text, key
        except note.NotSigned as error:
            bad = isinstance(error, note.BadSignature)
            code = Code.NOTE_BAD_SIGNATURE if bad else Code.NOTE_UNKNOWN_KEY
            self.findings.add(code, path, keys=", ".join(error.signers))
            self.strange |= path == CHECKPOINT and not bad
            return note.parse(data).text, None
        except note.NoteError:
            self.findings.add(Code.NOTE_UNSIGNED, path)
            return data.decode(errors="replace").rstrip("\n") + "\n", None

    def _signatures(self, signed: note.Note, path: str) -> None:
        """Demand that a note carries the signatures that it should, and no line besides.

        Those are one of a known key, and on the checkpoint one of each witness whose key was given: a cosignature of
        anybody else proves nothing to whoever checks, and would let bytes into the site that nobody accounts for. The
        checkpoints inside proofs are not looked at in this way, for they are listed with their files.
        """
        witnesses = self.witnesses if path == CHECKPOINT else ()
        for label in note.strangers(signed, [*self.keys, *witnesses]):
            self.findings.add(Code.NOTE_EXTRA_SIGNATURE, path, key=label)
        for witness in witnesses:
            saw = witness.saw(signed)
            if saw is None:
                self.findings.add(Code.NOTE_NOT_WITNESSED, path, key=witness.label)
            elif not saw:
                self.findings.add(Code.NOTE_BAD_SIGNATURE, path, keys=witness.label)

    def _manifest(self, data: bytes | None) -> Manifest | None:
        text, self.used = self._opened(data, MANIFEST)
        try:
            return Manifest.parse(text) if text else None
        except BadManifest:
            self.findings.add(Code.NOTE_MALFORMED, MANIFEST)
            return None

    def _checkpoint(self, data: bytes | None) -> Checkpoint | None:
        text, key = self._opened(data, CHECKPOINT)
        try:
            checkpoint = Checkpoint.parse(text) if text else None
        except BadCheckpoint:
            self.findings.add(Code.NOTE_MALFORMED, CHECKPOINT)
            return None
        if checkpoint and key and key.name != checkpoint.origin:
            self.findings.add(Code.LOG_ORIGIN, CHECKPOINT, origin=checkpoint.origin, key=key.label)
        return checkpoint

    def _tile(self, path: str) -> bytes:
        try:
            return self.reader.read(SEALS + path, TILE_LIMIT)
        except TooLarge as error:
            raise BadTile(f"{path} is larger than a tile can be") from error

    def _log(self, checkpoint: Checkpoint, log: TiledLog, manifest: Manifest | None) -> bool:
        check = LogCheck(log, checkpoint, self.findings)
        check.run()
        self.counts.entries = check.entries
        if check.sound:
            history.check_log_continues(log, self.remembered, self.findings)
            if manifest:
                history.check_release_log(manifest, log, checkpoint, self.findings)
        return check.sound

    def _files(self, manifest: Manifest | None, log: TiledLog | None) -> Begun[FileCheck, Checked]:
        """Begin to read the files, in as many processes as wished."""
        names = tuple(manifest.shards) if manifest else ()
        shares = [names[first :: self.workers] for first in range(self.workers)]
        return begin(FileCheck.run, [self._file_check(manifest, log, share) for share in shares if share and manifest])

    def _file_check(self, manifest: Manifest, log: TiledLog | None, names: Iterable[str]) -> FileCheck:
        item = ItemCheck(manifest.board, self.keys, log, self.check_page, Findings(), *self.rules)
        return FileCheck(self.reader, {name: manifest.shards[name] for name in names}, item, self.unpack)

    def _gather(
        self, manifest: Manifest, log: TiledLog | None, files: Begun[FileCheck, Checked], *, sound: bool
    ) -> None:
        """Count what lies in the site while the files are being read, and bring together what was found."""
        heads = {MANIFEST, CHECKPOINT, KEY, *(SHARDS + name for name in manifest.shards)}
        there = files_beside(self.reader, lambda path: path in heads or _is_tile(path, log), self.findings)
        parts = files.results()
        for part in parts:
            # Of a forged log no proof can be the continuation, and where the log is signed by another key the proofs
            # are as well: either has been said, once for all.
            forged = () if sound else (Code.PROOF_OTHER_HISTORY,)
            self.findings.merge(part.findings, but=(*forged, Code.PROOF_CHECKPOINT) if self.strange else forged)
            self.counts.add(part.counts)
        if self.reader.lists and there != sum(part.present for part in parts):
            unread = {name for part in parts for name in part.unread}
            name_added(self.reader, self._file_check(manifest, log, manifest.shards), unread, self.findings)

    def _read(self, path: str) -> bytes | None:
        try:
            return self.reader.read(path, NOTE_LIMIT)
        except (Missing, NotAFile, TooLarge):
            return None

    def _report(
        self, manifest: Manifest | None, checkpoint: Checkpoint | None, data: bytes, *, own_key: bool, moved: bool
    ) -> Report:
        seen = None
        if manifest and checkpoint and self.used:
            root = checkpoint.root.hex()
            digest = hashlib.sha256(data).hexdigest()
            seen = Remembered(self.used.text(), manifest.release, digest, checkpoint.size, root)
        return Report(
            findings=self.findings.by_path(),
            left_out=self.findings.left_out,
            counts=self.counts,
            key=self.used.text() if self.used else None,
            own_key=own_key,
            origin=checkpoint.origin if checkpoint else None,
            board=manifest.board if manifest else None,
            seen=seen,
            listed=self.reader.lists,
            moved=moved,
        )


def _is_tile(path: str, log: TiledLog | None) -> bool:
    tile = Tile.parse(path.removeprefix(SEALS))
    return tile is not None and (log is None or is_part_of(tile, log))
