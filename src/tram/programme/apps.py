"""Registers the plan: targets, figures and what they are counted from."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "tram.programme"
    label = "programme"

    def ready(self) -> None:
        from tram.programme import proofs  # noqa: F401
        from tram.programme.queries import (  # noqa: F401
            post_measures,
            quality_measures,
            register_measures,
        )
