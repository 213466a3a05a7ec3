"""People and their appointments (người dùng, phân công)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
