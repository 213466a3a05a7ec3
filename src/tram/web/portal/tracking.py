"""Following a dossier by its code (theo dõi hồ sơ)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
