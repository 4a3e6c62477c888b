"""Each import contract of pyproject.toml catches the violation it is there for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = (
    "config", "cli", "demo", "desk", "bake", "public", "intake", "items", "ledger", "people", "core", "seal",
    "regulation",
)  # fmt: skip
MODULES = ("cli/verify", "public/fragment", "ledger/models", "ledger/services", "items/models", "items/services")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path, module: str = "", text: str = "") -> list[str]:
    """Give the names of the contracts that a skeleton of the package breaks once `module` says `text`."""
    for package in PACKAGES:
        (folder / "chauphe" / package).mkdir(parents=True)
    for name in ("__init__", "__main__", *(f"{package}/__init__" for package in PACKAGES), *MODULES):
        (folder / "chauphe" / f"{name}.py").touch()
    if module:
        (folder / "chauphe" / f"{module}.py").write_text(text)
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == int("BROKEN" in done.stdout), done.stdout + done.stderr
    return [line.removesuffix(" BROKEN").split()[0] for line in done.stdout.splitlines() if line.endswith(" BROKEN")]


def test_a_package_within_its_bounds_breaks_nothing(tmp_path: Path) -> None:
    assert lint(tmp_path, "desk/views", "from chauphe.items import services") == []


@pytest.mark.parametrize(
    ("module", "text", "first_words"),
    [
        ("core/text", "from chauphe.people import services", ["Imports"]),
        ("desk/views", "import chauphe.bake", ["Imports"]),
        ("helpers", "", ["Imports"]),
        ("core/text", "from django.utils import text", ["What"]),
        ("seal/note", "from chauphe.regulation import book", ["The"]),
        ("public/fragment", "from django.utils import html", ["Checking"]),
        ("desk/views", "from chauphe.ledger.models import Entry", ["Only"]),
        ("bake/plan", "from chauphe.items.models import Item", ["Screens,"]),
    ],
)
def test_each_contract_catches_its_violation(tmp_path: Path, module: str, text: str, first_words: list[str]) -> None:
    assert lint(tmp_path, module, text) == first_words
