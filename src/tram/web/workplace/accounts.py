"""Signing in and out, the password, the workplace."""

from django.urls import URLPattern

urls: list[URLPattern] = []
