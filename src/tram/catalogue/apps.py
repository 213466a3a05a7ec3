"""Registers catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tram.catalogue"
    label = "catalogue"
