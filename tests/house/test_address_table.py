"""Every address of the desk has a row in the table of addresses, and every row an address."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.urls import get_resolver

from tools.addresses import PLACES, addresses, audiences, document

ROWS = addresses()


def walked(patterns: Sequence[Any], path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the path of every address under some patterns, as the resolver puts them together."""
    for each in patterns:
        if hasattr(each, "url_patterns"):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from walked(each.url_patterns, path + str(each.pattern), inner)
        else:
            yield f"{space}{each.name or ''}", path + str(each.pattern)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    found = sorted(walked(get_resolver().url_patterns))
    told = sorted((row.name, row.path) for row in ROWS if not row.outside)
    assert told == found, "an address is declared in tools/addresses.toml: who may, and what it does"


def test_no_address_is_without_a_name_or_told_twice() -> None:
    names = [name for name, _ in walked(get_resolver().url_patterns)]
    assert [name for name in names if not name.rpartition(":")[2] or names.count(name) > 1] == []


def test_every_row_says_whom_it_is_for_in_both_languages() -> None:
    assert {row.who for row in ROWS} == set(audiences())
    texts = [*(row.says for row in ROWS), *audiences().values()]
    assert [each for each in texts if sorted(each) != ["en", "vi"] or not all(each.values())] == []


@pytest.mark.parametrize("language", PLACES)
def test_the_table_of_addresses_in_the_docs_is_this_one(language: str) -> None:
    assert PLACES[language].read_text("utf-8") == document(language), "run: python -m tools.addresses"
