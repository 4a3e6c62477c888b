"""`chauphe verify`: prove that a site is what its board approved, with nothing but its files and a public key.

Runs on an inspector's machine that has neither our database nor Django. Exit status 0: nothing found; 1: something is
wrong, one line each; 2: it could not be checked. What was seen is remembered, so that an old release put back is found.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import brotli
import click
from zlib_ng import zlib_ng

from chauphe.public import fragment
from chauphe.seal.findings import Code, Finding, Report
from chauphe.seal.layout import CHECKPOINT
from chauphe.seal.memory import Memory, NoMemory
from chauphe.seal.note import NoteError, Verifier
from chauphe.seal.reader import CannotRead, Directory, Reader, Trouble
from chauphe.seal.verify import verify_site

LANGUAGES = ("vi", "en")
MOST_WORKERS = 4
ATTEMPTS = 2

# One text a finding, in Vietnamese and in English; the file's path stands before it.
TEXTS: dict[str, tuple[str, str]] = {
    Code.NOTE_UNSIGNED: ("không có chữ ký số", "carries no signature"),
    Code.NOTE_UNKNOWN_KEY: ("ký bằng khóa lạ ({keys})", "is signed by an unknown key ({keys})"),
    Code.NOTE_BAD_SIGNATURE: (
        "chữ ký số không đúng: nội dung đã bị sửa sau khi ký ({keys})",
        "carries a bad signature: it was changed after signing ({keys})",
    ),
    Code.NOTE_MALFORMED: ("không đọc được: sai định dạng", "cannot be read: malformed"),
    Code.NOTE_MISSING: ("bị thiếu", "is missing"),
    Code.KEY_MISSING: ("thiếu khóa công khai hoặc khóa không đọc được", "holds no readable public key"),
    Code.KEY_DIFFERS: ("khóa đăng trên trang ({key}) không phải khóa đã biết", "shows another key ({key}) than known"),
    Code.SHARD_MISSING: ("phần danh mục tệp này bị thiếu", "this part of the list of files is missing"),
    Code.SHARD_CHANGED: ("phần danh mục tệp này đã bị sửa", "this part of the list of files was changed"),
    Code.SHARD_MALFORMED: ("phần danh mục tệp này không đọc được", "this part of the list of files cannot be read"),
    Code.FILE_MISSING: ("tệp bị thiếu", "the file is missing"),
    Code.FILE_CHANGED: ("tệp đã bị sửa", "the file was changed"),
    Code.FILE_EMPTIED: ("tệp đã bị xóa trắng", "the file was emptied"),
    Code.FILE_EXTRA: ("tệp thừa, không có trong danh mục đã ký", "the file is not in the signed list"),
    Code.FILE_SYMLINK: ("là liên kết trỏ đến {target}", "is a link that points to {target}"),
    Code.FILE_SPECIAL: ("không phải tệp thông thường", "is no ordinary file"),
    Code.FILE_MISFILED: ("nằm sai phần danh mục ({shard})", "is listed in the wrong part ({shard})"),
    Code.FILE_TOO_LARGE: ("tệp quá lớn", "the file is too large"),
    Code.FILE_PACKED_DIFFERS: ("bản nén khác bản gốc", "the compressed form is not that of the file"),
    Code.LOG_ORIGIN: ("là sổ của {origin}, còn khóa là {key}", "is the log of {origin}, but the key is {key}"),
    Code.LOG_ENTRY_CHANGED: ("mục {seq} của sổ đã bị sửa", "entry {seq} of the log was changed"),
    Code.LOG_ENTRY_DELETED: ("mục {seq} của sổ đã bị xóa", "entry {seq} of the log was deleted"),
    Code.LOG_ENTRY_ADDED: ("mục {seq} bị chèn thêm vào sổ", "entry {seq} does not belong in the log"),
    Code.LOG_ENTRY_MALFORMED: ("mục {seq} của sổ không đọc được", "entry {seq} of the log cannot be read"),
    Code.LOG_ENTRIES_SWAPPED: ("các mục {seqs} của sổ đã bị đổi chỗ", "entries {seqs} of the log were swapped"),
    Code.LOG_TILE_MISSING: ("phần này của sổ bị thiếu", "this part of the log is missing"),
    Code.LOG_TILE_CHANGED: ("phần này của sổ đã bị sửa", "this part of the log was changed"),
    Code.LOG_ROOT_DIFFERS: (
        "sổ {size} mục không khớp với trạng thái đã ký",
        "the log of {size} entries does not lead to the root that was signed",
    ),
    Code.PROOF_MISSING: ("trang không có bằng chứng niêm phong", "the page has no proof"),
    Code.PROOF_MALFORMED: ("bằng chứng không đọc được", "the proof cannot be read"),
    Code.PROOF_ELSEWHERE: ("là bằng chứng của trang khác (“{title}”)", "is the proof of another page (“{title}”)"),
    Code.PROOF_CHECKPOINT: (
        "bằng chứng dẫn đến một trạng thái sổ không được khóa đã biết ký",
        "the proof leads to a state of the log that no known key signed",
    ),
    Code.PROOF_NOT_IN_LOG: ("sổ không ghi việc số {seq} như bằng chứng nêu", "the log holds no such act {seq}"),
    Code.PROOF_PATH: ("đường dẫn của việc số {seq} vào sổ không đúng", "the path of act {seq} into the log is wrong"),
    Code.PROOF_OTHER_HISTORY: (
        "bằng chứng theo một trạng thái sổ ({size} mục) mà sổ này không có",
        "the proof follows a state of the log ({size} entries) that this log never had",
    ),
    Code.PAGE_UNSEALED: ("trang không gắn với tin, bài nào đã phê duyệt", "the page belongs to no approved item"),
    Code.PAGE_DIGEST: ("nội dung trang khác bản đã phê duyệt", "the text of the page is not what was signed off"),
    Code.PAGE_DIFFERS: ("phần niêm phong của trang không khớp", "the sealed part of the page is not as it was sealed"),
    Code.PAGE_ASSET_MISSING: ("thiếu ảnh hoặc tệp kèm theo đã phê duyệt", "a sealed picture or file is missing"),
    Code.PAGE_ASSET_DIFFERS: ("ảnh hoặc tệp kèm theo khác bản đã phê duyệt", "picture or file is not the sealed one"),
    Code.PAGE_ASSET_UNSEALED: ("tệp không thuộc bản đã phê duyệt", "the file is no part of what was sealed"),
    Code.ACTS_MALFORMED: ("bản ghi việc số {seq} không đọc được", "the record of act {seq} cannot be read"),
    Code.ACTS_FOREIGN: ("việc số {seq} thuộc tin, bài khác", "act {seq} is about another item"),
    Code.ACTS_ORDER: ("việc số {seq} không đúng thứ tự", "act {seq} is out of order"),
    Code.ACTS_NOT_PUBLISHED: ("không có bản ghi đăng tải", "no act of publication is recorded"),
    Code.ACTS_NO_SIGN_OFF: ("đăng tải khi chưa được phê duyệt", "it was published without being signed off"),
    Code.ACTS_RETURNED: ("đã bị trả lại (việc số {seq}) sau khi phê duyệt", "returned (act {seq}) after the sign-off"),
    Code.ACTS_OTHER_DIGEST: ("việc “{act}” (số {seq}) là về nội dung khác", "act {seq}, {act}, is about other content"),
    Code.ACTS_OWN_WORK: (
        "{name} tự {act} bài của mình (việc số {seq})",
        "{name} passed their own work ({act}, act {seq})",
    ),
    Code.ACTS_SIGN_OFF_ROLE: (
        "{name} ({role}) phê duyệt mà không có thẩm quyền (việc số {seq})",
        "{name} ({role}) signed off without authority (act {seq})",
    ),
    Code.ACTS_PUBLISH_ROLE: (
        "{name} ({role}) đăng tải mà không phải thư ký (việc số {seq})",
        "{name} ({role}) published without being the secretary (act {seq})",
    ),
    Code.HISTORY_RELEASE_OLDER: (
        "bản phát hành {release} là bản cũ: lần trước đã thấy bản {remembered}",
        "release {release} is an old one: release {remembered} was seen before",
    ),
    Code.HISTORY_RELEASE_REPLACED: (
        "bản phát hành {release} không phải bản đã thấy",
        "release {release} is not the one seen",
    ),
    Code.HISTORY_CHAIN_BROKEN: (
        "bản phát hành {release} không nối tiếp bản trước",
        "release {release} does not follow on the last",
    ),
    Code.HISTORY_LOG_OLDER: (
        "sổ chỉ có {size} mục, trong khi trước đó đã có {remembered}",
        "the log has {size} entries, and there were {remembered} before",
    ),
    Code.HISTORY_LOG_REWRITTEN: (
        "{size} mục đầu của sổ đã bị viết lại",
        "the first {size} entries of the log were rewritten",
    ),
    Trouble.NOT_A_DIRECTORY: ("không phải thư mục", "not a directory"),
    Trouble.NOT_AN_ADDRESS: ("không phải địa chỉ http hoặc https", "not an http or https address"),
    Trouble.NO_SITE: ("không có trang nào được niêm phong ở đây", "there is no sealed site here"),
    Trouble.SYSTEM: ("không đọc được ({detail})", "cannot be read ({detail})"),
    Trouble.NETWORK: ("không tải được ({detail})", "cannot be fetched ({detail})"),
    Trouble.ANSWER: ("máy chủ trả lời {detail}", "the server answers {detail}"),
    Trouble.REDIRECTED: ("bị chuyển sang trang khác: {detail}", "redirected to another site: {detail}"),
    Trouble.ENCODED: ("máy chủ gửi ở dạng nén {detail}", "the server sends it encoded as {detail}"),
    Trouble.WORKER: ("một tiến trình kiểm tra bị dừng giữa chừng", "a worker process ended before its time"),
    "cannot": ("Không kiểm tra được: {reason}", "Could not check: {reason}"),
    "moved": (
        "trang vừa được phát hành lại trong lúc kiểm tra; hãy chạy lại",
        "the site was released anew while it was being checked; run this again",
    ),
    "memory": ("tệp ghi nhớ không đọc được: {path}", "what was remembered cannot be read: {path}"),
    "unremembered": ("không ghi nhớ được vào {path}", "what was seen could not be remembered in {path}"),
    "left_out": ("… và {left_out} sai lệch khác", "… and {left_out} findings more"),
    "unlisted": (
        "Qua HTTP không thể thấy tệp thêm vào mà không có liên kết; muốn biết chắc, hãy kiểm tra thư mục.",
        "Over HTTP, added files that nothing links to cannot be seen; check the directory to be sure.",
    ),
    "counts": (
        "{pages} trang tin, {files} tệp, {entries} mục sổ",
        "{pages} items, {files} files, {entries} log entries",
    ),
    "ok": ("Không thấy sai lệch: đã kiểm tra {counts}; {key}.", "Nothing found wrong: checked {counts}; {key}."),
    "found": ("Có {count} sai lệch: đã kiểm tra {counts}; {key}.", "{count} found wrong: checked {counts}; {key}."),
    "given": ("khóa {key} do người kiểm tra đưa vào", "key {key}, as given"),
    "remembered": ("khóa {key} đã ghi nhớ từ lần trước", "key {key}, remembered from before"),
    "site": (
        "khóa {key} lấy từ chính trang này, nên chỉ cho biết trang tự khớp với mình, không cho biết ai đã ký",
        "key {key} taken from the site itself, which shows only that the site agrees with itself, not who signed it",
    ),
    "none": ("không có chữ ký nào kiểm tra được", "no signature could be verified"),
}
WORDS = {
    "moderate": "duyệt nội dung",
    "sign_off": "phê duyệt",
    "publish": "đăng tải",
    "editor_in_chief": "Trưởng Ban biên tập",
    "standing_deputy": "Phó Trưởng Ban trực",
    "deputy_editor": "Phó Trưởng Ban",
    "board_member": "Ủy viên",
    "secretary": "Thư ký",
    "contributor": "cộng tác viên",
}


@click.command()
@click.argument("place", metavar="DIR|URL")
@click.option("--key", "keys", multiple=True, metavar="VKEY|FILE", help="The board's public key, or a file holding it.")
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
    show = _Json(place, lang) if as_json else _Lines(lang, quiet=quiet)
    try:
        memory = _remembered(path)
        report, trust = _checked(place, [_key(text) for text in keys], memory)
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


def _checked(place: str, given: list[Verifier], memory: Memory) -> tuple[Report, str]:
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
            remembered=known,
            unpack={".gz": _gunzip, ".br": _unbrotli},
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
        click.echo(_text("unremembered", lang, {"path": str(path)}), err=True)


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


def _key(text: str) -> Verifier:
    try:
        file = Path(text)
        return Verifier.parse(file.read_text("utf-8") if file.is_file() else text)
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
    """Writes for people: a line a finding, and what was checked as the last line."""

    lang: str
    quiet: bool = False

    def failure(self, path: str, key: str, details: dict[str, str]) -> None:
        """Say why nothing can be said about the site."""
        reason = f"{path}: {_text(key, self.lang, details)}"
        click.echo(_printable(_text("cannot", self.lang, {"reason": reason})), err=True)

    def report(self, report: Report, trust: str) -> None:
        """Write the findings and the summary."""
        if report.ok and self.quiet:
            return
        for finding in report.findings:
            click.echo(_printable(f"{finding.path}: {_finding(finding, self.lang)}"))
        if report.left_out:
            click.echo(_text("left_out", self.lang, {"left_out": report.left_out}))
        if not report.listed:
            click.echo(_text("unlisted", self.lang, {}))
        click.echo(_printable(_summary(report, trust, self.lang)))


@dataclass(frozen=True, slots=True)
class _Json:
    """Writes for programs: one JSON object, whatever happens."""

    place: str
    lang: str

    def failure(self, path: str, key: str, details: dict[str, str]) -> None:
        """Say why nothing can be said about the site."""
        text = _text(key, self.lang, details)
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
                "findings": [{**asdict(each), "text": _finding(each, self.lang)} for each in report.findings],
            }
        )

    def _write(self, result: dict[str, Any]) -> None:
        click.echo(json.dumps({"format": "chauphe-verify/1", "site": self.place, **result}, indent=1))


def _summary(report: Report, trust: str, lang: str) -> str:
    label = Verifier.parse(report.key).label if report.key else ""
    counts = _text("counts", lang, {name: getattr(report.counts, name) for name in ("pages", "files", "entries")})
    details = {"counts": counts, "key": _text(trust, lang, {"key": label})}
    return _text("ok" if report.ok else "found", lang, {**details, "count": len(report.findings) + report.left_out})


def _finding(finding: Finding, lang: str) -> str:
    return _text(finding.code, lang, finding.details)


def _text(key: str, lang: str, details: Any) -> str:
    return TEXTS[key][LANGUAGES.index(lang)].format_map({name: _shown(each, lang) for name, each in details.items()})


def _shown(value: str | int, lang: str) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", "." if lang == "vi" else ",")
    return WORDS.get(value, value) if lang == "vi" else value


def _printable(line: str) -> str:
    """Make a line safe for a terminal: names of files come from whoever put them there."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)


if __name__ == "__main__":
    verify()
