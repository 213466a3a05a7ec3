"""The teller takes dossiers in (nhận hồ sơ)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
