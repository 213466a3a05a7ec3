"""Registers the cash book and its invariants."""

from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "tram.cash"
    label = "cash"

    def ready(self) -> None:
        from tram.cash import proofs  # noqa: F401
