import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.served import BARE


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of an install that has its tables and no board yet."""
    home: Path = tmp_path_factory.mktemp("install")
    env = BARE | {"CHAUPHE_HOME": str(home), "CHAUPHE_HTTPS": "no"}
    subprocess.run([sys.executable, "-m", "chauphe", "manage", "migrate", "-v", "0"], env=env, check=True)
    return env
