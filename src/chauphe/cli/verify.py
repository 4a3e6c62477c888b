"""`chauphe verify`: prove that a site is what its board approved, with nothing but its files and a public key.

Runs on an inspector's machine that has neither our database nor Django. Exit status 0: nothing found; 1: something is
wrong, one line each; 2: it could not be checked. What was seen is remembered, so that an old release put back is found.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import brotli
import click
from zlib_ng import zlib_ng

from chauphe.cli.verify_regulation import both_duties, short_chain, urgent_by
from chauphe.cli.verify_texts import LANGUAGES, said
from chauphe.public import fragment
from chauphe.seal.findings import Code, Report
from chauphe.seal.layout import CHECKPOINT
from chauphe.seal.memory import Memory, NoMemory
from chauphe.seal.note import NoteError, Verifier
from chauphe.seal.reader import CannotRead, Directory, Reader
from chauphe.seal.verify import verify_site
from chauphe.seal.witness import Witness

MOST_WORKERS = 4
ATTEMPTS = 2

Key = TypeVar("Key", Verifier, Witness)


@click.command()
@click.argument("place", metavar="DIR|URL")
@click.option("--key", "keys", multiple=True, metavar="VKEY|FILE", help="The board's public key, or a file holding it.")
@click.option(
    "--witness", "cosigners", multiple=True, metavar="VKEY|FILE", help="The key of a witness who must have cosigned."
)
@click.option("--state", type=click.Path(path_type=Path, dir_okay=False), help="Where to remember what was seen.")
@click.option("--no-state", is_flag=True, help="Remember nothing, and compare with nothing remembered.")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True, help="Language of the texts.")
@click.option("--quiet", "-q", is_flag=True, help="Write nothing if nothing is wrong.")
@click.pass_context
def verify(
    context: click.Context,
    place: str,
    keys: tuple[str, ...],
    cosigners: tuple[str, ...],
    state: Path | None,
    no_state: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> None:
    """Prove that a site is what its board approved; needs no database.

    DIR is the directory that is served, URL the address of the site. The exit status is 0 if nothing is wrong, 1 if
    something is, and 2 if the site could not be checked.
    """
    path = None if no_state else state or _state_path()
    show = _Json(place, lang) if as_json else _Lines(lang, quiet=quiet, given=bool(keys))
    try:
        memory = _remembered(path)
        given = [_key(text, Verifier.parse) for text in keys]
        report, trust = _checked(place, given, [_key(text, Witness.parse) for text in cosigners], memory)
    except CannotRead as error:
        show.failure(error.path or place, error.trouble, {"detail": error.detail})
        context.exit(2)
    except NoMemory as error:
        show.failure(place, "memory", {"path": str(error)})
        context.exit(2)
    if report.moved:
        show.failure(place, "moved", {})
        context.exit(2)
    show.report(report, trust)
    if path and report.ok and report.origin and report.seen:
        memory.keep(_named(place), report.origin, report.seen)
        _remember(memory, path, lang)
    context.exit(0 if report.ok else 1)


def _checked(place: str, given: list[Verifier], witnesses: list[Witness], memory: Memory) -> tuple[Report, str]:
    """Check a site, once more if it was released anew meanwhile.

    Returns the report and where the key came from that it rests on: given, remembered, site, or none.
    """
    known = memory.of(_named(place), _origin(_reader(place)))
    keys = given or ([Verifier.parse(known.key)] if known else [])
    for _ in range(ATTEMPTS):
        reader = _reader(place)
        report = verify_site(
            reader,
            keys=keys,
            check_page=fragment,
            witnesses=witnesses,
            remembered=known,
            unpack={".gz": _gunzip, ".br": _unbrotli},
            both_duties=both_duties,
            short_chain=short_chain,
            urgent_by=urgent_by,
            workers=min(os.cpu_count() or 1, MOST_WORKERS) if reader.lists else 1,
        )
        if not report.moved:
            break
    trust = "given" if given else "remembered" if known else "site"
    return report, trust if report.key else "none"


def _remembered(path: Path | None) -> Memory:
    if path is None or not path.exists():
        return Memory()
    try:
        return Memory.parse(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NoMemory(str(path)) from error


def _remember(memory: Memory, path: Path, lang: str) -> None:
    """Write the memory, whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(memory.text(), encoding="utf-8")
        partial.replace(path)
    except OSError:
        click.echo(said("unremembered", lang, {"path": str(path)}), err=True)


