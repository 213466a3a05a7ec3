"""Postal service points."""

from django.urls import URLPattern

urls: list[URLPattern] = []
