"""Decides what becomes of everything in a Word document that is not text: pictures come along, the rest leaves a mark.

A picture outside the document is never fetched. What was cropped away in Word does not come along either: it may have
been cropped for a reason.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from chauphe.core.text import clean_line
from chauphe.intake.findings import HOLES, Note, Params, Refused, Severity
from chauphe.intake.marks import HoleMark, Mark, Marks, PictureMark, without_marks
from chauphe.intake.markup import OFFICE, PIC, WP, A, M, R, V, W, reshape, text_of, text_run
from chauphe.intake.package import Package, Relationship
from chauphe.intake.pictures import as_png, cropped, inspect_picture

MAX_PICTURES: Final = 200
MAX_ALL_PIXELS: Final = 400_000_000
_TINY: Final = 24
_NAME_LIMIT: Final = 80
_TEXT_LIMIT: Final = 400
_WHOLE: Final = 100_000
_QUARTER: Final = 45 * 60_000
_EMF: Final = (b" EMF", 40)
_WMF: Final = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")
_WRITTEN_BY_MACHINE: Final = re.compile(
    r"(automatically generated|tạo tự động|AI[- ]generated|do AI tạo)|^\S+\.(jpe?g|png|gif|bmp|tiff?)$"
    r"|^(picture|image|hình|ảnh|hình ảnh)\s*\d*$",
    re.IGNORECASE,
)
_PROGRAMS: Final = (
    ("Excel", "Excel"),
    ("PowerPoint", "PowerPoint"),
    ("Word", "Word"),
    ("Visio", "Visio"),
    ("Acro", "PDF"),
)


@dataclass(frozen=True)
class Picture:
    """A picture that came in a document: the bytes to keep as its original, and what the document says of it."""

    sha256: str
    data: bytes
    content_type: str
    alt: str
    name: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass
class Objects:
    """Takes everything that is not text out of a document and puts marks in its place."""

    package: Package
    links: Mapping[str, Relationship]
    marks: Marks
    say: Callable[[str], str]
    pictures: dict[str, Picture] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    _seen: dict[tuple[str, tuple[float, ...]], Picture | Refused] = field(default_factory=dict)
    _pixels: int = 0
    _met: int = 0

    def take_out(self, root: Element) -> None:
        """Put a mark at the place of every object below the root."""
        reshape(root, self._change)

    def _change(self, child: Element, parent: Element) -> list[Element] | None:
        finder = _FINDERS.get(child.tag)
        if finder is None:
            return None
        text = "".join(self.marks.text(mark) for mark in finder(self, child))
        if not text:
            return []
        if parent.tag == W + "r":
            said = Element(W + "t")
            said.text = text
            return [said]
        if parent.tag in (W + "p", W + "hyperlink"):
            return [text_run(text)]
        paragraph = Element(W + "p")
        paragraph.append(text_run(text))
        return [paragraph]

    def _drawing(self, drawing: Element) -> Iterator[Mark]:
        """A drawing of today: pictures, a diagram, a chart, text boxes, or mere shapes."""
        kinds = " ".join(found.get("uri", "") for found in drawing.iter(A + "graphicData"))
        if "diagram" in kinds:
            yield self._hole("smartart")
        elif "chart" in kinds:
            yield self._hole("chart")
        else:
            yield from self._shown_in(drawing, self._drawn_pictures(drawing))

    def _old_drawing(self, drawing: Element) -> Iterator[Mark]:
        """A drawing in VML, as old documents have them."""
        yield from self._shown_in(drawing, self._old_pictures(drawing))

    def _shown_in(self, drawing: Element, pictures: Iterator[Mark | None]) -> Iterator[Mark]:
        shown = False
        for mark in pictures:
            shown = True
            if mark is not None:
                yield mark
        boxes = [text_of(box) for box in drawing.iter(W + "txbxContent")]
        boxes += [found.get("string", "") for found in drawing.iter(V + "textpath")]
        for text in filter(None, boxes):
            shown = True
            yield self._hole("text_box", text=_shortened(text))
        if not shown:
            self.dropped["shapes"] += 1

    def _object(self, found: Element) -> Iterator[Mark]:
        """A file embedded in the document, or an equation of the old editor."""
        embedded = found.find(f".//{OFFICE}OLEObject")
        program = embedded.get("ProgID", "") if embedded is not None else ""
        if program.startswith("Equation"):
            yield self._hole("equation", text="…")
        else:
            name = next((shown for prefix, shown in _PROGRAMS if program.startswith(prefix)), program or "OLE")
            yield self._hole("object", name=clean_line(name)[:_NAME_LIMIT])

    def _equation(self, found: Element) -> Iterator[Mark]:
        yield self._hole("equation", text=_shortened(text_of(found)) or "…")

    def _other_file(self, _found: Element) -> Iterator[Mark]:
        yield self._hole("outside_content")

    def _hole(self, kind: str, **params: str | int) -> HoleMark:
        return HoleMark(self.say(HOLES[kind]) % params, Note(kind, Severity.REVIEW, params))

    def _drawn_pictures(self, drawing: Element) -> Iterator[Mark | None]:
        properties = drawing.find(f".//{WP}docPr")
        described = properties.attrib if properties is not None else {}
        for picture in drawing.iter(PIC + "pic"):
            own = picture.find(f"{PIC}nvPicPr/{PIC}cNvPr")
            blip = picture.find(f".//{A}blip")
            if blip is None:
                continue
            names = [own.get("name", "") if own is not None else "", described.get("name", "")]
            alts = [
                described.get("descr", ""),
                own.get("descr", "") if own is not None else "",
                described.get("title", ""),
            ]
            turn = picture.find(f"{PIC}spPr/{A}xfrm")
            turned = turn is not None and _QUARTER <= _whole(turn.get("rot")) % (8 * _QUARTER) <= 7 * _QUARTER
            link = blip.get(R + "embed") or blip.get(R + "link") or ""
            yield self._picture(link, names, alts, _crop(picture), turned=turned)

    def _old_pictures(self, drawing: Element) -> Iterator[Mark | None]:
        for found in drawing.iter(V + "imagedata"):
            title = found.get(OFFICE + "title", "")
            link = found.get(R + "id") or found.get(R + "href") or ""
            yield self._picture(link, [title], [], (0.0, 0.0, 0.0, 0.0), turned=False)

    def _picture(
        self, link: str, names: list[str], alts: list[str], crop: tuple[float, ...], *, turned: bool
    ) -> Mark | None:
        target = self.links.get(link)
        self._met += 1
        name = _picture_name(names) or str(self._met)
        if target is None or target.external or target.target not in self.package:
            kind = "picture_outside" if target is not None and target.external else "picture_refused"
            return self._hole(kind, name=name)
        data = self.package.read(target.target)
        if form := _drawing_format(data):
            return self._hole("picture_format", name=name, format=form)
        taken = self._taken(target.target, data, crop)
        if isinstance(taken, Refused):
            return self._hole("picture_refused", name=name)
        if max(taken.width, taken.height) <= _TINY:
            self.dropped["small_pictures"] += 1
            return None
        picture = replace(taken, name=name, alt=_description(alts))
        self.pictures.setdefault(picture.sha256, picture)
        return PictureMark(picture.sha256, tuple(_picture_notes(picture, crop, turned=turned)))

    def _taken(self, part: str, data: bytes, crop: tuple[float, ...]) -> Picture | Refused:
        key = (part, crop)
        if key not in self._seen:
            self._seen[key] = self._inspected(data, crop)
        return self._seen[key]

    def _inspected(self, data: bytes, crop: tuple[float, ...]) -> Picture | Refused:
        if len(self._seen) >= MAX_PICTURES or self._pixels > MAX_ALL_PIXELS:
            return Refused("picture_large", limit=MAX_ALL_PIXELS // 1_000_000)
        try:
            facts = inspect_picture(data)
            self._pixels += facts.width * facts.height
            if any(crop):
                data = cropped(data, *crop)
            elif facts.content_type in ("image/bmp", "image/tiff"):
                data = as_png(data)
            else:
                return Picture(facts.sha256, data, facts.content_type, "", "", facts.width, facts.height)
            facts = inspect_picture(data)
        except Refused as refused:
            return refused
        return Picture(facts.sha256, data, facts.content_type, "", "", facts.width, facts.height)


_FINDERS: Final[Mapping[str, Callable[[Objects, Element], Iterator[Mark]]]] = {
    W + "drawing": Objects._drawing,
    W + "pict": Objects._old_drawing,
    W + "object": Objects._object,
    M + "oMath": Objects._equation,
    M + "oMathPara": Objects._equation,
    W + "altChunk": Objects._other_file,
    W + "subDoc": Objects._other_file,
}


def _picture_notes(picture: Picture, crop: tuple[float, ...], *, turned: bool) -> Iterator[Note]:
    params: Params = {"name": picture.name}
    if not picture.alt:
        yield Note("picture_undescribed", Severity.REVIEW, params)
    if turned:
        yield Note("picture_turned", Severity.REVIEW, params)
    if any(crop):
        yield Note("picture_cropped", Severity.CARRIED, params)


def _picture_name(names: list[str]) -> str:
    """Return the name under which a person would know a picture; Word's own ("Picture 1", "image.png") tell nothing."""
    for name in names:
        stem = clean_line(name).rpartition("/")[2].rpartition("\\")[2]
        stem = re.sub(r"\.(jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|svg)$", "", stem, flags=re.IGNORECASE)
        if stem and not re.fullmatch(r"(picture|image|hình ảnh|hình|ảnh) ?\d*", stem, flags=re.IGNORECASE):
            return stem[:_NAME_LIMIT]
    return ""


def _description(alts: list[str]) -> str:
    """Return what a person wrote about a picture: what Word guessed or made of the file name is no description."""
    return next((alt for alt in map(clean_line, alts) if alt and not _WRITTEN_BY_MACHINE.search(alt)), "")


def _crop(picture: Element) -> tuple[float, ...]:
    found = picture.find(f".//{A}srcRect")
    if found is None:
        return (0.0, 0.0, 0.0, 0.0)
    return tuple(min(max(_whole(found.get(side)), 0), _WHOLE) / _WHOLE for side in ("l", "t", "r", "b"))


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,10}", text) else 0


def _drawing_format(data: bytes) -> str:
    """Return the name of a vector format that only Windows draws, or ""."""
    mark, place = _EMF
    if data[place : place + len(mark)] == mark:
        return "EMF"
    if data.startswith(_WMF):
        return "WMF"
    return "SVG" if b"<svg" in data[:4096].lower() else ""


def _shortened(text: str) -> str:
    line = clean_line(without_marks(text))
    return line if len(line) <= _TEXT_LIMIT else f"{line[:_TEXT_LIMIT].rsplit(' ', 1)[0]} …"
