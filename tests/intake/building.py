"""Word files for the tests, written part by part, so that each holds exactly what its test speaks of."""

import io
import struct
import zipfile
import zlib

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


def run(text, looks=""):
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def font(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def para(content, looks=""):
    return f"<w:p><w:pPr>{looks}</w:pPr>{content if content.startswith('<') else run(content)}</w:p>"


def table(*rows):
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def style(name, looks="", kind="paragraph", key=None, based_on=""):
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{key or name}"><w:name w:val="{name}"/>{based}{looks}</w:style>'


def picture(key="rId1", name="IMG_2207.jpg", alt="", extra="", link="embed"):
    own = f'<pic:nvPicPr><pic:cNvPr id="0" name="{name}"/></pic:nvPicPr>'
    fill = f'<pic:blipFill><a:blip r:{link}="{key}"/>{extra}</pic:blipFill>'
    shown = f"<pic:pic>{own}{fill}<pic:spPr/></pic:pic>"
    return drawing(shown, "picture", alt)


def drawing(content, kind, alt=""):
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{kind}"
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
    described = f'<wp:docPr id="1" name="Picture 1" descr="{alt}"/>'
    return f"<w:r><w:drawing><wp:inline>{described}{graphic}</wp:inline></w:drawing></w:r>"


def link(key, text):
    return f'<w:hyperlink r:id="{key}">{run(text)}</w:hyperlink>'


def reference(kind, key):
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def footnote(kind, key, content):
    return f'<w:{kind} w:id="{key}">{content}</w:{kind}>'


def relationship(key, kind, target, external=False):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def relationships(*entries):
    return f'<Relationships xmlns="{RELATED}">{"".join(entries)}</Relationships>'


def part(root, content):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{content}</w:{root}>'


def package(parts, main_type=f"{WORD}.document.main+xml"):
    """Return the bytes of a zip of parts, with the parts that every Word file has unless they are given."""
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": relationships(relationship("d", "officeDocument", "word/document.xml")),
    } | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def word(body, links=(), media=(), styles="", numbering="", more=None, **notes):
    """Return a Word file with this body; `media` are pairs of file name and bytes, related as rId1, rId2 and so on."""
    parts = (more or {}) | {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    related = [*links]
    for number, (name, data) in enumerate(media, 1):
        parts[f"word/media/{name}"] = data
        related.append(relationship(f"rId{number}", "image", f"media/{name}"))
    for kind, content in {"styles": styles, "numbering": numbering, **notes}.items():
        if content:
            parts[f"word/{kind}.xml"] = part(kind, content)
            related.append(relationship(kind, kind, f"{kind}.xml"))
    parts["word/_rels/document.xml.rels"] = relationships(*related)
    return package(parts)


def png(width=64, height=48, colour=(120, 60, 30)):
    """Return a PNG of one colour, whose header may promise any size."""
    row = b"\0" + bytes(colour) * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height if width * height < 4_000_000 else row, 9)),
        (b"IEND", b""),
    )
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)
