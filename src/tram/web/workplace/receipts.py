"""What a teller took in: receipts, corrections, voids."""

from django.urls import URLPattern

urls: list[URLPattern] = []
