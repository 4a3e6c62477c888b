import io
import struct
import zipfile

import pytest

from chauphe.intake import package
from chauphe.intake.docx import read_docx
from chauphe.intake.findings import Refused
from chauphe.intake.package import MAX_DEPTH, MAX_PARTS, open_package
from tests.intake.building import OFFICE, WORD, para, part, relationship, relationships, word
from tests.intake.building import package as built

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ORDINARY = word(para("a"))


def code_of(data, reader=read_docx):
    with pytest.raises(Refused) as refused:
        reader(data)
    return refused.value.code


def body_with(content):
    return built({"word/document.xml": content})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"x", "wrong_type"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "other_document"),
        (b"{\\rtf1 abc}", "other_document"),
        (b"%PDF-1.7", "other_document"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "other_document"),
        (CFB + "WordDocument".encode("utf-16-le"), "legacy_doc"),
        (CFB + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (CFB + "Workbook".encode("utf-16-le"), "wrong_type"),
        (b"PK\x03\x04", "broken"),
        (ORDINARY[:-30], "broken"),
        (ORDINARY[: len(ORDINARY) // 2], "broken"),
        (b"PK\x03\x04" + b"\0" * 500, "broken"),
        (b"\x7fELF" + b"\0" * 100, "wrong_type"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(data, code):
    assert code_of(data) == code


def test_a_file_above_the_limit_is_refused():
    assert code_of(b"PK\x03\x04" + b"\0" * package.MAX_BYTES) == "too_large"


def test_every_cut_of_a_file_is_refused_and_none_crashes():
    for length in range(1, len(ORDINARY), 37):
        assert code_of(ORDINARY[:length]) in ("broken", "wrong_type")


def outcome(data):
    try:
        return read_docx(data).body[:3]
    except Refused as refused:
        return refused.code


def test_every_flipped_byte_is_refused_or_harmless():
    allowed = {"<p>", "broken", "wrong_type", "encrypted", "unsafe_names", "zip_bomb"}
    for place in range(0, len(ORDINARY), 11):
        flipped = bytearray(ORDINARY)
        flipped[place] ^= 0xFF
        assert outcome(bytes(flipped)) in allowed


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_a_type_with_macros_is_refused(main_type):
    assert code_of(built({"word/document.xml": part("document", "<w:body/>")}, main_type)) == "macros"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/vbaData.xml", "x.vbs", "a/b.js"])
def test_a_part_with_a_program_is_refused(name):
    parts = {"word/document.xml": part("document", "<w:body/>"), name: "<x/>"}
    assert code_of(built(parts)) == "macros"


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/etc/passwd", "a/../../b.xml", "..\\evil.xml", "C:/x.xml", "~/x", "a\nb", "WORD/Document.xml"],
)
def test_names_that_lead_out_or_mislead_are_refused(name):
    assert code_of(built({"word/document.xml": part("document", "<w:body/>"), name: "x"})) == "unsafe_names"


DOCUMENT_TYPES = {
    "entity": '<!DOCTYPE w [<!ENTITY x "y">]>',
    "external entity": '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "parameter entity": '<!DOCTYPE w [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
    "laughs": '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "external type": '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    "bare": "<!DOCTYPE w>",
}


@pytest.mark.parametrize("declared", DOCUMENT_TYPES.values(), ids=DOCUMENT_TYPES)
@pytest.mark.parametrize(
    "name", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "customXml/item1.xml", "docProps/core.xml"]
)
def test_a_document_type_in_any_part_is_refused(declared, name):
    parts = {"word/document.xml": part("document", f"<w:body>{para('a')}</w:body>")}
    content = parts.get(name) or relationships(relationship("d", "officeDocument", "word/document.xml"))
    content = content if content.startswith("<?xml") else f"<?xml version='1.0'?>{content}"
    head, _, rest = content.partition("?>")
    assert code_of(built(parts | {name: f"{head}?>{declared}{rest}"})) == "document_type"


def test_a_document_type_hidden_by_its_encoding_is_refused():
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY x "y">]><w>&x;</w>'
    assert code_of(built({"word/document.xml": content.encode("utf-16")})) == "document_type"


@pytest.mark.parametrize("content", ["", "<w:document>", "not xml", "<a></b>", "<a>\x00</a>", "<a>&undefined;</a>"])
def test_xml_that_cannot_be_read_is_refused(content):
    assert code_of(body_with(content)) == "broken"


def test_a_document_without_body_is_refused():
    assert code_of(body_with(part("document", ""))) == "broken"


def test_nesting_beyond_the_limit_is_refused():
    deep = "<w:tbl><w:tr><w:tc>" * (MAX_DEPTH // 3) + "</w:tc></w:tr></w:tbl>" * (MAX_DEPTH // 3)
    assert code_of(word(deep)) == "too_deep"


@pytest.mark.parametrize("wrap", [("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), ("<w:ins>", "</w:ins>")])
def test_nesting_within_the_limit_is_read(wrap):
    count = (MAX_DEPTH - 10) // 2
    assert read_docx(word(wrap[0] * count + para("a") + wrap[1] * count)).body == "<p>a</p>"


def test_tables_within_tables_are_read():
    rows = 12
    content = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" * rows + para("a") + "</w:tc></w:tr></w:tbl>" * rows
    assert "a</td>" in read_docx(word(content)).body


def test_a_bomb_of_one_part_is_refused():
    assert code_of(built({"word/document.xml": b"<w>" + b" " * 30_000_000 + b"</w>"})) == "zip_bomb"


def test_a_bomb_of_many_parts_is_refused():
    assert code_of(built({f"word/media/{n}.bin": b"\0" * 3_900_000 for n in range(60)})) == "zip_bomb"


def test_too_many_parts_are_refused():
    assert code_of(built({f"word/{n}.bin": b"" for n in range(MAX_PARTS)})) == "zip_bomb"


def test_a_size_that_lies_is_found_out():
    data = bytearray(ORDINARY)
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 300_000_000)
    assert code_of(bytes(data)) == "zip_bomb"


def test_a_zip_in_the_zip_is_never_opened():
    inner = built({"x": b"\0" * 3_000_000})
    data = word(para("a"), more={"word/embeddings/book.xlsx": inner})
    assert read_docx(data).body == "<p>a</p>"


def test_an_encrypted_part_is_refused():
    data = bytearray(ORDINARY)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code_of(bytes(data)) == "encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_word_does_not_use_are_refused(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("[Content_Types].xml", "<x/>" * 100)
    assert code_of(out.getvalue()) == "broken"


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ],
)
def test_other_office_files_are_no_word_files(main_type):
    assert code_of(built({"word/document.xml": "<x/>"}, main_type)) == "wrong_type"


def test_an_open_document_is_named():
    assert code_of(built({"mimetype": "application/vnd.oasis.opendocument.text"})) == "other_document"


def test_a_template_of_word_is_read():
    content = {"word/document.xml": part("document", f"<w:body>{para('a')}</w:body>")}
    assert read_docx(built(content, f"{WORD}.template.main+xml")).body == "<p>a</p>"


def test_references_outside_are_counted_and_never_followed():
    links = [
        relationship("t", "attachedTemplate", "http://127.0.0.1:9/evil.dotm", external=True),
        relationship("o", "oleObject", "\\\\127.0.0.1\\share\\x", external=True),
        relationship("h", "hyperlink", "https://anhai.example", external=True),
    ]
    imported = read_docx(word(para("a"), links=links))
    assert [dict(note.params) for note in imported.notes if note.kind == "outside_references"] == [{"count": 2}]


def test_relationships_cannot_leave_the_file():
    opened = open_package(
        built({"word/_rels/document.xml.rels": relationships(relationship("x", "image", "../../../../etc/passwd"))})
    )
    assert [found.target for found in opened.relationships("word/document.xml")] == ["etc/passwd"]
    assert f"{OFFICE}/image".endswith(opened.relationships("word/document.xml")[0].kind)


def test_nothing_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_docx(ORDINARY)
    assert code_of(ORDINARY[:-30]) == "broken"
    assert list(tmp_path.iterdir()) == []


def test_a_document_type_in_a_part_of_any_name_is_refused():
    content = part("document", f"<w:body>{para('a')}</w:body>").replace("?>", '?><!DOCTYPE w [<!ENTITY x "y">]>', 1)
    parts = {
        "_rels/.rels": relationships(relationship("d", "officeDocument", "word/document.dat")),
        "word/document.dat": content,
    }
    assert code_of(built(parts)) == "document_type"


def test_xml_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_XML", 100)
    assert code_of(ORDINARY) == "zip_bomb"


def test_what_the_converter_cannot_take_is_refused():
    assert code_of(word('<w:p><w:footnoteReference w:id="9"/></w:p>')) == "broken"
