"""Hand-overs (giao nhận)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
