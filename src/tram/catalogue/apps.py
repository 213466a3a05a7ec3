"""Registers catalogue and what `tram verify` proves of it."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tram.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from tram.catalogue import proofs  # noqa: F401
