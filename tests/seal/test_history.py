"""Whether a site continues what was seen of it."""

import pytest

from chauphe.seal.checkpoint import Checkpoint
from chauphe.seal.findings import Code, Findings, Remembered
from chauphe.seal.history import check_log_continues, check_release, check_release_log, leads_to
from chauphe.seal.layout import SEALS
from chauphe.seal.manifest import Manifest
from chauphe.seal.tiles import Tile, TiledLog, tile_bytes, tiles_of
from tests.seal.site_writer import BOARD, ORIGIN, SIGNER, Log

LOG = Log()
for entry in (b"a", b"b", b"c"):
    LOG.append(entry)
FILES = {tile.path: tile_bytes(tile, LOG.node) for tile in tiles_of(3) if tile.level is not None}
TILED = TiledLog(FILES.__getitem__, 3)
ROOTS = {size: TILED.root(size) for size in range(4)}


def manifest(release: int, previous: str | None, size: int = 3, root: bytes = ROOTS[3]) -> Manifest:
    return Manifest(BOARD, release, previous, size, root, "2026-11-20T09:00:00Z", {})


def remembered(release: int = 2, digest: str = "22" * 32, size: int = 2, root: bytes = ROOTS[2]) -> Remembered:
    return Remembered(SIGNER.verifier.text(), release, digest, size, root.hex())


@pytest.mark.parametrize(
    ("release", "previous", "before", "codes"),
    [
        (1, None, None, []),
        (2, "11" * 32, None, []),
        (1, "11" * 32, None, [Code.HISTORY_CHAIN_BROKEN]),
        (2, None, None, [Code.HISTORY_CHAIN_BROKEN]),
        (3, "22" * 32, remembered(), []),
        (3, "33" * 32, remembered(), [Code.HISTORY_CHAIN_BROKEN]),
        (9, "33" * 32, remembered(), []),
        (2, "11" * 32, remembered(digest="dd" * 32), []),
        (2, "11" * 32, remembered(), [Code.HISTORY_RELEASE_REPLACED]),
        (1, None, remembered(), [Code.HISTORY_RELEASE_OLDER]),
    ],
)
def test_a_release_continues_the_one_before(
    release: int, previous: str | None, before: Remembered | None, codes: list[Code]
) -> None:
    findings = Findings()
    check_release(manifest(release, previous), "dd" * 32, before, findings)
    assert [each.code for each in findings.by_path()] == codes


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        (None, []),
        (remembered(), []),
        (remembered(size=3, root=ROOTS[3]), []),
        (remembered(size=0, root=ROOTS[0]), []),
        (remembered(size=2, root=ROOTS[1]), [Code.HISTORY_LOG_REWRITTEN]),
        (remembered(size=4), [Code.HISTORY_LOG_OLDER]),
    ],
)
def test_a_log_continues_the_one_before(before: Remembered | None, codes: list[Code]) -> None:
    findings = Findings()
    check_log_continues(TILED, before, findings)
    assert [each.code for each in findings.by_path()] == codes


@pytest.mark.parametrize(
    ("size", "root", "codes"),
    [(3, 3, []), (2, 2, []), (2, 1, [Code.HISTORY_LOG_REWRITTEN]), (4, 3, [Code.HISTORY_LOG_OLDER])],
)
def test_a_release_belongs_to_the_log_beside_it(size: int, root: int, codes: list[Code]) -> None:
    findings = Findings()
    head = Checkpoint(ORIGIN, 3, ROOTS[3])
    check_release_log(manifest(1, None, size, ROOTS[root]), TILED, head, findings)
    assert [each.code for each in findings.by_path()] == codes


def test_a_missing_tile_is_left_to_the_log_check() -> None:
    nothing = TiledLog({}.__getitem__, 3)
    assert leads_to(nothing, 2, ROOTS[1])
    assert Tile.parse(f"{SEALS}tile/0/000") is None
