"""Decides whether an office file (a zip of XML parts) is safe to open, and opens it in memory.

Nothing is written to disk, so nothing is left behind; nothing outside the file is ever fetched. Every XML part is read
once by a parser that refuses document types, so that neither entities nor external references reach any other code.
Cases U4, U5, U8 and the macro family.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from chauphe.intake.findings import Refused

MEGABYTE: Final = 1_000_000
MAX_BYTES: Final = 20 * MEGABYTE
MAX_UNPACKED: Final = 200 * MEGABYTE
MAX_XML: Final = 40 * MEGABYTE
MAX_PARTS: Final = 2_000
MAX_RATIO: Final = 200
RATIO_MATTERS_FROM: Final = 4 * MEGABYTE
MAX_DEPTH: Final = 120
MAX_ELEMENTS: Final = 700_000

_CFB: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACRO_PARTS: Final = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|.*\.vbs|.*\.js|.*\.exe|activex\d*\.bin)$", re.IGNORECASE
)
_MACRO_TYPE: Final = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
_ENCRYPTED_FLAG: Final = 0x1


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another, or to something outside the file."""

    key: str
    kind: str
    target: str
    external: bool


class Package:
    """An office file held in memory: parts by name, and the relationships of each."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._looked_through: set[str] = set()
        self.names = frozenset(archive.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; refuse the file when the part does not unpack to what was announced."""
        try:
            return self._archive.read(name)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Refused("broken") from error

    def tree(self, name: str) -> Element:
        """Return the XML of a part, whatever its name ends in, once it is known to be without a document type."""
        self.look_through(name, _Bounds())
        return ET.fromstring(self.read(name))  # noqa: S314 -- a document type, and so any entity, is refused above

    def look_through(self, name: str, bounds: "_Bounds") -> None:
        """Refuse the file if a part is no XML, has a document type, or goes beyond the bounds."""
        if name in self._looked_through:
            return
        reader = DefusedExpatParser(forbid_dtd=True)
        reader.setContentHandler(bounds)
        try:
            reader.parse(BytesIO(self.read(name)))
        except DefusedXmlException as error:
            raise Refused("document_type") from error
        except (SAXException, UnicodeError, LookupError, ValueError) as error:
            raise Refused("broken") from error
        self._looked_through.add(name)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """Return the relationships of a part ("" for the file itself); targets inside the file as names of parts."""
        folder, _, name = part.rpartition("/")
        listing = f"{folder}/_rels/{name}.rels".lstrip("/")
        if listing not in self:
            return ()
        return tuple(
            Relationship(
                key=found.get("Id", ""),
                kind=found.get("Type", "").rpartition("/")[2],
                target=found.get("Target", "") if _external(found) else _resolve(folder, found.get("Target", "")),
                external=_external(found),
            )
            for found in self.tree(listing).iter(_RELATIONSHIPS)
        )

    def external(self) -> Iterator[Relationship]:
        """Yield every relationship of any part that leads out of the file."""
        for name in sorted(self.names):
            if name.endswith(".rels"):
                folder, _, base = name.rpartition("/")
                part = f"{folder.removesuffix('_rels').rstrip('/')}/{base.removesuffix('.rels')}".lstrip("/")
                yield from (found for found in self.relationships(part) if found.external)


def open_package(data: bytes, limit: int = MAX_BYTES) -> Package:
    """Return a package that is safe to read.

    :raises Refused: when it is too large, no such file, damaged, protected, with macros, or built to do harm.
    """
    if not data:
        raise Refused("empty")
    if len(data) > limit:
        raise Refused("too_large", limit=limit // MEGABYTE)
    if not data.startswith(b"PK\x03\x04"):
        raise _other_format(data)
    try:
        archive = ZipFile(BytesIO(data))
        infos = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("broken") from error
    _refuse_bombs(infos, len(data))
    _refuse_names(infos)
    package = Package(archive)
    _refuse_macros(package)
    _refuse_document_types(package, infos)
    return package


def _other_format(data: bytes) -> Refused:
    """Say what a file is that is no zip at all, as far as its first bytes tell."""
    start = data[:1024].lstrip().lower()
    if data.startswith(_CFB):
        if _ENCRYPTED_STREAM in data:
            return Refused("encrypted")
        return Refused("legacy_doc") if _WORD_STREAM in data else Refused("wrong_type")
    if start.startswith(b"{\\rtf"):
        return Refused("other_document", format="RTF")
    if start.startswith(b"%pdf-"):
        return Refused("other_document", format="PDF")
    if b"<html" in start or start.startswith((b"<!doctype html", b"mime-version:")):
        return Refused("other_document", format="HTML")
    return Refused("wrong_type")


def _refuse_bombs(infos: list[ZipInfo], packed: int) -> None:
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Refused("zip_bomb")
    for info in infos:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Refused("encrypted")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused("broken")
        # Parts that lie upon each other in the file announce more packed bytes than there are.
        ratio = info.file_size / max(1, min(info.compress_size, packed))
        if info.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO:
            raise Refused("zip_bomb")


def _refuse_names(infos: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        # `filename` is cut at a NUL and has its slashes turned; `orig_filename` is what the file says.
        name = info.orig_filename
        unsafe = name.startswith(("/", "~")) or ".." in name.split("/") or re.search(r'[\\\x00-\x1f:*?"<>|]', name)
        if unsafe or name.lower() in seen:
            raise Refused("unsafe_names")
        seen.add(name.lower())


def _refuse_macros(package: Package) -> None:
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
    if _MACRO_TYPE.search(types) or any(_MACRO_PARTS.search(name) for name in package.names):
        raise Refused("macros")


class _Bounds(ContentHandler):
    """Counts elements and depth while a part is read, and stops it at the limits."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 -- the name that SAX calls
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise Refused("too_deep")

    def endElement(self, name: str) -> None:  # noqa: N802 -- the name that SAX calls
        self.depth -= 1


def _refuse_document_types(package: Package, infos: list[ZipInfo]) -> None:
    parts = [info for info in infos if info.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(info.file_size for info in parts) > MAX_XML:
        raise Refused("zip_bomb")
    bounds = _Bounds()
    for info in parts:
        bounds.depth = 0
        package.look_through(info.filename, bounds)


def _external(found: Element) -> bool:
    return found.get("TargetMode", "").lower() == "external"


def _resolve(folder: str, target: str) -> str:
    """Return the name of a part as seen from a folder; names that lead out of the file lead nowhere."""
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
