"""Registers the book machinery."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tram.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
