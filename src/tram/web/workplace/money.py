"""Fees owed to agencies (phí, lệ phí phải nộp)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
