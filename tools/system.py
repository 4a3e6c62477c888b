"""What a test run needs from the system beyond Python: found, or installed where that is allowed.

Only root on a machine with apt is served from the system's packages; nobody's password is asked for. What cannot be
had is not an error here: the caller names it at the end as not run.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.rigs.browser import find_chromium

APT_PATIENCE = 600  # seconds
# program → Debian packages that bring it; where one way brings nothing, the next is tried
PACKAGES = {
    # Without the parts that draw a window a page opens in a third of the time.
    "chromium": (("chromium-headless-shell", "fonts-liberation"), ("chromium", "fonts-liberation")),
    "strace": (("strace",),),
    "nginx": (("nginx", "libnginx-mod-http-brotli-static"),),
    "wrk": (("wrk",),),
}


def missing(*programs: str) -> list[str]:
    """Say which of these programs are not there even after trying to install them."""
    absent = [program for program in programs if not found(program)]
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        for program in absent:
            for packages in PACKAGES[program]:
                _apt_install(packages)
                if found(program):
                    break
    if "chromium" in absent and not found("chromium"):
        _playwright_install()
    return [program for program in absent if not found(program)]


def found(program: str) -> bool:
    """Tell whether a program is on this machine."""
    return bool(find_chromium() if program == "chromium" else shutil.which(program, path=_path()))


def _path() -> str:
    # Debian keeps servers where only root's path leads.
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def _apt_install(packages: tuple[str, ...]) -> None:
    print(f"  installing    {' '.join(packages)} from the system's packages …", flush=True)
    # RUNLEVEL keeps a freshly installed server from being started.
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _apt_update()
    _quietly(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], env)


@cache
def _apt_update() -> None:
    _quietly(["apt-get", "update", "-q"], dict(os.environ))


def _playwright_install() -> None:
    print("  installing    Chromium by Playwright …", flush=True)
    _quietly([str(Path(sys.executable).with_name("playwright")), "install", "chromium"], dict(os.environ))


def _quietly(command: list[str], env: dict[str, str]) -> None:
    try:
        done = subprocess.run(
            command, check=False, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=APT_PATIENCE,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", flush=True)
        return
    if done.returncode:
        print("\n".join(f"  {line}" for line in (done.stdout + done.stderr).splitlines()[-3:]), flush=True)
