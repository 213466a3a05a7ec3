"""The one-stop desk (bộ phận một cửa)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
