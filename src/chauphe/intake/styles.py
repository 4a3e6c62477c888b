"""Decides how a paragraph or a run of a Word document looks, wherever that is said: on itself, in its style, in the
style that one is based on, in the document's defaults, or in its theme.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from chauphe.core.text import nfc
from chauphe.intake.markup import A, W, switched, to_transitional, val
from chauphe.intake.package import Package

_HEADING: Final = re.compile(r"(?:heading|tiêu đề|tieu de|đầu đề|đề mục|mục)\s*([1-9])\b.*")
_TITLES: Final = frozenset(("title", "tiêu đề", "tieu de", "tên bài", "tít", "tít bài", "tít chính"))
_SUMMARIES: Final = frozenset(("subtitle", "tiêu đề phụ", "phụ đề", "sapo", "sa pô", "sa-pô", "lời dẫn", "tóm tắt"))
_CAPTIONS: Final = frozenset(("caption", "chú thích", "chú thích ảnh", "illustration", "figure", "hình"))
_CONTENTS: Final = re.compile(r"(?:toc|mục lục|contents)\s*\d*\b.*")
_MAX_CHAIN: Final = 12
_BODY_LEVEL: Final = 9


class RunLook(NamedTuple):
    """How a run looks; None where nothing is said."""

    font: str | None = None
    ascii_font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None

    def over(self, base: "RunLook") -> "RunLook":
        """Return this look with the gaps filled from another."""
        return RunLook._make(below if own is None else own for own, below in zip(self, base, strict=True))

    @property
    def letters(self) -> str:
        """Return the font that shows letters beyond ASCII."""
        return self.font or self.ascii_font or ""


class ParaLook(NamedTuple):
    """How a paragraph looks: alignment, outline level from 0, list and level in it, as Word writes them."""

    align: str | None = None
    outline: str | None = None
    num_id: str | None = None
    num_level: str | None = None

    def over(self, base: "ParaLook") -> "ParaLook":
        """Return this look with the gaps filled from another."""
        return ParaLook._make(below if own is None else own for own, below in zip(self, base, strict=True))


class Style(NamedTuple):
    """A style with everything that it inherits: its own name first, then those it is based on."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    run: RunLook = RunLook()
    para: ParaLook = ParaLook()

    @property
    def level(self) -> int:
        """Return the heading level from 1, or 0 for text."""
        for name in self.names:
            if found := _HEADING.fullmatch(name):
                return int(found.group(1))
        return outline_level(self.para.outline)

    @property
    def is_title(self) -> bool:
        """Tell whether it is the style of the document's title."""
        return self.names[:1] != () and self.names[0] in _TITLES

    @property
    def is_summary(self) -> bool:
        """Tell whether it is the style of the words under the title."""
        return self.names[:1] != () and self.names[0] in _SUMMARIES

    @property
    def is_caption(self) -> bool:
        """Tell whether it is the style of the words under a picture."""
        return any(name in _CAPTIONS for name in self.names)

    @property
    def is_contents(self) -> bool:
        """Tell whether it is the style of a line in the table of contents."""
        return any(_CONTENTS.fullmatch(name) for name in self.names)


def outline_level(outline: str | None) -> int:
    """Return the heading level from 1 of an outline level as Word writes it, or 0 for text."""
    return int(outline) + 1 if outline and outline.isdecimal() and int(outline) < _BODY_LEVEL else 0


class Styles:
    """The styles of one document."""

    def __init__(self, package: Package, part: str) -> None:
        kinds = {found.kind: found.target for found in package.relationships(part) if not found.external}
        self._theme = dict(_theme_fonts(package, kinds.get("theme", "")))
        self._elements: dict[tuple[str, str], Element] = {}
        self._resolved: dict[tuple[str, str], Style] = {}
        self._ordinary = ""
        self.base_run, self.base_para = RunLook(), ParaLook()
        if kinds.get("styles", "") in package:
            self._load(to_transitional(package.tree(kinds["styles"])))

    def _load(self, root: Element) -> None:
        for element in root.iter(W + "style"):
            key = (element.get(W + "type", ""), element.get(W + "styleId", ""))
            self._elements.setdefault(key, element)
            if key[0] == "paragraph" and element.get(W + "default") in ("1", "true"):
                self._ordinary = self._ordinary or key[1]
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self.base_run = self.run_look(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self.base_para = para_look(defaults.find(f"{W}pPrDefault/{W}pPr"))

    def paragraph(self, paragraph: Element) -> Style:
        """Return the style of a paragraph; without a named one it is the ordinary style."""
        return self._style("paragraph", val(paragraph, "pPr/pStyle") or self._ordinary)

    def run(self, run: Element, style: Style) -> RunLook:
        """Return how a run in a paragraph of that style looks."""
        own = run.find(W + "rPr")
        character = self._style("character", val(own, "rStyle") or "")
        return self.run_look(own).over(character.run).over(style.run).over(self.base_run)

    def numbered(self, style_id: str) -> str:
        """Return the list that a numbering style stands for."""
        return self._style("numbering", style_id).para.num_id or ""

    def run_look(self, properties: Element | None) -> RunLook:
        """Return what the properties of a run say by themselves."""
        fonts = properties.find(W + "rFonts") if properties is not None else None
        return RunLook(
            self._font(fonts, "hAnsi"),
            self._font(fonts, "ascii"),
            switched(properties, "b"),
            switched(properties, "i"),
            switched(properties, "vanish"),
        )

    def _font(self, fonts: Element | None, name: str) -> str | None:
        if fonts is None:
            return None
        # A font of the theme ("minorHAnsi") goes before one that is named.
        return self._theme.get(fonts.get(f"{W}{name}Theme", "")[:5]) or fonts.get(W + name)

    def _style(self, kind: str, style_id: str) -> Style:
        key = (kind, style_id)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(kind, style_id)
        return self._resolved[key]

    def _resolve(self, kind: str, style_id: str) -> Style:
        resolved = Style()
        for element in self._chain(kind, style_id):
            resolved = Style(
                (*resolved.names, nfc(val(element, "name") or "").strip().lower()),
                (*resolved.ids, element.get(W + "styleId", "")),
                resolved.run.over(self.run_look(element.find(W + "rPr"))),
                resolved.para.over(para_look(element.find(W + "pPr"))),
            )
        return resolved

    def _chain(self, kind: str, style_id: str) -> Iterator[Element]:
        for _ in range(_MAX_CHAIN):
            element = self._elements.get((kind, style_id))
            if element is None:
                return
            yield element
            style_id = val(element, "basedOn") or ""


def para_look(properties: Element | None) -> ParaLook:
    """Return what the properties of a paragraph say by themselves."""
    return ParaLook(
        val(properties, "jc"),
        val(properties, "outlineLvl"),
        val(properties, "numPr/numId"),
        val(properties, "numPr/ilvl"),
    )


def _theme_fonts(package: Package, part: str) -> Iterator[tuple[str, str]]:
    if part not in package:
        return
    root = to_transitional(package.tree(part))
    for name in ("major", "minor"):
        latin = root.find(f".//{A}{name}Font/{A}latin")
        if latin is not None:
            yield name, latin.get("typeface", "")
