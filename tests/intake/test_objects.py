import io

import pytest
from PIL import Image

from chauphe.intake.docx import read_docx
from chauphe.intake.findings import Severity
from tests.intake.building import drawing, font, footnote, para, picture, png, reference, relationship, run, table, word

CENTRE = '<w:jc w:val="center"/>'
ITALIC = "<w:i/>"


def read(content, **parts):
    return read_docx(word(content, **parts))


def review(imported):
    return [(note.kind, dict(note.params), note.block) for note in imported.notes if note.severity is Severity.REVIEW][
        :-1
    ]  # the last is always the missing title


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_picture_stands_between_its_paragraphs():
    imported = read(para(run("a") + picture(alt="Quầy") + run("b")), media=[("x.png", png(300, 200))])
    (shown,) = imported.pictures
    assert imported.body == f'<p>a</p><figure data-image="{shown.sha256}"></figure><p>b</p>'
    assert (shown.data, shown.content_type, shown.alt) == (png(300, 200), "image/png", "Quầy")
    assert (shown.name, shown.width, shown.height) == ("IMG_2207", 300, 200)
    assert review(imported) == []


def test_a_picture_without_description_asks_for_one_at_its_place():
    imported = read(para("a") + para(picture()), media=[("x.png", png())])
    assert review(imported) == [("picture_undescribed", {"name": "IMG_2207"}, 1)]


@pytest.mark.parametrize(
    "alt",
    [
        "A desk. Description automatically generated",
        "IMG_2207.jpg",
        "Picture 3",
        "Ảnh có nội dung do AI tạo",
    ],
)
def test_what_a_machine_wrote_is_no_description(alt):
    imported = read(para(picture(alt=alt)), media=[("x.png", png())])
    assert imported.pictures[0].alt == ""


def test_pictures_that_word_named_are_numbered():
    imported = read(para(picture(name="image.png")) * 2, media=[("x.png", png())])
    assert [params["name"] for _, params, _ in review(imported)] == ["1", "2"]


def test_a_picture_shown_twice_comes_once():
    imported = read(para(picture()) + para("a") + para(picture()), media=[("x.png", png())])
    assert imported.body.count("<figure") == 2
    assert len(imported.pictures) == 1


@pytest.mark.parametrize(("kind", "name"), [("BMP", "x.bmp"), ("TIFF", "x.tif")])
def test_formats_that_no_browser_shows_become_png(kind, name):
    imported = read(para(picture()), media=[(name, saved(Image.new("RGB", (90, 60), "red"), kind))])
    (shown,) = imported.pictures
    assert shown.content_type == "image/png"
    assert Image.open(io.BytesIO(shown.data)).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP", "PNG"])
def test_formats_of_the_web_are_kept_as_they_are(kind):
    data = saved(Image.new("RGB", (90, 60), "red"), kind)
    assert read(para(picture()), media=[("x.dat", data)]).pictures[0].data == data


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\x01\x00\x00\x00" + b"\0" * 36 + b" EMF" + b"\0" * 40, "EMF"),
        (b"\xd7\xcd\xc6\x9a" + b"\0" * 40, "WMF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    ],
)
def test_drawings_of_windows_leave_a_hole(data, form):
    imported = read(para(run("a") + picture() + run("b")), media=[("x.emf", data)])
    assert imported.body == "<p>a</p><p>[The picture “IMG_2207” stands here]</p><p>b</p>"
    assert review(imported) == [("picture_format", {"name": "IMG_2207", "format": form}, 1)]


@pytest.mark.parametrize("data", [b"<html>not a picture</html>", png()[:60], b"", png(40_000, 40_000)])
def test_pictures_that_cannot_be_read_leave_a_hole(data):
    imported = read(para(picture()), media=[("x.png", data)])
    assert imported.pictures == ()
    assert review(imported) == [("picture_refused", {"name": "IMG_2207"}, 0)]


def test_a_picture_outside_the_document_is_never_fetched():
    outside = relationship("rId1", "image", "http://127.0.0.1:9/x.png", external=True)
    imported = read(para(picture(link="link")), links=[outside])
    assert imported.body == "<p>[The picture “IMG_2207” stands here]</p>"
    assert review(imported) == [("picture_outside", {"name": "IMG_2207"}, 0)]


def test_what_was_cropped_away_does_not_come_along():
    halves = Image.new("RGB", (200, 100), "red")
    halves.paste("blue", (100, 0, 200, 100))
    crop = '<a:srcRect l="50000"/>'
    imported = read(para(picture(extra=crop)), media=[("x.png", saved(halves, "PNG"))])
    (shown,) = imported.pictures
    pixels = Image.open(io.BytesIO(shown.data)).convert("RGB")
    assert (pixels.size, pixels.getpixel((0, 50))) == ((100, 100), (0, 0, 255))
    assert [note.kind for note in imported.notes if note.severity is Severity.CARRIED] == ["picture_cropped"]


