import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from chauphe.cli.parent import LOOK_EVERY
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
