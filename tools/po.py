"""Read gettext catalogues and compile them, with nothing but the standard library.

The demonstration's environment has neither GNU gettext nor polib, and compiled catalogues are not committed, so
`dev.py` makes them at set-up. The tests hold this against polib.
"""

import ast
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
HEADER_BYTES = 28
CONTEXT_GLUE = "\x04"
PLURAL_GLUE = "\0"


class CatalogueError(Exception):
    """A catalogue that cannot be read; the message names file and line."""


@dataclass
class Entry:
    """One message: `forms` holds the plural forms by number, or form 0 alone."""

    line: int
    fuzzy: bool = False
    context: str | None = None
    msgid: str = ""
    plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Give the key under which a compiled catalogue, and so Django, knows the message."""
        key = self.msgid if self.plural is None else self.msgid + PLURAL_GLUE + self.plural
        return key if self.context is None else self.context + CONTEXT_GLUE + key

    @property
    def value(self) -> str:
        """Give the translation as a compiled catalogue holds it; empty while any form is missing or it is fuzzy."""
        usable = self.forms and all(self.forms.values()) and not (self.fuzzy and self.msgid)
        return PLURAL_GLUE.join(self.forms[n] for n in sorted(self.forms)) if usable else ""

    def append(self, keyword: str, text: str) -> None:
        """Add the text of one line to the part that `keyword` names."""
        if keyword == "msgctxt":
            self.context = (self.context or "") + text
        elif keyword == "msgid":
            self.msgid += text
        elif keyword == "msgid_plural":
            self.plural = (self.plural or "") + text
        else:
            number = int(keyword[7:-1]) if keyword.startswith("msgstr[") else 0
            self.forms[number] = self.forms.get(number, "") + text


def entries(path: Path) -> Iterator[Entry]:
    """Yield the live entries of a .po file in its order, the header (empty msgid) included."""
    entry, keyword, fuzzy = None, "", False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        word, text = _split(line, path, number)
        keyword = word or keyword
        if word in ("msgctxt", "msgid") and (entry is None or entry.forms):
            if entry:
                yield entry
            entry, fuzzy = Entry(number, fuzzy), False
        if entry is None or not keyword:
            raise CatalogueError(f"{path}:{number}: text before the first msgid")
        entry.append(keyword, text)
    if entry:
        yield entry


def _split(line: str, path: Path, number: int) -> tuple[str, str]:
    word, quote, rest = line.partition('"')
    try:
        return word.strip(), str(ast.literal_eval(quote + rest))
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(f"{path}:{number}: not a quoted text: {line}") from error


def compiled(path: Path) -> bytes:
    """Give the .mo bytes of a .po file, leaving out what is fuzzy or not translated."""
    messages: dict[bytes, bytes] = {}
    for entry in entries(path):
        if entry.key.encode() in messages:
            raise CatalogueError(f"{path}:{entry.line}: said twice: {entry.msgid}")
        if entry.value:
            messages[entry.key.encode()] = entry.value.encode()
    keys = sorted(messages)
    texts = [*keys, *(messages[key] for key in keys)]
    offset, places = HEADER_BYTES + 8 * len(texts), b""
    for text in texts:
        places += struct.pack("<II", len(text), offset)
        offset += len(text) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), HEADER_BYTES, HEADER_BYTES + 8 * len(keys), 0, HEADER_BYTES)
    return head + places + b"".join(text + b"\0" for text in texts)


def compile_tree(root: Path) -> int:
    """Compile each catalogue below `root` that is newer than its compiled form, and say how many there were."""
    stale = [po for po in sorted(root.rglob("locale/**/*.po")) if _is_stale(po)]
    for po in stale:
        draft = po.with_suffix(f".mo.{os.getpid()}")
        draft.write_bytes(compiled(po))
        draft.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


if __name__ == "__main__":
    print(compile_tree(Path(sys.argv[1])))
