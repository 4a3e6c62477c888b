"""Decides which files may be attached to an item: office documents and PDF, by what they are and not by their names.

No program, no page, no drawing that can hold programs, no archive: a reader cannot see into a zip before opening it,
and what is in it can be attached one by one.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from chauphe.core.text import slug
from chauphe.intake.findings import Refused
from chauphe.intake.package import MAX_BYTES, MEGABYTE, Package, open_package

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_MAIN_TYPES: Final = (
    (b"wordprocessingml.document.main+xml", f"{_OFFICE}.wordprocessingml.document", "docx"),
    (b"spreadsheetml.sheet.main+xml", f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    (b"presentationml.presentation.main+xml", f"{_OFFICE}.presentationml.presentation", "pptx"),
)
_OPEN_TYPES: Final = ((f"{_OPEN}.text", "odt"), (f"{_OPEN}.spreadsheet", "ods"))
# Kinds of relationship that fetch something as soon as the document is opened.
_FETCHING: Final = frozenset(
    {"attachedTemplate", "oleObject", "externalLink", "externalLinkPath", "frame", "subDocument"}
)
_ACTIVE_PDF: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_OPEN_MACROS: Final = re.compile(r"(Basic|Scripts)/.+")
_NAMELESS: Final = "tep-dinh-kem"
_STEM_LIMIT: Final = 60


@dataclass(frozen=True)
class FileFacts:
    """What an attached file is: a safe ASCII name whose ending tells its type."""

    sha256: str
    name: str
    content_type: str
    bytes: int


def inspect_file(data: bytes, name: str, limit: int = MAX_BYTES) -> FileFacts:
    """Return what a file is and how it will be called.

    :raises Refused: when it is none of the allowed types, too large, protected, damaged, or holds a program.
    """
    if not data:
        raise Refused("empty")
    if len(data) > limit:
        raise Refused("too_large", limit=limit // MEGABYTE)
    content_type, ending = _pdf(data) if data.startswith(b"%PDF-") else _office(data, limit)
    return FileFacts(hashlib.sha256(data).hexdigest(), safe_name(name, ending), content_type, len(data))


def safe_name(name: str, ending: str) -> str:
    """Return an ASCII name for a file: no folders, no second ending, nothing that a shell or a browser would read."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = stem[: -len(ending) - 1] if stem.lower().endswith(f".{ending}") else stem
    return f"{slug(stem, _STEM_LIMIT) or _NAMELESS}.{ending}"


def _pdf(data: bytes) -> tuple[str, str]:
    if b"%%EOF" not in data[-2048:]:
        raise Refused("broken")
    if re.search(rb"/Encrypt\b", data):
        raise Refused("encrypted")
    # A name may be written with escapes: /J#61vaScript.
    plain = _NAME_ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), data)
    if _ACTIVE_PDF.search(plain):
        raise Refused("file_active")
    return "application/pdf", "pdf"


def _office(data: bytes, limit: int) -> tuple[str, str]:
    try:
        package = open_package(data, limit)
    except Refused as refused:
        # What is said of Word files there ("save it as .docx") would mislead here.
        if refused.code in ("wrong_type", "legacy_doc", "other_document"):
            raise Refused("file_type") from refused
        raise
    if any(found.external and found.kind in _FETCHING for found in package.external()):
        raise Refused("file_remote")
    return _open_document(package) if "mimetype" in package else _office_open(package)


def _office_open(package: Package) -> tuple[str, str]:
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
    for mark, content_type, ending in _MAIN_TYPES:
        if mark in types:
            return content_type, ending
    raise Refused("file_type")


def _open_document(package: Package) -> tuple[str, str]:
    said = package.read("mimetype").decode("ascii", "replace").strip()
    if any(_OPEN_MACROS.match(name) for name in package.names):
        raise Refused("macros")
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("encrypted")
    for content_type, ending in _OPEN_TYPES:
        if said == content_type:
            return content_type, ending
    raise Refused("file_type")
