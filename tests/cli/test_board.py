"""A board is founded by its charter, wholly or not at all; its offices are kept by name and clause."""

import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from click.testing import CliRunner, Result
from django.utils import timezone, translation

from chauphe.bake import keys
from chauphe.cli.board import board
from chauphe.people.models import Board, Change, Person
from chauphe.people.standing import gaps_on
from tests import factories


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.SITES, settings.KEYS, settings.STORE = (tmp_path / name for name in ("site", "keys", "store"))
    with translation.override("vi"):
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(board, list(words), catch_exceptions=False)


def example() -> str:
    return run("example").output


def found(tmp_path: Path, text: str | bytes | None = None, *words: str) -> Result:
    """Found a board by this text; the example if there is none."""
    file = tmp_path / "ban.toml"
    text = example() if text is None else text
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("found", str(file), *words)


@pytest.mark.django_db
def test_the_example_founds_a_board_that_works(tmp_path: Path) -> None:
    assert found(tmp_path).exit_code == 0
    made = Board.objects.get()
    assert (made.slug, made.log.size, made.is_demo) == ("so-mau", 0, False)
    assert keys.signer_of(made).name == "somau.anhai.example/so-mau"
    day = made.appointments.earliest("since").since
    assert gaps_on(made, day=day.replace(year=2026, month=6)).lacking == ()
    assert {person.has_usable_password() for person in Person.objects.all()} == {False}


@pytest.mark.django_db
def test_a_check_writes_nothing_and_makes_no_key(tmp_path: Path) -> None:
    result = found(tmp_path, None, "--check")
    assert (result.exit_code, result.output) == (0, "ban.toml: không có lỗi. Chưa ghi gì.\n")
    assert (Board.objects.count(), Person.objects.count(), Change.objects.count()) == (0, 0, 0)
    assert not (tmp_path / "keys").exists()


@pytest.mark.django_db
def test_no_board_takes_a_demonstrations_name_for_its_log(tmp_path: Path) -> None:
    told = found(tmp_path, example().replace('"somau.anhai.example/so-mau"', '"demo.chauphe.example/so-mau"'))
    says = "“demo.chauphe.example/so-mau” là tên dành riêng cho sổ của bản dùng thử."
    assert (told.exit_code, says in told.output, Board.objects.exists()) == (1, True, False)


@pytest.mark.django_db
def test_another_board_keeps_its_names(tmp_path: Path) -> None:
    found(tmp_path)
    other = (
        example().replace('login = "', 'login = "x.').replace('person = "', 'person = "x.').replace('email = "m', '# "')
    )
    told = found(tmp_path, other)
    assert told.exit_code == 1
    assert [line.partition(" ")[2] for line in told.output.splitlines()] == [
        "Tên “so-mau” đã thuộc Ban biên tập khác.",
        "Địa chỉ https://somau.anhai.example đã thuộc trang của Ban biên tập khác.",
        "Tên sổ “somau.anhai.example/so-mau” đã thuộc Ban biên tập khác.",
    ]
    assert Board.objects.count() == 1


@pytest.mark.django_db
def test_a_key_left_by_another_board_is_never_taken_over(tmp_path: Path) -> None:
    keys.make(factories.board("so-mau"))
    kept = (tmp_path / "keys" / "so-mau.key").read_text()
    Board.objects.update(slug="so-cu")
    assert found(tmp_path).exit_code == 1
    assert (tmp_path / "keys" / "so-mau.key").read_text() == kept
    assert not Board.objects.filter(slug="so-mau").exists()


