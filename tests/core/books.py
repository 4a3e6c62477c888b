"""The founding regulation with other answers, as another office might give them."""

from dataclasses import replace
from typing import Any

from chauphe.regulation.book import Book, founding


def answering(rule: str, value: Any) -> Book:
    """Give the founding regulation with one answer changed, for all days."""
    book = founding()
    entries = []
    for entry in book.rules:
        spells = tuple(spell.model_copy(update={"value": value}) for spell in entry.values)
        entries.append(replace(entry, values=spells) if entry.id == rule else entry)
    return replace(book, rules=tuple(entries))