def test_a_picture_turned_in_word_asks_for_a_look():
    turned = picture(alt="Quầy").replace("<pic:spPr/>", '<pic:spPr><a:xfrm rot="5400000"/></pic:spPr>')
    assert review(read(para(turned), media=[("x.png", png())])) == [("picture_turned", {"name": "IMG_2207"}, 0)]


def test_tiny_pictures_are_left_out():
    imported = read(para(run("a") + picture()), media=[("x.png", png(16, 16))])
    assert (imported.body, imported.pictures) == ("<p>a</p>", ())


def test_an_old_picture_comes_along_too():
    old = '<w:r><w:pict><v:shape><v:imagedata r:id="rId1" o:title="so-do"/></v:shape></w:pict></w:r>'
    imported = read(para(old), media=[("x.png", png())])
    assert imported.pictures[0].name == "so-do"


@pytest.mark.parametrize(
    "words",
    [
        para(run("Người dân chờ ở quầy. Ảnh: Lê Minh Quân", ITALIC)),
        para("Người dân chờ ở quầy. Ảnh: Lê Minh Quân", CENTRE),
        para("Người dân chờ ở quầy (Ảnh: Lê Minh Quân)", '<w:pStyle w:val="Caption"/>'),
    ],
)
def test_the_words_under_a_picture_are_its_caption(words):
    styles = '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>'
    imported = read(para(picture()) + "<w:p/>" + words + para("a"), media=[("x.png", png())], styles=styles)
    (shown,) = imported.pictures
    assert (shown.caption, shown.credit) == ("Người dân chờ ở quầy", "Lê Minh Quân")
    assert imported.body == f'<figure data-image="{shown.sha256}"></figure><p>a</p>'


def test_a_caption_in_the_paragraph_of_its_picture_is_found():
    content = para(picture() + "<w:r><w:br/></w:r>" + run("Quầy số 2", ITALIC))
    assert read(content, media=[("x.png", png())]).pictures[0].caption == "Quầy số 2"


def test_ordinary_words_under_a_picture_stay_in_the_text():
    imported = read(para(picture()) + para("Quầy số 2"), media=[("x.png", png())])
    assert imported.pictures[0].caption == ""
    assert imported.body.endswith("<p>Quầy số 2</p>")


def test_a_picture_in_a_table_of_one_column_stands_free():
    imported = read(table((para(picture()),), (para(run("Quầy số 2", ITALIC)),)), media=[("x.png", png())])
    assert imported.pictures[0].caption == "Quầy số 2"
    assert imported.body == f'<figure data-image="{imported.pictures[0].sha256}"></figure>'


def test_pictures_in_a_table_of_several_columns_stay_in_it():
    imported = read(table((para(picture()), "a")), media=[("x.png", png())])
    shown = f'<figure data-image="{imported.pictures[0].sha256}"></figure>'
    assert imported.body == f"<table><tbody><tr><td>{shown}</td><td>a</td></tr></tbody></table>"


TEXT_BOX = f"<wps:txbx><w:txbxContent>{para('Chú ý: nghỉ Tết')}</w:txbxContent></wps:txbx>"
OLD_TEXT_BOX = f"<w:pict><v:shape><v:textbox><w:txbxContent>{para('cũ')}</w:txbxContent></v:textbox></v:shape></w:pict>"
EITHER = "<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"


@pytest.mark.parametrize(
    ("thing", "hole", "note"),
    [
        (drawing("", "diagram"), "[A SmartArt drawing stands here]", ("smartart", {})),
        (drawing("", "chart"), "[A chart stands here]", ("chart", {})),
        (
            EITHER.format(drawing(TEXT_BOX, "shape")[5:-6], OLD_TEXT_BOX),
            "[Text box: Chú ý: nghỉ Tết]",
            ("text_box", {"text": "Chú ý: nghỉ Tết"}),
        ),
        (f"<w:r>{OLD_TEXT_BOX}</w:r>", "[Text box: cũ]", ("text_box", {"text": "cũ"})),
        (
            '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
            "[An embedded file stands here: Excel]",
            ("object", {"name": "Excel"}),
        ),
        (
            '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>',
            "[Equation: …]",
            ("equation", {"text": "…"}),
        ),
        (
            "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:r><m:t>c²</m:t></m:r></m:oMath>",
            "[Equation: E=mc²]",
            ("equation", {"text": "E=mc²"}),
        ),
    ],
)
def test_what_is_no_text_leaves_a_hole_at_its_place(thing, hole, note):
    imported = read(para("Một") + para(run("a") + thing + run("b")))
    assert imported.body == f"<p>Một</p><p>a</p><p>{hole}</p><p>b</p>"
    assert review(imported) == [(*note, 2)]


