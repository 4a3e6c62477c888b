"""Names say what a thing is: no catch-all modules, no unfinished work, tests that read as sentences."""

import ast
import re

import pytest

from tests.house.tree import ROOT, files, name

CATCH_ALL = {"utils", "util", "common", "helpers", "helper", "misc", "manager", "tools"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b|raise NotImplemented" r"Error")
SHORTEST_SENTENCE, LONGEST_SENTENCE = 3, 14


def test_no_module_is_a_place_for_everything() -> None:
    source = ROOT / "src" / "chauphe"
    names = {part for path in files(".py", under="src") for part in path.relative_to(source).with_suffix("").parts}
    assert names & CATCH_ALL == set()


def test_nothing_is_left_for_later() -> None:
    left = [
        name(path) for path in files(".py", ".html", ".css", ".js", ".md") if UNFINISHED.search(path.read_text("utf-8"))
    ]
    assert left == []


def test_every_test_is_named_as_a_sentence() -> None:
    odd = []
    for path in files(".py", under="tests"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = node.name.split("_")[1:]
                if not SHORTEST_SENTENCE <= len(words) <= LONGEST_SENTENCE:
                    odd.append(f"{name(path)}: {node.name}")
    assert odd == []


@pytest.mark.parametrize("part", ["core", "seal", "regulation", "people", "ledger", "items", "bake", "desk", "public"])
def test_tests_lie_where_the_code_lies(part: str) -> None:
    assert [name(path) for path in files(".py", under=f"tests/{part}") if path.name.startswith("test_")] != []
