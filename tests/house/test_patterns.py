"""Our regular expressions mean the same on every Python that we run on."""

import ast
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # the only one who knows what a pattern is made of

import pytest

from tests.house.tree import ROOT

CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
TOO_YOUNG = ("POSSESSIVE_REPEAT", "ATOMIC_GROUP")


def patterns(source: str) -> Iterator[tuple[int, str]]:
    """Yield the patterns written out in calls of `re`, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value


def too_young(pattern: str) -> bool:
    return any(name in repr(_parser.parse(pattern).data) for name in TOO_YOUNG)


def test_no_pattern_needs_what_older_pythons_get_wrong() -> None:
    # Before 3.11.5, possessive repeats of groups that backtrack match too little (CPython issue 106052); Debian 12 has
    # 3.11.2, and pages sealed there must be the same.
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line, pattern in patterns(path.read_text("utf-8"))
        if too_young(pattern)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "young"), [("(?:a*b)*+", True), ("(?>a|b)", True), ("a+", False), (r"[*+]+", False)]
)
def test_such_patterns_are_known_when_seen(pattern: str, young: bool) -> None:
    assert too_young(pattern) is young
    assert list(patterns(f"re.compile({pattern!r})")) == [(1, pattern)]
    assert re.compile(pattern)
