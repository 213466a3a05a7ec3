"""Django's `translate` and `url` for our templates: the same words and addresses, worked out once and not each time.

A page has a hundred sentences, whose words hang on the language alone, and a list has an address in each row, in
which nothing but the row's UUID differs. `{% load i18n %}` brings this `translate`; `url` needs no load.
"""

from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

register = template.Library()
register.filters.update(i18n.register.filters)
register.tags.update(i18n.register.tags)
SOME = UUID(int=0)


class Sentence(template.Node):
    """`{% translate "…" %}` with its words in each language that was asked for."""

    child_nodelists = ()

    def __init__(self, node: Any) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        found = self.said.get(language)
        if found is None:
            found = self.said[language] = self.node.render(context)
        return found


@register.tag
def translate(parser: Parser, token: Token) -> Any:
    """Django's `translate`, remembered where nothing but the language can change it."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression
    fixed = words.var.lookups is None and not words.filters
    return node if node.asvar or node.message_context or not fixed else Sentence(node)


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


@register.tag
def url(parser: Parser, token: Token) -> Any:
    """Django's `url`, quick for a name alone and for a name with one UUID."""
    node = defaulttags.url(parser, token)
    return node if node.kwargs or len(node.args) > 1 else Address(node)


def address(name: str, ident: UUID | None = None) -> str:
    """The address of a page, or of its thing with this UUID."""
    if ident is None:
        return _reverse(get_script_prefix(), name)
    return _reverse(get_script_prefix(), name, SOME).replace(str(SOME), str(ident))


@cache
def _reverse(_prefix: str, name: str, *args: UUID) -> str:
    return reverse(name, args=args)
