import json
import socket
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from chauphe.cli.parent import LOOK_EVERY
from chauphe.cli.processes import Ports
from tests.bake.ports import unused_port
from tests.cli.served import BARE, SOON, idlers, listens, lives, of_session, started, until

CREW = """
import json, sys
from chauphe.cli.processes import Crew
with Crew() as crew:
    for words in json.loads(sys.argv[1]):
        crew.start(words[0], *words)
    crew.watch()
"""
PART_AND_LEAVE = """
import subprocess, sys
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
print(subprocess.Popen([sys.executable, "-m", "chauphe", *sys.argv[1:]], **quiet).pid)
"""

TAKE = """
import sys
from chauphe.cli.processes import Ports
held = Ports()
print(*(held.take(int(sys.argv[1])) for _ in range(3)), flush=True)
sys.stdin.read()
"""


def test_crews_that_start_at_once_take_different_ports() -> None:
    crews = [
        subprocess.Popen([sys.executable, "-c", TAKE, "21000"], env=BARE, stdin=PIPE, stdout=PIPE, text=True)
        for _ in range(4)
    ]
    taken = [port for crew in crews if crew.stdout for port in crew.stdout.readline().split()]
    for crew in crews:
        crew.communicate()
    assert (len(taken), len(set(taken))) == (12, 12)


def test_a_port_that_somebody_listens_on_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert port < Ports().take(port) < port + 200


def test_a_port_is_free_again_once_its_crew_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", TAKE, "22000"], env=BARE, stdin=PIPE, stdout=PIPE, text=True) as crew:
        assert crew.stdout is not None
        first = int(crew.stdout.readline().split()[0])
        crew.kill()
    assert Ports().take(first) == first


def test_nothing_outlives_a_demonstration_that_was_killed(install: dict[str, str], tmp_path: Path) -> None:
    site, desk = unused_port(), unused_port()
    parts = [["site", "--root", str(tmp_path), "--port", str(site)], ["desk", "--port", str(desk)], ["work"]]
    crew = psutil.Popen([sys.executable, "-c", CREW, json.dumps(parts)], env=install)
    assert until(lambda: listens(site) and listens(desk), 60)
    left = crew.children(recursive=True)
    held = idlers(site) + idlers(desk)
    crew.kill()
    crew.wait(5)
    try:
        assert until(lambda: not any(lives(each) for each in left), SOON)
        assert (len(left) >= 5, listens(site), listens(desk)) == (True, False, False)
    finally:
        for each in left:
            if lives(each):
                each.kill()
    for each in held:
        each.close()


@pytest.mark.parametrize("part", [["site"], ["desk"]])
def test_what_a_passing_shell_started_stays(install: dict[str, str], part: list[str], tmp_path: Path) -> None:
    port = unused_port()
    more = ["--root", str(tmp_path)] if part == ["site"] else []
    shell = [sys.executable, "-c", PART_AND_LEAVE, *part, "--port", str(port), *more]
    left_alone = psutil.Process(int(subprocess.check_output(shell, env=install, timeout=20)))
    try:
        assert until(lambda: listens(port), 30)
        assert not until(lambda: not listens(port), 4 * LOOK_EVERY)
    finally:
        left_alone.terminate()
        assert until(lambda: not lives(left_alone), SOON)


def test_what_lost_its_starter_before_it_looked_ends(tmp_path: Path) -> None:
    env = BARE | {"CHAUPHE_STARTER": "999999999"}
    with started("site", "--root", str(tmp_path), "--port", str(unused_port()), env=env) as site:
        site.wait(SOON)
        assert until(lambda: not of_session(site.pid), SOON)