def test_a_part_of_another_file_leaves_a_hole():
    imported = read(para("a") + '<w:altChunk r:id="x"/>' + para("b"))
    assert imported.body == "<p>a</p><p>[A part of another file stands here]</p><p>b</p>"


def test_holes_speak_the_language_of_the_screen():
    imported = read_docx(word(para(drawing("", "chart"))), say={"[A chart stands here]": "[Biểu đồ]"}.get)
    assert imported.body == "<p>[Biểu đồ]</p>"


def test_the_words_of_a_text_box_are_read_in_their_font():
    box = TEXT_BOX.replace(para("Chú ý: nghỉ Tết"), para(run("NghØ TÕt", font(".VnTime"))))
    assert read(para(drawing(box, "shape"))).body == "<p>[Text box: Nghỉ Tết]</p>"


def test_lines_and_shapes_are_counted_only():
    imported = read(para(run("a") + drawing("<wps:wsp/>", "shape")))
    assert imported.body == "<p>a</p>"
    assert [(note.kind, dict(note.params)) for note in imported.notes if note.severity is Severity.DROPPED] == [
        ("shapes", {"count": 1})
    ]


def test_a_picture_in_a_footnote_is_that_of_the_footnotes():
    content = para(run("a") + reference("footnote", 1))
    more = {
        "word/media/y.png": png(80, 80),
        "word/_rels/footnotes.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relationship("rId1", "image", "media/y.png")}</Relationships>',
    }
    imported = read(
        content, media=[("x.png", png())], footnotes=footnote("footnote", 1, para(run("b") + picture())), more=more
    )
    assert [shown.width for shown in imported.pictures] == [80]


def test_marks_in_the_text_itself_are_no_marks():
    imported = read(para(run("a\ue0000\ue001b") + picture()), media=[("x.png", png())])
    assert imported.body.startswith("<p>a0b</p><figure")


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "media/none.png", ""])
def test_a_picture_that_is_not_in_the_file_leaves_a_hole(target):
    imported = read(para(picture()), links=[relationship("rId1", "image", target)])
    assert review(imported) == [("picture_refused", {"name": "IMG_2207"}, 0)]


def test_a_crop_that_leaves_nothing_brings_nothing_along():
    crop = '<a:srcRect l="60000" r="60000" t="100000"/>'
    imported = read(para(run("a") + picture(extra=crop)), media=[("x.png", png(300, 200))])
    assert (imported.body, imported.pictures) == ("<p>a</p>", ())


@pytest.mark.parametrize(("kind", "kept_as"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_cropped_picture_stays_of_its_kind(kind, kept_as):
    data = saved(Image.new("RGB", (200, 100), "red"), kind)
    imported = read(para(picture(extra='<a:srcRect r="25000" b="10000"/>')), media=[("x.dat", data)])
    (shown,) = imported.pictures
    assert (shown.content_type, shown.width, shown.height) == (kept_as, 150, 90)


def test_a_cropped_picture_keeps_its_transparency():
    data = saved(Image.new("RGBA", (200, 100), (255, 0, 0, 9)), "WEBP")
    imported = read(para(picture(extra='<a:srcRect r="25000"/>')), media=[("x.webp", data)])
    assert imported.pictures[0].content_type == "image/png"


def test_pictures_beyond_the_limit_leave_holes(monkeypatch):
    monkeypatch.setattr("chauphe.intake.objects.MAX_PICTURES", 1)
    media = [("x.png", png(90, 90)), ("y.png", png(80, 80))]
    imported = read(para(picture()) + para(picture("rId2", name="hai.png")), media=media)
    assert len(imported.pictures) == 1
    assert review(imported)[1] == ("picture_refused", {"name": "hai"}, 1)


def test_a_frame_without_a_picture_is_a_shape():
    empty = drawing("<pic:pic><pic:blipFill/></pic:pic>", "picture")
    assert read(para(run("a") + empty)).body == "<p>a</p>"


@pytest.mark.parametrize("first", ["<mc:Choice/>", ""])
def test_the_older_drawing_serves_where_there_is_no_newer(first):
    content = f"<w:r><mc:AlternateContent>{first}<mc:Fallback>{OLD_TEXT_BOX}</mc:Fallback></mc:AlternateContent></w:r>"
    assert read(para(content)).body == "<p>[Text box: cũ]</p>"


def test_a_choice_of_drawings_without_any_is_nothing():
    assert read(para(run("a") + "<w:r><mc:AlternateContent/></w:r>")).body == "<p>a</p>"
