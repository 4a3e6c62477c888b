import pytest

from chauphe.intake.docx import read_docx
from tests.intake.building import para, style, word


def level(at, form, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listing(*levels, key=0, more=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def number(key, abstract=0, more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def item(text, at=0, key=1):
    return para(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>')


def body_of(content, numbering, styles=""):
    return read_docx(word(content, numbering=numbering, styles=styles)).body


PLAIN = listing(level(0, "decimal", "%1."), level(1, "bullet", "-"), level(2, "decimal", "%3.")) + number(1)


def test_plain_numbers_and_bullets_are_lists():
    content = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 2)
    assert body_of(content, PLAIN) == ("<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d<ol><li>e</li></ol></li></ol>")


def test_a_list_goes_on_after_an_interruption():
    assert body_of(item("a") + para("giữa") + item("b"), PLAIN) == (
        '<ol><li>a</li></ol><p>giữa</p><ol start="2"><li>b</li></ol>'
    )


def test_a_list_that_starts_over_is_a_new_list():
    again = number(2, more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    assert body_of(item("a") + item("b") + item("c", key=2), PLAIN + again) == (
        "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>"
    )


def test_lists_of_one_kind_share_their_count_as_in_word():
    assert body_of(item("a") + item("b", key=2), PLAIN + number(2)) == "<ol><li>a</li><li>b</li></ol>"


LEGAL = listing(
    level(0, "upperRoman", "Chương %1"),
    level(1, "decimal", "Điều %2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
) + number(1)


def test_numbers_that_say_more_are_written_out():
    content = item("CHUNG") + item("Phạm vi", 1) + item("x", 2) + item("y", 3) + item("z", 3) + item("Đối tượng", 1)
    assert body_of(content, LEGAL) == (
        "<p>Chương I CHUNG</p><p>Điều 1. Phạm vi</p><p>1.1. x</p><p>a) y</p><p>b) z</p><p>Điều 2. Đối tượng</p>"
    )


def test_deeper_numbers_start_over_under_the_next():
    content = item("a", 1) + item("b", 3) + item("c", 1) + item("d", 3)
    assert body_of(content, LEGAL) == "<p>Điều 1. a</p><p>a) b</p><p>Điều 2. c</p><p>a) d</p>"


def test_a_number_of_a_heading_belongs_to_its_words():
    styles = style("heading 2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', key="h")
    content = para("Mở") + para("Kết quả", '<w:pStyle w:val="h"/>')
    assert body_of(content, listing(level(0, "decimal", "%1.")) + number(1), styles) == "<p>Mở</p><h2>1. Kết quả</h2>"


def test_a_style_is_tied_to_its_level():
    tied = listing(level(0, "decimal", "%1."), level(1, "decimal", "Điều %2.", more='<w:pStyle w:val="dl"/>'))
    styles = style("Điều luật", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', key="dl")
    assert body_of(para("Phạm vi", '<w:pStyle w:val="dl"/>'), tied + number(1), styles) == "<p>Điều 1. Phạm vi</p>"


def test_a_list_of_a_numbering_style_is_found():
    linked = listing(key=5, more='<w:numStyleLink w:val="Own"/>') + number(9, 5)
    styles = style("Own", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    assert body_of(item("a", key=9), PLAIN + linked, styles) == "<ol><li>a</li></ol>"


def test_numbering_styles_that_lead_in_a_circle_end():
    circle = listing(key=5, more='<w:numStyleLink w:val="Own"/>') + number(1, 5)
    styles = style("Own", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    assert body_of(item("a"), circle, styles) == "<p>a</p>"


@pytest.mark.parametrize("key", ["0", "77", "x"])
def test_a_list_that_is_taken_off_or_missing_is_none(key):
    assert body_of(item("a", key=key), PLAIN) == "<p>a</p>"


@pytest.mark.parametrize(
    ("form", "start", "written"),
    [
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("decimalZero", 7, "07"),
        ("cardinalText", 3, "3"),
    ],
)
def test_numbers_are_written_in_their_form(form, start, written):
    assert body_of(item("a"), listing(level(0, form, "(%1)", start)) + number(1)) == f"<p>({written}) a</p>"


def test_a_level_that_the_list_does_not_have_has_no_number():
    assert body_of(item("a", at=7), PLAIN) == "<p>a</p>"
