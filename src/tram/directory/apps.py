"""Registers directory."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tram.directory"
    label = "directory"
