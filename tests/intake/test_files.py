import hashlib

import pytest

from chauphe.intake.files import inspect_file, safe_name
from chauphe.intake.findings import Refused
from tests.intake.building import package, para, part, png, relationship, relationships, word

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
DOCX = word(para("a"))
XLSX = package({"xl/workbook.xml": "<x/>"}, f"{OFFICE}.spreadsheetml.sheet.main+xml")
PPTX = package({"ppt/presentation.xml": "<x/>"}, f"{OFFICE}.presentationml.presentation.main+xml")
ODT = package({"mimetype": f"{OPEN}.text", "content.xml": "<x/>"})
ODS = package({"mimetype": f"{OPEN}.spreadsheet", "content.xml": "<x/>"})


def code_of(data, name="tep.pdf"):
    with pytest.raises(Refused) as refused:
        inspect_file(data, name)
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (PDF, "application/pdf", "pdf"),
        (DOCX, f"{OFFICE}.wordprocessingml.document", "docx"),
        (XLSX, f"{OFFICE}.spreadsheetml.sheet", "xlsx"),
        (PPTX, f"{OFFICE}.presentationml.presentation", "pptx"),
        (ODT, f"{OPEN}.text", "odt"),
        (ODS, f"{OPEN}.spreadsheet", "ods"),
    ],
)
def test_documents_are_known_by_their_content(data, content_type, ending):
    facts = inspect_file(data, f"Báo cáo quý III.{ending}")
    assert (facts.content_type, facts.name) == (content_type, f"bao-cao-quy-iii.{ending}")
    assert (facts.sha256, facts.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("15/QĐ-SNV.pdf", "qd-snv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\A\\Báo cáo.PDF", "bao-cao.pdf"),
        ("/var/x.pdf", "x.pdf"),
        ("shell.php.pdf", "shell-php.pdf"),
        ("shell.pdf.php", "shell-pdf-php.pdf"),
        ("báo\u202efdp.exe.pdf", "bao-fdp-exe.pdf"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
        ('a"b;c|d&e.pdf', "a-b-c-d-e.pdf"),
        ("con\x00trol.pdf", "con-trol.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("文書.pdf", "tep-dinh-kem.pdf"),
        ("", "tep-dinh-kem.pdf"),
        (f"{'dài ' * 100}.pdf", f"{'-'.join(['dai'] * 15)}.pdf"),
    ],
)
def test_a_name_becomes_safe_whatever_it_was(name, safe):
    assert safe_name(name, "pdf") == safe


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"x" * 20_000_001, "too_large"),
        (b"<html><script>alert(1)</script></html>", "file_type"),
        (b"<svg onload='alert(1)'/>", "file_type"),
        (b"MZ\x90\x00", "file_type"),
        (b"#!/bin/sh\nrm -rf /", "file_type"),
        (png(), "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_type"),
        (package({"a.txt": "x"}, "text/plain"), "file_type"),
        (package({"mimetype": f"{OPEN}.graphics"}), "file_type"),
        (PDF[:-8], "broken"),
        (b"PK\x03\x04" + b"\0" * 40, "broken"),
        (package({"x.bin": b"\0" * 30_000_000}), "zip_bomb"),
        (package({"word/vbaProject.bin": "x"}), "macros"),
        (package({"mimetype": f"{OPEN}.text", "Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (package({"mimetype": f"{OPEN}.text", "META-INF/manifest.xml": "<encryption-data/>"}), "encrypted"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "encrypted"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Type"), "file_active"),
        (PDF.replace(b"/Type", b"/AA << /O << /S /J#61vaScript >> >> /Type"), "file_active"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /Launch /F (cmd.exe) >> /Type"), "file_active"),
        (PDF.replace(b"/Type", b"/Names << /EmbeddedFiles 9 0 R >> /Type"), "file_active"),
    ],
)
def test_what_may_not_be_attached_is_refused_by_name(data, code):
    assert code_of(data) == code


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "externalLinkPath", "frame"])
def test_a_document_that_fetches_when_opened_is_refused(kind):
    remote = relationships(relationship("t", kind, "http://127.0.0.1:9/x", external=True))
    assert code_of(package({"word/_rels/document.xml.rels": remote})) == "file_remote"


def test_a_document_that_links_to_the_web_is_let_in():
    links = [relationship("h", "hyperlink", "https://anhai.example", external=True)]
    assert inspect_file(word(para("a"), links=links), "a.docx").name == "a.docx"


def test_a_document_type_in_an_attachment_is_refused():
    content = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    assert code_of(package({"word/document.xml": part("document", ""), "customXml/a.xml": content})) == "document_type"


def test_a_name_that_lies_gets_the_ending_of_its_content():
    assert inspect_file(PDF, "bang-luong.xlsx").name == "bang-luong-xlsx.pdf"
