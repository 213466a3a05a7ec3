"""Registers the faces."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tram.web"
    label = "web"
