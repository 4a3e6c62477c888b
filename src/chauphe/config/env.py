"""Typed readers of the environment: each error names the variable and says what is expected."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit


class SettingError(Exception):
    """Raised when a variable has a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """Read a variable as text; NAME_FILE, where set, names a file that holds the value (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: cannot read {file}: {error.strerror}") from error
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Read 1/0, yes/no, true/false, on/off."""
    value = text(name).strip().lower()
    if value in {"", None}:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise SettingError(f"{name}: expected yes or no, got {value!r}")


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    """Read an absolute or relative folder; it need not exist yet."""
    return Path(text(name, default)).expanduser().resolve()


def sign_in_service(prefix: str = "CHAUPHE_OIDC_") -> dict[str, str] | None:
    """Read which OpenID Connect service people may sign in by: issuer, client, secret, name; None where there is none.

    It speaks HTTPS, but for one on this very machine, where nobody can listen.
    """
    issuer = text(f"{prefix}ISSUER")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})):
        raise SettingError(f"{prefix}ISSUER: expected an address that begins with https://, got {issuer!r}")
    if parts.query or parts.fragment or parts.username:
        raise SettingError(f"{prefix}ISSUER: expected scheme, host and path alone, got {issuer!r}")
    found = {"issuer": issuer, "client": text(f"{prefix}CLIENT"), "secret": text(f"{prefix}SECRET")}
    for name, value in found.items():
        if not value:
            raise SettingError(f"{prefix}{name.upper()}: expected a value, since {prefix}ISSUER is set")
    return found | {"name": text(f"{prefix}NAME") or str(parts.hostname)}


def own_secret(file: Path) -> str:
    """Read this install's secret, making it on the first start (0600); there is no default secret."""
    try:
        return file.read_text("ascii")
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii")
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(64))
    return file.read_text("ascii")
