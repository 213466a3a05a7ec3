"""Registers the dossier book, its projections and invariants."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "tram.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from tram.dossiers import proofs  # noqa: F401
