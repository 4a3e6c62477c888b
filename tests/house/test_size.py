"""Files and functions stay small enough to be read at one sitting."""

import ast
from collections.abc import Iterator

from tests.house.tree import files, name

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its number of lines, its decorators not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in files(".py", ".css", ".js", ".html")}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {
        f"{name(path)}: {function}": length
        for path in files(".py")
        if "migrations" not in path.parts
        for function, length in functions(path.read_text("utf-8"))
        if length > LONGEST_FUNCTION
    }
    assert long == {}


def test_the_length_of_a_function_is_counted_whole() -> None:
    assert list(functions("@cache\ndef f():\n    x = (\n        1\n    )\n    return x\n")) == [("f", 5)]
