"""What decides, what proves and what checks runs where there is no Django at all."""

import subprocess
import sys

import pytest

from tests.house.tree import ROOT, files

SOURCE = ROOT / "src"
BANG = """
import importlib, sys
for name in ("django", "allauth", "django_htmx", "django_prose_editor", "nh3", "mammoth", "PIL"):
    sys.modules[name] = None  # whoever asks for it gets an ImportError
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules(package: str) -> list[str]:
    """List every module of a package by its dotted name."""
    names = [path.relative_to(SOURCE).with_suffix("").parts for path in files(".py", under=f"src/chauphe/{package}")]
    return [".".join(parts).removesuffix(".__init__") for parts in names]


@pytest.mark.parametrize(
    "names",
    [modules("regulation"), modules("core"), modules("seal"), ["chauphe.cli.verify"], ["chauphe.public.fragment"]],
    ids=["regulation", "core", "seal", "verify", "fragment"],
)
def test_it_loads_on_a_machine_without_django(names: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", BANG, *names], cwd=SOURCE, capture_output=True, text=True, check=False)
    assert (len(names) > 0, done.stderr[-2000:]) == (True, "")
