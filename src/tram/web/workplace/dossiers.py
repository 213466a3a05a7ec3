"""One dossier, and finding it."""

from django.urls import URLPattern

urls: list[URLPattern] = []
