"""Registers directory and what `tram verify` proves of it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tram.directory"
    label = "directory"

    def ready(self) -> None:
        from tram.directory import proofs  # noqa: F401
