"""`chauphe verify` says in plain words what is wrong, and remembers what it saw."""

import gzip
import json
import os
import shutil
import string
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some

from chauphe.cli import verify as module
from chauphe.cli.verify import LANGUAGES, verify
from chauphe.cli.verify_texts import TEXTS
from chauphe.public import fragment
from chauphe.seal import note
from chauphe.seal.findings import Code, Counts, Report
from chauphe.seal.layout import MANIFEST
from chauphe.seal.reader import Directory, Trouble
from tests.seal.cosigning import WITNESS, line, vkey
from tests.seal.site_writer import CHIEF, SIGNER, STRANGER, WAY, Site, snapshot_of

LABEL = SIGNER.verifier.label
PICTURE = snapshot_of(1)["images"][0]["sha256"]
UNFOLDED = (
    f'<p>Trước.</p><figure data-image="{PICTURE}"></figure>'
    "<table><tbody><tr><td>Một</td></tr></tbody></table><p>Sau.</p>"
)
COUNTS = "2 trang tin, 19 tệp, 8 mục sổ"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("sealed"), pages=fragment)
    site.publish(snapshot_of(1))
    site.publish(snapshot_of(2, body=UNFOLDED))
    return site.release().root


@pytest.fixture
def site(sealed: Path, tmp_path: Path) -> Path:
    """Give a copy to tamper with."""
    return Path(shutil.copytree(sealed, tmp_path / "site"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state" / "verify.json"


def run(site: Path | str, *options: str | Path) -> Result:
    return CliRunner().invoke(verify, [str(site), *map(str, options)])


def lines(result: Result) -> list[str]:
    return result.stdout.splitlines()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", [*Code, *Trouble])
def test_every_finding_can_be_told_in_both_languages(key: str) -> None:
    vietnamese, english = TEXTS[key]
    assert placeholders(vietnamese) == placeholders(english)
    assert vietnamese != english


def test_an_untouched_site_passes_with_a_known_key(site: Path) -> None:
    result = run(site, "--no-state", "--key", SIGNER.verifier.text())
    assert result.exit_code == 0
    assert lines(result) == [f"Không thấy sai lệch: đã kiểm tra {COUNTS}; khóa {LABEL} do người kiểm tra đưa vào."]


def test_a_key_may_stand_in_a_file(site: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SIGNER.verifier.text()}\n")
    assert run(site, "--no-state", "--key", tmp_path / "key").exit_code == 0


def test_a_witness_who_is_asked_for_must_have_signed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "witness").write_text(f"{vkey(WITNESS)}\n")
    asked = ("--no-state", "--key", SIGNER.verifier.text(), "--witness", tmp_path / "witness")
    assert lines(run(site, *asked))[0] == (
        f".well-known/chauphe/checkpoint: chưa có chữ ký của bên làm chứng {WITNESS.label}"
    )
    assert run(site, "--no-state", "--witness", SIGNER.verifier.text()).exit_code == 2
    checkpoint = site / ".well-known/chauphe/checkpoint"
    checkpoint.write_bytes(checkpoint.read_bytes() + line(note.parse(checkpoint.read_bytes()).text))
    assert run(site, *asked).exit_code == 0


def test_a_key_from_the_site_itself_is_called_weaker(site: Path) -> None:
    key = f"khóa {LABEL} lấy từ chính trang này, nên chỉ cho biết trang tự khớp với mình, không cho biết ai đã ký"
    assert lines(run(site, "--no-state")) == [f"Không thấy sai lệch: đã kiểm tra {COUNTS}; {key}."]


def test_a_changed_letter_is_named_with_its_file(site: Path) -> None:
    page = site / "tin/tin-so-1/index.html"
    page.write_bytes(page.read_bytes().replace(b"tin s", b"tim s"))
    result = run(site, "--no-state", "--key", SIGNER.verifier.text())
    assert result.exit_code == 1
    assert lines(result) == [
        "tin/tin-so-1/index.html: tệp đã bị sửa",
        "tin/tin-so-1/index.html: nội dung trang khác bản đã phê duyệt",
        f"Có 2 sai lệch: đã kiểm tra {COUNTS}; khóa {LABEL} do người kiểm tra đưa vào.",
    ]


def test_english_is_spoken_on_request(site: Path) -> None:
    (site / "_/site.css").unlink()
    result = run(site, "--no-state", "--lang", "en", "--key", SIGNER.verifier.text())
    assert lines(result) == [
        "_/site.css: the file is missing",
        f"1 found wrong: checked 2 items, 18 files, 8 log entries; key {LABEL}, as given.",
    ]


def test_a_site_signed_by_a_stranger_is_found(site: Path) -> None:
    result = run(site, "--no-state", "--key", STRANGER.verifier.text())
    assert result.exit_code == 1
    assert lines(result)[0] == f".well-known/chauphe/checkpoint: ký bằng khóa lạ ({LABEL})"
    assert lines(result)[-1].endswith("; không có chữ ký nào kiểm tra được.")


def test_a_brotli_form_of_other_content_is_found(sealed: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", pages=fragment)
    site.publish(snapshot_of(1))
    site.release()
    site.write("tin/tin-so-1/index.html.br", brotli.compress(b"xo so"))
    site.seal()
    assert lines(run(site.root, "--no-state"))[0] == "tin/tin-so-1/index.html.br: bản nén khác bản gốc"


def test_the_regulation_that_an_act_names_is_asked(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", pages=fragment)
    way = [(verb, CHIEF if verb == "moderate" else who) for verb, who in WAY]
    site.publish(snapshot_of(1), way)
    site.publish(
        snapshot_of(2), way, **{verb: {"regulation": "three-member@2024-01-15"} for verb in ("moderate", "sign_off")}
    )
    site.release()
    result = run(site.root, "--no-state")
    assert (result.exit_code, len(lines(result))) == (1, 2)
    assert lines(result)[0] == (
        f"tin/tin-so-1/bang-chung.json: {CHIEF[1]} làm cả khâu phê duyệt lẫn một khâu trước đó, "
        "trong khi hai khâu phải do hai người làm (việc số 2)"
    )


@pytest.mark.parametrize("pack", [brotli.compress, gzip.compress])
def test_only_one_whole_stream_is_unpacked(pack: Callable[[bytes], bytes]) -> None:
    unpack = module._gunzip if pack is gzip.compress else module._unbrotli
    assert unpack(pack(b"a"), 1) == b"a"
    for data in (b"", b"neither", pack(b"a")[:-1], pack(b"a") * 2, pack(b"ab" * 99_999)):
        assert unpack(data, 1) is None


def test_the_key_seen_first_is_remembered(site: Path, state: Path) -> None:
    assert run(site, "--state", state).exit_code == 0
    result = run(site, "--state", state)
    assert lines(result) == [f"Không thấy sai lệch: đã kiểm tra {COUNTS}; khóa {LABEL} đã ghi nhớ từ lần trước."]


def test_a_site_taken_over_later_is_found_by_memory(site: Path, state: Path) -> None:
    assert run(site, "--state", state).exit_code == 0
    shutil.rmtree(site)
    Site(site, pages=fragment, signer=STRANGER).release()
    result = run(site, "--state", state)
    assert (result.exit_code, "ký bằng khóa lạ" in result.stdout) == (1, True)
    assert lines(result)[-1].startswith("Khóa của trang khác khóa đã ghi nhớ;")
    assert not any("bang-chung.json" in line for line in lines(result))
    assert json.loads(state.read_text())["sites"].keys() == {SIGNER.name}


def test_an_old_release_put_back_is_found_by_memory(site: Path, state: Path, tmp_path: Path) -> None:
    backup = shutil.copytree(site, tmp_path / "backup")
    board = Site(site, pages=fragment)
    for number, body in ((1, snapshot_of(1)["body"]), (2, UNFOLDED), (3, "<p>Tin mới.</p>")):
        board.publish(snapshot_of(number, body=body))
    board.number, board.previous = 1, "00" * 32
    board.release()
    assert run(site, "--state", state).exit_code == 0
    shutil.rmtree(site)
    shutil.copytree(backup, site)
    result = run(site, "--state", state)
    assert result.exit_code == 1
    assert lines(result)[:2] == [
        ".well-known/chauphe/checkpoint: sổ chỉ có 8 mục, trong khi trước đó đã có 12",
        ".well-known/chauphe/manifest: bản phát hành 1 là bản cũ: lần trước đã thấy bản 2",
    ]
    assert run(backup, "--state", state).exit_code == 1


def test_nothing_is_remembered_of_a_site_with_findings(site: Path, state: Path) -> None:
    (site / "added.html").write_bytes(b"xo so")
    assert (run(site, "--state", state).exit_code, state.exists()) == (1, False)


def test_the_memory_lies_where_the_system_keeps_states(site: Path, tmp_path: Path) -> None:
    kept = CliRunner(env={"XDG_STATE_HOME": str(tmp_path / "xdg")}).invoke(verify, [str(site)])
    assert (kept.exit_code, (tmp_path / "xdg/chauphe/verify.json").is_file()) == (0, True)
    home = {"XDG_STATE_HOME": "", "HOME": str(tmp_path / "home")}
    assert CliRunner(env=home).invoke(verify, [str(site)]).exit_code == 0
    assert (tmp_path / "home/.local/state/chauphe/verify.json").is_file()


def test_a_spoilt_memory_stops_the_check(site: Path, state: Path) -> None:
    state.parent.mkdir()
    state.write_text("{}")
    result = run(site, "--state", state)
    assert result.exit_code == 2
    assert result.stderr == f"Không kiểm tra được: {site}: tệp ghi nhớ không đọc được: {state}\n"


def test_a_memory_that_cannot_be_kept_is_said(site: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(site, "--state", tmp_path / "file" / "verify.json")
    assert result.exit_code == 0
    assert result.stderr == f"không ghi nhớ được vào {tmp_path}/file/verify.json\n"


def test_quiet_says_nothing_unless_something_is_wrong(site: Path) -> None:
    assert run(site, "--no-state", "--quiet").output == ""
    (site / "_/site.css").unlink()
    assert lines(run(site, "--no-state", "--quiet"))[0] == "_/site.css: tệp bị thiếu"


def test_programs_read_the_result_as_json(site: Path) -> None:
    (site / "_/site.css").unlink()
    result = run(site, "--no-state", "--json", "--key", SIGNER.verifier.text())
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["findings"] == [{"code": "file.missing", "path": "_/site.css", "details": {}, "text": "tệp bị thiếu"}]
    assert (told["format"], told["checked"], told["ok"], told["site"]) == ("chauphe-verify/1", True, False, str(site))
    assert told["key"] == {"vkey": SIGNER.verifier.text(), "source": "given"}
    assert told["counts"] == {"pages": 2, "files": 18, "entries": 8, "not_offered": 0}
    assert (told["seen"]["release"], told["board"], told["origin"]) == (1, "snv-anhai", SIGNER.name)
    assert (told["added_files_visible"], told["left_out"]) == (True, 0)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_where_there_is_no_site_nothing_is_said_of_it(tmp_path: Path, options: list[str]) -> None:
    result = run(tmp_path / "none", "--no-state", *options)
    assert result.exit_code == 2
    told = json.loads(result.stdout) if options else result.stderr
    text = "không phải thư mục"
    path = str(tmp_path / "none")
    error = {"code": "not_a_directory", "path": path, "text": text}
    assert told in (
        {"format": "chauphe-verify/1", "site": path, "checked": False, "ok": False, "error": error},
        f"Không kiểm tra được: {path}: {text}\n",
    )


def test_a_folder_that_was_never_sealed_cannot_be_checked(tmp_path: Path) -> None:
    result = run(tmp_path, "--no-state", "--lang", "en")
    assert (result.exit_code, result.stderr) == (2, f"Could not check: {tmp_path}: there is no sealed site here\n")


@pytest.mark.parametrize("key", ["no key", "name+00000000+AQ=="])
def test_what_is_no_key_is_a_mistake_of_use(site: Path, key: str) -> None:
    result = run(site, "--no-state", "--key", key)
    assert (result.exit_code, "not a public key" in result.stderr) == (2, True)


def test_names_of_files_cannot_write_to_the_terminal(site: Path) -> None:
    (site / "a\x1b[2Jb\udcff.html").write_bytes(b"")
    assert lines(run(site, "--no-state"))[0] == r"a\x1b[2Jb\udcff.html: tệp thừa, không có trong danh mục đã ký"


def test_a_site_that_keeps_moving_is_not_judged(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Moving(Directory):
        read_before = 0

        def read(self, path: str, limit: int) -> bytes:
            if path == MANIFEST:
                Moving.read_before += 1
                return b"%d" % Moving.read_before
            return super().read(path, limit)

    monkeypatch.setattr(module, "_reader", lambda place: Moving(Path(place)))
    result = run(site, "--no-state")
    assert (result.exit_code, Moving.read_before) == (2, 4)
    assert "trang vừa được phát hành lại" in result.stderr


def test_findings_left_out_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report((), 1234, Counts(), None, True, None, None, None, listed=True, moved=False)
    module._Lines("vi").report(report, "none")
    assert capsys.readouterr().out.splitlines()[0] == "… và 1.234 sai lệch khác"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_site_is_checked_by_its_address(address: str, site: Path, state: Path) -> None:
    (site / "added.html").write_bytes(b"xo so")
    result = run(f"{address}/", "--state", state)
    assert result.exit_code == 0
    assert lines(result)[0] == TEXTS["unlisted"][0]
    assert json.loads(state.read_text())["places"] == {address: SIGNER.name}
    (site / "_/site.css").write_bytes(b"")
    assert lines(run(address, "--state", state))[0] == "_/site.css: tệp đã bị xóa trắng"


def test_a_check_needs_no_django_at_all(site: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from chauphe.cli import main\n"
        f"main(['verify', {str(site)!r}, '--no-state', '--quiet'], standalone_mode=False)\n"
        "print([name for name, found in sys.modules.items() if found and name.startswith('django')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("[]\n", "", 0)


def test_the_module_runs_alone(site: Path) -> None:
    command = [sys.executable, "-m", "chauphe.cli.verify", str(site), "--no-state", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"})
    assert (done.returncode, done.stdout.startswith("Nothing found wrong: checked 2 items")) == (0, True)


TAGS = ("p", "h2", "h3", "ul", "li", "strong", "em", "blockquote")
pieces = some.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ['<a href="/x?a=1&amp;b">'])
words = some.text(some.characters(exclude_characters="<>", exclude_categories=["Cs", "Cc"]), max_size=8)


@given(some.lists(pieces | words).map("".join), some.none() | some.just("2026-11-20T08:15:00Z"))
def test_a_body_without_pictures_and_tables_is_shown_verbatim(body: str, published: str | None) -> None:
    empty = fragment.fragment(snapshot_of(1, body=""), published=published)
    shown = fragment.fragment(snapshot_of(1, body=body), published=published)
    assert shown == empty.replace("<!--body--><!--/body-->", f"<!--body-->{body}<!--/body-->")


def test_languages_are_those_of_the_texts() -> None:
    assert {len(texts) for texts in TEXTS.values()} == {len(LANGUAGES)}
