#!/usr/bin/env python3
"""Set up, run and test Châu Phê from a bare checkout; Python 3.11 and pip are all it needs.

Everything it makes lies inside the checkout, in folders that git ignores: `.venv` (the environment, every package
checked against the hashes in requirements*.lock), `.tools` (uv, if the machine has none) and `var` (data). Nothing
is downloaded but packages, by the ordinary client, from whatever index this machine is set up for.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  whoever starts it with an older one is told so
    sys.exit(f"Châu Phê needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.11 dev.py")

import argparse
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tools import po

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "chauphe-locks"
PRIVATE = ROOT / ".tools"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
UV_LOCK = ROOT / "tools" / "uv.lock"
OLDEST_UV = (0, 5)
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
NO_PIP = """There is neither pip nor uv here. On Debian and Ubuntu, once:   sudo apt-get install -y python3-pip
Máy chưa có pip. Trên Debian hoặc Ubuntu, chạy một lần dòng lệnh trên rồi làm lại."""


def say(what: str, how: str) -> None:
    """Print one line of progress."""
    print(f"  {what:<13} {how}", flush=True)


def surroundings() -> dict[str, str]:
    """Give the environment for package clients: no questions, and a home of their own where the user's is unusable."""
    env = {**os.environ, "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env.setdefault("UV_PYTHON_DOWNLOADS", "never")
    # An office's own mirror is told to pip more often than to uv.
    if "PIP_INDEX_URL" in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    if "PIP_CERT" in env:
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
    home = env.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        env["HOME"] = str(PRIVATE / "home")
        (PRIVATE / "home").mkdir(parents=True, exist_ok=True)
    return env


def run(*command: object) -> None:
    """Run a package client quietly; its words are shown only if it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env=surroundings(), cwd=ROOT, check=False, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        raise RuntimeError(f"{shlex.join(words)}\n{done.stdout}{done.stderr}".rstrip())


def answer(*command: object) -> str:
    """Give what a small question to another program prints; nothing if it fails."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, capture_output=True, text=True).stdout


def has_pip() -> bool:
    """Tell whether this Python can install packages."""
    return importlib.util.find_spec("pip") is not None


def find_uv() -> Path | None:
    """Find uv on the path, or put a private copy under .tools; None where it cannot be had."""
    if os.environ.get("CHAUPHE_NO_UV"):
        return None
    on_path = shutil.which("uv")
    if on_path:
        told = answer(on_path, "--version")
        version = re.search(r"(\d+)\.(\d+)", told)
        if version and (int(version[1]), int(version[2])) >= OLDEST_UV:
            return Path(on_path)
    uv, mark = PRIVATE / "uv" / "bin" / "uv", PRIVATE / "uv" / "lock"
    if mark.exists() and mark.read_text() == UV_LOCK.read_text():
        return uv
    if not has_pip():
        return None
    shutil.rmtree(PRIVATE / "uv", ignore_errors=True)
    try:
        # --target is allowed where the system's Python is "externally managed", and touches nothing outside.
        pip_install("--target", PRIVATE / "uv", "--no-deps", "-r", UV_LOCK)
    except RuntimeError as refusal:
        say("uv", f"not to be had, going on with pip ({str(refusal).splitlines()[-1]})")
        return None
    mark.write_text(UV_LOCK.read_text())
    return uv


def pip_install(*arguments: object, into: Path | None = None) -> None:
    """Install with this Python's pip, refusing whatever has no hash and whatever would have to be compiled."""
    where = ("--python", into) if into else ()
    run(sys.executable, "-m", "pip", *where, "install", "--require-hashes", "--only-binary", ":all:", *arguments)


def venv_works() -> bool:
    """Tell whether .venv is there and was made by a Python of this version that still runs."""
    if not PYTHON.exists():
        return False
    told = answer(PYTHON, "-c", "import sys; print(*sys.version_info[:2])")
    return told.split() == [str(part) for part in sys.version_info[:2]]


def fill_with_uv(uv: Path, lock: Path) -> None:
    """Make .venv hold exactly what `lock` names."""
    if not venv_works():
        shutil.rmtree(VENV, ignore_errors=True)
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--only-binary", ":all:", "--python", PYTHON, lock)


def fill_with_pip(lock: Path) -> None:
    """Make .venv hold what `lock` names, by venv and pip alone; ensurepip (python3-venv) is not needed."""
    if not venv_works():
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
    pip_install("-r", lock, into=PYTHON)


def fingerprint(lock: Path) -> str:
    """Give the line that the stamp holds when .venv was filled from `lock`."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()}  {lock.name}\n"


def fill(kind: str) -> None:
    """Fill .venv from the lock of this kind, unless it was filled from it, or from the wider one, before."""
    # The development lock holds all of the other with the same versions (a test says so).
    wanted = {"run": ("dev", "run"), "dev": ("dev",)}[kind]
    if venv_works() and STAMP.exists() and STAMP.read_text() in {fingerprint(LOCKS[one]) for one in wanted}:
        return
    began, lock = time.monotonic(), LOCKS[kind]
    STAMP.unlink(missing_ok=True)
    say("environment", f"filling .venv from {lock.name} …")
    uv = find_uv()
    try:
        if uv is None:
            raise RuntimeError("no uv")
        fill_with_uv(uv, lock)
    except RuntimeError as refusal:
        if not has_pip():
            sys.exit(NO_PIP if uv is None else str(refusal))
        if uv:
            say("uv", f"failed, going on with pip ({str(refusal).splitlines()[-1]})")
        fill_with_pip(lock)
    STAMP.write_text(fingerprint(lock))
    say("environment", f"done in {time.monotonic() - began:.1f} s")


def link() -> None:
    """Put src on the environment's path and the command `chauphe` into its bin."""
    script = VENV / "bin" / "chauphe"
    wanted = {script: f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m chauphe "$@"\n'}
    for site in VENV.glob("lib/python3*/site-packages"):
        wanted[site / "chauphe.pth"] = f"{ROOT / 'src'}\n"
    for path, text in wanted.items():
        # A running demonstration may be reading these.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    script.chmod(0o755)


def prepare(kind: str) -> None:
    """Have everything ready that `kind` ("run" or "dev") needs; a second call takes no time."""
    try:
        fill(kind)
    except RuntimeError as refusal:
        sys.exit(f"The environment could not be made.\n{refusal}")
    link()
    count = po.compile_tree(ROOT / "src")
    if count:
        say("translations", f"compiled {count} catalogue{'s' if count > 1 else ''}")


def become(*command: object) -> None:
    """Let `command` take this process's place, so that Ctrl-C and the exit status are its own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    words = [str(word) for word in command]
    os.execv(words[0], words)  # noqa: S606  the program is ours, and no shell is wanted


def setup(arguments: list[str]) -> None:
    """Make the environment and compile the translations (--dev: with what tests need)."""
    prepare("dev" if "--dev" in arguments else "run")
    say("ready", ".venv/bin/chauphe --help")


def demo(arguments: list[str]) -> None:
    """Set up, load and run the demonstration; Ctrl-C stops it, the next start goes on where it was."""
    prepare("run")
    become(VENV / "bin" / "chauphe", "demo", *arguments)


def demo_reset(arguments: list[str]) -> None:
    """Delete the demonstration's data and start it afresh."""
    demo(["--reset", *arguments])


def test(arguments: list[str]) -> None:
    """Run everything that CI runs: linters, types, contracts, translations, tests on both databases, browser."""
    prepare("dev")
    become(PYTHON, "-m", "tools.stages", "test", *arguments)


def lint(arguments: list[str]) -> None:
    """Run the quick part of `test`: everything but the tests that need a database or a browser."""
    prepare("dev")
    become(PYTHON, "-m", "tools.stages", "lint", *arguments)


def bench(arguments: list[str]) -> None:
    """Measure: serving, baking, publishing, verifying, the desk at size."""
    prepare("dev")
    become(PYTHON, "-m", "tools.stages", "bench", *arguments)


def faults(arguments: list[str]) -> None:
    """Kill the process at every state-changing system call, in turn, and look at what is left."""
    prepare("dev")
    become(PYTHON, "-m", "tools.stages", "faults", *arguments)


def clean(_arguments: list[str]) -> None:
    """Remove the environment, the caches and the compiled catalogues; data under var stays."""
    for folder in (VENV, PRIVATE, *(ROOT / name for name in CACHES)):
        shutil.rmtree(folder, ignore_errors=True)
    for part in ("src", "tests", "tools", "bench"):
        for catalogue in (ROOT / part).rglob("*.mo"):
            catalogue.unlink()
        for cache in (ROOT / part).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)


COMMANDS: tuple[Callable[[list[str]], None], ...] = (setup, demo, demo_reset, test, lint, bench, faults, clean)


def main() -> None:
    """Carry out the command named on the command line; what follows its name goes to it as it stands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        says = command.__doc__ or ""
        one = commands.add_parser(command.__name__.replace("_", "-"), help=says, description=says, add_help=False)
        one.set_defaults(command=command)
    chosen, rest = parser.parse_known_args()
    chosen.command(rest)


if __name__ == "__main__":
    main()
