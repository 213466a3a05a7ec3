"""Registers the plan: targets, figures and what they are counted from."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "tram.programme"
    label = "programme"