def _named(place: str) -> str:
    """Return the name under which a place is remembered; of a directory the one it is served by, links and all."""
    return place.rstrip("/") if "://" in place else str(Path(place).absolute())


def _reader(place: str) -> Reader:
    if "://" not in place:
        return Directory(Path(place))
    from chauphe.seal.web import Web  # loads an HTTP client, which takes as long as the rest together

    return Web(place)


def _origin(reader: Reader) -> str | None:
    """Return the origin that a site claims: good for looking it up, not for trusting it."""
    try:
        return reader.read(CHECKPOINT, 1 << 16).decode(errors="replace").partition("\n")[0]
    except (LookupError, ValueError):
        return None


def _key(text: str, parse: Callable[[str], Key]) -> Key:
    try:
        file = Path(text)
        return parse(file.read_text("utf-8") if file.is_file() else text)
    except (NoteError, OSError, ValueError) as error:
        raise click.BadParameter(f"{text}: not a public key, nor a file that holds one") from error


def _state_path() -> Path:
    home = os.environ.get("XDG_STATE_HOME")
    return Path(home or Path.home() / ".local" / "state") / "chauphe" / "verify.json"


def _gunzip(packed: bytes, limit: int) -> bytes | None:
    stream = zlib_ng.decompressobj(wbits=31)  # twice as fast as the standard library's
    try:
        plain: bytes = stream.decompress(packed, limit + 1)
    except zlib_ng.error:  # type: ignore[misc]  # its stub calls the class an instance
        return None
    return plain if stream.eof and not stream.unused_data else None


def _unbrotli(packed: bytes, limit: int) -> bytes | None:
    stream = brotli.Decompressor()
    try:
        plain: bytes = stream.process(packed, output_buffer_limit=limit + 1)
    except brotli.error:
        return None
    return plain if stream.is_finished() else None


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes for people: a line a finding, what was checked, and what to do where the key is not the remembered one.

    `given` says that whoever asks gave the key.
    """

    lang: str
    quiet: bool = False
    given: bool = False

    def failure(self, path: str, key: str, details: dict[str, str]) -> None:
        """Say why nothing can be said about the site."""
        reason = f"{path}: {said(key, self.lang, details)}"
        click.echo(_printable(said("cannot", self.lang, {"reason": reason})), err=True)

    def report(self, report: Report, trust: str) -> None:
        """Write the findings and the summary."""
        if report.ok and self.quiet:
            return
        for finding in report.findings:
            click.echo(_printable(f"{finding.path}: {said(finding.code, self.lang, finding.details)}"))
        if report.left_out:
            click.echo(said("left_out", self.lang, {"left_out": report.left_out}))
        if not report.listed:
            click.echo(said("unlisted", self.lang, {}))
        click.echo(_printable(_summary(report, trust, self.lang)))
        if not self.given and any(each.code is Code.KEY_DIFFERS for each in report.findings):
            click.echo(said("other_key", self.lang, {}))


@dataclass(frozen=True, slots=True)
class _Json:
    """Writes for programs: one JSON object, whatever happens."""

    place: str
    lang: str

    def failure(self, path: str, key: str, details: dict[str, str]) -> None:
        """Say why nothing can be said about the site."""
        text = said(key, self.lang, details)
        self._write({"checked": False, "ok": False, "error": {"code": key, "path": path, "text": text}})

    def report(self, report: Report, trust: str) -> None:
        """Write everything that the report holds."""
        self._write(
            {
                "checked": True,
                "ok": report.ok,
                "origin": report.origin,
                "board": report.board,
                "key": {"vkey": report.key, "source": trust},
                "seen": asdict(report.seen) if report.seen else None,
                "counts": asdict(report.counts),
                "added_files_visible": report.listed,
                "left_out": report.left_out,
                "findings": [
                    {**asdict(each), "text": said(each.code, self.lang, each.details)} for each in report.findings
                ],
            }
        )

    def _write(self, result: dict[str, Any]) -> None:
        click.echo(json.dumps({"format": "chauphe-verify/1", "site": self.place, **result}, indent=1))


def _summary(report: Report, trust: str, lang: str) -> str:
    label = Verifier.parse(report.key).label if report.key else ""
    counts = said("counts", lang, {name: getattr(report.counts, name) for name in ("pages", "files", "entries")})
    details = {"counts": counts, "key": said(trust, lang, {"key": label})}
    return said("ok" if report.ok else "found", lang, {**details, "count": len(report.findings) + report.left_out})


def _printable(line: str) -> str:
    """Make a line safe for a terminal: names of files come from whoever put them there."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)


if __name__ == "__main__":
    verify()
