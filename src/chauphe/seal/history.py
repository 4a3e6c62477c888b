"""Whether the site has gone back or taken another course since it was last checked.

An old release put back is perfectly signed. Only somebody who remembers a newer one can tell, so a check remembers
release, manifest, log size and root, and demands that the new state continues the old one.
"""

from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Findings, Remembered
from chauphe.seal.layout import CHECKPOINT, MANIFEST
from chauphe.seal.manifest import Manifest
from chauphe.seal.tiles import BadTile, TiledLog


def check_release(manifest: Manifest, digest: str, before: Remembered | None, findings: Findings) -> None:
    """Find a release that is older than the one remembered, replaces it, or does not continue it."""
    if (manifest.previous is None) != (manifest.release == 1):
        findings.add(Code.HISTORY_CHAIN_BROKEN, MANIFEST, release=manifest.release)
    if before is None:
        return
    if manifest.release < before.release:
        findings.add(Code.HISTORY_RELEASE_OLDER, MANIFEST, release=manifest.release, remembered=before.release)
    elif manifest.release == before.release and digest != before.manifest:
        findings.add(Code.HISTORY_RELEASE_REPLACED, MANIFEST, release=manifest.release)
    elif manifest.release == before.release + 1 and manifest.previous != before.manifest:
        findings.add(Code.HISTORY_CHAIN_BROKEN, MANIFEST, release=manifest.release)


def check_log_continues(log: TiledLog, before: Remembered | None, findings: Findings) -> None:
    """Find a log that is shorter than the one remembered, or whose beginning is no longer the same."""
    if before is None:
        return
    if log.size < before.log_size:
        findings.add(Code.HISTORY_LOG_OLDER, CHECKPOINT, size=log.size, remembered=before.log_size)
    elif not leads_to(log, before.log_size, bytes.fromhex(before.log_root)):
        findings.add(Code.HISTORY_LOG_REWRITTEN, CHECKPOINT, size=before.log_size)


def check_release_log(manifest: Manifest, log: TiledLog, checkpoint: Checkpoint, findings: Findings) -> None:
    """Find a log that is not the one, or a continuation of the one, that the release was made with."""
    if checkpoint.size < manifest.log_size:
        findings.add(Code.HISTORY_LOG_OLDER, CHECKPOINT, size=checkpoint.size, remembered=manifest.log_size)
    elif not leads_to(log, manifest.log_size, manifest.log_root):
        findings.add(Code.HISTORY_LOG_REWRITTEN, CHECKPOINT, size=manifest.log_size)


def leads_to(log: TiledLog, size: int, root: bytes) -> bool:
    """Say whether the log had this root when it held `size` entries; True where tiles are missing.

    Missing or broken tiles are findings of their own and need no second one.
    """
    try:
        return log.root(size) == root
    except (LookupError, BadTile):
        return True
