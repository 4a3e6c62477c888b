"""Whether a site holds files that its manifest does not list, links, or anything else that is no file.

That nothing was added follows from counting. Only when the count is off is the site walked again, a few shards at a
time, to name what is too much: so the list of a large site is never in memory whole.
"""

from collections.abc import Callable, Collection
from itertools import islice

from chauphe.seal.files import FileCheck
from chauphe.seal.findings import Code, Findings
from chauphe.seal.layout import SEALS
from chauphe.seal.manifest import shard_of
from chauphe.seal.reader import Reader

SHARDS_AT_ONCE = 64


def files_beside(reader: Reader, is_seal: Callable[[str], bool], findings: Findings) -> int:
    """Walk the site, name what is no file, and what only lies among the seals; return how many files there are."""
    files = 0
    for path, other, target in reader.walk():
        if other:
            findings.add(other, path, **({"target": target} if other is Code.FILE_SYMLINK else {}))
        elif not path.startswith(SEALS):
            files += 1
        elif not is_seal(path):
            findings.add(Code.FILE_EXTRA, path)
    return files


def name_added(reader: Reader, files: FileCheck, unread: Collection[str], findings: Findings) -> None:
    """Name the files that no shard lists; those of a shard that could not be read are left in doubt."""
    shards = iter(files.shards)
    _compare(reader, lambda shard: shard not in files.shards, set(), findings)
    while group := set(islice(shards, SHARDS_AT_ONCE)):
        listed = {path for name in group for path, _ in files.listed(name)}
        _compare(reader, group.difference(unread).__contains__, listed, findings)


def _compare(reader: Reader, concerns: Callable[[str], bool], listed: set[str], findings: Findings) -> None:
    for path, other, _ in reader.walk():
        if not other and path not in listed and not path.startswith(SEALS) and concerns(shard_of(path)):
            findings.add(Code.FILE_EXTRA, path)
