"""Every way of writing a text that is shown is found, and looked up as Django will."""

from pathlib import Path

import pytest

from tools import translations
from tools.translations import Text, fault, in_file, in_python, in_script, in_template


def keys(texts) -> list[tuple[str, str | None, str]]:
    return [(text.key, text.plural, text.place) for text in texts]


def test_calls_in_python_are_found_with_their_line() -> None:
    source = (
        "x = _('Approve')\n"
        "y = translation.ngettext('one', 'many', n)\n"
        "z = pgettext_lazy('button', 'Return')\n"
        "w = gettext(label)\n"
        "v = N_('Not '\n 'yours')\n"
        "u = npgettext('list', 'item', 'items', 2)\n"
    )
    assert keys(in_python(source, "a.py")) == [
        ("Approve", None, "a.py:1"),
        ("one", "many", "a.py:2"),
        ("button\x04Return", None, "a.py:3"),
        ("Not yours", None, "a.py:5"),
        ("list\x04item", "items", "a.py:7"),
    ]


def test_tags_in_templates_are_found() -> None:
    source = (
        '<p title="{% translate "Say \'yes\'" %}">{{ _("Filtered")|upper }}\n'
        "{% blocktranslate with n=x trimmed %}\n  Since {{ n }}\n  days{% endblocktranslate %}\n"
        '{% translate "Check" context "button" %}\n'
        "{% blocktranslate count n=x %}{{ n }} item{% plural %}{{ n }} items{% endblocktranslate %}"
    )
    assert [(text.key, text.plural) for text in in_template(source, "a.html")] == [
        ("Say 'yes'", None),
        ("Filtered", None),
        ("Since %(n)s days", None),
        ("button\x04Check", None),
        ("%(n)s item", "%(n)s items"),
    ]


def test_calls_in_scripts_belong_to_their_own_catalogue() -> None:
    assert list(in_script('f(gettext("Saved"))', "a.js")) == [Text("Saved", None, None, "a.js:1", "djangojs")]


def test_the_ending_of_a_file_says_how_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    path.write_text('{% load i18n %}{% translate "Signed out" %}')
    assert keys(in_file(path, "message.txt")) == [("Signed out", None, "message.txt:1")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (Text("This field is required.", None, None, ""), ""),
        (Text("Nobody has written this anywhere.", None, None, ""), "no Vietnamese"),
        (Text("This field is required.", None, "letter", ""), "no Vietnamese"),
        (Text("Nobody has written this anywhere.", None, None, "", "djangojs"), "no Vietnamese"),
    ],
)
def test_a_text_is_looked_up_as_django_will(text: Text, reason: str) -> None:
    assert fault(text) == reason


def test_a_lost_placeholder_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils.translation.trans_real import translation

    monkeypatch.setitem(translation("vi")._catalog._catalogs[0], "Wait %(days)s days", "Chờ %(day)s ngày")
    assert fault(Text("Wait %(days)s days", None, None, "")) == "other placeholders in 'Chờ %(day)s ngày'"


def test_files_of_other_packages_exist_and_are_read() -> None:
    places = {text.place.partition("/")[0] for text in translations.borrowed()}
    assert places == {"allauth", "django"}
