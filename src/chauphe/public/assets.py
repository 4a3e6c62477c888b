"""Styles, scripts, fonts and drawings of the public site, as they lie under `/_/`.

There is no bundler: the style files are joined in the order of the page, the script modules in the order in which
they need each other, and the names carry a hash of the content so that they may be kept for ever.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chauphe.public.words import WORDS

STATIC = Path(__file__).parent / "static" / "public"

STYLES = (
    "tokens", "fonts", "base", "button", "display", "masthead", "home", "list", "item", "prose", "files", "thread",
    "seal", "notice", "withdrawn", "search", "tree", "check", "footer", "print",
)  # fmt: skip

SCRIPTS = {
    "display": ("display",),
    "search": ("search",),
    "check": ("check/canonical", "check/merkle", "check/note", "check/fragment", "check/proof", "check/page"),
}
"""Joined scripts by name; each module stands after those it imports from."""

TYPES = {".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8"}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file under `/_/`: its address below the web root without the leading slash, its bytes, its media type."""

    path: str
    data: bytes
    type: str


@cache
def bundle() -> tuple[Asset, ...]:
    """Make every file under `/_/`, sorted by address."""
    made = [_named("site", "css", styles(), "text/css; charset=utf-8")]
    made += [_named(name, "js", script(name), "text/javascript; charset=utf-8") for name in SCRIPTS]
    kept = [path for folder in ("fonts", "img") for path in (STATIC / folder).iterdir() if path.suffix in TYPES]
    made += [_as_it_is(path) for path in kept]
    return tuple(sorted(made, key=lambda asset: asset.path))


@cache
def address(name: str, suffix: str) -> str:
    """Give the address of a joined file, its hash included: `/_/site.1a2b3c4d.css`."""
    return next("/" + one.path for one in bundle() if re.fullmatch(rf"_/{name}\.[0-9a-f]{{8}}\.{suffix}", one.path))


def styles() -> str:
    """Join the styles in the order of the page, without comments and line breaks."""
    joined = "".join(_texts("css", STYLES, "css"))
    # In the repository the styles lie in a folder of their own, on the site beside fonts and drawings.
    return _SPACE.sub("\n", _COMMENT.sub("", joined)).replace('url("../', 'url("').strip() + "\n"


def script(name: str) -> str:
    """Join one script from its modules; the words of the sealed part are written in as data."""
    joined = "".join(_IMPORT.sub("", text) for text in _texts("js", SCRIPTS[name], "js"))
    words = json.dumps(WORDS, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return '"use strict";\n' + _EXPORT.sub("", joined).replace("/*WORDS*/ {}", words)


def _texts(folder: str, names: Iterable[str], suffix: str) -> Iterable[str]:
    return ((STATIC / folder / f"{name}.{suffix}").read_text(encoding="utf-8") for name in names)


def _named(name: str, suffix: str, text: str, media_type: str) -> Asset:
    data = text.encode()
    return Asset(f"_/{name}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}", data, media_type)


def _as_it_is(path: Path) -> Asset:
    return Asset(f"_/{path.parent.name}/{path.name}", path.read_bytes(), TYPES[path.suffix])
