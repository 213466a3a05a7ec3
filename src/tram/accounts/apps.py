"""Registers accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tram.accounts"
    label = "accounts"
