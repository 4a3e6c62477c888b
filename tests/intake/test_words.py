import pytest

from chauphe.intake.docx import read_docx
from tests.intake.building import SPACES, font, para, relationship, run, style, word
from tests.intake.test_fonts import SENTENCES, tcvn3, vni

OLD = SENTENCES[1].lower()
TIME, TIME_H, VNI = font(".VnTime"), font(".VnTimeH"), font("VNI-Times")


def read(content, **parts):
    return read_docx(word(content, **parts))


def told(imported):
    return {note.kind: dict(note.params) for note in imported.notes if note.kind.startswith("legacy")}


@pytest.mark.parametrize(
    ("written", "looks", "read_as"),
    [(tcvn3(OLD), TIME, OLD), (tcvn3(OLD), TIME_H, OLD.upper()), (vni(SENTENCES[0]), VNI, SENTENCES[0])],
)
def test_old_text_becomes_unicode_by_its_font(written, looks, read_as):
    imported = read(para(run(written, looks)))
    assert imported.body == f"<p>{read_as}</p>"
    assert list(told(imported)) == ["legacy_font"]


def test_the_font_of_a_style_counts():
    styles = style("Normal", f"<w:rPr>{TIME}</w:rPr>") + style("Own", based_on="Normal")
    styles += style("Chu", f"<w:rPr>{TIME}</w:rPr>", kind="character")
    for content in (
        para(run(tcvn3(OLD)), '<w:pStyle w:val="Own"/>'),
        para(run(tcvn3(OLD), '<w:rStyle w:val="Chu"/>')),
    ):
        assert read(content, styles=styles).body == f"<p>{OLD}</p>"


def test_the_font_of_the_ordinary_style_counts():
    ordinary = style("Normal", f"<w:rPr>{TIME}</w:rPr>").replace("<w:style ", '<w:style w:default="1" ')
    assert read(para(tcvn3(OLD)), styles=ordinary).body == f"<p>{OLD}</p>"


def test_the_font_of_the_whole_document_counts():
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{TIME}</w:rPr></w:rPrDefault></w:docDefaults>"
    content = para(run(tcvn3(OLD)) + run(" Sở Nội vụ", font("Times New Roman")))
    assert read(content, styles=defaults).body == f"<p>{OLD} Sở Nội vụ</p>"


def test_the_font_of_the_theme_counts():
    fonts = '<a:fontScheme><a:minorFont><a:latin typeface="VNI-Times"/></a:minorFont></a:fontScheme>'
    theme = f"<a:theme {SPACES}><a:themeElements>{fonts}</a:themeElements></a:theme>"
    content = para(run(vni(SENTENCES[2]), '<w:rFonts w:hAnsiTheme="minorHAnsi" w:hAnsi="Arial"/>'))
    imported = read(
        content, links=[relationship("t", "theme", "theme/theme1.xml")], more={"word/theme/theme1.xml": theme}
    )
    assert imported.body == f"<p>{SENTENCES[2]}</p>"


def test_a_document_of_three_encodings_is_read_run_by_run():
    content = para(run("Céng hoµ", TIME) + run(" xaõ hoäi ", VNI) + run("chủ nghĩa ") + run("viÖt nam", TIME_H))
    assert read(content).body == "<p>Cộng hoà xã hội chủ nghĩa VIỆT NAM</p>"


def test_a_word_cut_by_formatting_is_read_whole():
    content = para(run("ngöô", VNI) + run("ø", f"{VNI}<w:b/>") + run("i", VNI))
    assert read(content).body == "<p>người</p>"


def test_the_soft_hyphen_of_word_is_a_letter_of_tcvn3():
    letters = "<w:t>n</w:t><w:softHyphen/><w:t>íc th</w:t><w:softHyphen/><w:t>a</w:t>"
    content = para(f"<w:r><w:rPr>{TIME}</w:rPr>{letters}</w:r>")
    assert read(content).body == "<p>nước thưa</p>"


def test_a_letter_kept_as_a_symbol_is_read():
    symbol = '<w:sym w:font=".VnTime" w:char="F0D6"/>'
    content = para(f"<w:r><w:rPr>{TIME}</w:rPr><w:t>Vi</w:t>{symbol}<w:t>t</w:t></w:r>")
    assert read(content).body == "<p>Việt</p>"


def test_what_was_typed_in_unicode_in_an_old_font_stays():
    content = para(run("Những người được phục vụ", TIME))
    assert read(content).body == "<p>Những người được phục vụ</p>"


def test_a_text_of_both_kinds_in_one_font_is_told_apart():
    content = para(run("trong quý ii, ng\u00adêi d©n ph¶i ®i l¹i; ", TIME) + run("người dân được phục vụ", TIME))
    assert read(content).body == "<p>trong quý ii, người dân phải đi lại; người dân được phục vụ</p>"


def test_a_word_that_cannot_be_vietnamese_is_told_at_its_place():
    imported = read(para("Một") + para(run("«ng NguyÔn H÷\u00ad Ph\u00adíc", TIME)))
    (note,) = (note for note in imported.notes if note.kind == "legacy_doubtful")
    assert dict(note.params) == {"font": ".VnTime", "count": 1, "words": "“Hữư”"}
    assert note.block == 1


@pytest.mark.parametrize(("written", "name"), [(tcvn3(OLD), "TCVN3"), (vni(SENTENCES[1]), "VNI")])
def test_old_text_under_a_new_font_is_guessed_and_told(written, name):
    read_as = OLD if name == "TCVN3" else SENTENCES[1]
    imported = read(para("Một") + para(run(written, font("Times New Roman"))))
    assert imported.body == f"<p>Một</p><p>{read_as}</p>"
    assert told(imported) == {"legacy_guessed": {"encoding": name, "count": 1}}


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "Café Müller, São Paulo, Ångström, naïve, Chloé, Noël, fête",
        "Giá 5.000 € ¹ § 7 © 2026 ® – “toán” hoá hoà",
        "có là và đã",
        "à",
        "L'été, le garçon mangeait des crêpes à côté de l'hôtel près du château; c'était très agréable.",
        "Die Straße führt über Köln nach Düsseldorf; schöne Grüße an die Bürgermeisterin und ihre Söhne.",
    ],
)
def test_text_that_is_not_surely_old_is_left_alone(text):
    imported = read(para(text))
    assert imported.body == f"<p>{text}</p>"
    assert told(imported) == {}


def test_an_old_font_without_a_table_is_told():
    imported = read(para(run("Nhåm", font("VPS Times"))))
    assert told(imported) == {"legacy_unknown": {"font": "VPS Times", "count": 1}}
