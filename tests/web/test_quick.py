"""Sentences and addresses of the pages: the quick ones say the same as Django's."""

from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from tram.web.quick import address


def drawn(text: str, **words: Any) -> str:
    return Template("{% load i18n %}" + text).render(Context(words))


def test_a_sentence_is_said_in_the_language_of_each_reader() -> None:
    page = Template('{% load i18n %}{% translate "Theo dõi hồ sơ" %}')
    said: dict[str, set[str]] = {}
    for language in ("vi", "en", "vi", "en"):
        with translation.override(language):
            said.setdefault(language, set()).add(page.render(Context()))
    assert said["vi"] == {"Theo dõi hồ sơ"}
    assert len(said["en"]) == 1
    assert said["en"] != said["vi"]


def test_a_sentence_that_hangs_on_more_than_the_language_is_not_remembered() -> None:
    page = Template("{% load i18n %}{% translate word %}")
    assert [page.render(Context({"word": word})) for word in ("Một", "Hai")] == ["Một", "Hai"]
    kept = Template('{% load i18n %}{% translate "Một" as one %}[{{ one }}]')
    assert [kept.render(Context()) for _ in range(2)] == ["[Một]", "[Một]"]


def test_a_things_address_has_its_own_uuid() -> None:
    one, other = uuid4(), uuid4()
    assert drawn("{% url 'receipt' id %}", id=one) == reverse("receipt", args=[one])
    assert drawn("{% url 'receipt' id %}", id=other) == reverse("receipt", args=[other])
    assert drawn("{% url 'receipt' id as there %}[{{ there }}]", id=one) == (
        f"[{reverse('receipt', args=[one])}]"
    )


def test_other_arguments_go_djangos_way() -> None:
    assert drawn("{% url 'intake_form' code %}", code="1.001") == reverse(
        "intake_form", args=["1.001"]
    )
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'no_such_page' %}")


def test_a_site_below_an_address_keeps_its_prefix() -> None:
    before = get_script_prefix()
    plain = address("tracking")
    try:
        set_script_prefix("/tram/")
        assert address("tracking") == f"/tram{plain}"
    finally:
        set_script_prefix(before)
    assert address("tracking") == plain


def test_a_files_address_is_djangos_and_follows_the_sites_prefix() -> None:
    page = Template("{% load static %}{% static 'tram/app.js' %}")
    assert page.render(Context()) == static("tram/app.js")
    named = Template("{% load static %}{% static name %}")
    shown = [named.render(Context({"name": f"tram/{name}"})) for name in ("a.js", "b.js")]
    assert shown == [static("tram/a.js"), static("tram/b.js")]


def test_a_kept_part_is_drawn_once_for_each_language_and_key() -> None:
    asked: list[str] = []

    def word() -> str:
        asked.append("again")
        return "x"

    page = Template(
        '{% kept here %}{% translate "Theo dõi hồ sơ" %} {{ here }}{{ word }}{% endkept %}'
    )
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            drawn_ = {page.render(Context({"here": key, "word": word})) for key in "aab"}
        assert {text[-2:] for text in drawn_} == {"ax", "bx"}
    assert len(asked) == 4


def test_a_picture_is_named_or_told_by_the_page() -> None:
    assert f'<use href="{static("tram/icons.svg")}#check" />' in drawn('{% icon "check" %}')
    page = Template('{% icon kind|default:"info" %}')
    assert ["#warning" in page.render(Context({"kind": k})) for k in ("warning", "")] == [
        True,
        False,
    ]
    assert "&quot;" in drawn("{% icon name %}", name='"')
