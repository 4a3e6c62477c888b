"""What the tests of tampering share: a sealed site, a check of it, and ways to change it."""

from pathlib import Path
from typing import Any

from chauphe.seal import tiles
from chauphe.seal.findings import Code, Remembered, Report
from chauphe.seal.layout import SEALS
from chauphe.seal.note import Verifier
from chauphe.seal.reader import Directory
from chauphe.seal.verify import verify_site
from tests.seal.site_writer import SIGNER, Site, snapshot_of

FIRST, SECOND, THIRD = "tin/tin-so-1", "tin/tin-so-2", "tin/tin-so-3"
BUNDLE, TILE = f"{SEALS}tile/entries/000.p/12", f"{SEALS}tile/0/000.p/12"
IMAGE_NAME = snapshot_of(1)["images"][0]["renditions"][0]["name"]


def make(root: Path, *, items: int = 3) -> Site:
    site = Site(root)
    for number in range(1, items + 1):
        site.publish(snapshot_of(number))
    return site.release()


def report(
    site: Site,
    *,
    keys: tuple[Verifier, ...] = (SIGNER.verifier,),
    remembered: Remembered | None = None,
    workers: int = 1,
) -> Report:
    return verify_site(Directory(site.root), keys=keys, check_page=site.pages, remembered=remembered, workers=workers)


def found(site: Site, **how: Any) -> list[tuple[Code, str, dict[str, Any]]]:
    return [(each.code, each.path, dict(each.details)) for each in report(site, **how).findings]


def flip(site: Site, path: str, place: int = -1) -> None:
    """Change one byte."""
    data = bytearray((site.root / path).read_bytes())
    data[place] ^= 1
    (site.root / path).write_bytes(data)


def entries_of(site: Site) -> list[bytes]:
    return tiles.decode_bundle((site.root / BUNDLE).read_bytes())


def write_entries(site: Site, entries: list[bytes]) -> None:
    site.write(BUNDLE, tiles.encode_bundle(entries))
