"""One folder for each size of site, filled and baked once and used again; everything lies under var/bench."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
BOARD = "bench"
_BROUGHT_UP: set[Path] = set()
"""The folders whose tables this run has brought up to date; they are kept for longer than tables stay as they are."""


def environment(home: Path) -> dict[str, str]:
    """Return the environment in which the program works on one of these folders."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CHAUPHE_", "DATABASE_URL"))}
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return {
        **env,
        "CHAUPHE_HOME": str(home),
        "CHAUPHE_HTTPS": "no",
        "CHAUPHE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
        "PYTHONPATH": paths,
        "NO_COLOR": "1",
    }


def home_of(items: int) -> Path:
    """Return the folder of the site with so many items."""
    return VAR / f"items-{items}"


def filled(items: int) -> Path:
    """Return a folder with a filled database, filling it if need be."""
    home = home_of(items)
    stamp = home / "filled"
    if not stamp.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        inside(home, "bench.inside", "fill", str(items))
        stamp.touch()
    elif home not in _BROUGHT_UP:
        inside(home, "bench.inside", "migrate")
    _BROUGHT_UP.add(home)
    return home


def desk(items: int) -> Path:
    """Return a folder whose board has as many items in all states as the desk is measured with."""
    home = VAR / f"desk-{items}"
    if not (home / "filled").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        inside(home, "bench.desk_inside", "fill", str(items))
        (home / "filled").touch()
    elif home not in _BROUGHT_UP:
        inside(home, "bench.inside", "migrate")
    _BROUGHT_UP.add(home)
    return home


def baked(items: int) -> Path:
    """Return a folder with a site baked by the program as it is now, baking it if need be."""
    home = filled(items)
    if not is_current(home):
        inside(home, "bench.inside", "bake")
        mark_current(home)
    return home


def is_current(home: Path) -> bool:
    """Say whether the folder's site was baked whole by what bakes now; older pages need not look as they should."""
    stamp = root_of(home).parent / "baked-by"
    return stamp.exists() and stamp.read_text("ascii") == _baker()


def mark_current(home: Path) -> None:
    """Note that the folder's site was baked whole just now."""
    (root_of(home).parent / "baked-by").write_text(_baker(), "ascii")


def _baker() -> str:
    """Return the digest of everything that decides how a site looks."""
    whole = sha256()
    for part in ("bake", "core", "public", "seal"):
        for path in sorted((ROOT / "src" / "chauphe" / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(str(path).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def root_of(home: Path) -> Path:
    """Return the web root of a baked site."""
    return home / "site" / BOARD


def inside(home: Path, module: str, *arguments: str, pinned: int | None = None, database: str = "") -> str:
    """Run a module with the settings of a folder, and return what it prints on its last line.

    `database` names another one than the folder's own (as DATABASE_URL).
    """
    words = [sys.executable, "-m", module, *arguments]
    if pinned is not None:
        words = ["taskset", "-c", str(pinned), *words]
    env = environment(home) | ({"DATABASE_URL": database} if database else {})
    done = subprocess.run(words, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.strip().splitlines()
    return lines[-1] if lines else ""
