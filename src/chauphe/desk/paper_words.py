"""What the desk calls the board's own papers and what was done to them; a kind or an act without a word is a fault."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from chauphe.public.approval import bound

PAPERS: dict[str, Promise] = {}
"""The kinds of papers, as a line in the book names them before their key."""

DEEDS: dict[str, Promise] = {}
"""What is done to a paper, by the name of the act."""


def is_on_paper(record: Mapping[str, Any]) -> bool:
    """Say whether an act is on a paper of the board, and not on an item."""
    return "paper" in record.get("details", {})


def paper(record: Mapping[str, Any]) -> str:
    """Name the paper that an act is on: its kind and its key."""
    details = record["details"]
    return f"{PAPERS[details['paper']]} {bound(details['key'])}"


def deed(record: Mapping[str, Any]) -> str:
    """Name what was done to a paper."""
    return str(DEEDS[record["act"]])
