"""Django's `translate`, `static` and `url` for our templates: the same text, worked out once and not each time.

A page has a hundred sentences, whose words hang on the language alone; the address of a file does not change while a
server runs; and a list has an address in each row, in which nothing but the row's UUID differs. `{% load i18n %}` and
`{% load static %}` bring these tags; `url` needs no load.
"""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template import defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.templatetags import static as files
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

ICON = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}" /></svg>'
register = template.Library()
register.filters.update(i18n.register.filters)
register.tags.update({**i18n.register.tags, **files.register.tags})
SOME = UUID(int=0)


class Remembered(template.Node):
    """A tag whose text is the same whenever `key` is."""

    child_nodelists = ()

    def __init__(self, node: Any, key: Callable[[], str | None]) -> None:
        self.node, self.key = node, key
        self.texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        key = self.key()
        found = self.texts.get(key)
        if found is None:
            found = self.texts[key] = self.node.render(context)
        return found


@register.tag
def translate(parser: Parser, token: Token) -> Any:
    """Django's `translate`, remembered where nothing but the language can change it."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression
    fixed = words.var.lookups is None and not words.filters
    plain = fixed and not (node.asvar or node.message_context)
    return Remembered(node, get_language) if plain else node


@register.tag
def static(parser: Parser, token: Token) -> Any:
    """Django's `static`, remembered for a file that is named outright."""
    node = files.do_static(parser, token)
    plain = not node.path.is_var and not node.varname
    return Remembered(node, get_script_prefix) if plain else node


class Address(template.Node):
    """`{% url "name" %}` and `{% url "name" id %}`, perhaps `as` something."""

    child_nodelists = ()

    def __init__(self, node: Any) -> None:
        self.node = node

    def render(self, context: Context) -> str:
        given = [each.resolve(context) for each in self.node.args]
        if any(not isinstance(each, UUID) for each in given):
            return str(self.node.render(context))
        found = address(self.node.view_name.resolve(context), *given)
        if self.node.asvar:
            context[self.node.asvar] = found
            return ""
        return found


class Kept(template.Node):
    """What stands between `kept` and `endkept`, drawn once for each language and each of its few keys."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: template.NodeList, keys: list[Any]) -> None:
        self.nodelist, self.keys = nodelist, keys
        self.texts: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        given = [each.resolve(context) for each in self.keys]
        key = (get_language(), get_script_prefix(), *given)
        found = self.texts.get(key)
        if found is None:
            found = self.texts[key] = self.nodelist.render(context)
        return found


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept a b %}…{% endkept %}`: a part that hangs on nothing but the language, `a` and `b`, which are few.

    For the frame of a page: no token, nothing of a person, no block that a page fills.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, keys)


class Icon(template.Node):
    """A picture of the common sheet, by its name."""

    child_nodelists = ()

    def __init__(self, name: Any) -> None:
        self.name = name
        self.texts: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        name = self.name.resolve(context)
        found = self.texts.get(name)
        if found is None:
            sheet = files.static("tram/icons.svg")
            found = self.texts[name] = format_html(ICON, sheet, name)
        return found


@register.tag
def icon(parser: Parser, token: Token) -> Icon:
    """`{% icon "check" %}`: one of the pictures in icons.svg, beside words that say the same."""
    _tag, name = token.split_contents()
    return Icon(parser.compile_filter(name))


@register.tag
def url(parser: Parser, token: Token) -> Any:
    """Django's `url`, quick for a name alone and for a name with one UUID."""
    node = defaulttags.url(parser, token)
    return node if node.kwargs or len(node.args) > 1 else Address(node)


def address(name: str, ident: UUID | None = None) -> str:
    """The address of a page, or of its thing with this UUID."""
    if ident is None:
        return _reverse(settings.ROOT_URLCONF, get_script_prefix(), name)
    some = _reverse(settings.ROOT_URLCONF, get_script_prefix(), name, SOME)
    return some.replace(str(SOME), str(ident))


@cache
def _reverse(_urls: str, _prefix: str, name: str, *args: UUID) -> str:
    """Addresses hang on the table of addresses and on the prefix below which the site stands."""
    return reverse(name, args=args)
