"""What a check can find wrong, named once, and the report that lists it.

A code is stable: the texts for people, the JSON output and the browser's check are keyed by it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Detail: TypeAlias = "str | int"

MOST_FINDINGS = 10_000


class Code(StrEnum):
    """One kind of discrepancy each; the part before the dot is the family."""

    NOTE_UNSIGNED = "note.unsigned"
    NOTE_UNKNOWN_KEY = "note.unknown_key"
    NOTE_BAD_SIGNATURE = "note.bad_signature"
    NOTE_MALFORMED = "note.malformed"
    NOTE_EXTRA_SIGNATURE = "note.extra_signature"
    NOTE_NOT_WITNESSED = "note.not_witnessed"
    NOTE_MISSING = "note.missing"
    KEY_MISSING = "key.missing"
    KEY_MALFORMED = "key.malformed"
    KEY_DIFFERS = "key.differs"

    SHARD_MISSING = "shard.missing"
    SHARD_CHANGED = "shard.changed"
    SHARD_MALFORMED = "shard.malformed"

    FILE_MISSING = "file.missing"
    FILE_CHANGED = "file.changed"
    FILE_EMPTIED = "file.emptied"
    FILE_EXTRA = "file.extra"
    FILE_EMPTY_FOLDER = "file.empty_folder"
    FILE_SYMLINK = "file.symlink"
    FILE_SPECIAL = "file.special"
    FILE_MISFILED = "file.misfiled"
    FILE_TOO_LARGE = "file.too_large"
    FILE_PACKED_DIFFERS = "file.packed_differs"

    LOG_ORIGIN = "log.origin"
    LOG_ENTRY_CHANGED = "log.entry_changed"
    LOG_ENTRY_DELETED = "log.entry_deleted"
    LOG_ENTRY_ADDED = "log.entry_added"
    LOG_ENTRY_MALFORMED = "log.entry_malformed"
    LOG_ENTRIES_SWAPPED = "log.entries_swapped"
    LOG_TILE_MISSING = "log.tile_missing"
    LOG_TILE_CHANGED = "log.tile_changed"
    LOG_ROOT_DIFFERS = "log.root_differs"

    PROOF_MISSING = "proof.missing"
    PROOF_MALFORMED = "proof.malformed"
    PROOF_ELSEWHERE = "proof.elsewhere"
    PROOF_CHECKPOINT = "proof.checkpoint"
    PROOF_NOT_IN_LOG = "proof.not_in_log"
    PROOF_PATH = "proof.path"
    PROOF_OTHER_HISTORY = "proof.other_history"

    PAGE_UNSEALED = "page.unsealed"
    PAGE_DIGEST = "page.digest"
    PAGE_DIFFERS = "page.differs"
    PAGE_ASSET_MISSING = "page.asset_missing"
    PAGE_ASSET_DIFFERS = "page.asset_differs"
    PAGE_ASSET_UNSEALED = "page.asset_unsealed"

    ACTS_MALFORMED = "acts.malformed"
    ACTS_FOREIGN = "acts.foreign"
    ACTS_ORDER = "acts.order"
    ACTS_NOT_PUBLISHED = "acts.not_published"
    ACTS_NO_SIGN_OFF = "acts.no_sign_off"
    ACTS_SHORT = "acts.short"
    ACTS_NOT_FORWARDED = "acts.not_forwarded"
    ACTS_NOT_MODERATED = "acts.not_moderated"
    ACTS_SAME_PERSON = "acts.same_person"
    ACTS_CHANGED_UNSEEN = "acts.changed_unseen"
    ACTS_RETURNED = "acts.returned"
    ACTS_OTHER_DIGEST = "acts.other_digest"
    ACTS_OWN_WORK = "acts.own_work"
    ACTS_SIGN_OFF_ROLE = "acts.sign_off_role"
    ACTS_PUBLISH_ROLE = "acts.publish_role"
    ACTS_DEVICE = "acts.device"
    ACTS_ENDING = "acts.ending"
    ACTS_REWRITTEN = "acts.rewritten"
    ACTS_UNTIMELY = "acts.untimely"
    ACTS_SCHEDULE = "acts.schedule"
    ACTS_EXPIRED = "acts.expired"
    ACTS_URGENT = "acts.urgent"
    ACTS_RATIFIED = "acts.ratified"

    HISTORY_RELEASE_OLDER = "history.release_older"
    HISTORY_RELEASE_REPLACED = "history.release_replaced"
    HISTORY_CHAIN_BROKEN = "history.chain_broken"
    HISTORY_LOG_OLDER = "history.log_older"
    HISTORY_LOG_REWRITTEN = "history.log_rewritten"


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy: what (`code`), in which file of the site, and the particulars that its message needs."""

    code: Code
    path: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the key of the text that explains it."""
        return f"verify.{self.code.value}"


@dataclass(slots=True)
class Findings:
    """Collects findings, each once, and keeps no more than `most` of them."""

    most: int = MOST_FINDINGS
    left_out: int = 0
    _found: dict[tuple[Code, str, str], Finding] = field(default_factory=dict)

    def add(self, code: Code, path: str, **details: Detail) -> None:
        """Note a discrepancy."""
        key = (code, path, repr(details))
        if len(self._found) < self.most:
            self._found.setdefault(key, Finding(code, path, details))
        elif key not in self._found:
            self.left_out += 1

    def merge(self, other: "Findings", *, but: Collection[Code] = ()) -> None:
        """Take over what another collection holds, but for findings of these codes."""
        self.left_out += other.left_out
        for finding in other.by_path():
            if finding.code not in but:
                self.add(finding.code, finding.path, **finding.details)

    def by_path(self) -> tuple[Finding, ...]:
        """Return what was found, ordered by path: the seals come before the pages."""
        return tuple(sorted(self._found.values(), key=lambda finding: finding.path))


@dataclass(slots=True)
class Counts:
    """How much was looked at."""

    pages: int = 0
    files: int = 0
    entries: int = 0
    not_offered: int = 0

    def add(self, other: "Counts") -> None:
        """Add another count to this one."""
        self.pages += other.pages
        self.files += other.files
        self.entries += other.entries
        self.not_offered += other.not_offered


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an earlier check of the same site saw; an older or a different past is found by it.

    `key` is a vkey, `manifest` the digest of the manifest note, `log_root` in hex.
    """

    key: str
    release: int
    manifest: str
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check came to; `seen` is what to remember, if the site could be read that far.

    `key` is the key that the manifest was checked with, `own_key` that it was taken from the site itself, `listed`
    that added files would have been seen, `moved` that the site was replaced while it was being read.
    """

    findings: tuple[Finding, ...]
    left_out: int
    counts: Counts
    key: str | None
    own_key: bool
    origin: str | None
    board: str | None
    seen: Remembered | None
    listed: bool
    moved: bool

    @property
    def ok(self) -> bool:
        """Say whether nothing at all was found."""
        return not self.findings
