"""Registers the custody book, its projections and invariants."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "tram.custody"
    label = "custody"

    def ready(self) -> None:
        from tram.custody import proofs  # noqa: F401
