"""The agency settles (giải quyết hồ sơ)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
