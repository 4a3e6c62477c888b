"""The one door: everything that changes an item, its revisions or its state (invariant 2)."""

from chauphe.items.services.assets import Upload, keep, on_board
from chauphe.items.services.chain import forward, moderate, publish, retract, return_, revise, sign_off, submit
from chauphe.items.services.drafting import Conflict, Held, Saved, create, freeze, hold, let_go, save
from chauphe.items.services.reporting import acknowledge

__all__ = [
    "Conflict",
    "Held",
    "Saved",
    "Upload",
    "acknowledge",
    "create",
    "forward",
    "freeze",
    "hold",
    "keep",
    "let_go",
    "moderate",
    "on_board",
    "publish",
    "retract",
    "return_",
    "revise",
    "save",
    "sign_off",
    "submit",
]