WRONG = [
    ("the chief", 'role = "editor_in_chief"', 'role = "contributor"\nunits = ["vp"]', "Chưa có Trưởng Ban."),
    ("the secretary", 'role = "secretary"', 'role = "contributor"', "Chưa có Thư ký."),
    ("a second chief", 'role = "deputy_editor"', 'role = "editor_in_chief"', "đang giữ chức danh này"),
    ("the organisation unit", "organisation = true\n", "\n", "Hãy đánh dấu một đơn vị"),
    ("a unit nobody knows", 'units = ["ttlt"]', 'units = ["la"]', "Trong tệp này không có “la”."),
    ("a key nobody knows", "colour =", "color =", "Mục “color”: không có mục nào tên như vậy"),
    ("a day in quotes", "since = 2026-01-01", 'since = "hôm nay"', "phải là ngày"),
    ("a name twice", 'login = "vi.le"', 'login = "mau.tran"', "“mau.tran” đã có tại dòng 53."),
    ("a script in a name", "Lê Thị Ví Dụ", "<script>alert(1)</script>", "không dùng dấu < và >"),
    ("a name turned round", "Lê Thị Ví Dụ", "Lê \\u202eTh\\u1ecb", "ký tự ẩn (U+202E)"),
    ("a path for a slug", 'slug = "so-mau"', 'slug = "../so"', "chỉ gồm chữ thường không dấu"),
    ("a newline in the origin", '/so-mau"', '/so\\nmau"', "Mục “origin”"),
    ("no regulation", 'regulation = "founding"', 'regulation = "/etc/passwd"', "Chưa dùng được quy chế"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new", "told"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_said_by_line_and_nothing_is_written(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in example()
    result = found(tmp_path, example().replace(old, new, 1))
    assert (result.exit_code, told in result.output) == (1, True), result.output
    assert all(line.startswith(("ban.toml", "passwd:")) for line in result.output.splitlines()), result.output
    assert (Board.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[board\n",
        b"[board]\nslug = 1\n",
        b"a = " + b"[" * 20_000,
        b"a = " + b"9" * 20_000,
        b"#" * 300_000,
        b"unit = 7\n[board]\nslug = 'so'\n",
        b"[unit]\ncode = 'vp'\n",
    ],
    ids=[
        "empty",
        "no text",
        "no TOML",
        "too little",
        "nested",
        "a number without end",
        "huge",
        "no tables",
        "one table",
    ],
)
def test_whatever_file_is_given_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    result = found(tmp_path, data)
    assert (result.exit_code, result.output.startswith("ban.toml"), Board.objects.count()) == (1, True, 0)


@pytest.mark.django_db
def test_names_are_kept_in_one_form_whatever_typed_them(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", example()).encode("utf-8-sig").replace(b"\n", b"\r\n")
    assert found(tmp_path, text).exit_code == 0
    assert Person.objects.get(username="vi.le").full_name == unicodedata.normalize("NFC", "Lê Thị Ví Dụ")


@pytest.mark.django_db
def test_a_person_with_an_account_is_taken_by_consent_alone(tmp_path: Path) -> None:
    factories.person("vi.le", "Lê Thị Ví Dụ")
    assert "Nếu là chính người này" in found(tmp_path).output
    text = example().replace('login = "vi.le"', 'login = "vi.le"\naccount = "existing"')
    assert "không phải của" in found(tmp_path, text.replace("Lê Thị Ví Dụ", "Lê Thị Khác")).output
    assert found(tmp_path, text).exit_code == 0
    assert Person.objects.get(username="vi.le").check_password(factories.PASSWORD)


@pytest.mark.django_db
def test_offices_are_given_and_ended_by_name_and_clause(tmp_path: Path) -> None:
    found(tmp_path)
    new = ("appoint", "so-mau", "moi.bui", "deputy_editor", "--name", "Bùi Văn Mới", "--unit", "vp")
    assert run(*new).output.startswith("Bùi Văn Mới: Phó Trưởng Ban biên tập, từ ")
    second = run("appoint", "so-mau", "thu.pham", "editor_in_chief")
    assert (second.exit_code, "Trần Văn Mẫu đang giữ chức danh này" in second.output) == (1, True)
    alone = run("dismiss", "so-mau", "dat.do")
    assert (alone.exit_code, "Chưa có Thư ký. (Điều 6" in alone.output) == (1, True)
    after = run("hand-over", "so-mau", "dat.do", "gia.ho")
    assert (after.exit_code, after.output.endswith("thay Đỗ Văn Đặt.\n")) == (0, True), after.output
    assert run("dismiss", "so-mau", "moi.bui").exit_code == 0
    assert run("absence", "so-mau", "mau.tran").exit_code == 0
    assert "đang vắng" in run("show", "so-mau").output
    assert run("absence", "so-mau", "mau.tran", "--back").exit_code == 0
    assert "đang vắng" not in run("show", "so-mau").output


@pytest.mark.django_db
def test_an_absence_is_of_whole_days_and_begins_now_if_it_is_today(tmp_path: Path) -> None:
    found(tmp_path)
    place, day = Board.objects.get(), timedelta(days=1)
    first = timezone.localdate() + 3 * day
    later = run("absence", "so-mau", "mau.tran", "--since", f"{first:%d/%m/%Y}", "--until", f"{first + day}")
    days = f"00:00 {first:%d/%m/%Y} đến hết ngày {first + day:%d/%m/%Y}"
    assert later.output.startswith(f"Trần Văn Mẫu vắng từ {days}.\n")
    row = place.absences.get()
    assert [timezone.localtime(at) for at in (row.since, row.until)] == [morning(first), morning(first + 2 * day)]
    for words in (("--since", f"{first - 3 * day}"), ()):
        before = timezone.now()
        assert run("absence", "so-mau", "thu.pham", *words).exit_code == 0
        assert before <= place.absences.get(person__username="thu.pham", until=None).since <= timezone.now()
        assert run("absence", "so-mau", "thu.pham", "--back").exit_code == 0


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@pytest.mark.django_db
def test_a_link_is_shown_once_and_only_for_who_sits_there(tmp_path: Path) -> None:
    found(tmp_path)
    link = run("invite", "so-mau", "vi.le", "--desk", "https://desk.example/").output.splitlines()[0]
    assert link.startswith("https://desk.example/tai-khoan/moi/")
    assert link.split("/")[-2] not in str(list(Change.objects.values()))
    factories.person("la", "Người Lạ")
    assert run("invite", "so-mau", "la").output == "Người Lạ không giữ chức danh nào trong Ban biên tập này.\n"
    assert run("lock", "so-mau", "vi.le").exit_code == 0
    assert run("invite", "so-mau", "vi.le").output == "Tài khoản của Lê Thị Ví Dụ đang bị khóa.\n"


@pytest.mark.django_db
def test_lost_devices_are_forgotten_on_the_server_and_nothing_else_is(tmp_path: Path) -> None:
    found(tmp_path)
    person = Person.objects.get(username="mau.tran")
    person.set_password(factories.PASSWORD)
    person.save()
    factories.device(person, Person.objects.exclude(pk=person.pk)[0])
    SocialAccount.objects.create(user=person, provider="oidc", uid="x" * 64)
    done = run("forget-devices", "so-mau", "mau.tran")
    assert (done.exit_code, "Đã gỡ 1 thiết bị của" in done.output) == (0, True)
    assert (Authenticator.objects.filter(user=person).count(), Authenticator.objects.count()) == (0, 1)
    assert (SocialAccount.objects.count(), Person.objects.get(pk=person.pk).check_password(factories.PASSWORD)) == (
        0,
        True,
    )
    row = Change.objects.get(verb="forget_devices")
    assert (row.by, row.by_name, row.person, row.facts["count"]) == (None, "", person, 1)


@pytest.mark.django_db
def test_devices_of_whoever_sits_elsewhere_stay(tmp_path: Path) -> None:
    found(tmp_path)
    stranger = factories.person("nguoi.la", "Phan Thị Sao")
    factories.device(stranger)
    refused, unknown = (run("forget-devices", "so-mau", name) for name in ("nguoi.la", "khong.co"))
    assert (refused.exit_code, unknown.exit_code, Authenticator.objects.count()) == (1, 1, 1)
    assert "không giữ chức danh nào" in refused.output


def _install(home: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CHAUPHE_", "DATABASE_URL"))}
    own = {"CHAUPHE_HOME": str(home), "CHAUPHE_HTTPS": "no", "PYTHONPATH": os.pathsep.join(sys.path)}
    env = {**clean, **own, "DJANGO_SETTINGS_MODULE": "chauphe.config.settings"}
    subprocess.run([sys.executable, "-m", "chauphe", "manage", "migrate", "-v", "0"], env=env, check=True)
    return env


KILLED = (
    "import os, signal, sys; from chauphe.cli.ready import load_django; load_django();"
    "from chauphe.ledger import services;"
    "services.open_log = lambda board: os.kill(os.getpid(), signal.SIGKILL);"
    "from chauphe.cli.board import board; board(['found', sys.argv[1]])"
)


def test_killed_half_way_or_done_twice_it_is_one_board(tmp_path: Path) -> None:
    env, file = _install(tmp_path / "home"), tmp_path / "ban.toml"
    file.write_text(example(), "utf-8")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(file)], env=env, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list((tmp_path / "home" / "keys").glob("*.key")) == []
    command = [sys.executable, "-m", "chauphe", "board", "found", str(file)]
    both = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    told = [each.communicate(timeout=60)[1].decode() for each in both]
    assert sorted(each.returncode for each in both) == [0, 1], told
    assert any("đã thuộc Ban biên tập khác" in each for each in told)
    assert len(list((tmp_path / "home" / "keys").glob("*.key"))) == 1
