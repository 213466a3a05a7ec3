"""The front page, the language, accessibility."""

from django.urls import URLPattern

urls: list[URLPattern] = []
