"""What the server is told of the office's sign-in service: all of it or nothing, its secret from a file, over HTTPS."""

from pathlib import Path

import pytest

from chauphe.config.env import SettingError, sign_in_service

ISSUER = "https://sso.anhai.example/realms/so"


def told(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, str] | None:
    for name in ("ISSUER", "CLIENT", "SECRET", "SECRET_FILE", "NAME"):
        monkeypatch.delenv(f"CHAUPHE_OIDC_{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"CHAUPHE_OIDC_{name}", value)
    return sign_in_service()


def test_there_is_no_service_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch) is None
    assert told(monkeypatch, CLIENT="desk", SECRET="mật") is None


def test_its_secret_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("bi-mat\n", encoding="utf-8")
    found = told(monkeypatch, ISSUER=ISSUER, CLIENT="desk", SECRET_FILE=str(file))
    assert found == {"issuer": ISSUER, "client": "desk", "secret": "bi-mat", "name": "sso.anhai.example"}
    named = told(monkeypatch, ISSUER=ISSUER, CLIENT="desk", SECRET_FILE=str(file), NAME="Cổng đăng nhập của tỉnh")
    assert named is not None and named["name"] == "Cổng đăng nhập của tỉnh"


@pytest.mark.parametrize(
    "issuer",
    [
        "http://sso.anhai.example",
        "sso.anhai.example",
        "ftp://sso.anhai.example",
        "http://localhost.ke-gian.example",
        "https://ai:mat@sso.anhai.example",
        "https://sso.anhai.example/?x=1",
        "https://sso.anhai.example/#x",
    ],
)
def test_an_address_that_is_not_plain_and_safe_stops_the_start(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    with pytest.raises(SettingError, match="CHAUPHE_OIDC_ISSUER"):
        told(monkeypatch, ISSUER=issuer, CLIENT="desk", SECRET="x")


@pytest.mark.parametrize("missing", ["CLIENT", "SECRET"])
def test_a_service_half_named_stops_the_start(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    values = {"ISSUER": ISSUER, "CLIENT": "desk", "SECRET": "x"}
    del values[missing]
    with pytest.raises(SettingError, match=f"CHAUPHE_OIDC_{missing}"):
        told(monkeypatch, **values)


def test_a_secret_that_cannot_be_read_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="CHAUPHE_OIDC_SECRET_FILE"):
        told(monkeypatch, ISSUER=ISSUER, CLIENT="desk", SECRET_FILE=str(tmp_path / "none"))
